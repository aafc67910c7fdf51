"""The tool that finds a browser for the browser tests, or says how to go without."""

import importlib.util
import subprocess
import sys

import pytest

from tests.repo.tree import ROOT

TOOL = ROOT / "tools" / "find_browser.py"


@pytest.fixture
def tool(monkeypatch, tmp_path):
    """The tool on a machine without any browser and without the right to install one."""
    spec = importlib.util.spec_from_file_location("find_browser", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("QUEQIAO_BROWSER", raising=False)
    monkeypatch.delenv("QUEQIAO_WITHOUT_BROWSER", raising=False)
    monkeypatch.setattr(module, "_playwright_browser", lambda: None)
    monkeypatch.setattr(module, "_succeeds", lambda _command: False)
    return module


def program(folder, name):
    path = folder / name
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_browser_of_the_system_is_found(tool, tmp_path):
    path = program(tmp_path, "google-chrome")

    assert tool.find_browser() == path


def test_browser_named_by_the_user_goes_first(tool, tmp_path, monkeypatch):
    program(tmp_path, "chromium")
    chosen = program(tmp_path, "mine")
    monkeypatch.setenv("QUEQIAO_BROWSER", chosen)

    assert tool.find_browser() == chosen


def test_machine_without_a_browser_fails_and_says_how_to_go_without(tool, capsys):
    assert tool.main() == 1
    assert "QUEQIAO_WITHOUT_BROWSER=1 make test" in capsys.readouterr().err


def test_leaving_browser_tests_out_is_said_loudly(tmp_path):
    done = subprocess.run(
        [sys.executable, str(TOOL)],
        env={"QUEQIAO_WITHOUT_BROWSER": "1", "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "BROWSER TESTS ARE LEFT OUT" in done.stderr
