"""``queqiao allocate stable`` as a user types it."""

import json

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli

PREFERENCES = {
    "proposers": {"r1": ["h2", "h1"], "r2": ["h2"], "r3": ["h1", "h2"], "r4": ["h1"]},
    "capacities": {"h1": 2, "h2": 1, "h3": 0},
    "reviewers": {"h1": ["r3", "r1"], "h2": ["r2", "r1", "r3"], "h3": ["r1"]},
}


def run(*arguments):
    return CliRunner().invoke(cli, ["allocate", "stable", *map(str, arguments)])


@pytest.fixture
def preferences(tmp_path):
    path = tmp_path / "prefs.json"
    path.write_text(json.dumps(PREFERENCES), encoding="utf-8")
    return path


def test_stable_writes_who_goes_where(preferences, tmp_path):
    output = tmp_path / "out.json"

    result = run("--preferences", preferences, "--output", output)

    assert result.exit_code == 0
    assert json.loads(output.read_bytes()) == {
        "matched": {"r1": "h1", "r2": "h2", "r3": "h1"},
        "unmatched": ["r4"],
        "free_places": {"h1": 0, "h2": 0, "h3": 0},
        "favored": "proposers",
        "stability": "strict",
        "blocking_pairs": [],
    }
    assert "配成 3 对，1 个没有着落" in result.stderr


def test_stable_prints_json_without_an_output(preferences):
    result = run("--preferences", preferences, "--favor", "reviewers")

    assert json.loads(result.stdout)["favored"] == "reviewers"


def test_stable_says_that_ties_make_it_weak(tmp_path):
    path = tmp_path / "prefs.json"
    path.write_text('{"proposers": {"a": [["x", "y"]], "b": ["x"]}}', encoding="utf-8")

    result = run("--preferences", path)

    assert json.loads(result.stdout)["stability"] == "weak"
    assert "弱稳定" in result.stderr


def test_stable_lists_the_pairs_that_would_leave_a_matching(preferences, tmp_path):
    given = tmp_path / "given.json"
    given.write_text('{"r1": "h2", "r3": "h1"}', encoding="utf-8")

    result = run("--preferences", preferences, "--check", given)

    assert json.loads(result.stdout) == {"stable": False, "blocking_pairs": [["r2", "h2"]]}
    assert "r2、h2" in result.stderr


def test_stable_refuses_a_matching_that_cannot_be(preferences, tmp_path):
    given = tmp_path / "given.json"
    given.write_text('{"r2": "h1", "r1": "h3", "r9": "h9"}', encoding="utf-8")

    result = run("--preferences", preferences, "--check", given)

    assert result.exit_code == 3
    assert result.stderr.count("不能配成一对") == 3


@pytest.mark.parametrize("text", ["", "{", "[]", '{"proposers": 3}'])
def test_stable_rubbish_ends_with_one_clear_error(tmp_path, text):
    path, output = tmp_path / "prefs.json", tmp_path / "old.json"
    path.write_text(text, encoding="utf-8")
    output.write_text("old", encoding="utf-8")

    result = run("--preferences", path, "--output", output)

    assert result.exit_code == 3
    assert result.stderr.startswith("错误：")
    assert output.read_text(encoding="utf-8") == "old"


def test_stable_missing_file_ends_with_its_code(tmp_path):
    assert run("--preferences", tmp_path / "none.json").exit_code == 4
