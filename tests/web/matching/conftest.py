"""An index of its own for each test that matches."""

import shutil
from pathlib import Path

import pytest

from queqiao.recipes.standing import build_standing
from queqiao_web.matching.adapters import standing


@pytest.fixture(scope="session")
def empty_index(tmp_path_factory):
    """An index of nothing, its ranking learned from the language of the demo region: made once."""
    folder = tmp_path_factory.mktemp("index") / "matching-1"
    build_standing(folder, [])
    return folder


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path, empty_index):
    settings.DATA_DIR = tmp_path
    standing._held.clear()
    home = Path(tmp_path) / "index"
    shutil.copytree(empty_index, home / "matching-1")
    (home / "current").write_text("matching-1", encoding="ascii")
    yield tmp_path
    standing._held.clear()
