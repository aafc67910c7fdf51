"""A whole platform for browser tests: web and worker on a folder and a database of their own."""

import email
import email.policy
import json
import subprocess
import sys
from pathlib import Path

from tests.repo.tree import ROOT
from tests.web.processes.place import Place, free_port, wait_for

DUE = "SELECT count(*) FROM foundation_jobrun WHERE state IN ('waiting', 'running')"
SESSION = "queqiao_session"
LANGUAGE = "queqiao_language"


class LivePlatform(Place):
    """
    What a test has at hand: ``url`` to open, ``call`` to lay out data, ``settle`` to wait until
    the worker has done what was called for, ``mails`` that were sent.
    """

    def __init__(self, folder, database_url, nursery, *, host="127.0.0.1"):
        super().__init__(folder, database_url, nursery)
        self.port = free_port()
        self.url = f"http://{host}:{self.port}"
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "queqiao_web.config.settings",
            "QUEQIAO_PUBLIC_URL": self.url,
            "QUEQIAO_LANG": "zh",
            "QUEQIAO_JOB_SECONDS": "300",
        }

    def begin(self):
        self.command("prepare")
        self.start_web(self.port)
        self.start_worker()

    def call(self, name, **arguments):
        """What a function of ``seeds.py`` gives back, run in a process beside web and worker."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.e2e.platform.calls", name, json.dumps(arguments)],
            env=self.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def settle(self):
        """Wait until no job is due; one that failed waits for its next try and is no matter."""
        wait_for(lambda: self.ask(DUE) == [0], what="jobs are left that nobody does")

    def mails(self):
        """The texts of all mails, in the order in which they were written."""
        files = sorted(
            Path(self.folder, "mail").glob("*.log"), key=lambda path: path.stat().st_mtime
        )
        return [path.read_text(encoding="utf-8") for path in files]

    def readable_mails(self):
        """What the mails say, in the words that their readers see."""
        read = []
        for text in self.mails():
            mail = email.message_from_string(text, policy=email.policy.default)
            body = mail.get_body(("plain",))
            read.append(f"{mail['subject']}\n{body.get_content() if body else ''}")
        return read
