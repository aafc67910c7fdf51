"""Where platforms for tests are made: empty ones anew, filled ones as copies of one made once."""

import secrets
import shutil
import sqlite3
import tarfile
from contextlib import ExitStack, closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

from tests.web.processes import releases
from tests.web.processes.place import Place


class Yard:
    """
    The platforms of a test run.

    ``server`` is the address of a PostgreSQL server, or ``""`` for SQLite in the data folder. All
    of them have one folder of static files, which whoever prepares first collects.
    """

    def __init__(self, root, nursery, stack):
        self._root = root
        self._nursery = nursery
        self._stack = stack
        self._static = root / "static"
        self._static.mkdir()
        self._templates = {}

    @contextmanager
    def places(self):
        """Makes places that are gone in the end, their processes with them."""
        with ExitStack() as stack:
            yield _Maker(self, stack)

    def blank(self, stack, server, template=""):
        """A folder and a database without tables, or a copy of another."""
        folder = self._root / f"place{len(list(self._root.iterdir()))}"
        folder.mkdir(mode=0o700)
        (folder / "static").symlink_to(self._static)
        url = stack.enter_context(fresh_database(server, template))
        place = Place(folder, url, self._nursery)
        stack.callback(place.clean_up)
        return place

    def copy(self, stack, server, version):
        """A copy of a stored release as the present version has it."""
        if (server, version) not in self._templates:
            self._templates[server, version] = self._make_template(server, version)
        made = self._templates[server, version]
        place = self.blank(stack, server, template=urlsplit(made.database_url).path.lstrip("/"))
        leave_out = shutil.ignore_patterns("static")
        shutil.copytree(made.folder, place.folder, ignore=leave_out, dirs_exist_ok=True)
        return place

    def _make_template(self, server, version):
        """A release is upgraded in its folder on SQLite, and from its backup on a server."""
        place = self.blank(self._stack, server)
        if server:
            place.command("restore", str(releases.FOLDER / version / "queqiao.backup"))
        else:
            unpack(version, place)
            place.command("prepare")
        return place


class _Maker:
    """Makes the places of one test or one module."""

    def __init__(self, yard, stack):
        self._yard = yard
        self._stack = stack

    def blank(self, server):
        return self._yard.blank(self._stack, server)

    def stocked(self, server, version=releases.LATEST):
        return self._yard.copy(self._stack, server, version)

    def emptied(self, server):
        """A platform of the present version with nothing in it, as ``prepare`` leaves a new one."""
        place = self.stocked(server)
        shutil.rmtree(place.folder / "files")
        (place.folder / "secret.key").unlink()
        if server:
            _empty_server(place)
        else:
            _empty_file(place)
        return place

    def stored(self, version=releases.LATEST):
        """A release as it was stored, on SQLite, not yet upgraded."""
        place = self.blank("")
        unpack(version, place)
        return place


KEPT = ("django_migrations",)


def _empty_server(place):
    import psycopg

    with psycopg.connect(place.database_url) as connection:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        names = {name for (name,) in connection.execute(tables)} - {*KEPT}
        listed = ", ".join(f'"{name}"' for name in sorted(names))
        connection.execute(f"TRUNCATE {listed} RESTART IDENTITY")


def _empty_file(place):
    """Without the refusals of the audit while it lasts."""
    with closing(sqlite3.connect(place.folder / "queqiao.sqlite3")) as connection:
        held = "SELECT name, sql FROM sqlite_master WHERE type = ?"
        triggers = connection.execute(held, ["trigger"]).fetchall()
        for name, _sql in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for name, _sql in connection.execute(held, ["table"]).fetchall():
            if name not in KEPT:
                connection.execute(f'DELETE FROM "{name}"')  # noqa: S608 -- our own tables
        for _name, sql in triggers:
            connection.execute(sql)
        connection.commit()


def unpack(version, place):
    with tarfile.open(releases.FOLDER / version / "data.tar.xz") as archive:
        careful = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # since 3.11.4
        archive.extractall(place.folder, **careful)  # noqa: S202 -- stored beside these tests


@contextmanager
def fresh_database(server_url, template=""):
    """The address of a database made for a place; nothing where it is on SQLite."""
    if not server_url:
        yield ""
        return
    import psycopg

    name = f"queqiao_{secrets.token_hex(5)}"
    like = f' TEMPLATE "{template}"' if template else ""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{like}')
    yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
