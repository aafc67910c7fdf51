"""The result page in a real browser, as a broker uses it at a desk and on a phone."""

import re
from dataclasses import replace

import pytest

from queqiao.recipes.report import render_html
from tests.factories.reports import large_report, sample_report

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def show(chromium, tmp_path):
    """Opens a report at a width; fails the test on console errors and on any request outside."""
    pages, complaints = [], []

    def open_page(report, *, viewport=DESKTOP, language="zh", script=True):
        path = tmp_path / f"report-{len(pages)}.html"
        path.write_text(render_html(report, language=language), encoding="utf-8")
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


def visible_demands(page):
    return [
        re.sub(r"\s.*", "", text)
        for text in page.locator(".demand:visible > summary code").all_inner_texts()
    ]


def test_search_keeps_demands_whose_texts_hold_every_word(show):
    page = show(sample_report())

    page.fill("#find", "冻干 阻湿")

    assert visible_demands(page) == ["D-002"]
    assert page.inner_text("#found") == "显示 1 / 3 项"


def test_search_understands_full_width_letters_and_any_case(show):
    page = show(sample_report())

    page.fill("#find", "ｒＡ≤0.005")

    assert visible_demands(page) == ["D-001"]


def test_search_without_a_hit_says_what_to_do(show):
    page = show(sample_report())

    page.fill("#find", "石墨烯")

    assert visible_demands(page) == []
    assert "换个词" in page.inner_text("#empty")


def test_filter_shows_demands_of_one_state(show):
    page = show(sample_report())

    page.select_option("#show", "none")

    assert visible_demands(page) == ["D-003"]


def test_sorting_by_score_and_back_to_the_original_order(show):
    report = sample_report()
    page = show(replace(report, demands=report.demands[::-1]))
    before = visible_demands(page)

    page.select_option("#sort", "-best")
    by_score = visible_demands(page)
    page.select_option("#sort", "position")

    assert by_score == ["D-001", "D-002", "D-003"]
    assert visible_demands(page) == before == ["D-003", "D-002", "D-001"]


def test_sorting_by_deadline_puts_demands_without_one_last(show):
    page = show(sample_report())

    page.select_option("#sort", "deadline")

    assert visible_demands(page)[0] == "D-001"


def test_evidence_carries_one_number_in_both_texts(show):
    page = show(sample_report())

    demanded = page.locator("#d1 .need mark", has_text="≤0.08μm").get_attribute("data-n")
    offered = page.locator("#d1m1 .offer mark", has_text="0.05μm").get_attribute("data-n")
    checked = page.locator("#d1m1 .checks th", has_text="球圆度").get_attribute("data-n")

    assert demanded == offered == checked


def test_pointing_at_evidence_lights_it_on_both_sides(show):
    page = show(sample_report())

    page.locator("#d1m1 .offer mark", has_text="0.05μm").hover()

    assert page.locator("#d1 .need mark.hot").all_inner_texts() == ["≤0.08μm"]


def test_demand_shows_its_indices_alone_while_no_match_is_open(show):
    page = show(sample_report())

    page.locator("#d1m1 > summary").click()

    assert page.locator("#d1 .need mark:not(.off)").all_inner_texts() == [
        "≤0.08μm",
        "≤0.005μm",
        "40小时以内",
        "达到95%以上",
    ]


def test_demand_keeps_only_marks_of_open_matches(show):
    page = show(sample_report())
    word = page.locator("#d1 .need mark", has_text="氮化硅").first

    page.locator("#d1m1 > summary").click()
    page.locator("#d1m2 > summary").click()

    assert "off" in (word.get_attribute("class") or "")


def test_near_miss_opens_by_keyboard_and_tells_the_change(show):
    page = show(sample_report())
    near = page.locator(".match.near").first

    near.locator("summary").focus()
    page.keyboard.press("Enter")

    assert near.get_attribute("open") is not None
    assert "120" in near.locator(".fix").inner_text()


def test_slash_moves_to_the_search_field(show):
    page = show(sample_report())

    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.id") == "find"


def test_link_to_one_match_opens_it(show):
    page = show(sample_report())

    page.evaluate("location.hash = 'd2m1'")
    page.wait_for_selector("#d2m1[open]")

    assert page.locator("#d2m1 .offer").is_visible()


def test_open_all_and_close_all(show):
    page = show(sample_report())

    page.click("#open")
    opened = page.locator(".demand[open]").count()
    page.click("#close")

    assert (opened, page.locator(".demand[open]").count()) == (3, 0)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_overflows_sideways(show, language, width):
    page = show(sample_report(), viewport={"width": width, "height": 844}, language=language)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_reads_without_javascript(show):
    page = show(sample_report(), script=False)

    page.locator("#d1m1 > summary").click()

    assert not page.locator("#tools").is_visible()
    assert page.locator("#d1m1 .checks").is_visible()
    assert page.locator("#d1m1 .offer mark").count() > 5


def test_print_leaves_tools_out_and_keeps_what_is_open(show):
    page = show(sample_report())

    page.emulate_media(media="print")

    assert not page.locator("#tools").is_visible()
    assert page.locator("#d1m1 .checks").is_visible()


def test_hostile_text_stays_text(show):
    """Titles and bodies come from strangers' files; none of it may run or load anything."""
    report = sample_report()
    bad = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>\"'><b>"
    first = report.demands[0]
    demand = replace(first.demand, title=bad, owner=bad, id="<i>x")
    offers = {k: replace(v, title=bad, owner=bad) for k, v in report.achievements.items()}
    hostile = replace(
        report, demands=(replace(first, demand=demand), *report.demands[1:]), achievements=offers
    )

    page = show(hostile)

    assert page.evaluate("window.hit") is None
    assert page.locator("#d1 > summary h2").inner_text() == bad
    assert page.locator("main img, main script").count() == 0


def test_texts_and_controls_have_enough_contrast(show):
    """WCAG 2.2 AA, 1.4.3: at least 4.5 to 1 for every text that is shown."""
    page = show(sample_report())
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")

    assert page.evaluate(CONTRAST) == []


def test_large_report_stays_small_and_quick(show):
    report = large_report(demands=150, matches=10)
    assert len(render_html(report).encode()) < 5_000_000

    page = show(report, viewport=PHONE)
    took = page.evaluate(
        """() => { const t = performance.now(); const f = document.getElementById('find');
        f.value = '（149）'; f.dispatchEvent(new Event('input')); return performance.now() - t; }"""
    )

    assert visible_demands(page) == ["D-0149"]
    assert took < 3000


CONTRAST = """() => {
  const light = (c) => { const [r, g, b] = c.map(v => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const parse = (s) => s.match(/[\\d.]+/g).map(Number);
  const back = (e) => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !e.checkVisibility()) continue;
    const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(back(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(e.className + ': ' + walk.currentNode.textContent.trim());
  }
  return [...new Set(poor)];
}"""
