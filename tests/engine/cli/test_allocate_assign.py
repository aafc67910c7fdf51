"""``queqiao allocate assign`` as a user types it, and the page that it writes."""

import csv
import io
import re

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli
from tests.factories.files import workbook

SCORES = """agent,item,score
甲,p1,0.9
乙,p1,0.8
丙,p1,0.3
甲,p2,0.7
乙,p2,0.6
丙,p2,0.1
"""


def run(*arguments, env=None):
    return CliRunner().invoke(cli, ["allocate", "assign", *map(str, arguments)], env=env)


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.fixture
def scores(tmp_path):
    return put(tmp_path, "scores.csv", SCORES)


def rows(data: bytes | str):
    text = data if isinstance(data, str) else data.decode()
    return [tuple(row) for row in csv.reader(io.StringIO(text))]


def test_assign_prints_the_total_and_the_worst_item(scores, tmp_path):
    output = tmp_path / "out.csv"

    result = run("--scores", scores, "--per-item", 2, "--max-load", 2, "--output", output)

    assert result.exit_code == 0
    assert "总分 3（2 项，4 对）" in result.stdout
    assert "得分最低的事项 p2：1.3" in result.stdout
    assert "已证明最优" in result.stdout
    assert rows(output.read_bytes()) == [
        ("agent", "item", "score"),
        ("甲", "p1", "0.9"),
        ("乙", "p1", "0.8"),
        ("甲", "p2", "0.7"),
        ("乙", "p2", "0.6"),
    ]


def test_assign_without_an_output_prints_pairs_alone_on_standard_output(scores):
    result = run("--scores", scores, "--max-load", 1)

    assert rows(result.stdout) == [
        ("agent", "item", "score"),
        ("乙", "p1", "0.8"),
        ("甲", "p2", "0.7"),
    ]
    assert "总分 1.5" in result.stderr


def test_assign_speaks_english(scores):
    result = run("--scores", scores, "--lang", "en")

    assert "Total 1.6 (2 items, 2 pairs)" in result.stderr
    assert "Proved optimal" in result.stderr


def test_assign_keeps_every_kind_of_rule(scores, tmp_path):
    files = {
        "conflicts": "agent,item,note\n甲,p1,同单位\n",
        "required": "agent,item\n丙,p1\n",
        "forbidden": "agent,item\n乙,p2\n",
        "groups": "agent,group\n甲,大学\n丙,大学\n",
        "item-groups": "item,group\np1,汽车\np2,汽车\n",
        "limits": "agent,item,group,at_least,at_most,price,note\n甲,,,,1,0.05,\n,p2,,1,1,,\n",
    }
    options = []
    for name, text in files.items():
        options += [f"--{name}", put(tmp_path, f"{name}.csv", text)]

    result = run("--scores", scores, "--per-item", "1-2", *options, "--share-limit", 1)

    assert rows(result.stdout)[1:] == [
        ("乙", "p1", "0.8"),
        ("丙", "p1", "0.3"),
        ("甲", "p2", "0.7"),
    ]


def test_assign_tells_the_price_that_was_paid(scores, tmp_path):
    limits = put(tmp_path, "l.csv", "agent,at_most,price\n甲,1,0.05\n")

    result = run("--scores", scores, "--limits", limits)

    assert "为放宽限制付出 0.05：" in result.stderr
    assert "每人至多承担 1 项：甲" in result.stderr


def test_assign_objectives_and_groups(scores, tmp_path):
    groups = put(tmp_path, "g.csv", "item,group\np1,强\np2,弱\n")
    fair = run("--scores", scores, "--max-load", 1, "--objective", "leximin")
    between = run(
        "--scores", scores, "--max-load", 1, "--objective", "groups", "--item-groups", groups
    )

    assert "最低的事项无法再高" in fair.stderr
    assert "平均分最低的组为 0.7" in between.stderr


def test_assign_draws_by_seed_and_tells_it(scores):
    options = ("--scores", scores, "--max-load", 1, "--probability-limit", "0.5", "--seed", 7)

    first, second = run(*options), run(*options)

    assert first.stdout == second.stdout
    assert rows(first.stdout)[0] == ("agent", "item", "score", "probability")
    assert "种子 7" in first.stderr
    assert "不抽签最高 1.5" in first.stderr


def test_assign_names_alternates(scores):
    result = run("--scores", scores, "--max-load", 1, "--alternates", 1)

    assert rows(result.stdout)[-1] == ("丙", "p1", "0.3", "alternate")


def test_assign_explains_each_pair(scores):
    result = run("--scores", scores, "--max-load", 1, "--explain")

    assert "p1 – 乙（0.8）：另有同样好的分派，由 甲 接替，另有 1 对随之调整" in result.stderr


