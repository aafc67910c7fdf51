"""The portal's tests have an index folder of their own each."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def _nothing_kept(db):
    """No figure counted in another test is shown in this one."""
    cache.clear()
