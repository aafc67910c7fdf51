import os
from contextlib import ExitStack

import pytest

from tests.web.processes.place import Place, fresh_database

SERVER = os.environ.get("QUEQIAO_DATABASE_URL", "")


@pytest.fixture
def places(tmp_path):
    """Makes platforms of their own, without tables yet, on SQLite (``""``) or on a server."""
    with ExitStack() as stack:

        def make(server):
            folder = tmp_path / f"place{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            made = Place(folder, stack.enter_context(fresh_database(server)))
            stack.callback(made.clean_up)
            return made

        yield make


@pytest.fixture
def place(places):
    """A prepared platform of its own, on the database that the tests run on."""
    made = places(SERVER)
    made.command("prepare")
    return made
