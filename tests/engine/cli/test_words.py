"""``queqiao words`` as a user types it."""

import json
import random

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli

FILLERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"


def run(*arguments):
    return CliRunner().invoke(cli, ["words", *arguments])


@pytest.fixture
def texts(tmp_path):
    chance = random.Random(1)  # noqa: S311 -- test text
    strewn = ["".join(chance.choices(FILLERS, k=9)) for _ in range(300)]
    chosen = ("栅格铜膏", "冰核菌剂", "揭榜挂帅")
    lines = [text[:4] + chosen[i % 3] + text[4:] for i, text in enumerate(strewn)]
    path = tmp_path / "texts.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_words_grow_lists_new_words(texts):
    result = run("grow", str(texts), "--json")

    assert result.exit_code == 0
    found = json.loads(result.stdout)["words"]
    assert {word["word"] for word in found} == {"栅格铜膏", "冰核菌剂"}
    assert all(word["count"] == 100 and not word["known"] for word in found)


def test_words_grow_known_lists_words_of_the_dictionary_too(texts):
    found = json.loads(run("grow", str(texts), "--known", "--json").stdout)["words"]

    assert "揭榜挂帅" in {word["word"] for word in found}


def test_words_grow_writes_a_list_that_can_be_used(texts, tmp_path):
    output = tmp_path / "own.txt"

    written = run("grow", str(texts), "--output", str(output))
    again = run("grow", str(texts), "--words", str(output), "--json")

    assert written.exit_code == 0
    assert "2 个词" in written.stderr
    assert json.loads(again.stdout) == {"words": []}


def test_words_grow_shows_a_table(texts):
    result = run("grow", str(texts))

    assert result.exit_code == 0
    assert "凝固度" in result.stdout
    assert "栅格铜膏" in result.stdout


def test_words_grow_says_when_there_is_nothing(tmp_path):
    path = tmp_path / "short.txt"
    path.write_text("太短了", encoding="utf-8")

    result = run("grow", str(path))

    assert (result.exit_code, "没有发现" in result.stdout) == (0, True)


def test_words_check_shows_cut_and_terms():
    result = run("check", "高镍三元正极材料", "吉光一号", "--json")

    known, unknown = json.loads(result.stdout)["words"]
    assert known["known"]
    assert known["cut"] == ["高镍三元正极材料"]
    assert not unknown["known"]


def test_words_check_takes_a_word_list(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("吉光一号\n", encoding="utf-8")

    result = run("check", "吉光一号", "--words", str(path))

    assert "吉光一号：词典已有" in result.stdout


def test_words_missing_and_bad_lists_end_with_their_codes(tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_text("锂\n", encoding="utf-8")

    assert run("check", "电池", "--words", str(tmp_path / "none.txt")).exit_code == 4
    result = run("check", "电池", "--words", str(bad))
    assert result.exit_code == 3
    assert "第 1 行" in result.stderr
    assert run("grow", str(tmp_path / "none.txt")).exit_code == 4
