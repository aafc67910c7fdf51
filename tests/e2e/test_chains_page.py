"""The chain page in a real browser: from chain to segment to firms, by mouse and by keyboard."""

import pytest

from queqiao.recipes.chains import render_chain_page
from queqiao.recipes.chains.study import ChainStudy
from tests.factories.chains import analysis, chain_map, firm

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def long_chain(size=300):
    """A chain of many segments in eight stages, every third of them without a firm."""
    names = [f"环节{i}" for i in range(size)]
    flows = [(names[i], names[j]) for i in range(size) for j in (i + 7, i + 31) if j < size]
    fields = {name: {"stage": f"阶段{i * 8 // size}"} for i, name in enumerate(names)}
    firms = [firm(f"企业{i}", names[i], 1) for i in range(size) if i % 3]
    return ChainStudy(analysis(chain_map(*names, flows=flows, **fields), *firms))


def short_chain():
    found = chain_map("制氢", "储氢瓶", "车辆", flows=[("制氢", "储氢瓶"), ("储氢瓶", "车辆")])
    return ChainStudy(analysis(found, firm("甲瓶厂", "储氢瓶", 1), firm("乙车厂", "车辆", 1)))


@pytest.fixture
def show(chromium, tmp_path):
    """Opens a study; fails the test on console errors and on any request outside."""
    pages, complaints = [], []

    def open_page(study, *, viewport=DESKTOP, script=True, language="zh"):
        path = tmp_path / f"chains-{len(pages)}.html"
        path.write_text(render_chain_page(study, language=language), encoding="utf-8")
        page = chromium.new_page(
            viewport=viewport, java_script_enabled=script, reduced_motion="reduce"
        )
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


def labels(page):
    return page.evaluate("chainGraph.cy.nodes().map(n => n.data('label').split('\\n')[0])")


def tap(page, label):
    page.evaluate(
        "l => { chainGraph.cy.nodes().filter(n => n.data('label').startsWith(l))[0].emit('tap'); }",
        label,
    )


def overlaps(page):
    """Pairs of nodes whose boxes cut each other."""
    return page.evaluate(
        """() => { const b = chainGraph.cy.nodes().map(n => n.boundingBox({includeLabels: false,
             includeOverlays: false})); let c = 0;
             for (let i = 0; i < b.length; i++) for (let j = 0; j < i; j++)
               if (b[i].x1 < b[j].x2 - 3 && b[j].x1 < b[i].x2 - 3 && b[i].y1 < b[j].y2 - 3
                   && b[j].y1 < b[i].y2 - 3) c++;
             return c; }"""
    )


def smallest_text(page):
    """Size on screen of the node's text, in pixels."""
    return page.evaluate("chainGraph.cy.zoom() * 15")


def test_three_hundred_segments_begin_as_legible_stages(show):
    page = show(long_chain())

    assert labels(page) == [f"阶段{i}" for i in range(8)]
    assert smallest_text(page) >= 11
    assert overlaps(page) == 0


def test_stage_opens_to_its_segments_and_escape_closes_it(show):
    page = show(long_chain())

    tap(page, "阶段2")
    opened = labels(page)
    text = smallest_text(page)
    page.focus("#canvas")
    page.keyboard.press("Escape")

    assert "环节80" in opened
    assert "阶段1" in opened
    assert text >= 11
    assert labels(page) == [f"阶段{i}" for i in range(8)]


def test_all_three_hundred_fit_without_touching(show):
    page = show(long_chain())

    page.click("#expand")

    assert len(labels(page)) == 300
    assert overlaps(page) == 0
    inside = page.evaluate(
        """() => { const b = chainGraph.cy.elements().renderedBoundingBox(), c = chainGraph.cy;
             return b.x1 >= 0 && b.y1 >= 0 && b.x2 <= c.width() && b.y2 <= c.height(); }"""
    )
    assert inside


def test_search_leads_to_a_segment_deep_inside(show):
    page = show(long_chain())

    page.fill("#find", "环节123")
    page.keyboard.press("Enter")

    assert page.inner_text("#panel h3") == "环节123"
    assert "环节123" in labels(page)
    assert smallest_text(page) >= 7


def test_search_finds_firms_and_says_where_they_are(show):
    page = show(short_chain())

    page.fill("#find", "甲瓶")

    assert page.inner_text("#panel li") == "甲瓶厂 → 储氢瓶"


def test_search_without_a_hit_says_so(show):
    page = show(short_chain())

    page.fill("#find", "石墨烯")

    assert "换个词" in page.inner_text("#panel")


def test_filter_fades_what_is_in_another_state(show):
    page = show(short_chain())

    page.select_option("#state", "missing")

    faded = page.evaluate("chainGraph.cy.nodes('.faded').map(n => n.data('label').split('\\n')[0])")
    assert faded == ["储氢瓶", "车辆"]


def test_keyboard_walks_the_chain_opens_a_segment_and_returns(show):
    page = show(short_chain())

    page.focus("#canvas")
    for key in ("ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    chosen = page.inner_text("#panel h3")
    page.keyboard.press("Enter")
    inside = labels(page)
    page.keyboard.press("Escape")

    assert chosen == "储氢瓶"
    assert {"制氢", "储氢瓶", "车辆", "甲瓶厂"} == set(inside)
    assert set(labels(page)) == {"制氢", "储氢瓶", "车辆"}


def test_panel_tells_evidence_and_leads_to_the_list(show):
    page = show(short_chain())

    tap(page, "储氢瓶")
    told = page.inner_text("#panel")
    page.click("#panel button:has-text('看完整依据')")

    assert "1 家供应企业中最大一家占 100%，超过 50%" in told
    assert page.locator("#s1[open]").is_visible()


def test_page_without_javascript_shows_picture_and_list(show):
    page = show(short_chain(), script=False)

    assert page.locator("#picture svg").is_visible()
    assert not page.locator("#canvas").is_visible()
    page.locator("#s1 summary").click()
    assert "甲瓶厂" in page.inner_text("#s1")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_nothing_is_wider_than_the_screen(show, viewport, language):
    page = show(long_chain(60), viewport=viewport, language=language)

    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_print_shows_the_picture_in_place_of_the_graph(show):
    page = show(short_chain())

    page.emulate_media(media="print")

    assert page.locator("#picture svg").is_visible()
    assert not page.locator("#stage").is_visible()
