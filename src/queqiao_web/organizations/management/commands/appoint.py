"""``queqiao-web appoint``: give a post from the command line, such as the first operator's."""

from __future__ import annotations

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from queqiao_web.accounts.queries import person_named
from queqiao_web.foundation.access import SYSTEM, RegionRole
from queqiao_web.foundation.access.regions import NATION
from queqiao_web.foundation.errors import Invalid
from queqiao_web.foundation.management.command import PlatformCommand
from queqiao_web.organizations.actions import appoint
from queqiao_web.organizations.adapters import read_region


class Command(PlatformCommand):
    """Give a person a post within a region; on a fresh platform this makes the first operator."""

    help = "Give a post: queqiao-web appoint chen@example.org operator 吉林省"

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, which post, where."""
        parser.add_argument("login", help="e-mail or user name")
        parser.add_argument("role", choices=RegionRole.values)
        parser.add_argument("region", nargs="?", default=NATION, help="code or name; the nation")

    def handle(self, *, login: str, role: str, region: str, **_options: object) -> None:
        """Give it, or say what is wrong."""
        person = person_named(login)
        if person is None:
            text = _("%(login)s: there is no such person; they register first.")
            raise CommandError(text % {"login": login})
        code = NATION if region == NATION else read_region(region).code
        if not code:
            text = _("%(region)s: there is no such region; write it as in 吉林省长春市.")
            raise CommandError(text % {"region": region})
        try:
            appoint(actor=SYSTEM, at=timezone.now(), user_id=person.pk, role=role, region_code=code)
        except Invalid as error:
            raise CommandError("; ".join(str(one.text) for one in error.problems)) from None
        self.stdout.write(f"{login} {role} {code}")
