"""The people of the demo region: accounts, names, posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from queqiao_web.accounts.actions import note_sign_in_event
from queqiao_web.accounts.models import User
from queqiao_web.demo.world import World, region
from queqiao_web.foundation.access import SYSTEM, RegionRole
from queqiao_web.foundation.serving.sample import SampleAccount
from queqiao_web.organizations.actions import appoint

PASSWORD = "queqiao-demo"  # noqa: S105 -- made public on purpose: it opens made-up accounts only  # nosec B105
MARK = "（虚构）"
ROLES: Final = {
    "operator": _("Platform operator"),
    "officer": _("Officer of the province"),
    "officer-changchun": _("Officer of Changchun"),
    "officer-jilin": _("Officer of Jilin City"),
    "officer-outside": _("Officer for other provinces"),
    "auditor": _("Auditor"),
    "reviewer": _("Reviewer"),
    "broker": _("Technology broker"),
    "broker2": _("Another technology broker"),
    "enterprise": _("Enterprise with demands"),
    "university": _("University with achievements"),
    "expert": _("Expert"),
    "park": _("Park"),
    "bank": _("Bank"),
    "investor": _("Investor"),
}
"""What the accounts that are shown at the start are, by user name."""


class Names:
    """Made-up names, none of them twice."""

    def __init__(self, world: World) -> None:
        shown = {one["name"] for one in region()["accounts"]}
        pairs = [
            f"{surname}{given}{MARK}"
            for surname in region()["surnames"]
            for given in region()["givens"]
        ]
        self._left = sorted(set(pairs) - shown)
        world.random.shuffle(self._left)

    def take(self) -> str:
        """The next name."""
        return self._left.pop()


class Accounts:
    """Makes accounts; the one password is hashed once, since hashing is slow on purpose."""

    def __init__(self) -> None:
        self._hashed = make_password(PASSWORD)
        self._count = 0

    def make(self, *, name: str, at: datetime, username: str = "") -> User:
        """
        A person who has signed up; event ``accounts.user.signed_up``.

        They have no address: nobody is to receive mail from a demo region.
        """
        self._count += 1
        user = User(
            username=username or f"member{self._count:03d}",
            display_name=name,
            password=self._hashed,
            date_joined=at,
            terms_agreed_at=at,
        )
        user.save(force_insert=True)
        note_sign_in_event(actor=SYSTEM, at=at, user=user, verb="signed_up")
        return user


def make_people(world: World, accounts: Accounts) -> None:
    """The accounts that are shown at the start, with their posts; the operator's comes first."""
    at = world.timeline.day(364)
    for one in region()["accounts"]:
        key: str = one["key"]
        person = world.people[key] = accounts.make(name=one["name"], at=at, username=key)
        if "post" in one:
            by = SYSTEM if one["post"] == RegionRole.OPERATOR else world.person("operator")
            if one["within"] == "000000":
                by = SYSTEM
            appoint(actor=by, at=at, user_id=person.pk, role=one["post"], region_code=one["within"])
            world.changed(person)


def demo_accounts() -> Iterator[SampleAccount]:
    """The accounts that open with the password of the demo region."""
    for one in region()["accounts"]:
        yield SampleAccount(str(ROLES[one["key"]]), one["key"], PASSWORD)
