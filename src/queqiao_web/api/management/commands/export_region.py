"""``queqiao-web export_region FILE --region 220000``: a region in the open exchange format."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from queqiao_web.api.exchange import export_region
from queqiao_web.foundation.management.command import PlatformCommand
from queqiao_web.organizations.adapters import region_label


class Command(PlatformCommand):
    """Write every organization, demand, achievement and expert of a region into a file."""

    help = "Export a region in the open exchange format; the file holds secret annexes too."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where to, and which region."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--region", required=True, help="GB/T 2260 code, such as 220000")

    def handle(self, *, file: Path, region: str, **_options: object) -> None:
        """Write it and say how much."""
        if region_label(region) == region:
            raise CommandError(_("No region has the code %(code)s.") % {"code": region})
        try:
            counts = export_region(file, region=region, at=timezone.now())
        except FileExistsError:
            raise CommandError(_("There is a file of this name already.")) from None
        except OSError as error:
            text = _("The file cannot be written: %(why)s") % {"why": error.strerror}
            raise CommandError(text) from None
        for name, count in counts.items():
            self.stdout.write(f"{name}\t{count}")
        self.stdout.write(_("It holds secret annexes and contacts: keep it as safe as a backup."))
