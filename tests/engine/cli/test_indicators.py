"""``queqiao indicators`` as an analyst types it."""

import csv
import json
import re

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli
from tests.repo.tree import ENGINE

ZONES = ENGINE / "datasets" / "demo" / "indicators-zones.csv"
INDEX = """
format: queqiao.index/1
units: {id: 代码, name: 单位}
steps: {normalize: {method: min_max, to: [1, 100]}}
uncertainty: {runs: 40, alternatives: {aggregate: [geometric]}}
index: {id: i, name: 指数, parts: [{id: 专利}, {id: 投入, weight: 2}]}
"""
DATA = "代码,单位,专利,投入\nA,甲,1,5\nB,乙,3,1\nC,丙,2,4.5\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "指数.yaml").write_text(INDEX, encoding="utf-8")
    (tmp_path / "数据.csv").write_bytes(DATA.encode("gbk"))
    return tmp_path


def run(*arguments):
    result = CliRunner().invoke(cli, ["indicators", *(str(each) for each in arguments)])
    assert "Traceback" not in result.output
    return result


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_build_writes_every_stage(place):
    out = place / "结果"

    result = run("build", place / "指数.yaml", "--data", place / "数据.csv", "--output", out)

    assert result.exit_code == 0, result.output
    assert {path.name for path in out.iterdir()} == {
        "1_raw.csv",
        "2_denominated.csv",
        "3_imputed.csv",
        "4_treated.csv",
        "5_normalized.csv",
        "6_aggregated.csv",
        "imputed_flags.csv",
        "treated_flags.csv",
        "weights.csv",
        "results.csv",
        "ranks.csv",
        "adjustments.csv",
        "trace_indicators.csv",
        "trace_groups.csv",
    }
    assert [(row["unit"], row["rank"]) for row in table(out / "results.csv")] == [
        ("C", "1"),
        ("A", "2"),
        ("B", "3"),
    ]
    assert re.search(r"1\s+C\s+丙\s+75\.2500", result.stdout)


def test_build_prints_json(place):
    out = place / "out"
    arguments = ("build", place / "指数.yaml", "--data", place / "数据.csv", "--output", out)

    found = json.loads(run(*arguments, "--json").stdout)

    assert [(unit["id"], unit["rank"]) for unit in found["units"]] == [("A", 2), ("B", 3), ("C", 1)]


def test_what_if_changes_the_data(place):
    out = place / "out"
    arguments = ("build", place / "指数.yaml", "--data", place / "数据.csv", "--output", out)

    assert run(*arguments, "--set", "A:专利=９").exit_code == 0
    assert table(out / "results.csv")[0]["unit"] == "A"
    assert run(*arguments, "--set", "A专利9").exit_code == 2
    assert run(*arguments, "--set", "Z:专利=9").exit_code == 3


def test_demo_zones_apply_the_exit_rule(tmp_path):
    result = run("build", "demo-zones", "--data", ZONES, "--output", tmp_path / "out")

    assert result.exit_code == 0
    leaving = [
        row["unit"] for row in table(tmp_path / "out" / "exit.csv") if row["leaves"] == "yes"
    ]
    assert leaving == ["Z20", "Z16"]


def test_compare_shows_who_moves(place):
    other = place / "等权.yaml"
    other.write_text(INDEX.replace(", weight: 2", ""), encoding="utf-8")
    arguments = ("compare", place / "指数.yaml", other, "--data", place / "数据.csv")

    result = run(*arguments, "--output", place / "比较.csv")

    assert result.exit_code == 0
    assert "等权：" in result.stdout
    assert table(place / "比较.csv")[0].keys() >= {"unit", "rank:指数", "rank:等权"}
    assert run(*arguments[:2], "--data", place / "数据.csv").exit_code == 3
    years = run("compare", "demo-zones", "--data", ZONES, "--year", 2023, "--year", 2024)
    assert "demo-zones 2024" in years.stdout


