"""Sheets, ladders and the sandbox in a real browser, at a desk, on a phone and on paper."""

import pypdfium2
import pytest

from queqiao.recipes.policies.ladder_view import ladder_view, render_ladders
from queqiao.recipes.policies.sandbox_html import render_sandbox
from queqiao.recipes.policies.sheet_html import render_sheets
from queqiao.rules import bundled_rulebooks
from queqiao.rules.facts import enterprises_of
from queqiao.rules.ladder import build_ladder
from tests.factories.enterprises import stated
from tests.factories.policies import AT, sandbox_report, sheet_of

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def show(chromium, tmp_path):
    """Opens a page at a width; fails the test on console errors and on any request outside."""
    pages, complaints = [], []

    def open_page(text, *, viewport=DESKTOP, script=True):
        path = tmp_path / f"page-{len(pages)}.html"
        path.write_text(text, encoding="utf-8")
        page = chromium.new_page(viewport=viewport, java_script_enabled=script)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url),
        )
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert complaints == []


def sheet_page(language="zh"):
    rulebooks = ("cn.tech-sme", "cn.hnte", "cn.srdi-sme", "cn.uscc")
    return render_sheets([sheet_of(*rulebooks, language=language)], at=AT, language=language)


def ladder_page(language="zh"):
    (enterprise,) = enterprises_of([stated(taxable_income={"2025": 900})])
    ladder = build_ladder(enterprise.facts, rulebooks=bundled_rulebooks(), at=AT)
    view = ladder_view(enterprise, ladder, language=language)
    return render_ladders([view], at=AT, language=language)


PAGES = {
    "sheet": sheet_page,
    "ladder": ladder_page,
    "sandbox": lambda language="zh": render_sandbox(sandbox_report(), language=language),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_page_never_scrolls_sideways(show, name, viewport, language):
    page = show(PAGES[name](language), viewport=viewport)

    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


@pytest.mark.parametrize("name", PAGES)
def test_page_reads_without_script(show, name):
    page = show(PAGES[name](), script=False)

    assert page.locator("h1").is_visible()
    assert not page.locator("#tools").is_visible()


def visible_rows(page):
    return page.locator("#rows tbody tr:visible td:first-child").all_inner_texts()


def test_sandbox_finds_enterprises_by_words_and_effect(show):
    report = sandbox_report()
    page = show(render_sandbox(report))
    total = len(report.comparison.changed)
    name = report.comparison.changed[0].subject.label

    page.fill("#find", name)
    found = visible_rows(page)
    page.fill("#find", "")
    page.select_option("#show", "loses")
    losing = page.locator("#rows tbody tr:visible .effect").all_inner_texts()

    assert len(found) == 1
    assert name in found[0]
    assert set(losing) == {"不再享受"}
    assert page.inner_text("#found") == f"显示 {len(losing)} / {total} 家"


def test_sandbox_sorts_by_difference_as_numbers(show):
    page = show(render_sandbox(sandbox_report()))
    head = page.locator("#rows th", has_text="金额变化")

    head.locator("button").click()
    values = page.locator("#rows tbody td[data-sort]").evaluate_all(
        "cells => cells.map(cell => Number(cell.dataset.sort))"
    )

    assert head.get_attribute("aria-sort") == "ascending"
    assert values == sorted(values)
    assert values[0] < 0 < values[-1]


def test_sandbox_bars_grow_with_what_they_stand_for(show):
    page = show(render_sandbox(sandbox_report()))

    before, after = (
        page.locator(f".cost rect.{kind}").bounding_box()["width"] for kind in ("old", "new")
    )

    total = sandbox_report().comparison.total
    assert before / after == pytest.approx(float(total.cost_before / total.cost_after), rel=0.02)


def test_summary_leads_to_the_answer(show):
    page = show(sheet_page())

    page.locator(".summary a", has_text="高新技术企业").click()

    top = page.locator("section.answer", has_text="cn.hnte").first.bounding_box()["y"]
    assert 0 <= top < 60


@pytest.mark.parametrize("name", PAGES)
def test_page_prints_on_a4_with_chinese_text(show, name):
    page = show(PAGES[name]())

    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))

    width, height = paper[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    text = "".join(one.get_textpage().get_text_range() for one in paper)
    assert "鹊桥" in text
    assert "查找企业" not in text
