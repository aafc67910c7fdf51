"""``queqiao match`` as a user types it."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli
from queqiao.datasets.demo_region import demo_files
from tests.factories.files import csv_text, workbook
from tests.factories.reports import BALL, BALL_OFFER, CRISP, CRISP_OFFER, DEAR_OFFER

FILES = (
    "match",
    *("--demands", "需求.csv"),
    *("--achievements", "成果.csv"),
    *("--achievements", "其他成果.jsonl"),
    *("--at", "2026-11-01"),
)
DEAR = replace(DEAR_OFFER, description=BALL_OFFER.description + DEAR_OFFER.description)
OFFERS = (BALL_OFFER, CRISP_OFFER, DEAR)
OFFER_HEADER = ("成果名称", "成果简介", "完成单位", "转让价格（万元）", "成熟度")


def amount(value):
    return str(value / 10_000) if value else "面议"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the files lie, and the command is typed."""
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path)
    return tmp_path


def write_files(folder):
    """Two demands and three achievements as offices send them, among some of the demo region."""
    demands = [
        (d.title, d.description, amount(d.budget_cny), str(d.deadline_on or ""))
        for d in (BALL, CRISP)
    ]
    offers = [
        (o.title, f'"{o.description}"', o.owner, amount(o.price_cny), str(o.trl)) for o in OFFERS
    ]
    (folder / "需求.csv").write_text(csv_text(*demands), encoding="gbk")
    (folder / "成果.csv").write_text(csv_text(*offers, header=OFFER_HEADER), "utf-8-sig")
    crowd = next(path for path in demo_files().achievements if "food" in path.name)
    (folder / "其他成果.jsonl").write_bytes(crowd.read_bytes())


def run(*arguments, **environment):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], env=environment)


def match(*arguments, **environment):
    return run(*FILES, *arguments, **environment)


def test_table_is_printed_without_a_format(folder):
    result = match()

    assert (result.exit_code, result.stderr) == (0, "")
    assert BALL.title in result.stdout
    assert BALL_OFFER.title in result.stdout
    assert "共 2 项需求" in result.stdout


def test_english_is_spoken_when_asked(folder):
    before, after = match("--lang", "en"), run("--lang", "en", "match", "--help")

    assert "2 demands" in before.stdout
    assert "Usage: queqiao match" in after.stdout
    assert "2 demands" in match(QUEQIAO_LANG="en").stdout
    assert "2 demands" in match(QUEQIAO_LANG="", LANG="fr_FR.UTF-8", LC_ALL="").stdout
    assert "共 2 项需求" in match(QUEQIAO_LANG="", LANG="zh_CN.UTF-8", LC_ALL="").stdout
    assert "共 2 项需求" in match(QUEQIAO_LANG="", LANG="C.UTF-8", LC_ALL="").stdout


def test_json_tells_matches_checks_and_near_misses(folder):
    data = json.loads(match("--format", "json").stdout)

    first = data["demands"][0]
    titles = {name: offer["title"] for name, offer in data["achievements"].items()}
    assert titles[first["matches"][0]["achievement_id"]] == BALL_OFFER.title
    assert [v["verdict"] for v in first["matches"][0]["verdicts"]] == [
        "met",
        "short",
        "met",
        "not_stated",
    ]
    assert DEAR.title in [titles[m["achievement_id"]] for m in first["near_misses"]]


@pytest.mark.parametrize("name", ["结果.html", "结果.xlsx", "结果.json"])
def test_ending_of_the_output_tells_the_format(folder, name):
    result = match("--output", name)

    assert result.exit_code == 0
    assert result.stdout == ""
    assert f"已写出 {name}" in result.stderr
    data = (folder / name).read_bytes()
    if name.endswith("html"):
        assert data.startswith(b"<!DOCTYPE html>")
    elif name.endswith("xlsx"):
        assert openpyxl.load_workbook(BytesIO(data)).sheetnames[0] == "匹配"
    else:
        assert json.loads(data)["format"] == "queqiao.matches/1"


def test_output_is_the_same_in_every_run(folder):
    for form in ("json", "html"):
        assert match("--format", form).stdout == match("--format", form).stdout


def test_direction_lists_demands_for_each_achievement(folder):
    data = json.loads(match("--direction", "achievements", "--format", "json").stdout)

    first = data["achievements"][:3]
    assert [item["achievement"]["title"] for item in first] == [offer.title for offer in OFFERS]
    ball = data["demands"][first[0]["matches"][0]["demand_id"]]
    assert ball["title"] == BALL.title


@pytest.fixture
def arrivals(folder):
    """Two new achievements: a better offer for the balls, and one that nobody asked for."""
    rows = [
        {"id": "N1", "title": BALL_OFFER.title, "description": BALL_OFFER.description, "trl": 7},
        {"id": "N2", "title": "水稻旱直播除草剂", "description": "水稻田杂草防除。"},
    ]
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "新到.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return "新到.jsonl"


def offered(data):
    """For each demand told, the ids of its matches and near misses."""
    return {
        item["demand"]["title"]: [
            match["achievement_id"] for match in (*item["matches"], *item["near_misses"])
        ]
        for item in data["demands"]
    }


