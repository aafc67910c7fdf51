"""The report on an index in a real browser, at a desk and on a phone."""

import pytest

from queqiao.indicators import Laboratory, load_configuration, load_panel, vary_index
from queqiao.recipes.indicators import gather_report, render_report
from tests.repo.tree import ENGINE

pytestmark = pytest.mark.browser

ZONES = ENGINE / "datasets" / "demo" / "indicators-zones.csv"


@pytest.fixture(scope="module")
def text():
    config = load_configuration("demo-zones")
    source = load_panel(config, [ZONES])
    found = vary_index(Laboratory(config, source), runs=60)
    return render_report(gather_report(config, source, found))


@pytest.fixture
def show(chromium, tmp_path, text):
    """Opens the page at a width; fails on console errors and on any request outside."""
    path = tmp_path / "index.html"
    path.write_text(text, encoding="utf-8")
    pages, complaints = [], []

    def open_page(width, height=900):
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
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


@pytest.mark.parametrize("width", [1280, 390])
def test_page_is_never_wider_than_the_screen(show, width):
    page = show(width)

    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_zone_finds_itself_and_its_numbers(show):
    page = show(1280)

    page.click("text=鹿鸣高新区（虚构） >> nth=0")
    page.click("#u3 > summary")

    part = page.locator("#u3")
    assert "每个数的来历" in part.inner_text()
    assert part.locator("table.lines tbody tr").count() == 18
    assert part.locator("svg.radar").is_visible()
    assert part.locator("svg.histogram .chosen").count() == 1


def test_pictures_have_words(show):
    page = show(1280)

    assert page.locator("svg").count() == page.locator("svg[role=img][aria-label]").count()
    assert page.locator("svg.swarm").count() == 6
    assert page.locator("svg.swarm >> nth=0").locator("circle").count() == 24
