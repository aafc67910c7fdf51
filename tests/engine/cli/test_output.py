"""How results leave: whole or not at all, and nothing drawn where nobody watches."""

import os
import stat

import pytest

from queqiao.cli.output import check_target, tell_problems, write_whole
from queqiao.cli.progress import progress_bar
from queqiao.core.progress import no_progress
from queqiao.errors import Missing, Problem, WrongUsage
from queqiao.messages import Message


def test_write_whole_replaces_a_file_and_keeps_its_rights(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(b"old")
    path.chmod(0o640)

    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, step):
    path = tmp_path / "a.html"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.html"]


def test_write_through_a_link_writes_its_target(tmp_path):
    (tmp_path / "real.html").write_bytes(b"old")
    (tmp_path / "link.html").symlink_to("real.html")

    write_whole(tmp_path / "link.html", b"new")

    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_bytes() == b"new"


def test_target_that_is_a_folder_or_lacks_one_is_refused(tmp_path):
    with pytest.raises(WrongUsage, match="folder"):
        check_target(tmp_path)
    with pytest.raises(Missing, match="does not exist"):
        check_target(tmp_path / "absent" / "a.html")


def test_many_problems_are_counted_and_the_rest_is_told_in_one_line(capsys):
    problems = [Problem(Message("matching.io.no_title"), "a.csv", row) for row in range(2, 90)]

    tell_problems(problems, ())

    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "有 88 处问题，涉及的内容没有采用："
    assert lines[-1] == "  ……还有 38 条"
    assert len(lines) == 52


def test_progress_is_silent_where_nobody_watches(capsys):
    with progress_bar("匹配") as progress:
        progress(1, 2)

    assert progress is no_progress
    assert capsys.readouterr() == ("", "")


def test_progress_is_drawn_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    with progress_bar("匹配") as progress:
        progress(1, 2)

    assert progress is not no_progress
    assert capsys.readouterr().out == ""
