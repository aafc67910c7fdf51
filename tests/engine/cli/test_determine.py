"""``queqiao determine`` and ``queqiao ladder`` as a user types them."""

import json

import pypdfium2
import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli
from queqiao.datasets.demo_enterprises import demo_enterprises
from tests.factories.enterprises import stated

AT = ("--at", "2026-07-01")


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def facts(tmp_path):
    """Writes facts and gives the path."""

    def write(content, name="facts.json"):
        path = tmp_path / name
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_of_something_else_is_told_which_columns_facts_need(facts, language):
    """``标题,内容`` was told to lack 标题: the sentence of tables of demands was used for all."""
    path = facts("标题,内容\n甲,乙\n".encode(), "table.csv")

    result = run("--lang", language, "determine", "--facts", path, *AT)

    assert result.exit_code == 3
    for heading in ("标题 | 内容", "企业名称", "统一社会信用代码", "营业收入2025（万元）"):
        assert heading in result.stderr
    assert "至少要有“标题”" not in result.stderr
    assert "queqiao facts template" in result.stderr


def test_a_table_with_the_headings_that_are_told_is_taken(facts):
    path = facts("企业名称,营业收入2025（万元）\n虚构有限公司,1200\n".encode(), "table.csv")

    assert run("determine", "--facts", path, *AT).exit_code == 0


def test_one_rulebook_gives_one_object_of_the_promised_shape(facts):
    result = run(
        "determine", "--facts", facts(stated()), *AT, "--rulebook", "cn.tech-sme", "--json"
    )

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert list(found) == [
        "rulebook", "version", "outcome", "amount_cny", "class", "score", "conditions", "changes",
        "pays_from",
    ]  # fmt: skip
    assert (found["outcome"], found["score"]) == ("met", {"low": 64, "high": 64})
    assert all(
        set(one) == {"id", "outcome", "value", "threshold", "clause", "source", "verified"}
        for one in found["conditions"]
    )


def test_several_rulebooks_give_a_list_in_the_order_asked_for(facts):
    path = facts(stated())

    repeated = run("determine", "--facts", path, *AT, "--rulebook", "cn.uscc", "--rulebook",
                   "cn.sme-size", "--json")  # fmt: skip
    listed = run(
        "determine", "--facts", path, *AT, "--rulebook", "cn.uscc", "cn.sme-size", "--json"
    )

    assert [one["rulebook"] for one in json.loads(repeated.stdout)] == ["cn.uscc", "cn.sme-size"]
    assert listed.stdout == repeated.stdout
    assert json.loads(listed.stdout)[1]["class"] == "small"


def test_all_rulebooks_are_decided_without_a_choice(facts):
    found = json.loads(run("determine", "--facts", facts(stated()), *AT, "--json").stdout)

    assert {"cn.hnte", "cn.tech-sme", "cn.srdi-sme", "cn.uscc"} <= {
        one["rulebook"] for one in found
    }


def test_amounts_are_yuan_in_decimal_text(facts):
    project = {"project": "A", "year": 2025, "items_1_5": 90, "other": 12}
    project |= {"outsourced_domestic": 0, "outsourced_foreign": 0, "capitalised": False}
    path = facts(stated(rd_projects=[project]))

    found = json.loads(
        run(
            "determine", "--facts", path, *AT, "--rulebook", "cn.rd-super-deduction", "--json"
        ).stdout
    )

    assert found["amount_cny"] == "1000000.00"


def test_change_of_an_unmet_answer_turns_it_when_applied(facts):
    start = stated(tech_staff=9)
    arguments = (*AT, "--rulebook", "cn.tech-sme", "--json")
    found = json.loads(run("determine", "--facts", facts(start), *arguments).stdout)
    assert found["outcome"] == "unmet"

    changed = dict(start)
    for change in found["changes"]:
        if change["kind"] == "set" and "year" in change:
            years = dict(changed[change["field"]])
            years[str(change["year"])] = change["to"]
            changed[change["field"]] = years
        elif change["kind"] == "set":
            changed[change["field"]] = change["to"]
        elif change["kind"] == "add":
            rows = [change["row"]] * change["count"]
            changed[change["field"]] = [*changed[change["field"]], *rows]
    again = json.loads(run("determine", "--facts", facts(changed), *arguments).stdout)

    assert again["outcome"] == "met"


def test_terminal_tells_gap_and_step(facts):
    result = run(
        "determine", "--facts", facts(stated(tech_staff=9)), *AT, "--rulebook", "cn.tech-sme"
    )

    assert result.exit_code == 0
    assert "✕ 不符合  科技型中小企业" in result.stdout
    assert "科技人员数由 9 人 提高到" in result.stdout


def test_english_is_spoken_throughout(facts):
    path = facts(stated(tech_staff=9, name="Firm"))

    result = run("determine", "--facts", path, *AT, "--rulebook", "cn.tech-sme", "--lang", "en")

    assert "raise science and technology staff from 9 to" in result.stdout
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in result.stdout)


