"""The demo region matched once: what many tests look at."""

import pytest

from queqiao.datasets.demo_region import DEMO_AT
from queqiao.recipes.library import build_library
from queqiao.recipes.match import match_in_library
from tests.factories.demo import demo_records


@pytest.fixture(scope="session")
def memory(tmp_path_factory):
    """All achievements of the demo region, in memory."""
    return build_library(tmp_path_factory.mktemp("memory"), demo_records()[1])


@pytest.fixture(scope="session")
def memory_report(memory):
    """All demands of the demo region matched with them."""
    return match_in_library(demo_records()[0], memory, at=DEMO_AT)
