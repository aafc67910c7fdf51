"""The report on an index: what it says, and that names cannot break it."""

import re

import pytest

from queqiao.indicators import Laboratory, load_configuration, load_panel, vary_index
from queqiao.recipes.indicators import gather_report, render_report
from queqiao.recipes.indicators.svg import Dot, beeswarm
from queqiao.recipes.indicators.words import number, percent
from tests.engine.indicators.indices import configuration, frame, panel
from tests.repo.tree import ENGINE

ZONES = ENGINE / "datasets" / "demo" / "indicators-zones.csv"


@pytest.fixture(scope="module")
def report():
    config = load_configuration("demo-zones")
    source = load_panel(config, [ZONES])
    return gather_report(config, source, vary_index(Laboratory(config, source), runs=40))


@pytest.fixture(scope="module")
def page(report):
    return render_report(report)


def test_every_unit_has_its_part_and_a_way_to_it(report, page):
    for at, unit in enumerate(report.built.units):
        assert f'id="u{at + 1}"' in page
        assert f'<a href="#u{at + 1}">{unit.name}</a>' in page


def test_page_needs_nothing_from_outside(page):
    assert re.findall(r'(?:src|href)="(?!#|data:)', page) == []
    assert "<script" not in page
    assert not re.search(r'\sstyle="', page)


def test_page_tells_filled_values_vetoes_and_exits(page):
    assert "未上报，用同组中位数" in page
    assert "一票否决：重大安全或环境事故（1），列末位" in page
    assert "符合退出条件" in page
    assert "本单位未上报、由系统填补的有：企业满意度" in page


def test_page_exists_in_english(report):
    text = render_report(report, language="en")

    body = re.sub(
        r"<title>[^<]*</title>|<[^>]*>", " ", text.split("<main>")[1].split('<h2 id="units')[0]
    )
    assert "Ranks and scores" in body
    words = set(re.findall(r"[\u4e00-\u9fff（）]+", body))
    kinds = {"高新技术产业开发区", "经济技术开发区", "县域开发区"}
    names = {unit.name for unit in report.built.units}
    assert {word for word in words if not any(word in name for name in names)} <= kinds


def test_contributions_on_the_page_are_those_of_the_index(report, page):
    """The points of the first unit's lines add up to its score before deductions."""
    part = page.split('id="u5"')[1].split("</details>")[0].split('class="lines"')[1]
    points = re.findall(r'data-label="贡献分">([\d.]+)', part)

    at = report.built.frame.position("Z05")
    assert sum(map(float, points)) == pytest.approx(float(report.built.scores[at]), abs=0.1)


HOSTILE = '<script>alert(1)</script>"&'


def test_names_are_text_and_never_markup():
    config = configuration(
        f"index: {{id: i, name: '{HOSTILE}', parts: [{{id: x, name: '{HOSTILE}'}}, {{id: y}}]}}\n"
        "uncertainty: {runs: 5}\n"
    )
    source = panel({"x": [1, 2], "y": [3, 1]}, names=[HOSTILE, "b"], kinds=[HOSTILE, "b"])

    text = render_report(gather_report(config, source, vary_index(Laboratory(config, source))))

    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_one_unit_and_two_groups_read_well():
    config = configuration(
        "steps: {normalize: {method: goalposts, from: [0, 10]}}\n"
        "index: {id: i, parts: [{id: x}, {id: y}]}\nuncertainty: {runs: 3}\n"
    )
    source = panel({"x": [4], "y": [6]})

    text = render_report(gather_report(config, source, vary_index(Laboratory(config, source))))

    assert "radar" not in text.split("<main>")[1]
    assert "50.00" in text


def test_too_many_units_are_told_only_when_asked_for(monkeypatch):
    monkeypatch.setattr("queqiao.recipes.indicators.gather.MOST_ROWS", 3)
    config = configuration("index: {id: i, parts: [{id: x}, {id: y}]}\nuncertainty: {runs: 3}\n")
    source = panel({"x": [4, 1], "y": [6, 2]})
    found = vary_index(Laboratory(config, source))

    assert "单位太多" in render_report(gather_report(config, source, found))
    asked = render_report(gather_report(config, source, found, only=["U2"]))
    assert asked.count('<details class="unit"') == 1


def test_dots_of_a_beeswarm_do_not_cover_each_other():
    picture = beeswarm([Dot(0.5, str(n)) for n in range(30)], title="t", low="0", high="1")

    places = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', picture)]
    assert len(places) == 30
    gaps = [
        (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for at, a in enumerate(places) for b in places[:at]
    ]
    assert min(gaps) >= 8.5**2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (float("nan"), "—"),
        (12345.6, "12,346"),
        (0.00123, "0.00123"),
        (-3.14159, "-3.142"),
        (50.0, "50"),
    ],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


def test_shares_have_one_decimal_where_they_need_it():
    assert (percent(0.2), percent(1 / 3)) == ("20%", "33.3%")


def test_frames_without_places_are_told_without_rows():
    assert frame({"x": [1]}).places == (("test.csv", 2),)
