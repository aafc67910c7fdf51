"""``queqiao allocate timetable`` from end to end."""

from __future__ import annotations

import json
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli

ROADSHOW = Path(__file__).parents[3] / "examples" / "roadshow.yaml"
SMALL = """
title: 会
slots: [{day: 2026-12-01, from: 10:00, to: "11:00", minutes: 30}]
rooms: [r]
people: [{id: a, name: 张工}, b]
meetings: [{id: m, title: 洽谈, people: [a, b]}, {id: n, people: [a]}]
"""


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["allocate", "timetable", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result.exit_code, result.output


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "event.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_plan_writes_timetable_page_and_calendars(tmp_path, small):
    out = {name: tmp_path / name for name in ("t.json", "t.html", "t.ics", "people")}
    code, told = run(
        "plan", small, "--output", out["t.json"], "--html", out["t.html"],
        "--ical", out["t.ics"], "--calendars", out["people"],
    )  # fmt: skip
    assert code == 0, told
    data = json.loads(out["t.json"].read_text(encoding="utf-8"))
    assert sorted(row["meeting"] for row in data["held"]) == ["m", "n"]
    assert data["optimal"] is True
    assert data["held"][0]["starts_at"] == "2026-12-01T10:00:00+08:00"
    assert "洽谈" in out["t.html"].read_text(encoding="utf-8")
    assert len(icalendar.Calendar.from_ical(out["t.ics"].read_bytes()).walk("VEVENT")) == 2
    assert sorted(path.name for path in out["people"].iterdir()) == ["001-a.ics", "002-b.ics"]


def test_replan_after_cancellations_keeps_the_rest(tmp_path):
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    assert run("plan", ROADSHOW, "--output", before)[0] == 0
    arguments = ("--cancel", "show-li", "--close", "talk1=2026-12-08", "--output", after)
    assert run("replan", ROADSHOW, before, *arguments)[0] == 0
    old = {row["meeting"]: row for row in json.loads(before.read_text("utf-8"))["held"]}
    data = json.loads(after.read_text("utf-8"))
    new = {row["meeting"]: row for row in data["held"]}
    assert "show-li" not in new
    changed = {change["meeting"] for change in data["changes"]}
    assert all(new[name] == old[name] for name in new if name not in changed)
    day = "2026-12-08"
    assert not [r for r in data["held"] if r["room"] == "talk1" and r["starts_at"].startswith(day)]


def test_replan_with_nothing_cancelled_changes_nothing(tmp_path, small):
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    assert run("plan", small, "--output", before)[0] == 0
    assert run("replan", small, before, "--output", after)[0] == 0
    assert (
        json.loads(before.read_text("utf-8"))["held"]
        == json.loads(after.read_text("utf-8"))["held"]
    )


@pytest.mark.parametrize(
    ("lang", "told"), [("zh", "“洽谈”必须举行"), ("en", "leave out 1 meeting")]
)
def test_impossible_event_is_explained(tmp_path, small, lang, told):
    before = tmp_path / "before.json"
    assert run("plan", small, "--output", before)[0] == 0
    arguments = ("--away", "b", "--lang", lang, "--output", tmp_path / "after.json")
    code, text = run("replan", small, before, *arguments)
    assert code == 3
    assert told in text
    assert not (tmp_path / "after.json").exists()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("minutes: 30", "minutes: 0", "slots 1"),
        ("rooms: [r]", "rooms: [r, r]", "rooms 2"),
        ("rooms: [r]", "", "rooms"),
        ("people: [a, b]}", "people: [a, x]}", "meetings 1"),
        ("{id: n, people: [a]}", "{id: n, people: [a], slots: [noon]}", "meetings 2"),
        ("{id: n, people: [a]}", "{id: n, length: many}", "meetings 2"),
        ("title: 会", "timezone: Mars/Olympus", "timezone"),
        ("title: 会", "prices: {waiting: 3}", "prices"),
        ("title: 会", "travel: [{from: X, to: Y, minutes: 5}]", "travel 1"),
        ("title: 会", "title: [", "YAML"),
    ],
)
def test_mistakes_in_the_event_are_named(tmp_path, small, old, new, told):
    assert old in SMALL
    small.write_text(SMALL.replace(old, new), encoding="utf-8")
    code, text = run("plan", small, "--output", tmp_path / "t.json", "--lang", "en")
    assert code == 3
    assert told in text


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 100, b"[1, 2]", "标题".encode("gbk")])
def test_rubbish_gives_one_clear_error(tmp_path, small, data):
    small.write_bytes(data)
    code, _ = run("plan", small, "--output", tmp_path / "t.json")
    assert code == 3


def test_unknown_names_are_wrong_usage(tmp_path, small):
    before = tmp_path / "before.json"
    assert run("plan", small, "--output", before)[0] == 0
    for option, value in (("--cancel", "z"), ("--away", "z"), ("--close", "r=noon")):
        code, text = run("replan", small, before, option, value, "--output", tmp_path / "x.json")
        assert code == 2, text
    assert run("replan", small, small, "--output", tmp_path / "x.json")[0] == 3
    assert run("plan", tmp_path / "absent.yaml", "--output", tmp_path / "x.json")[0] == 4
