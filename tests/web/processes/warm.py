"""
Processes of the platform that need not import Python's half of the world each time.

A nursery imports what knows no settings; every process is a fork of it that runs ``python -m
MODULE`` from there, in a group of its own, with the environment it is given: it reads its settings,
opens its files and its database itself, and it can be killed like any other.
"""

import atexit
import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
import traceback
from importlib import import_module

from tests.repo.tree import ROOT

PATIENCE_S = 300
PRELOADED = (
    "cryptography.fernet",
    "django.contrib.sessions.serializers",
    "django.contrib.staticfiles.finders",
    "django.core.cache.backends.db",
    "django.core.handlers.wsgi",
    "django.core.mail.backends.filebased",
    "django.core.management.commands.migrate",
    "django.core.serializers.json",
    "django.db.backends.postgresql.base",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.middleware.csrf",
    "django.template.context_processors",
    "django.template.defaulttags",
    "django.template.loader_tags",
    "django.test.client",
    "fido2.server",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "icalendar",
    "multiprocessing.pool",
    "numba",
    "numpy",
    "psutil",
    "psycopg",
    "pydantic.json_schema",
    "pydantic.types",
    "qrcode",
    "queqiao.matching.index",
    "queqiao.matching.ranking",
    "queqiao.recipes.judging",
    "queqiao.recipes.standing",
    "queqiao.rules",
    "queqiao.text.quantities",
    "requests",
    "whitenoise.middleware",
    "whitenoise.storage",
    "xlsxwriter",
    "yaml",
)


class Nursery:
    """Where processes come from; what is left of them ends with it."""

    def __init__(self):
        self._one_at_a_time = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def ask(self, **order):
        with self._one_at_a_time:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())

    def close(self):
        self._process.communicate()


class WarmProcess:
    """A process that runs a module, as ``subprocess.Popen`` would show it."""

    def __init__(self, nursery, module, *arguments, environment, output, errors=None):
        self._nursery = nursery
        self._code = None
        self.pid = nursery.ask(
            module=module,
            arguments=arguments,
            environment=environment,
            output=str(output),
            errors=str(errors or output),
        )

    def poll(self):
        if self._code is None:
            self._code = self._nursery.ask(of=self.pid)
        return self._code

    def wait(self):
        end = time.monotonic() + PATIENCE_S
        while self.poll() is None:
            assert time.monotonic() < end, f"{self.pid} does not end"
            time.sleep(0.01)
        return self._code

    def send_signal(self, number):
        os.kill(self.pid, number)


def serve():
    """Fork on order, one line of JSON each, and tell how forked processes ended."""
    for name in PRELOADED:
        import_module(name)
    gc.freeze()
    orders, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    alive = set()
    for line in orders:
        order = json.loads(line)
        if "module" in order:
            answer = _fork()
            if not answer:
                _become(order, orders, answers)
            alive.add(answer)
        else:
            answer = _ended(order["of"])
            if answer is not None:
                alive.remove(order["of"])
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    for pid in alive:  # whoever ordered them was killed
        os.killpg(pid, signal.SIGKILL)


def _fork():
    """The number of a process that has a group of its own; 0 in that process."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        os.read(reading, 1)
    else:
        os.setsid()
        os.close(writing)
    os.close(reading)
    return pid


def _become(order, *ours):
    """Run the module of an order, and end."""
    for descriptor, name in ((1, "output"), (2, "errors")):
        file = os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    for one in ours:
        os.close(one.fileno())
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = [order["module"], *order["arguments"]]
    _end_as(_run(order["module"]))


def _run(module):
    """The exit code of a module run as a program."""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as error:
        if error.code is None or isinstance(error.code, int):
            return error.code or 0
        sys.stderr.write(f"{error.code}\n")
        return 1
    except BaseException:  # noqa: BLE001 -- as Python itself would tell it
        traceback.print_exc()
        return 1
    return 0


def _end_as(code):
    """End as Python would, but for taking the half of the world to pieces."""
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _ended(pid):
    """The exit code of a process that has ended, else nothing."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


if __name__ == "__main__":
    serve()
