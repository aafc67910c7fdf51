import os

import pytest

from tests.web.processes.place import Place, fresh_database


@pytest.fixture
def place(tmp_path):
    """A prepared platform of its own, on the database that the tests run on."""
    with fresh_database(os.environ.get("QUEQIAO_DATABASE_URL", "")) as url:
        made = Place(tmp_path, url)
        made.command("prepare")
        try:
            yield made
        finally:
            made.clean_up()
