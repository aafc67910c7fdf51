"""``queqiao-web run``: everything that the platform needs, web and worker, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from queqiao_web.foundation.management.command import PlatformCommand
from queqiao_web.foundation.serving.ports import is_free, wait_until_ready
from queqiao_web.foundation.serving.prepare import prepare
from queqiao_web.foundation.serving.sample import build_sample, is_empty, sample_accounts
from queqiao_web.foundation.serving.supervise import Service, supervise

_READY_S = 60


class Command(PlatformCommand):
    """Prepare, build the demo region where nobody is there yet, start web and worker."""

    help = "Start the platform: database, demo region where it is empty, web and worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options."""
        host, port = settings.LISTENS_AT
        parser.add_argument("--host", default=host, help=f"where to listen ({host})")
        parser.add_argument("--port", type=int, default=port, help=f"on which port ({port})")
        parser.add_argument(
            "--without-demo", action="store_true", help="leave an empty platform empty"
        )

    def handle(self, *, host: str, port: int, without_demo: bool, **_options: object) -> None:
        """Start, and stay until a signal."""
        if not is_free(host, port):
            raise CommandError(
                _("Port %(port)d is taken already. Stop what uses it, or choose another: %(how)s")
                % {"port": port, "how": f"queqiao-web run --port {port + 1}"},
                returncode=2,
            )
        self._say(_("Preparing the database …"))
        prepare()
        if is_empty() and not without_demo:
            self._build_demo()
        code = self._serve(host, port)
        self._say(_("Stopped."))
        if code:
            sys.exit(code)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _build_demo(self) -> None:
        self._say(_("Building the demo region: once, through the same steps that users take …"))
        if not build_sample(at=timezone.now(), tell=self._say):
            self._say(_("This version has no demo region; the platform starts empty."))

    def _serve(self, host: str, port: int) -> int:
        logs = Path(settings.DATA_DIR) / "logs"
        logs.mkdir(mode=0o700, exist_ok=True)
        name = "localhost" if host == "127.0.0.1" else host  # browsers keep passkeys for names
        address = f"http://{name}:{port}"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "QUEQIAO_DATA_DIR": str(settings.DATA_DIR),
            "QUEQIAO_LISTEN": f"{host}:{port}",
        }
        environment.setdefault("QUEQIAO_PUBLIC_URL", address)
        python = sys.executable
        web = (python, "-m", "gunicorn", "-c", "python:queqiao_web.config.gunicorn")
        work = (python, "-m", "queqiao_web", "qcluster")
        return supervise(
            [
                Service("web", web, logs / "web.log"),
                Service("worker", work, logs / "worker.log"),
            ],
            environment=environment,
            started=lambda: self._tell_where(host, port, environment["QUEQIAO_PUBLIC_URL"]),
            lost=self._tell_lost,
        )

    def _tell_where(self, host: str, port: int, address: str) -> None:
        if not wait_until_ready(host, port, within_s=_READY_S):
            self._say(_("The web server does not answer yet; its log: %(folder)s") % _folder())
            return
        self._say("")
        self._say(_("Queqiao is ready: %(address)s") % {"address": address})
        accounts = sample_accounts()
        if accounts:
            self._say(_("Demo accounts (user name / password):"))
        for one in accounts:
            self._say(f"  {one.role}  {one.sign_in} / {one.password}")
        self._say(_("Data and logs: %(folder)s") % {"folder": settings.DATA_DIR})
        self._say(_("Ctrl-C stops it."))

    def _tell_lost(self, service: Service, code: int) -> None:
        text = _("%(name)s ended unexpectedly (%(code)d) and is started again; its log: %(log)s")
        self._say(text % {"name": service.name, "code": code, "log": service.log})


def _folder() -> dict[str, object]:
    return {"folder": Path(settings.DATA_DIR) / "logs"}
