"""A platform of its own for one test: a folder, a database, and processes to start and kill."""

import http.client
import itertools
import os
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass

from tests.repo.tree import ROOT
from tests.web.processes.warm import WarmProcess

PATIENCE_S = 90
END_LEASES = (
    "UPDATE foundation_jobrun SET leased_until = '2000-01-01 00:00:00' WHERE state = 'running'",
    "UPDATE django_q_ormq SET lock = '2000-01-01 00:00:00'",
)
END_PAUSES = "UPDATE foundation_jobrun SET due_at = '2000-01-01 00:00:00' WHERE state = 'waiting'"
SETTINGS = "tests.web.processes.settings"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Place:
    def __init__(self, folder, database_url, nursery):
        self.folder = folder
        self.database_url = database_url
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "QUEQIAO_DATA_DIR": str(folder),
            "QUEQIAO_DATABASE_URL": database_url,
            "QUEQIAO_JOB_SECONDS": "3",
            "QUEQIAO_WORKERS": "1",
            "QUEQIAO_WEB_PROCESSES": "1",
        }
        self._nursery = nursery
        self._processes = []
        self._numbers = itertools.count()

    def command(self, *arguments, check=True, **environment):
        """A command of ours, run to its end."""
        number = next(self._numbers)
        paths = [self.folder / f".{stream}{number}" for stream in ("output", "errors")]
        process = self._born("queqiao_web", *arguments, paths=paths, **environment)
        code = process.wait()
        ended = Ended(code, *(path.read_text(encoding="utf-8") for path in paths))
        for path in paths:
            path.unlink()
        if check and code:
            raise AssertionError(f"{' '.join(arguments)}: {ended}")
        return ended

    def start(self, module, *arguments, **environment):
        """A process that stays, in a group of its own."""
        log = self.folder / "processes.log"
        process = self._born(module, *arguments, paths=[log, log], **environment)
        self._processes.append(process)
        return process

    def _born(self, module, *arguments, paths, **environment):
        return WarmProcess(
            self._nursery,
            module,
            *arguments,
            environment={**self.environment, **environment},
            output=paths[0],
            errors=paths[1],
        )

    def start_web(self, port):
        configuration = "python:queqiao_web.config.gunicorn"
        listen = f"127.0.0.1:{port}"
        process = self.start("gunicorn", "-c", configuration, QUEQIAO_LISTEN=listen)
        wait_for(
            lambda: is_ready(port) or process.poll() is not None,
            what=f"the web server did not start: {self.folder / 'processes.log'}",
        )
        assert process.poll() is None, (self.folder / "processes.log").read_text(encoding="utf-8")
        return process

    def start_worker(self):
        return self.start("queqiao_web", "qcluster")

    def wait_until_logged(self, words):
        log = self.folder / "processes.log"
        wait_for(lambda: words in log.read_text(encoding="utf-8"), what=f"nobody said: {words}")

    def hold_at(self, words):
        """Keep whoever runs such a statement from going on, until :meth:`let_go`."""
        (self.folder / "written").unlink(missing_ok=True)
        (self.folder / "hold").write_text(words, encoding="utf-8")

    def wait_until_held(self):
        wait_for((self.folder / "written").exists, what="nobody came to the statement")

    def let_go(self):
        (self.folder / "hold").unlink(missing_ok=True)

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

    def change(self, sql):
        """A statement past Django, committed."""
        if not self.database_url:
            with closing(sqlite3.connect(self.folder / "queqiao.sqlite3")) as connection:
                connection.execute(sql)
                connection.commit()
            return
        import psycopg

        with psycopg.connect(self.database_url) as connection:
            connection.execute(sql)

    def let_leases_end(self):
        """As if the time had passed that a running job and its place in the queue are held."""
        for statement in END_LEASES:
            self.change(statement)

    def let_pauses_end(self):
        """As if the time had passed that a job waits after it failed."""
        self.change(END_PAUSES)

    def clean_up(self):
        for process in self._processes:
            kill(process)


def kill(process):
    """Kill -9 of a process and all its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition, *, what):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(what)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def asked(port, method, path, body=None, **headers):
    """The status and content of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def is_ready(port):
    try:
        return asked(port, "GET", "/ready")[0] == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False


def children(pid):
    """The commands of a process's children, by their numbers."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    found = (line.strip().split(" ", 1) for line in listed.stdout.splitlines())
    return {int(number): command for number, command in found}
