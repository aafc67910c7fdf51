"""``queqiao chains`` as a user types it."""

import json

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli

CHAIN = """\
产业链: {名称: 氢能, 地区: 吉林省}
环节:
  - {编号: h, 名称: 制氢, 需求: 10, 单位: 万吨, 下游: [t]}
  - {编号: t, 名称: 储氢瓶, 需求: 5, 单位: 万只, 下游: [c], 对外依存度: 0.8, 外部技术: [碳纤维]}
  - {编号: c, 名称: 氢能车辆, 需求: 1, 单位: 万辆}
"""
FIRMS = (
    "编号,企业名称,环节,产能,地区,开发区,产值（万元）\n"
    "E1,甲氢,h,8,长春,东园,500\nE2,乙瓶,t,2,吉林省吉林市,西园,300\nE3,丙瓶,t,9,江苏苏州,,900\n"
    "E4,丁车,c,1,长春,东园,800\nE5,戊车,c,1,四平,西园,700\n"
)
OFFERS = (
    '{"id": "A1", "title": "四型储氢瓶内胆", "region": "220100", "trl": 8, "ip_state": "granted"}\n'
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "链.yaml").write_text(CHAIN, encoding="utf-8")
    (tmp_path / "企业.csv").write_bytes(FIRMS.encode("gbk"))
    (tmp_path / "成果.jsonl").write_text(OFFERS, encoding="utf-8")
    return tmp_path


INPUTS = ("链.yaml", "--records", "企业.csv", "--records", "成果.jsonl")


def run(*arguments):
    result = CliRunner().invoke(cli, ["chains", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def test_analyze_prints_gaps_with_reasons_and_moves(folder):
    result = run("analyze", *INPUTS)

    assert result.exit_code == 0, result.output
    assert "储氢瓶  [卡点、弱、堵点·单一企业" in result.stdout
    assert "碳纤维：80% 依赖外部，达到 50%" in result.stdout
    assert "本地供给 2万只，占需求 5万只 的 40%，低于 60%" in result.stdout
    assert "本地成果“四型储氢瓶内胆”" in result.stdout


def test_analyze_writes_every_output(folder):
    outputs = {name: folder / f"o.{name}" for name in ("html", "svg", "csv", "json")}

    result = run(
        "analyze",
        *INPUTS,
        "--report",
        outputs["html"],
        "--svg",
        outputs["svg"],
        "--links",
        outputs["csv"],
        "--json",
        outputs["json"],
    )

    assert result.exit_code == 0, result.output
    assert "储氢瓶" in outputs["html"].read_text(encoding="utf-8")
    assert outputs["svg"].read_text(encoding="utf-8").startswith("<svg")
    assert "A1,t," in outputs["csv"].read_text(encoding="utf-8-sig")
    data = json.loads(outputs["json"].read_text(encoding="utf-8"))
    assert [s["states"] for s in data["segments"]][1][:2] == ["chokepoint", "weak"]


def test_english_speaks_english(folder):
    result = run("analyze", *INPUTS, "--lang", "en")

    assert "the local achievement" in result.stdout
    assert "断点" not in result.stdout


def test_thresholds_change_states(folder):
    (folder / "t.yaml").write_text("states: {weak_coverage: 0.3, outside_share: 0.9}", "utf-8")

    result = run("analyze", *INPUTS, "--thresholds", "t.yaml", "--json", "o.json")

    states = json.loads((folder / "o.json").read_text("utf-8"))["segments"][1]["states"]
    assert result.exit_code == 0
    assert not {"weak", "chokepoint"} & set(states)


def test_simulated_loss_shows_what_is_left(folder):
    result = run("simulate", *INPUTS, "--lose", "firm:甲氢")

    assert result.exit_code == 0, result.output
    assert "终端减产：按现状 100.0%" in result.stdout
    assert "氢能车辆  [正常] → [正常]  满足率 200% → 200%  产出剩 0%" in result.stdout


def test_simulated_move_changes_states(folder):
    moves = json.loads(
        (run("analyze", *INPUTS, "--json", "o.json"), (folder / "o.json").read_text("utf-8"))[1]
    )["moves"]
    attract = next(m["id"] for m in moves if m["kind"] == "attract" and m["record"] == "E3")

    result = run("simulate", *INPUTS, "--move", attract.lower(), "--json", "s.json")

    assert result.exit_code == 0, result.output
    assert "满足率 40% → 100%" in result.stdout
    change = json.loads((folder / "s.json").read_text("utf-8"))["segments"][0]
    assert ("weak" in change["before"]["states"], "weak" in change["after"]["states"]) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "没有要试的内容"),
        (("--move", "M999"), "没有编号为 M999 的建议"),
        (("--lose", "甲氢"), "看不懂"),
        (("--lose", "firm:无"), "找不到"),
        (("--lose", "region:哪里"), "找不到"),
    ],
)
def test_simulate_asked_for_nothing_that_exists(folder, arguments, words):
    result = run("simulate", *INPUTS, *arguments)

    assert result.exit_code == 2
    assert words in result.output


