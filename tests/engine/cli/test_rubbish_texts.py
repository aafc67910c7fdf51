"""Rubbish for the commands that read texts: ``rank``, ``learn``, ``words grow`` and word lists."""

import json
import random

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli
from queqiao.metrics import load_run

ROWS = [{"id": f"D{i}", "title": f"锂电池正极材料研究之{i}"} for i in range(3)]
GOOD = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
NOISE = random.Random(1).randbytes(20_000)  # noqa: S311 -- rubbish, not a secret
HUGE = json.dumps({"id": "H", "title": "长" * 1_200_000}, ensure_ascii=False)


def run(*arguments):
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    return result


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.fixture
def good(tmp_path):
    return put(tmp_path, "好.jsonl", GOOD)


BAD_TEXTS = {
    "empty": (b"", "文件是空的"),
    "blank": (b"\n \r\n", "文件是空的"),
    "binary": (NOISE, "不是文本文件"),
    "nulls": (bytes(5_000), "不是文本文件"),
    "table": ("id,title\n1,电池\n", "第 1 行: 不是合法的 JSON"),
    "no ids": ('{"title": "电池"}\n{"title": "电解液"}\n', "第 2 行 id: 缺少 id"),
    "other columns": ('{"id": 1, "名称": "电池"}\n', "title、abstract 或 keywords"),
    "twice": (f"{GOOD}\n{GOOD}", "第 6 行 id: 编号 D2 重复出现"),
}


@pytest.mark.parametrize("kind", BAD_TEXTS)
@pytest.mark.parametrize("option", ["--corpus", "--queries"])
def test_rank_ends_with_one_clear_error(tmp_path, good, kind, option):
    data, words = BAD_TEXTS[kind]
    bad, output = put(tmp_path, "坏.jsonl", data), put(tmp_path, "旧.run", "old")
    files = {"--corpus": good, "--queries": good, option: bad}

    result = run("rank", *(part for pair in files.items() for part in pair), "--output", output)

    assert result.exit_code == 3
    assert result.output.startswith("错误：输入有 ")
    assert "坏.jsonl" in result.output
    assert words in result.output
    assert output.read_bytes() == b"old"


@pytest.mark.parametrize("data", [GOOD.encode("gbk"), GOOD.encode("utf-8-sig"), f"{GOOD}\n{HUGE}"])
def test_rank_reads_gbk_a_mark_and_a_huge_cell(tmp_path, good, data):
    corpus = put(tmp_path, "料.jsonl", data)

    result = run("rank", "--corpus", corpus, "--queries", good, "--output", tmp_path / "run")

    assert result.exit_code == 0
    assert set(load_run(tmp_path / "run")["D0"]) >= {"D1", "D2"}


def test_rank_tells_what_is_wrong_with_all_its_files(tmp_path):
    files = (
        "--corpus",
        put(tmp_path, "空.jsonl", b""),
        "--queries",
        put(tmp_path, "噪.jsonl", NOISE),
    )
    more = ("--words", put(tmp_path, "词.txt", "锂"), "--model", put(tmp_path, "模型", NOISE))

    result = run("rank", *files, *more, "--output", tmp_path / "run")

    assert result.exit_code == 3
    assert "输入有 4 处问题" in result.output
    assert all(name in result.output for name in ("空.jsonl", "噪.jsonl", "词.txt", "模型"))


def test_many_problems_are_counted_after_the_first_fifty(tmp_path, good):
    bad = put(tmp_path, "坏.jsonl", '{"title": "电池"}\n' * 200)

    result = run("rank", "--corpus", bad, "--queries", good, "--output", tmp_path / "run")

    assert "输入有 200 处问题" in result.output
    assert len(result.output.splitlines()) == 52
    assert "还有 150 条" in result.output