def test_assign_explains_what_contradicts_itself(scores):
    result = run("--scores", scores, "--per-item", 2, "--max-load", 1)

    assert result.exit_code == 3
    assert "互相矛盾" in result.stderr
    assert "每项至少要 2 人：p1、p2（2 项）" in result.stderr
    assert "把工作量上限从 1 项提高到 2 项" in result.stderr


def test_assign_of_unlisted_pairs(tmp_path):
    path = put(tmp_path, "s.csv", "agent,item,score\n甲,p1,1\n乙,p2,1\n")

    assert run("--scores", path, "--per-item", 2).exit_code == 3
    result = run("--scores", path, "--per-item", 2, "--unlisted", "0.5")
    assert "总分 3" in result.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("extra", [(), ("--alternates", 1), ("--probability-limit", "0.5")])
def test_assign_writes_a_page_that_loads_nothing(tmp_path, language, extra):
    path = put(tmp_path, "s.csv", SCORES.replace("甲", "<b>甲&"))
    report = tmp_path / "out.html"

    result = run("--scores", path, "--max-load", 1, "--report", report, *extra, "--lang", language)

    assert result.exit_code == 0
    page = report.read_text(encoding="utf-8")
    assert "&lt;b&gt;甲&amp;" in page
    assert "<b>甲" not in page
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", page)
    assert page.count('class="item"') == 2
    assert page.count("<rect") == 6


def test_assign_reads_gbk_excel_and_chinese_names(tmp_path):
    table = "专家,项目,得分\r\n张三,甲企业,０．９\r\n李四,甲企业,0.5\r\n"
    gbk = put(tmp_path, "a.csv", table.encode("gbk"))
    cells = [["专家", "项目", "得分"], [1001, "甲企业", 0.9], [1002, "甲企业", 0.5]]
    book = put(tmp_path, "b.xlsx", workbook({"得分": cells}))

    assert rows(run("--scores", gbk).stdout)[1] == ("张三", "甲企业", "0.9")
    assert rows(run("--scores", book).stdout)[1] == ("1001", "甲企业", "0.9")


BAD = {
    "": ("文件是空的",),
    "agent,item,score\n": ("只有表头",),
    "a,b,c\n1,2,3\n": ("没有找到表头行", "agent, item, score"),
    "agent,item\n甲,p1\n": ("缺少列 score",),
    "agent,item,score\n甲,p1,nan\n乙,p1,很好\n,p1,1\n": ("第 2 行 score", "第 3 行", "编号是空的"),
    "agent,item,score\n甲,p1,1\n甲,p1,2\n甲,p2,1e9\n": ("在第 2 行已有得分", "第 4 行"),
}


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_assign_rubbish_names_every_problem(tmp_path, text):
    path, output = put(tmp_path, "s.csv", text), put(tmp_path, "old.csv", "old")

    result = run("--scores", path, "--output", output)

    assert result.exit_code == 3
    assert result.stderr.startswith("错误：")
    assert all(words in result.stderr for words in BAD[text])
    assert output.read_text(encoding="utf-8") == "old"


def test_assign_names_unknown_ids_and_senseless_limits_together(scores, tmp_path):
    conflicts = put(tmp_path, "c.csv", "agent,item\n丁,p1\n甲,p9\n")
    limits = put(
        tmp_path,
        "l.csv",
        "agent,item,group,at_least,at_most\n,,无,1,\n甲,,,,\n甲,,,3,2\n,,,1,\n甲,p1,无,1,\n",
    )

    result = run("--scores", scores, "--conflicts", conflicts, "--limits", limits)

    assert result.exit_code == 3
    for words in (
        "c.csv 第 2 行: 得分表里没有“丁”",
        "c.csv 第 3 行: 得分表里没有“p9”",
        "没有人或事项属于“无”组",
        "没有写明多少",
        "下限 3 大于上限 2",
        "没有写明限制谁",
        "不能同时填写",
    ):
        assert words in result.stderr


WRONG = {
    ("--per-item", "3-2"): "请写 3，或 2-4",
    ("--unlisted", "nan"): "不是数",
    ("--probability-limit", "0"): "不在 0 到 1 之间",
    ("--probability-limit", "0.2"): "概率上限 0.2 太低",
    ("--probability-limit", "0.5", "--objective", "leximin"): "抽签只用于总分目标",
    ("--objective", "groups"): "没有事项分组",
    ("--min-load", "3", "--max-load", "2"): "--min-load 大于",
}


@pytest.mark.parametrize("options", WRONG)
def test_assign_wrong_usage_is_told(scores, options):
    result = run("--scores", scores, *options)

    assert result.exit_code == 2
    assert WRONG[options] in result.stderr


def test_assign_missing_file_ends_with_its_code(tmp_path):
    assert run("--scores", tmp_path / "none.csv").exit_code == 4
