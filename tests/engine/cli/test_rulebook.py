"""``queqiao rulebook``, ``queqiao facts`` and ``queqiao sandbox`` as a user types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli
from tests.factories.enterprises import stated


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def begin(here, name="jilin.rd-grant"):
    result = run("rulebook", "new", name, "--at", "2026-05-01")
    assert result.exit_code == 0, result.output
    return here / "rd-grant.yaml"


def test_bundled_tests_of_a_rulebook_pass():
    result = run("rulebook", "test", "cn.uscc")

    assert result.exit_code == 0, result.output
    assert "0 条不通过" in result.stdout


def test_new_rulebook_is_clean_and_its_tests_pass(here):
    path = begin(here)

    checked, tested = run("rulebook", "lint", path), run("rulebook", "test", path, "--verbose")

    assert checked.exit_code == 0, checked.output
    assert tested.exit_code == 0, tested.output
    assert tested.stdout.count("✓") == 4


def test_failing_test_is_told_with_what_was_expected(here):
    path = begin(here)
    path.write_text(path.read_text().replace("value: 50万元", "value: 40万元"))

    result = run("rulebook", "test", path)

    assert result.exit_code == 1
    assert "T-4" in result.stdout
    assert "400000.00" in result.stdout


def test_new_never_overwrites(here):
    begin(here)

    assert run("rulebook", "new", "jilin.rd-grant").exit_code == 2


@pytest.mark.parametrize("name", ["Rd Grant", "grant", "../x.y", "吉林.补助"])
def test_new_refuses_names_that_are_no_ids(here, name):
    assert run("rulebook", "new", name).exit_code == 2
    assert list(here.iterdir()) == []


def test_lint_tells_every_fault_with_its_line(here):
    path = begin(here)
    text = path.read_text().replace("rd_expense[y-1] >= rd_floor", "rd_expens[y-1] >= rd_floor")
    path.write_text(text.replace("kind: benefit", "kind: gift"))

    result = run("rulebook", "lint", path)

    assert result.exit_code == 3
    lines = text.splitlines()
    line = next(n for n, one in enumerate(lines, start=1) if "rd_expens[" in one)
    assert f"第 {line} 行" in result.stderr
    assert "rd_expens" in result.stderr
    assert "gift" in result.stderr


def test_show_tells_the_version_of_the_day():
    old = run("rulebook", "show", "cn.srdi-sme", "--at", "2026-03-31")
    new = run("rulebook", "show", "cn.srdi-sme", "--at", "2026-04-01")
    none = run("rulebook", "show", "cn.srdi-sme", "--at", "2001-01-01")

    assert "版本 2022" in old.stdout
    assert "版本 2026" in new.stdout
    assert none.exit_code == 4


def test_show_yaml_is_the_file_itself():
    result = run("rulebook", "show", "cn.tech-sme", "--at", "2026-05-01", "--yaml")

    folder = Path(__file__).resolve().parents[3] / "rulebooks"
    assert result.stdout == (folder / "cn" / "tech-sme.yaml").read_text(encoding="utf-8")


def test_list_names_every_version():
    found = json.loads(run("rulebook", "list", "--json").stdout)["rulebooks"]

    assert {"2022", "2026"} <= {b["version"] for b in found if b["rulebook"] == "cn.srdi-sme"}


def test_template_filled_from_facts_decides_the_same(here):
    path = here / "facts.json"
    path.write_text(json.dumps(stated()))
    arguments = ("--at", "2026-07-01", "--json")

    made = run("facts", "template", "filled.xlsx", "--facts", path, "--at", "2026-07-01")
    again = run("determine", "--facts", "filled.xlsx", *arguments)

    assert made.exit_code == 0, made.output
    assert again.stdout == run("determine", "--facts", path, *arguments).stdout


def test_template_takes_one_enterprise_and_xlsx_only(here):
    path = here / "two.json"
    path.write_text(json.dumps([stated(), stated(uscc="91220100YY0000021N", name="乙")]))

    assert run("facts", "template", "t.xlsx", "--facts", path).exit_code == 2
    assert run("facts", "template", "t.docx").exit_code == 2


def test_fields_are_listed_with_unit_and_kind():
    found = json.loads(run("facts", "fields", "--json").stdout)["fields"]
    by_name = {one["name"]: one for one in found}

    assert by_name["revenue"] == {
        "name": "revenue", "kind": "number", "unit": "万元", "yearly": True, "zh": "营业收入",
        "en": "revenue",
    }  # fmt: skip
    assert by_name["ip.granted_on"]["kind"] == "date"
    assert "营业收入" in run("facts", "fields").stdout


@pytest.mark.parametrize("kind", ["json", "jsonl", "csv"])
def test_demo_and_convert_keep_every_fact(here, kind):
    assert run("facts", "demo", f"all.{kind}", "--count", "12").exit_code == 0
    assert run("facts", "convert", f"all.{kind}", "again.jsonl").exit_code == 0
    assert run("facts", "demo", "direct.json", "--count", "12").exit_code == 0
    assert run("facts", "convert", "direct.json", "direct.jsonl").exit_code == 0

    assert (here / "again.jsonl").read_bytes() == (here / "direct.jsonl").read_bytes()


def test_files_of_other_kinds_are_refused(here):
    assert run("facts", "demo", "all.txt").exit_code == 2
    assert list(here.iterdir()) == []


def drafts(here):
    """A rulebook, and the same with a higher floor and rate."""
    path = begin(here)
    draft = here / "draft.yaml"
    text = path.read_text().replace("value: 10%", "value: 20%")
    draft.write_text(text.replace("rd_floor: {value: 100万元", "rd_floor: {value: 300万元"))
    return path, draft


def test_sandbox_tells_who_gains_who_loses_and_the_cost(here):
    path, draft = drafts(here)
    spending = {"1": 50, "2": 100, "3": 200, "4": 300, "5": 900, "6": None}
    firms = [
        {"name": name, "uscc": name, "rd_expense": {"2025": rd}, "credit_flags": []}
        for name, rd in spending.items()
    ]
    (here / "all.json").write_text(json.dumps(firms))

    result = run("sandbox", "--facts", "all.json", "--rulebook", draft, "--against", path, "--at",
                 "2026-05-01", "--report", "out.html", "--json")  # fmt: skip

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    # 10 %: 10, 20, 30 and 50 (the ceiling) 万元; 20 % from 300 on: 50 (60 capped) and 50.
    assert found["cost_cny"] == {"before": "1100000", "after": "1000000"}
    assert found["effects"] == {"loses": 2, "more": 1, "same": 3}
    assert found["open"] == {"before": 1, "after": 1}
    assert [(c["uscc"], c["difference_cny"]) for c in found["changes"]] == [
        ("3", "-200000"),
        ("2", "-100000"),
        ("4", "200000"),
    ]
    assert "研发费用不低于100万元：符合 → 不符合" in (here / "out.html").read_text(encoding="utf-8")


def test_sandbox_compares_with_the_bundled_version_by_itself(here):
    (here / "all.json").write_text(json.dumps([stated(tech_staff=9), stated(uscc="2")]))
    draft = here / "tech-sme.yaml"
    source = run("rulebook", "show", "cn.tech-sme", "--at", "2026-05-01", "--yaml").stdout
    draft.write_text(source.replace("score_floor: {value: 60分", "score_floor: {value: 70分"))

    result = run("sandbox", "--facts", "all.json", "--rulebook", draft, "--at", "2026-05-01")

    assert result.exit_code == 0, result.output
    assert "不再享受: 1" in result.stdout


def test_sandbox_refuses_what_it_cannot_use(here):
    path, _ = drafts(here)
    (here / "all.json").write_text(json.dumps(stated()))

    assert run("sandbox", "--facts", "all.json", "--rulebook", "absent.yaml").exit_code == 4
    assert (
        run("sandbox", "--facts", "all.json", "--rulebook", path).exit_code == 4
    )  # no bundled one
    assert run("sandbox", "--facts", "all.json").exit_code == 2
