"""A real Chromium, found by the project's own tool."""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def browser_path():
    spec = importlib.util.spec_from_file_location("find_browser", ROOT / "tools/find_browser.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool.find_browser()


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    path = browser_path()
    if path is None:
        pytest.fail(
            "no Chromium here: run tools/find_browser.py, or QUEQIAO_WITHOUT_BROWSER=1 make test"
        )
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=sandbox)
        yield browser
        browser.close()
