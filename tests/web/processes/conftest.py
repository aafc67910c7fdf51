import os
from contextlib import ExitStack

import pytest

from tests.web.processes.warm import Nursery
from tests.web.processes.yard import Yard

SERVER = os.environ.get("QUEQIAO_DATABASE_URL", "")
"""The PostgreSQL server that the tests run on; nothing where they run on SQLite."""

on_files_alone = pytest.mark.skipif(
    bool(SERVER), reason="tried on SQLite; nothing in it is another matter on a server"
)


@pytest.fixture(scope="session")
def yard(tmp_path_factory):
    with ExitStack() as stack:
        nursery = Nursery()
        stack.callback(nursery.close)
        yield Yard(tmp_path_factory.mktemp("yard"), nursery, stack)


@pytest.fixture
def places(yard):
    """Makes platforms of their own: blank, emptied, or stocked as a stored release."""
    with yard.places() as made:
        yield made


@pytest.fixture
def place(places):
    """A stocked platform of its own, on the database that the tests run on."""
    return places.stocked(SERVER)
