"""What every test has: one language, no terminal, and a word when browser tests are left out."""

import os

import pytest
from hypothesis import settings

settings.register_profile("queqiao", deadline=None)  # machines are shared: time proves nothing
settings.load_profile("queqiao")

LEAVE_OUT = "QUEQIAO_WITHOUT_BROWSER"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch):
    """Tests read Chinese output unless they ask for another language."""
    monkeypatch.setenv("QUEQIAO_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("QUEQIAO_TRACEBACK", raising=False)


def pytest_collection_modifyitems(config, items):
    if not os.environ.get(LEAVE_OUT):
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    if browser:
        config.hook.pytest_deselected(items=browser)
        items[:] = [item for item in items if item not in browser]


def pytest_terminal_summary(terminalreporter):
    if os.environ.get(LEAVE_OUT):
        terminalreporter.write_sep("!", f"{LEAVE_OUT} is set: the browser tests were LEFT OUT")
