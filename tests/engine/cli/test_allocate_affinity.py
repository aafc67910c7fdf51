"""``queqiao allocate affinity`` from end to end: files in, scores that ``assign`` reads out."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli

PEOPLE = (
    {"id": "王工", "works": [{"title": "动力电池热管理", "abstract": "液冷板与相变材料"}]},
    {"id": "Li", "works": [{"title": "Image segmentation", "abstract": "Networks for images"}]},
)
TEXTS = (
    {"id": "p1", "title": "电池包液冷", "abstract": "降低动力电池温差"},
    {"id": "p2", "title": "Segmenting images", "abstract": "A network"},
)


def _write(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["allocate", "affinity", *arguments])
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def _files(tmp_path, people=PEOPLE, texts=TEXTS):
    output = tmp_path / "scores.csv"
    people_file = _write(tmp_path / "people.jsonl", people)
    texts_file = _write(tmp_path / "texts.jsonl", texts)
    return ["--people", people_file, "--texts", texts_file, "--output", str(output)], output


def test_every_pair_is_written_with_a_score(tmp_path):
    arguments, output = _files(tmp_path)
    assert _run(*arguments)[0] == 0
    rows = list(csv.DictReader(output.read_text(encoding="utf-8").splitlines()))
    assert [(row["agent"], row["item"]) for row in rows] == [
        ("王工", "p1"),
        ("王工", "p2"),
        ("Li", "p1"),
        ("Li", "p2"),
    ]
    scores = [float(row["score"]) for row in rows]
    assert scores[0] > scores[2]
    assert scores[3] > scores[1]


def test_keeping_writes_the_best_of_both_sides(tmp_path):
    arguments, output = _files(tmp_path)
    assert _run(*arguments, "--keep", "1")[0] == 0
    assert len(output.read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_people_end_in_one_clear_error(tmp_path, lang):
    arguments, output = _files(tmp_path, people=({"id": "a", "works": 3}, {"works": []}))
    code, told = _run(*arguments, "--lang", lang)
    assert code == 3
    assert told.count("people.jsonl") == 2
    assert not output.exists()


def test_missing_file_has_its_exit_code(tmp_path):
    arguments, _ = _files(tmp_path)
    arguments[1] = str(tmp_path / "absent.jsonl")
    assert _run(*arguments)[0] == 4
