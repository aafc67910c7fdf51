"""An operator's own words: every command that cuts text takes them, and an index keeps them."""

import json

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli
from queqiao.matching.ranking import load_model
from queqiao.metrics import evaluate_run, load_qrels, load_run, mean, ndcg

WORD = "吉光一号"  # 吉光 and 一号 to the dictionary that ships
ROWS = (
    {"id": "A1", "title": "吉光一号卫星载荷", "description": "用于吉光一号。"},
    {"id": "A2", "title": "一号吉光卫星载荷", "description": "用于一号的吉光。"},
)


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def done(*arguments):
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result


def write_lines(path, rows):
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


@pytest.fixture
def records(tmp_path):
    return write_lines(tmp_path / "records.jsonl", ROWS)


@pytest.fixture
def words(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text(f"{WORD}  # a satellite\n", "utf-8")
    return path


@pytest.fixture
def index(tmp_path, records, words):
    done("index", "build", tmp_path / "index", "--records", records, "--words", words)
    return tmp_path / "index"


def scores(folder):
    found = json.loads(done("search", folder, WORD, "--json").stdout)["results"]
    return {entry["id"]: entry["score"] for entry in found}


def test_search_looks_up_the_words_that_its_index_was_built_with(tmp_path, records, index):
    done("index", "build", tmp_path / "plain", "--records", records)

    own, plain = scores(index), scores(tmp_path / "plain")

    assert own["A1"] > 2 * own["A2"]
    assert plain["A1"] == plain["A2"]


def test_added_records_are_cut_by_the_words_of_the_index(tmp_path, index):
    more = {**ROWS[0], "id": "A3"}
    done("index", "add", index, "--records", write_lines(tmp_path / "more.jsonl", [more]))

    found = scores(index)

    assert found["A3"] == found["A1"]
    assert json.loads(done("index", "info", index, "--json").stdout)["own_words"] == 1


def shared_terms(*arguments):
    """What the first demand's matches are told to share."""
    report = json.loads(done("match", *arguments, "--format", "json").stdout)
    return {
        term["term"]
        for match in report["demands"][0]["matches"]
        for part in match["contributions"]
        for term in part["terms"]
    }


def test_match_tells_shared_words_of_the_list_and_of_the_index(records, words, index):
    files = ("--demands", records, "--achievements")

    assert WORD not in shared_terms(*files, records)
    assert WORD in shared_terms(*files, records, "--words", words)
    assert WORD in shared_terms(*files, index)


def test_match_refuses_words_beside_an_index_that_has_its_own(records, words, index):
    result = run("match", "--demands", records, "--achievements", index, "--words", words)

    assert result.exit_code == 2
    assert "queqiao index build --words" in result.output


SUBJECTS = "甲乙丙丁戊己庚辛壬癸子丑"
SIDES = ("光谱", "探测", "成像", "载荷", "姿态")


@pytest.fixture
def corpus(tmp_path):
    """Two texts of each subject, which they name in a word that the dictionary does not hold."""
    rows = [
        {"id": f"D{i:02d}", "title": f"吉{SUBJECTS[i % 12]}一号{SIDES[i % 5]}的{SIDES[i % 3]}"}
        for i in range(24)
    ]
    return write_lines(tmp_path / "corpus.jsonl", rows)


@pytest.fixture
def subjects(tmp_path):
    path = tmp_path / "subjects.txt"
    path.write_text("\n".join(f"吉{subject}一号" for subject in SUBJECTS), "utf-8")
    return path


def ranked_runs(tmp_path, corpus, subjects):
    """Without the subjects as words, and with them."""
    files = ("rank", "--corpus", corpus, "--queries", corpus, "--output")
    done(*files, tmp_path / "plain")
    done(*files, tmp_path / "own", "--words", subjects)
    return load_run(tmp_path / "plain"), load_run(tmp_path / "own")


def test_rank_cuts_by_the_words_given(tmp_path, corpus, subjects):
    plain, own = ranked_runs(tmp_path, corpus, subjects)

    assert own["D00"]["D12"] > plain["D00"]["D12"]  # the same subject


def test_learn_measures_by_the_words_given(tmp_path, corpus, subjects):
    qrels = tmp_path / "some.qrels"
    qrels.write_text("".join(f"D{i:02d} 0 D{(7 * i + 1) % 24:02d} 1\n" for i in range(24)))
    files = ("--corpus", corpus, "--queries", corpus, "--qrels", qrels, "--words", subjects)

    done("learn", *files, "--output", tmp_path / "model")

    plain, own = (
        round(mean(evaluate_run(found, load_qrels(qrels), measure=ndcg)), 4)
        for found in ranked_runs(tmp_path, corpus, subjects)
    )
    measured = load_model(tmp_path / "model").notes["default_ndcg_at_10"]
    assert (measured == own, measured == plain) == (True, False)


COMMANDS = (
    ("match", "--demands", "{records}", "--achievements", "{records}"),
    ("index", "build", "{folder}/new", "--records", "{records}"),
    ("rank", "--corpus", "{records}", "--queries", "{records}", "--output", "{folder}/run"),
    ("words", "check", WORD),
    ("words", "grow", "{records}"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_a_bad_list_is_told_by_line_and_nothing_is_written(tmp_path, records, command):
    bad = tmp_path / "bad.txt"
    bad.write_text("吉光一号\n锂\n", "utf-8")
    before = sorted(tmp_path.iterdir())
    filled = [part.format(records=records, folder=tmp_path) for part in command]

    result = run(*filled, "--words", bad)

    assert result.exit_code == 3
    assert "第 2 行" in result.output
    assert sorted(tmp_path.iterdir()) == before
    assert run(*filled, "--words", tmp_path / "none.txt").exit_code == 4
