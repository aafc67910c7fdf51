"""``queqiao-web restore FILE``: an empty platform becomes what the backup was."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.utils.translation import gettext as _

from queqiao_web.foundation.backup import restore_backup
from queqiao_web.foundation.management.command import PlatformCommand


class Command(PlatformCommand):
    """Into an empty database only; everything is verified before it counts."""

    help = "Make an empty platform what a backup was, at the present version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The backup to read."""
        parser.add_argument("file", type=Path, help="a file that `backup` wrote")

    def handle(self, *, file: Path, **_options: object) -> None:
        """Restore and verify it."""
        restored = restore_backup(file)
        text = _(
            "%(rows)d rows and %(files)d files of %(made_at)s are back, and the audit chain is"
            " whole. Search indices are made anew when the worker starts."
        )
        self.stdout.write(
            text % {"rows": restored.rows, "files": restored.files, "made_at": restored.made_at}
        )
        for code in restored.missing:
            self.stderr.write(_("The content of file %(code)s was gone.") % {"code": code})
