"""What an achievement lacks before it may go to review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import EVIDENCE_FROM_TRL, IpState, Ownership, PriceMode
from queqiao_web.foundation.disclosure import Disclosure, Level
from queqiao_web.foundation.errors import Problem
from queqiao_web.foundation.files import files_at
from queqiao_web.organizations.queries import giveaways

_TITLE_LEAST = 4
_SUMMARY_LEAST = 10
_DESCRIPTION_LEAST = 30
_EVIDENCE_LEAST = 10


def submission_problems(achievement: Achievement, *, at: datetime) -> list[Problem]:
    """Everything that keeps it from review; nothing where it can go there."""
    del at  # nothing here depends on the day; one shape with demands
    found = [*_of_texts(achievement), *_of_readiness(achievement), *_of_rights(achievement)]
    if achievement.disclosure == Disclosure.ANONYMOUS:
        found += _giveaways(achievement)
        found += _open_files(achievement)
    return found


def _of_texts(achievement: Achievement) -> Iterator[Problem]:
    if len(achievement.title) < _TITLE_LEAST:
        text = _("Say in the title what it is, in a few words.")
        yield Problem("title", "title.too_short", text)
    if len(achievement.summary) < _SUMMARY_LEAST:
        text = _("Write a public summary, so that others can see what it is about.")
        yield Problem("summary", "summary.too_short", text)
    if len("".join(achievement.description.split())) < _DESCRIPTION_LEAST:
        text = _("Describe principle, indices reached and where it was used, in a few sentences.")
        yield Problem("description", "description.too_short", text)
    if not achievement.industry_code:
        text = _("Choose the industry that can use it.")
        yield Problem("industry_code", "industry_code.missing", text)
    if not achievement.modes:
        text = _("Choose at least one way of cooperation.")
        yield Problem("modes", "modes.missing", text)


def _of_readiness(achievement: Achievement) -> Iterator[Problem]:
    if achievement.trl is None:
        yield Problem("trl", "trl.missing", _("Say how ready it is, from 1 to 9."))
    elif (
        achievement.trl >= EVIDENCE_FROM_TRL
        and len("".join(achievement.trl_evidence.split())) < _EVIDENCE_LEAST
    ):
        text = _(
            "From level %(level)d on, say what shows it: the test, where, when, "
            "who confirmed the result."
        ) % {"level": EVIDENCE_FROM_TRL}
        yield Problem("trl_evidence", "trl_evidence.missing", text)


def _of_rights(achievement: Achievement) -> Iterator[Problem]:
    if not achievement.ownership:
        yield Problem("ownership", "ownership.missing", _("Say who owns it."))
    if achievement.ownership == Ownership.JOINT and not achievement.co_owners:
        yield Problem("co_owners", "co_owners.missing", _("Name the other owners."))
    if achievement.service_achievement is None:
        text = _("Say whether it is a service achievement; the law asks more of those.")
        yield Problem("service_achievement", "service_achievement.missing", text)
    if achievement.ip_state == IpState.GRANTED and not achievement.patents.exists():
        text = _("The rights are said to be granted: list at least one patent or certificate.")
        yield Problem("patents", "patents.missing", text)
    if achievement.price_mode != PriceMode.NEGOTIABLE and achievement.price_cny is None:
        text = _("Give the price, the listing price or the starting price, or choose negotiable.")
        yield Problem("price_cny", "price_cny.missing", text)


def _giveaways(achievement: Achievement) -> list[Problem]:
    """Public texts of an anonymous achievement that name its owner."""
    open_texts = {
        "title": achievement.title,
        "summary": achievement.summary,
        "keywords": " ".join(achievement.keywords),
    }
    return [
        Problem(
            field,
            f"{field}.names_owner",
            _("The achievement is to be anonymous, but this names its owner: “%(name)s”.")
            % {"name": name},
        )
        for field, name in giveaways(achievement.organization, open_texts).items()
    ]


def _open_files(achievement: Achievement) -> Iterator[Problem]:
    """Nobody reads what is inside a file, so an anonymous achievement has none for everybody."""
    if files_at(achievement, Level.PUBLIC).exists():
        text = _(
            "The achievement is to be anonymous, but a file is open to everybody and may name its "
            "owner. Remove it or attach it again for partners."
        )
        yield Problem("evidence", "evidence.open", text)