def test_arrivals_are_ranked_among_all_and_shown_alone(folder, arrivals):
    data = json.loads(match("--arrivals", arrivals, "--format", "json").stdout)

    assert offered(data) == {BALL.title: ["N1"]}
    assert list(data["achievements"]) == ["N1"]


def test_arrivals_outside_the_top_are_not_shown(folder, arrivals):
    weaker = {"id": "N3", "title": "陶瓷球研磨工艺", "description": "研磨陶瓷球。"}
    (folder / arrivals).write_text(json.dumps(weaker, ensure_ascii=False), encoding="utf-8")

    assert offered(json.loads(match("--arrivals", arrivals, "--format", "json").stdout))
    few = match("--arrivals", arrivals, "--top", "1", "--format", "json")
    assert offered(json.loads(few.stdout)) == {}
    assert "共 0 项需求" in match("--arrivals", arrivals, "--top", "1").stdout


def test_arrivals_take_the_place_of_what_has_their_ids(folder, arrivals):
    first = json.loads((folder / "其他成果.jsonl").read_text("utf-8").splitlines()[0])
    new = {"id": first["id"], "title": BALL_OFFER.title, "description": BALL_OFFER.description}
    (folder / arrivals).write_text(json.dumps(new, ensure_ascii=False), encoding="utf-8")

    data = json.loads(match("--arrivals", arrivals, "--format", "json").stdout)

    assert data["achievements"][first["id"]]["title"] == BALL_OFFER.title


def test_bad_rows_of_arrivals_are_told(folder, arrivals):
    (folder / arrivals).write_text('{"title": "甲", "trl": "十二级"}\n{"title": "乙"}', "utf-8")

    result = match("--arrivals", arrivals)

    assert result.exit_code == 0
    assert "新到.jsonl 第 1 行 trl" in result.stderr
    strict = match("--arrivals", arrivals, "--strict")
    assert (strict.exit_code, strict.stdout) == (3, "")


@pytest.fixture(scope="module")
def built_index(tmp_path_factory):
    """The index of the achievements, built once."""
    folder = tmp_path_factory.mktemp("index")
    write_files(folder)
    files = ("--records", folder / "成果.csv", folder / "其他成果.jsonl")
    assert run("index", "build", folder / "成果库", *files).exit_code == 0
    return folder / "成果库"


@pytest.fixture
def index(folder, built_index):
    shutil.copytree(built_index, folder / "成果库")
    return "成果库"


def in_index(index, *arguments):
    files = ("--demands", "需求.csv", "--achievements", index, "--at", "2026-11-01")
    return run("match", *files, *arguments)


def test_index_stands_in_for_the_files_it_was_built_from(folder, index):
    result = in_index(index, "--format", "json")

    assert (result.exit_code, result.stderr) == (0, "")
    data, from_files = json.loads(result.stdout), json.loads(match("--format", "json").stdout)
    best = [item["matches"][0] for item in data["demands"]]
    expected = [item["matches"][0] for item in from_files["demands"]]
    for key in ("achievement_id", "verdicts", "gates"):
        assert [found[key] for found in best] == [found[key] for found in expected]
    assert offered(data)[BALL.title][-1] == offered(from_files)[BALL.title][-1]  # the near miss


def test_arrivals_are_ranked_among_an_index(folder, index, arrivals):
    result = in_index(index, "--arrivals", arrivals, "--format", "json")

    assert offered(json.loads(result.stdout)) == {BALL.title: ["N1"]}


