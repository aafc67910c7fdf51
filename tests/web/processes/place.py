"""A platform of its own for one test: a folder, a database, and processes to start and kill."""

import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

from tests.repo.tree import ROOT

PATIENCE_S = 90


class Place:
    def __init__(self, folder, database_url):
        self.folder = folder
        self.database_url = database_url
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.web.processes.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "QUEQIAO_DATA_DIR": str(folder),
            "QUEQIAO_DATABASE_URL": database_url,
            "QUEQIAO_JOB_SECONDS": "5",
            "QUEQIAO_WORKERS": "1",
            "QUEQIAO_WEB_PROCESSES": "1",
        }
        self._groups = []

    def command(self, *arguments, check=True):
        """A command of ours, run to its end."""
        line = [sys.executable, "-m", "queqiao_web", *arguments]
        return subprocess.run(
            line, env=self.environment, cwd=ROOT, check=check, capture_output=True, text=True
        )

    def start(self, *command, **environment):
        """A process that stays, in a group of its own."""
        with (self.folder / "processes.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                env={**self.environment, **environment},
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._groups.append(process)
        return process

    def start_web(self, port):
        return self.start(
            "gunicorn",
            "-c",
            "python:queqiao_web.config.gunicorn",
            QUEQIAO_LISTEN=f"127.0.0.1:{port}",
        )

    def start_worker(self):
        return self.start("queqiao_web", "qcluster")

    def ask(self, sql):
        """The first column of the rows, read past Django."""
        return [row[0] for row in self.rows(sql)]

    def rows(self, sql):
        """The rows, read past Django."""
        if not self.database_url:
            with closing(sqlite3.connect(self.folder / "queqiao.sqlite3")) as connection:
                return connection.execute(sql).fetchall()
        import psycopg

        with psycopg.connect(self.database_url) as connection:
            return connection.execute(sql).fetchall()

    def clean_up(self):
        for process in self._groups:
            kill(process)


def kill(process):
    """Kill -9 of a process and all its children."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def wait_for(condition, *, what):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(what)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def fresh_database(server_url):
    """The address of a database made for one test; nothing where tests run on SQLite."""
    if not server_url:
        yield ""
        return
    import psycopg

    name = f"queqiao_{secrets.token_hex(5)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
