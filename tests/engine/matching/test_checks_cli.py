"""``queqiao check`` as a user types it."""

import json

import pytest

from queqiao.cli.main import cli


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", *arguments])
    captured = capsys.readouterr()
    return ended.value.code, captured.out, captured.err


def test_json_has_one_entry_for_each_demanded_index(capsys):
    code, out, _ = run(
        capsys,
        "--demand",
        "导热系数不低于8W/(m·K)，使用温度-40~85℃，硬度≥60HRC，密度≤3.2g/cm³",
        "--offer",
        "热导率6.5W/(m·K)，工作温度-50~120℃，硬度780HV",
        "--json",
    )

    assert code == 0
    assert json.loads(out) == {
        "verdicts": [
            {"parameter": "导热系数", "verdict": "short", "shortfall": 1.5, "unit": "W/(m·K)"},
            {"parameter": "使用温度", "verdict": "met", "shortfall": None, "unit": "℃"},
            {"parameter": "硬度", "verdict": "conflict_unit", "shortfall": None, "unit": "HRC"},
            {"parameter": "密度", "verdict": "not_stated", "shortfall": None, "unit": "g/cm³"},
        ]
    }


def test_table_says_the_verdict_in_the_language_asked_for(capsys):
    _, out, _ = run(capsys, "--demand", "抗拉强度>350MPa", "--offer", "抗拉强度350MPa")
    assert "刚好压线" in out

    _, out, _ = run(
        capsys, "--lang", "en", "--demand", "抗拉强度>350MPa", "--offer", "抗拉强度300MPa"
    )
    assert "short by 50 MPa" in out


def test_demand_without_an_index_says_so(capsys):
    code, out, _ = run(capsys, "--demand", "想找能解决返潮的专家", "--offer", "干燥技术")

    assert code == 0
    assert "没有可以核对的量化指标" in out
    assert json.loads(run(capsys, "--demand", "返潮", "--offer", "x", "--json")[1]) == {
        "verdicts": []
    }


def test_empty_demand_is_wrong_usage(capsys):
    code, _, err = run(capsys, "--demand", " ", "--offer", "x")

    assert code == 2
    assert "--demand" in err


def test_missing_option_is_wrong_usage(capsys):
    assert run(capsys, "--demand", "抗拉强度>350MPa")[0] == 2