def test_lint_of_a_good_chain_counts(folder):
    result = run("lint", "链.yaml")

    assert result.exit_code == 0
    assert "没有问题：1 条产业链，3 个环节，0 个产品，2 条上下游关系" in result.stdout


def test_lint_names_everything_wrong(folder):
    (folder / "坏.csv").write_text("环节,下游\na,b\nb,a\nc,\n", encoding="utf-8")

    result = run("lint", "坏.csv")

    assert result.exit_code == 3
    assert "坏.csv 第 2 行: 上下游成了环：a → b → a" in result.output
    assert "坏.csv 第 4 行: 环节“c”" in result.output


def test_a_table_without_a_header_is_told_which_columns_chains_need(folder):
    (folder / "table.csv").write_text("标题,内容\n甲,乙\n", encoding="utf-8")

    result = run("lint", "table.csv")

    assert result.exit_code == 3
    assert "环节表要有“环节”“产业链”两列" in result.output
    assert "至少要有“标题”" not in result.output


def test_analyze_of_a_bad_chain_leaves_the_old_page(folder):
    (folder / "坏.csv").write_text("环节,下游\na,b\nb,a\n", encoding="utf-8")
    (folder / "o.html").write_text("old", encoding="utf-8")

    result = run("analyze", "坏.csv", "--report", "o.html")

    assert result.exit_code == 3
    assert (folder / "o.html").read_text(encoding="utf-8") == "old"


def test_correct_remembers_and_analyze_reads_it(folder):
    first = run("correct", "更正.csv", "--reject", "A1=储氢瓶", "--note", "不是")
    second = run("correct", "更正.csv", "--accept", "A1=制氢")
    result = run("analyze", *INPUTS, "--corrections", "更正.csv", "--json", "o.json")

    assert (first.exit_code, second.exit_code, result.exit_code) == (0, 0, 0)
    assert "共 2 条更正" in second.stdout
    links = json.loads((folder / "o.json").read_text("utf-8"))["links"]
    assert {(k["segment"], k["state"]) for k in links if k["record"] == "A1"} == {
        ("t", "rejected"),
        ("h", "accepted"),
    }


def test_correct_takes_over_a_decided_table_of_links(folder):
    run("analyze", *INPUTS, "--links", "l.csv")
    text = (folder / "l.csv").read_text("utf-8-sig").replace("A1,t,,", "A1,t,reject,")
    (folder / "l.csv").write_text(text, encoding="utf-8-sig")

    result = run("correct", "更正.csv", "--from", "l.csv")

    assert "共 1 条更正" in result.stdout


@pytest.mark.parametrize("pair", ["A1", "=t", "A1=", ""])
def test_correct_refuses_half_a_pair(folder, pair):
    assert run("correct", "更正.csv", "--accept", pair).exit_code == 2
    assert not (folder / "更正.csv").exists()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.yaml", b"", 3),
        ("乱.yaml", bytes(range(256)), 3),
        ("空.csv", b"", 3),
        ("图.png", b"\x89PNG", 2),
        ("无.yaml", None, 4),
    ],
)
def test_rubbish_ends_with_one_clear_error(folder, name, data, code):
    if data is not None:
        (folder / name).write_bytes(data)
    for arguments in (("lint", name), ("analyze", name), ("analyze", "链.yaml", "--records", name)):
        if (
            arguments[0] == "analyze"
            and len(arguments) > 2
            and name.endswith(".yaml")
            and data is not None
        ):
            continue  # records are no YAML: told as a kind that cannot be read
        result = run(*arguments)
        assert result.exit_code == code, result.output
        assert result.output.startswith("错误：")


def test_records_in_yaml_are_refused_with_what_can_be_read(folder):
    result = run("analyze", "链.yaml", "--records", "链.yaml")

    assert result.exit_code == 2
    assert ".csv" in result.output


def test_demo_writes_its_page(folder):
    result = run("demo", "--output", "示范.html")

    assert result.exit_code == 0, result.output
    assert "膜电极" in (folder / "示范.html").read_text(encoding="utf-8")