def test_levers_list_the_best_first(place):
    result = run("levers", "demo-zones", "--data", ZONES, "--unit", "Z09")

    assert result.exit_code == 0
    gains = [
        float(found)
        for found in re.findall(r"([+-]\d+\.\d{3})\s+[+-]\d+\s*$", result.stdout, re.MULTILINE)
    ]
    assert len(gains) > 10
    assert gains == sorted(gains, reverse=True)
    assert run("levers", "demo-zones", "--data", ZONES, "--unit", "Z99").exit_code == 3


def test_sensitivity_writes_intervals_and_leaves_no_progress(place):
    out = place / "out"

    result = run(
        "sensitivity", place / "指数.yaml", "--data", place / "数据.csv", "--output", out,
        "--runs", 30, "--samples", 16, "--seed", 5,
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert {path.name for path in out.iterdir()} == {
        "ranks_uncertain.csv",
        "rank_counts.csv",
        "sobol.csv",
        "sobol_units.csv",
    }
    assert sum(int(row["runs"]) for row in table(out / "rank_counts.csv")) == 90
    assert [row["factor"] for row in table(out / "sobol.csv")] == [
        "aggregate",
        "weight:专利",
        "weight:投入",
    ]


def test_interrupted_sensitivity_goes_on(place, monkeypatch):
    from queqiao.indicators import uncertainty

    out = place / "out"
    arguments = (
        "sensitivity", place / "指数.yaml", "--data", place / "数据.csv", "--output", out,
        "--runs", 600, "--samples", 16,
    )  # fmt: skip
    plain, calls = uncertainty.batch_ranks, []

    def interrupted(laboratory, scores):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return plain(laboratory, scores)

    monkeypatch.setattr(uncertainty, "batch_ranks", interrupted)
    stopped = run(*arguments)
    assert stopped.exit_code == 130
    assert [path.name for path in out.iterdir()] == [".uncertainty.part.npz"]
    again = run(*arguments)
    assert "接着上次" in again.stderr
    assert again.exit_code == 0
    whole = table(out / "ranks_uncertain.csv")
    fresh = run(*arguments)
    assert "接着上次" not in fresh.stderr
    assert table(out / "ranks_uncertain.csv") == whole


def test_report_is_one_page(place):
    page = place / "报告.html"

    result = run(
        "report", "demo-zones", "--data", ZONES, "--output", page, "--runs", 20, "--unit", "Z03"
    )

    assert result.exit_code == 0, result.output
    text = page.read_text(encoding="utf-8")
    assert text.count('<details class="unit"') == 1
    assert (
        run("report", "demo-zones", "--data", ZONES, "--output", page, "--unit", "X").exit_code == 3
    )


def test_ready_lists_what_ships_and_marks_the_unverified():
    lines = run("ready").stdout.splitlines()

    assert [line.split()[0] for line in lines] == [
        "demo-zones",
        "economic-zones",
        "hdi",
        "high-tech-zones",
        "instrument-sharing",
        "regional-innovation",
    ]
    assert [("未核实" in line) for line in lines] == [False, True, False, True, True, True]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("build",), 2),
        (("build", "nothing", "--data", "{data}", "--output", "{out}"), 4),
        (("build", "{index}", "--data", "nothing.csv", "--output", "{out}"), 4),
        (("build", "{index}", "--data", "{index}", "--output", "{out}"), 2),
        (("build", "{data}", "--data", "{data}", "--output", "{out}"), 3),
        (("build", "{index}", "--data", "{data}", "--output", "{data}"), 2),
        (("build", "hdi", "--data", "{data}", "--output", "{out}"), 3),
        (("build", "{index}", "--data", "{data}", "--output", "{out}", "--year", "1999"), 3),
        (("sensitivity", "{index}", "--data", "{data}", "--output", "{out}", "--samples", "99"), 2),
        (("report", "{index}", "--data", "{data}", "--output", "{out}/none/x.html"), 4),
        (("levers", "{index}", "--data", "{data}"), 2),
    ],
)
def test_exit_codes(place, arguments, code):
    names = {"index": place / "指数.yaml", "data": place / "数据.csv", "out": place / "out"}

    result = run(*(each.format(**names) for each in arguments))

    assert result.exit_code == code, result.output
    assert result.stderr.startswith("错误")
    assert not (place / "out").exists()