def test_index_is_not_changed_by_matching(folder, index, arrivals):
    before = {path.name: path.read_bytes() for path in (folder / index).iterdir()}

    in_index(index, "--arrivals", arrivals)

    assert {path.name: path.read_bytes() for path in (folder / index).iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--achievements", "成果.csv"), "只能给一个"),
        (("--direction", "achievements"), "不能与 --arrivals 或索引目录同用"),
    ],
)
def test_index_goes_with_no_other_file_and_no_other_direction(folder, index, arguments, words):
    result = in_index(index, *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_index_of_demands_only_offers_nothing_to_match(folder):
    run("index", "build", "需求库", "--records", "需求.csv", "--kind", "demand")

    result = in_index("需求库")

    assert result.exit_code == 2
    assert "只有需求" in result.stderr


def test_damaged_index_is_bad_input(folder, index):
    (folder / index / "manifest.json").write_text("{}")

    result = in_index(index)

    assert result.exit_code == 3
    assert "索引文件已损坏" in result.stderr


def test_top_limits_the_matches_of_each_demand(folder):
    data = json.loads(match("--top", "1", "--format", "json").stdout)

    assert max(len(item["matches"]) for item in data["demands"]) == 1


def test_bad_rows_are_told_and_good_ones_matched(folder):
    rows = csv_text(("好的", "陶瓷球圆度≤0.08μm", "80", ""), ("坏的", "", "八成", ""))
    (folder / "需求.csv").write_text(rows, encoding="utf-8")

    result = match()

    assert result.exit_code == 0
    assert "需求.csv 第 3 行 拟投入资金（万元）" in result.stderr
    assert "“八成”不是金额" in result.stderr
    assert "共 1 项需求" in result.stdout


def test_strict_stops_at_bad_rows(folder):
    (folder / "需求.csv").write_text(csv_text(("好", "", "1", ""), ("坏", "", "x", "")), "utf-8")

    result = match("--strict", "--output", "a.html")

    assert result.exit_code == 3
    assert "第 3 行" in result.stderr
    assert "--strict" in result.stderr
    assert not (folder / "a.html").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (bytes(range(256)) * 50, "不是文本文件"),
        ("姓名,年龄\n甲,3\n".encode(), "没有标题列"),
        ("x,y\n甲,3\n".encode(), "没有找到表头行"),
        (csv_text().encode(), "只有表头"),
        (b"PK\x03\x04xx", "已损坏"),
    ],
)
def test_file_without_records_ends_with_its_reason(folder, data, words):
    (folder / "需求.csv").write_bytes(data)

    result = match()

    assert result.exit_code == 3
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_file_that_does_not_exist_is_missing(folder):
    result = run("match", "--demands", "无.csv", "--achievements", "成果.csv")

    assert result.exit_code == 4
    assert "找不到“无.csv”" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--output", "."), 2, "是文件夹"),
        (("--output", "无/结果.html"), 4, "不存在"),
        (("--output", "结果.doc"), 2, "看不出输出格式"),
        (("--format", "xlsx"), 2, "--output"),
        (("--format", "pdf"), 2, "--format"),
        (("--top", "0"), 2, "--top"),
        (("--at", "明天"), 2, "2026-11-01"),
        (("--lang", "fr"), 2, "zh 或 en"),
        (("--nonsense",), 2, "--nonsense"),
        (("--model", "无.model"), 4, "queqiao learn"),
    ],
)
def test_wrong_calls_are_told_before_any_work(folder, arguments, code, words):
    result = match(*arguments)

    assert (result.exit_code, result.stdout) == (code, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_missing_options_are_named(folder):
    result = run("match", "--demands", "需求.csv")

    assert result.exit_code == 2
    assert "--achievements" in result.stderr


def test_folder_of_documents_and_several_files_are_matched_together(folder):
    (folder / "文档").mkdir()
    (folder / "文档" / "一.txt").write_text("光伏组件积雪清除\n冬季积雪遮挡组件", encoding="gbk")
    more = workbook({"需求": [["需求名称", "需求内容"], ["齿轮啸叫治理", "减速器啸叫"]]})
    (folder / "更多.xlsx").write_bytes(more)

    result = match("--demands", "文档", "--demands", "更多.xlsx", "--format", "json")

    titles = [item["demand"]["title"] for item in json.loads(result.stdout)["demands"]]
    assert titles[2:] == ["光伏组件积雪清除", "齿轮啸叫治理"]


def test_written_file_has_usual_rights_and_no_left_overs(folder):
    match("--output", "a.json")

    assert stat.S_IMODE((folder / "a.json").stat().st_mode) & 0o600 == 0o600
    assert sorted(path.name for path in folder.iterdir()) == [
        "a.json",
        "其他成果.jsonl",
        "成果.csv",
        "需求.csv",
    ]


def test_input_of_one_cell_of_ten_megabytes_is_told_and_the_rest_matched(folder):
    rows = csv_text(("大", "长" * 3_500_000, "", ""), ("陶瓷球研磨", "圆度≤0.08μm", "80", ""))
    (folder / "需求.csv").write_text(rows, encoding="utf-8")

    result = match()

    assert result.exit_code == 0
    assert "3500000 个字符" in result.stderr
    assert "共 1 项需求" in result.stdout


def command(folder, *arguments, **options):
    environment = {**os.environ, "QUEQIAO_LANG": "zh", "PYTHONPATH": os.pathsep.join(sys.path)}
    code = "from queqiao.cli.main import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_program_runs_as_installed(folder):
    with command(folder, *FILES) as process:
        out, err = process.communicate(timeout=300)

    assert (process.returncode, err) == (0, "")
    assert BALL.title in out


def test_reader_that_goes_away_is_no_error(folder):
    with command(folder, *FILES, "--format", "json") as process:
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=300)

    assert (process.returncode, err) == (0, "")


def _hear_interrupts():
    """Undo what a shell does to programs that it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_for_reader(path):
    """The writing end of a named pipe, once somebody has opened it for reading."""
    for _ in range(600):
        try:
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.1)
    pytest.fail("nobody opened the pipe within a minute")


def test_interrupt_ends_cleanly(folder):
    os.mkfifo(folder / "慢.csv")  # reading it waits until somebody writes
    files = ("match", "--demands", "慢.csv", "--achievements", "成果.csv")
    options = {"start_new_session": True, "preexec_fn": _hear_interrupts}
    with command(folder, *files, "--output", "a.html", **options) as process:
        writer = _wait_for_reader(folder / "慢.csv")
        # Opening this end let the program go on: a signal sent at once could fall between Python's
        # last look at its signals and the read that waits, where no program of Python hears it.
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
            os.close(writer)

    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert not (folder / "a.html").exists()
