"""The report on documents in a real browser: wide, narrow, printed, without script or network."""

import pytest

from queqiao.recipes.documents import render_document_page, study_technologies
from tests.factories.chains import chain_map
from tests.factories.documents import (
    FILLER,
    commitment,
    concept,
    directive,
    document,
    event_date,
    exchange,
    organization,
    person,
    quantity,
    reading,
)

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
CHAIN = chain_map(
    "固态电解质",
    "功率模块",
    flows=[("固态电解质", "功率模块")],
    固态电解质={"terms": ("固态电池",)},
)
LONG_NAME = "国家新能源与智能网联汽车产业计量测试检验检测综合服务中心（筹）"


def talk(number, month):
    """A talk with a counterpart of its own, a promise, an order, a technology and a long name."""
    other, promise = f"东湖科技大学第{number}研究院", f"计划到2026年建成中试平台{number}个"
    words = (
        f"{month}月8日，市长罗景行与{other}院长杜望{number}会谈，希望支持共建固态电池研究院。",
        f"杜望{number}表示，将推动成果落地。双方签署备忘录{number}。一要坚持项目为王。",
        f"{promise}，投资65亿元，推进四新产业，由{LONG_NAME}负责。",
        FILLER + "".join(chr(0x4E00 + number * 977 + i * 13) for i in range(150)),
    )
    found = document(
        f"{number}.txt", *words, title=f"会谈{number}", published_on=f"2023-{month:02}-09"
    )
    return reading(
        found,
        event_dates=(event_date(found, f"{month}月8日", f"2023-{month:02}-08"),),
        people=(person(found, "罗景行", "市长"), person(found, f"杜望{number}", "院长", other)),
        organizations=(organization(found, other), organization(found, LONG_NAME)),
        quantities=(quantity(found, "65亿元", 6.5e9, "元", "投资"),),
        concepts=(concept(found, "四新产业"),),
        directives=(directive(found, 1, "坚持项目为王", "罗景行"),),
        commitments=(commitment(found, promise, "罗景行", due_on="2026-12-31"),),
        exchanges=(
            exchange(
                found,
                other,
                f"杜望{number}",
                "罗景行",
                asks=("支持共建固态电池研究院",),
                replies=("推动成果落地",),
                signed=f"备忘录{number}",
            ),
        ),
    )


@pytest.fixture(scope="module")
def study():
    return study_technologies([talk(n, n % 9 + 1) for n in range(1, 19)], CHAIN)


@pytest.fixture
def show(chromium, tmp_path, study):
    """Opens the report; fails the test on console errors and on any request outside."""
    pages, complaints = [], []

    def open_page(*, viewport=DESKTOP, language="zh", fragment=""):
        path = tmp_path / f"documents-{len(pages)}.html"
        path.write_text(render_document_page(study, language=language), encoding="utf-8")
        page = chromium.new_page(viewport=viewport, reduced_motion="reduce")
        page.on("console", lambda m: complaints.append(m.text))
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url),
        )
        page.goto(path.as_uri() + fragment)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_nothing_is_wider_than_the_screen(show, viewport, language):
    page = show(viewport=viewport, language=language)

    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_number_leads_to_the_paragraph_it_rests_on(show):
    page = show(viewport=DESKTOP)
    cite = page.locator(".promises .cite").first
    target = cite.get_attribute("href")

    cite.click()

    paragraph = page.locator(target)
    assert paragraph.is_visible()
    assert "计划到2026年" in paragraph.inner_text()
    box = paragraph.bounding_box()
    assert 0 <= box["y"] < DESKTOP["height"]


def test_a_closed_text_opens_when_a_number_leads_into_it(show):
    page = show()
    closed = page.locator("details.text-of:not([open])").last
    name = closed.get_attribute("id")

    page.evaluate("name => { location.hash = name + 'p2'; }", name)

    page.wait_for_selector(f"#{name}[open]")
    assert page.locator(f"#{name}p2").is_visible()


def test_marks_say_what_they_are(show):
    page = show()
    mark = page.locator("#t1 mark.person").first

    assert mark.inner_text() == "罗景行"
    assert mark.get_attribute("title") == "人 · 市长"
    sign = mark.evaluate("e => getComputedStyle(e, '::after').content")
    assert "人" in sign


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_pictures_are_legible(show, viewport):
    page = show(viewport=viewport)

    sizes = page.evaluate(
        """() => [...document.querySelectorAll('svg text')].filter(t => t.textContent).map(t => {
             const s = t.ownerSVGElement; const k = s.getBoundingClientRect().width
               / s.viewBox.baseVal.width;
             return k * parseFloat(getComputedStyle(t).fontSize); })"""
    )
    assert len(sizes) > 20
    assert min(sizes) >= 9


def test_names_in_the_picture_do_not_run_out_of_it(show):
    page = show()

    outside = page.evaluate(
        """() => { const s = document.querySelector('svg.meetings').getBoundingClientRect();
             return [...document.querySelectorAll('svg.meetings text')].filter(t => {
               const b = t.getBoundingClientRect();
               return b.left < s.left - 1 || b.right > s.right + 1; }).length; }"""
    )
    assert outside == 0


def test_the_table_stands_behind_each_chart(show):
    page = show()
    chart = page.locator("#trends ~ .grid .series").first

    chart.locator("summary").click()

    rows = chart.locator("tbody tr")
    assert rows.count() == 9
    assert rows.first.locator("th").inner_text() == "2023-01"


def test_tables_turn_into_cards_on_a_phone(show):
    page = show(viewport=PHONE)
    cell = page.locator(".promises tbody td").nth(1)

    label = cell.evaluate("e => getComputedStyle(e, '::before').content")

    assert "谁" in label
    assert cell.evaluate("e => getComputedStyle(e).display") == "block"


def test_print_shows_every_text_and_no_navigation(show):
    page = show()

    page.emulate_media(media="print")

    assert not page.locator("nav.parts").is_visible()
    assert page.locator("#t18p0").is_visible()