BAD_QRELS = {
    "empty": (b"", "至少需要 20 个"),
    "binary": (NOISE, "不是 UTF-8 文本文件"),
    "gbk": ("查询 0 文档 1\n".encode("gbk"), "不是 UTF-8 文本文件"),
    "columns": ("D0 D1 1\nD0 0 D1 好\n", "第 2 行: 应为四列"),
    "contradiction": ("D0 0 D1 1\nD0 0 D1 2\n", "第 2 行: 查询 D0 与文档 D1"),
    "strangers": ("X 0 Y 1\n", "至少需要 20 个"),
}


@pytest.mark.parametrize("kind", BAD_QRELS)
def test_learn_ends_with_one_clear_error(tmp_path, good, kind):
    data, words = BAD_QRELS[kind]
    texts, model = ("--corpus", good, "--queries", good), tmp_path / "model"

    result = run("learn", *texts, "--qrels", put(tmp_path, "评判.qrels", data), "--output", model)

    assert result.exit_code == 3
    assert words in result.output
    assert not model.exists()


def test_learn_tells_bad_judgements_and_bad_texts_together(tmp_path, good):
    bad, twice = (
        put(tmp_path, "评判.qrels", "D0 D1"),
        put(tmp_path, "重.jsonl", BAD_TEXTS["twice"][0]),
    )
    texts = ("--corpus", twice, "--queries", tmp_path / "无.jsonl")

    result = run("learn", *texts, "--qrels", bad, "--output", tmp_path / "model")

    assert result.exit_code == 3  # of the judgements, which are told first
    assert all(name in result.output for name in ("评判.qrels", "重.jsonl", "无.jsonl"))


@pytest.mark.parametrize("data", [b"", b" \n", NOISE, bytes(5_000)])
def test_grow_without_any_text_is_bad_input(tmp_path, data):
    result = run("words", "grow", put(tmp_path, "料.txt", data), "--output", tmp_path / "词.txt")

    assert result.exit_code == 3
    assert result.output.startswith("错误：")
    assert not (tmp_path / "词.txt").exists()


def strewn_lines():
    """A new word between others that change from line to line."""
    chance = random.Random(1)  # noqa: S311 -- test text
    fillers = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"
    for number in range(300):
        drawn = "".join(chance.choices(fillers, k=9))
        yield f"{drawn[:4]}{'' if number % 4 else '栅格铜膏'}{drawn[4:]}"


LINES = list(strewn_lines())
TEXTS = {
    "gbk": ("料.txt", "\n".join(LINES).encode("gbk")),
    "any columns": ("料.csv", "甲,乙\n" + "".join(f"{line},x\n" for line in LINES)),
    "one id": ("料.jsonl", "\n".join(json.dumps({"id": 1, "x": line}) for line in LINES)),
    "huge": ("料.txt", "长" * 1_200_000 + "".join(LINES)),
}


@pytest.mark.parametrize(("name", "data"), TEXTS.values(), ids=TEXTS)
def test_grow_reads_whatever_holds_text(tmp_path, name, data):
    bad = put(tmp_path, "空.txt", b"")

    result = run("words", "grow", put(tmp_path, name, data), bad, "--json")

    assert result.exit_code == 0
    assert "空.txt: 文件是空的" in result.stderr
    found = [word["word"] for word in json.loads(result.stdout)["words"]]
    assert "栅格铜膏" in found


@pytest.mark.parametrize("data", [NOISE, b"\x89PNG\r\n\x1a\n\0\0", bytes(500)])
def test_a_word_list_that_is_no_text_is_told_in_one_line(tmp_path, data):
    result = run("words", "check", "轴承", "--words", put(tmp_path, "图.txt", data))

    assert result.exit_code == 3
    assert len(result.output.splitlines()) == 2
    assert "词表不是文本文件" in result.output


def test_a_word_list_in_gbk_with_a_huge_word_is_told_by_line(tmp_path):
    path = put(tmp_path, "词.txt", f"吉光一号\n{'长' * 1_000}\n".encode("gbk"))

    result = run("words", "check", "轴承", "--words", path)

    assert result.exit_code == 3
    assert "第 2 行" in result.output
    assert "超过 24 个字" in result.output