def test_enterprises_of_a_table_come_each_with_its_name(facts):
    text = "企业名称,统一社会信用代码,职工总数\n甲,91220100YY000001XU,10\n乙,,20\n"

    found = json.loads(
        run("determine", "--facts", facts(text.encode("gbk"), "all.csv"), *AT, "--rulebook",
            "cn.uscc", "--json").stdout
    )  # fmt: skip

    assert [(one["name"], one["answers"][0]["outcome"]) for one in found] == [
        ("甲", "met"),
        ("乙", "unknown"),
    ]


def test_bad_facts_are_told_all_together_with_exit_code_3(facts):
    path = facts({"name": "甲", "revenue": {"25": 1}, "registered_on": "昨天"})

    result = run("determine", "--facts", path, *AT)

    assert result.exit_code == 3
    assert "revenue.25" in result.stderr
    assert "registered_on" in result.stderr


def test_unknown_fact_is_told_with_the_nearest_and_does_no_harm(facts):
    path = facts({**stated(), "reveneu": {"2025": 1}})

    result = run("determine", "--facts", path, *AT, "--rulebook", "cn.uscc", "--json")

    assert result.exit_code == 0
    assert "revenue" in result.stderr
    assert json.loads(result.stdout)["outcome"] == "met"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--at", "2026-13-01"], 2),
        (["--at", "tomorrow"], 2),
        (["cn.uscc"], 2),
        (["--sheet", "sheet.docx"], 2),
        (["--sheet", "/nowhere/sheet.pdf"], 4),
        (["--rulebook", "cn.nothing"], 4),
        (["--rulebook", "absent.yaml"], 4),
    ],
)
def test_wrong_calls_end_with_their_exit_code(facts, arguments, code):
    result = run("determine", "--facts", facts(stated()), *arguments)

    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_missing_file_ends_with_exit_code_4(tmp_path):
    assert run("determine", "--facts", tmp_path / "absent.json").exit_code == 4


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00\x01" * 99, b"{", b"[]", b"null", b"3"])
def test_rubbish_is_exit_code_3(facts, content):
    result = run("determine", "--facts", facts(content))

    assert result.exit_code == 3
    assert "Traceback" not in result.output


def test_strict_stops_where_one_enterprise_is_bad(facts):
    path = facts([stated(), {"name": "乙", "employees_avg": "很多"}])

    assert run("determine", "--facts", path, *AT, "--rulebook", "cn.uscc").exit_code == 0
    assert run("determine", "--facts", path, *AT, "--strict").exit_code == 3


def test_sheet_is_a_chinese_pdf_with_clauses_and_answers(facts, tmp_path):
    output = tmp_path / "sheet.pdf"

    result = run("determine", "--facts", facts(stated()), *AT, "--rulebook", "cn.tech-sme",
                 "--sheet", output)  # fmt: skip

    assert result.exit_code == 0, result.output
    pages = pypdfium2.PdfDocument(output.read_bytes())
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    for part in ("松岭仪器", "科技型中小企业", "符合", "第六条（二）", "国科发政〔2017〕115号"):
        assert part in text
    assert "企业（盖章）" in text


def test_sheets_are_the_same_whenever_they_are_made(facts, tmp_path):
    path = facts(stated())
    for kind in ("pdf", "html"):
        written = []
        for number in (1, 2):
            output = tmp_path / f"{number}.{kind}"
            run("determine", "--facts", path, *AT, "--sheet", output)
            written.append(output.read_bytes())
        assert written[0] == written[1]


def test_every_demo_enterprise_gets_an_answer_from_every_rulebook(facts):
    path = facts(list(demo_enterprises(count=25)))

    found = json.loads(run("determine", "--facts", path, "--at", "2026-05-01", "--json").stdout)

    assert len(found) == 25
    assert len({len(one["answers"]) for one in found}) == 1


def test_ladder_tells_standing_next_step_and_worth(facts):
    certs = [{"type": "科技型中小企业", "issued": "2026-03-01", "expires": "2026-12-31"}]

    result = run("ladder", "--facts", facts(stated(certs=certs)), *AT, "--json")

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert [step["rulebook"] for step in found["steps"]] == [
        "cn.tech-sme", "cn.innovative-sme", "cn.srdi-sme", "cn.little-giant", "cn.champion",
    ]  # fmt: skip
    assert found["steps"][0]["standing"] == "held"
    assert found["steps"][0]["expires_on"] == "2026-12-31"
    assert found["next"] == "cn.innovative-sme"
    assert found["steps"][3]["worth_cny"] == "6000000.00"
    assert found["steps"][4]["determination"] is None
    assert [step["rulebook"] for step in found["beside"]] == ["cn.hnte"]


def test_ladder_prints_and_writes_a_page(facts, tmp_path):
    output = tmp_path / "ladder.html"
    path = facts(stated())

    printed = run("ladder", "--facts", path, *AT)
    written = run("ladder", "--facts", path, *AT, "--report", output)

    assert "规则尚未收录" in printed.stdout
    assert written.exit_code == 0
    assert "专精特新" in output.read_text(encoding="utf-8")
