"""``queqiao-web backup FILE``: everything in one file, while the platform runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from queqiao_web.foundation.backup import write_backup
from queqiao_web.foundation.management.command import PlatformCommand


class Command(PlatformCommand):
    """Rows of one moment, contents of files, the signing key."""

    help = "Write everything into one file; the platform may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file to write."""
        parser.add_argument("file", type=Path, help="the file to write, such as queqiao.backup")

    def handle(self, *, file: Path, **_options: object) -> None:
        """Write it."""
        written = write_backup(file, at=timezone.now())
        text = _("%(rows)d rows and %(files)d files are in %(file)s. Keep it safe: it holds all.")
        self.stdout.write(text % {"rows": written.rows, "files": written.files, "file": file})
        for code in written.missing:
            self.stderr.write(_("The content of file %(code)s is gone.") % {"code": code})
