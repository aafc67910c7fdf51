"""What would keep the content of an achievement from being stored at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import (
    VALIDITY_DAYS,
    AcquisitionMode,
    CooperationMode,
    Encumbrance,
    IpState,
    Ownership,
    PatentKind,
    PatentState,
    PriceMode,
)
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.errors import Problem

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

    from queqiao_web.achievements.actions.content import AchievementContent

TITLE_MOST = 100
TEXT_MOST = 20_000
KEYWORDS_MOST = 20
PARTS_MOST = 60
PRICE_MOST = 10**13
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./\-]{3,39}")
_LEVELS = range(1, 10)


def content_problems(
    content: AchievementContent, achievement: Achievement | None = None
) -> list[Problem]:
    """
    Every problem of the content; ``achievement`` is the row that it is to go into.

    A draft may be incomplete, never wrong: lengths, choices, numbers, sums.
    """
    return [
        *_of_texts(content),
        *_of_choices(content),
        *_of_numbers(content),
        *_of_patents(content),
        *_of_inventors(content),
        *_of_number_at_owner(content, achievement),
    ]


def _of_texts(content: AchievementContent) -> Iterator[Problem]:
    if not content.title.strip():
        yield Problem("title", "title.missing", _("Give the achievement a title."))
    if len(content.title) > TITLE_MOST:
        yield _too_long("title", TITLE_MOST)
    for name in ("summary", "description", "secret_annex", "trl_evidence"):
        if len(getattr(content, name)) > TEXT_MOST:
            yield _too_long(name, TEXT_MOST)
    if len(content.co_owners) > 200:
        yield _too_long("co_owners", 200)
    if len(content.keywords) > KEYWORDS_MOST:
        text = _("Give at most %(most)d keywords.") % {"most": KEYWORDS_MOST}
        yield Problem("keywords", "keywords.too_many", text)
    if any(len(word) > 40 for word in content.keywords):
        yield Problem("keywords", "keywords.too_long", _("A keyword has at most 40 characters."))


def _of_choices(content: AchievementContent) -> Iterator[Problem]:
    known: list[tuple[str, object, Collection[object]]] = [
        ("disclosure", content.disclosure, Disclosure.values),
        ("ip_state", content.ip_state, IpState.values),
        ("ownership", content.ownership, ["", *Ownership.values]),
        ("acquisition", content.acquisition, ["", *AcquisitionMode.values]),
        ("price_mode", content.price_mode, PriceMode.values),
        ("validity_days", content.validity_days, [days for days, _word in VALIDITY_DAYS]),
    ]
    known += [("modes", mode, CooperationMode.values) for mode in content.modes]
    for name, value, choices in known:
        if value not in choices:
            yield Problem(name, f"{name}.unknown", _("There is no such choice."))


def _of_numbers(content: AchievementContent) -> Iterator[Problem]:
    if content.trl is not None and content.trl not in _LEVELS:
        yield Problem("trl", "trl.range", _("Readiness goes from 1 to 9."))
    price = content.price_cny
    if price is not None and not 0 <= price < PRICE_MOST:
        yield Problem(
            "price_cny", "price_cny.range", _("The price cannot be negative or so large.")
        )
    if price is not None and content.price_mode == PriceMode.NEGOTIABLE:
        text = _("A price is given, so choose how it is found: agreed, listing or auction.")
        yield Problem("price_mode", "price_mode.contradicts", text)
    months = content.use_first_months
    if months is not None and not 1 <= months <= 60:
        text = _("Free use first lasts from 1 to 60 months.")
        yield Problem("use_first_months", "use_first_months.range", text)
    if months is not None and CooperationMode.USE_FIRST not in content.modes:
        text = _("Months of free use need “use first, transfer later” among the ways.")
        yield Problem("use_first_months", "use_first_months.without_mode", text)


def _of_patents(content: AchievementContent) -> Iterator[Problem]:
    if len(content.patents) > PARTS_MOST:
        text = _("List at most %(most)d patents.") % {"most": PARTS_MOST}
        yield Problem("patents", "patents.too_many", text)
    seen: set[str] = set()
    for one in content.patents:
        values = {"number": one.number}
        if not _NUMBER.fullmatch(one.number):
            odd = _("“%(number)s” is no number of a patent or a certificate.") % values
            yield Problem("patents", "patents.number", odd)
        if one.number in seen:
            yield Problem("patents", "patents.twice", _("“%(number)s” is listed twice.") % values)
        seen.add(one.number)
        if (
            one.kind not in PatentKind.values
            or one.state not in PatentState.values
            or one.encumbrance not in Encumbrance.values
        ):
            unknown = _("Kind, state or encumbrance of “%(number)s” is no choice that we know.")
            yield Problem("patents", "patents.choice", unknown % values)


def _of_inventors(content: AchievementContent) -> Iterator[Problem]:
    if len(content.inventors) > PARTS_MOST:
        text = _("Name at most %(most)d inventors.") % {"most": PARTS_MOST}
        yield Problem("inventors", "inventors.too_many", text)
    if any(not one.name.strip() or len(one.name) > 60 for one in content.inventors):
        unnamed = _("Every inventor has a name of at most 60 characters.")
        yield Problem("inventors", "inventors.name", unnamed)
    shares = [one.share for one in content.inventors if one.share is not None]
    if any(not 0 <= share <= 1 for share in shares):
        outside = _("A share lies between 0 and 100 percent.")
        yield Problem("inventors", "inventors.share", outside)
    if shares and (sum(shares) > 1 or (len(shares) == len(content.inventors) and sum(shares) != 1)):
        total = f"{sum(shares) * 100:.2f}".rstrip("0").rstrip(".")
        added = _("The shares of the inventors add up to %(sum)s percent, not to 100.")
        yield Problem("inventors", "inventors.sum", added % {"sum": total})


def _of_number_at_owner(
    content: AchievementContent, achievement: Achievement | None
) -> Iterator[Problem]:
    number = content.external_id.strip()
    if len(number) > 60:
        yield _too_long("external_id", 60)
    if not number or achievement is None:
        return
    same = Achievement.objects.filter(
        organization_id=achievement.organization_id, external_id=number
    ).exclude(pk=achievement.pk)
    if same.exists():
        text = _("Another achievement of the organization has this number already.")
        yield Problem("external_id", "external_id.taken", text)


def _too_long(name: str, most: int) -> Problem:
    text: Text = _("This text has at most %(most)d characters.") % {"most": most}
    return Problem(name, f"{name}.too_long", text)
