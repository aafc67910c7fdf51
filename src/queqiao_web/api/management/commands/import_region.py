"""``queqiao-web import_region FILE``: records in the open exchange format, all or none."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from queqiao_web.api.exchange import BadFile, FileProblem, import_file
from queqiao_web.foundation.management.command import PlatformCommand


class Command(PlatformCommand):
    """Take in every record of a file, or name everything that is wrong with it."""

    help = "Import a file of the open exchange format; the same file twice changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: object) -> None:
        """Take it in and say what became of it."""
        try:
            taken = import_file(file, at=timezone.now())
        except BadFile as error:
            for problem in error.problems:
                self.stderr.write(_told(problem))
            text = _("Nothing was imported: %(count)d problems.") % {"count": len(error.problems)}
            raise CommandError(text) from None
        for word, counts in (
            (_("new"), taken.made),
            (_("changed"), taken.changed),
            (_("the same already"), taken.same),
        ):
            for name, count in counts.items():
                self.stdout.write(f"{word}\t{name}\t{count}")


def _told(problem: FileProblem) -> str:
    """``demands.jsonl line 12: budget_cny: …``."""
    place = problem.file
    if problem.line is not None:
        place = _("%(file)s line %(line)d") % {"file": problem.file, "line": problem.line}
    return ": ".join(part for part in (place, problem.field, str(problem.text)) if part)
