"""``queqiao index`` and ``queqiao search`` as a user types them."""

import json

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli

ROWS = [
    {"id": "A1", "title": "低温锂电池电解液", "region": "长春市"},
    {"id": "A2", "title": "轴承钢热处理工艺", "region": "上海市"},
]


@pytest.fixture
def run():
    def call(*arguments):
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return call


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), "utf-8")
    return path


@pytest.fixture
def index(tmp_path, run, records):
    assert run("index", "build", tmp_path / "index", "--records", records).exit_code == 0
    return tmp_path / "index"


def results(done):
    assert done.exit_code == 0, done.output
    return [entry["id"] for entry in json.loads(done.stdout)["results"]]


def test_search_prints_the_best_records(run, index):
    done = run("search", index, "电池电解液")

    assert done.exit_code == 0
    assert "A1" in done.stdout
    assert "低温锂电池电解液" in done.stdout


def test_search_with_a_filter(run, index):
    text = "电解液 轴承钢"

    assert set(results(run("search", index, text, "--json"))) == {"A1", "A2"}
    assert results(run("search", index, text, "--filter", "region=220000", "--json")) == ["A1"]


def test_search_that_finds_nothing_says_so(run, index):
    assert "没有找到" in run("search", index, "水稻").stdout


@pytest.mark.parametrize("text", ["region", "=220000", "region=", "colour=red"])
def test_bad_filters_are_wrong_usage(run, index, text):
    assert run("search", index, "轴承", "--filter", text).exit_code == 2


def test_add_replaces_and_remove_removes(run, index, tmp_path):
    more = tmp_path / "more.jsonl"
    more.write_text('{"id": "A2", "title": "水稻育种"}\n{"id": "A3", "title": "玉米育种"}', "utf-8")

    added = run("index", "add", index, "--records", more)
    assert "新增 1 条，替换 1 条；现有 3 条记录" in added.stdout
    assert results(run("search", index, "育种", "--json")) == ["A2", "A3"]

    removed = run("index", "remove", index, "A3", "A9")
    assert removed.exit_code == 0
    assert "A9" in removed.output
    assert results(run("search", index, "育种", "--json")) == ["A2"]


def test_several_files_may_follow_records(run, tmp_path, records):
    done = run("index", "build", tmp_path / "other", "--records", records, records)

    assert done.exit_code == 0


def test_info_tells_what_is_there(run, index):
    assert json.loads(run("index", "info", index, "--json").stdout)["documents"] == 2
    assert "校验通过" in run("index", "info", index, "--verify").stdout


@pytest.mark.parametrize("arguments", [("info",), ("remove", "A1"), ("add", "--records", "x")])
def test_an_index_that_is_not_there_is_missing(run, tmp_path, arguments):
    command, *rest = arguments

    assert run("index", command, tmp_path / "nowhere", *rest).exit_code == 4


def test_a_damaged_index_is_bad_input(run, index):
    (index / "manifest.json").write_text("{}")

    done = run("search", index, "轴承")
    assert done.exit_code == 3
    assert "重新建立" in done.output


def test_build_without_records_is_wrong_usage(run, tmp_path):
    assert run("index", "build", tmp_path / "index").exit_code == 2


@pytest.mark.parametrize("place", ["a.txt", "a.txt/below", "full"])
def test_build_refuses_other_places_before_it_reads(run, tmp_path, place):
    (tmp_path / "a.txt").write_text("kept", "utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("kept", "utf-8")

    done = run("index", "build", tmp_path / place, "--records", tmp_path / "nowhere.csv")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "空文件夹" in done.stderr
    assert "nowhere" not in done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "full", "letter.txt"]


def test_build_over_a_damaged_index_says_what_to_do(run, index, records):
    (index / "manifest.json").write_text("{}")

    done = run("index", "build", index, "--records", records)

    assert done.exit_code == 3
    assert "删去索引文件夹" in done.stderr


def test_build_replaces_an_index_and_takes_an_empty_folder(run, index, records, tmp_path):
    (tmp_path / "empty").mkdir()

    for folder in (index, tmp_path / "empty"):
        assert run("index", "build", folder, "--records", records).exit_code == 0
        assert json.loads(run("index", "info", folder, "--json").stdout)["documents"] == 2
