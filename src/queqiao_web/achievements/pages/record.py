"""The page of one achievement, its verbs, and what each level shows of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from queqiao_web.achievements.models import Achievement, AchievementGrant, Inventor, Patent
from queqiao_web.achievements.pages.evidence import evidence_notes
from queqiao_web.achievements.permissions import (
    can_close_achievement,
    can_disclose_achievement,
    can_edit_achievement,
    can_match_achievement,
    can_reconfirm_achievement,
    can_reopen_achievement,
    can_submit_achievement,
    can_withdraw_achievement,
)
from queqiao_web.achievements.queries import (
    achievement_level,
    achievements_visible_to,
    reviews,
    shown_region,
)
from queqiao_web.achievements.states import (
    ACHIEVEMENTS,
    LISTED,
    READINESS,
    AchievementState,
    CooperationMode,
    ReturnReason,
)
from queqiao_web.foundation.access import Actor, Decision, require
from queqiao_web.foundation.disclosure import (
    Disclosure,
    Level,
    knows_owner,
    open_level,
    readable_texts,
    reveal,
    stands_in_for_owner,
)
from queqiao_web.foundation.files import files_at
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.indices import StoredIndex, indices_up_to
from queqiao_web.foundation.ui.timeline import TimelineEntry, timeline_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

_NOUN = "achievements.achievement"
_PRIVATE = tuple(f"{_NOUN}.{verb}" for verb in ("revealed", "disclosed", "concealed", "reminded"))
_BEFORE_THE_PUBLIC = (
    "created",
    "edited",
    "submitted",
    "claimed",
    "released",
    "returned",
    "withdrawn",
    "reopened",
    "expired",
)
_NOT_MILESTONES = (*_PRIVATE, *(f"{_NOUN}.{verb}" for verb in _BEFORE_THE_PUBLIC))


@dataclass(frozen=True, slots=True)
class Verb:
    """A button: where it goes, its word, whether it may be pressed, what it asks."""

    url: str
    text: Text
    decision: Decision
    look: str = "secondary"
    confirm: Text = ""
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """
    An achievement as somebody at ``level`` reads it.

    Patents, evidence and co-owners belong to the details, since their numbers and names tell whose
    it is; inventors are named to whoever may know the owner. A file has a level of its own.
    """

    achievement: Achievement
    level: Level
    texts: dict[str, str]
    indices: list[StoredIndex]
    owner: str
    region: str
    modes: list[Text]
    readiness: Text = ""
    evidence: str = ""
    co_owners: str = ""
    papers: tuple[StoredFile, ...] = ()
    patents: tuple[Patent, ...] = ()
    inventors: tuple[Inventor, ...] = ()
    next_level: Text = ""


def shown_at(achievement: Achievement, level: Level) -> Shown:
    """What the achievement shows at a level: nothing above it goes further than this."""
    level = max(level, open_level(achievement))
    known = knows_owner(achievement, level)
    has_details = level >= Level.DETAILS
    return Shown(
        achievement=achievement,
        level=level,
        texts=readable_texts(achievement, level),
        indices=indices_up_to(achievement, level),
        owner=achievement.organization.name if known else "",
        region=shown_region(achievement, level),
        modes=[CooperationMode(mode).label for mode in achievement.modes],
        readiness=dict(READINESS).get(achievement.trl or 0, ""),
        evidence=achievement.trl_evidence if has_details else "",
        co_owners=achievement.co_owners if has_details else "",
        papers=tuple(files_at(achievement, level)),
        patents=tuple(achievement.patents.all()) if has_details else (),
        inventors=tuple(achievement.inventors.all()) if has_details and known else (),
        next_level=_what_is_hidden(achievement, level),
    )


@page(permission=PUBLIC)
def achievement_detail(request: Request, code: str) -> HttpResponse:
    """One achievement, up to the reader's level; each look above what is open is noted."""
    achievement = find_achievement(request, code)
    actor = request.actor
    level = reveal(
        record=achievement,
        actor=actor,
        at=request.received_at,
        level=achievement_level(actor, achievement),
    )
    is_ours = stands_in_for_owner(actor, achievement)
    is_reviewer = reviews(actor, achievement)
    reasons = [ReturnReason(one).label for one in achievement.return_reasons]
    frame = {
        "achievement": achievement,
        "shown": shown_at(achievement, level),
        "is_ours": is_ours,
        "reviews": is_reviewer,
        "verbs": _verbs(actor, achievement) if is_ours else [],
        "may_edit": can_edit_achievement(actor, achievement),
        "next_step": _next_step(achievement) if is_ours else "",
        "reasons": reasons if is_ours else [],
        "timeline": _timeline(achievement, is_ours=is_ours, level=level),
        "evidence_notes": evidence_notes(achievement, level) if is_ours or is_reviewer else [],
        "grants": _grants(achievement) if is_ours else [],
    }
    return render(request, "achievements/detail.html", frame)


@page(permission=can_disclose_achievement)
def achievement_levels(request: Request, code: str) -> HttpResponse:
    """What the public, partners and signatories read, side by side, for the owner to check."""
    achievement = find_achievement(request, code)
    require(can_disclose_achievement(request.actor, achievement))
    levels = [(level, shown_at(achievement, level)) for level in Level]
    frame = {"achievement": achievement, "levels": levels}
    return render(request, "achievements/levels.html", frame)


def find_achievement(request: Request, code: str) -> Achievement:
    """The achievement of that code, if the actor may see that it exists."""
    return get_visible_or_404(achievements_visible_to(request.actor), code=code)


def _what_is_hidden(achievement: Achievement, level: Level) -> Text:
    """A sentence on what a higher level would show, empty where there is nothing more."""
    if level == Level.PUBLIC and achievement.disclosure == Disclosure.ANONYMOUS:
        return _("The details and the owner are opened when both sides have agreed to talk.")
    if level == Level.PUBLIC and achievement.description:
        return _("The details are opened when both sides have agreed to talk.")
    if level < Level.SECRET and achievement.secret_annex:
        return _("There is a secret annex, opened after a signed non-disclosure agreement.")
    return ""


def _next_step(achievement: Achievement) -> Text:
    """What comes next, for the owner."""
    return {
        AchievementState.DRAFT: _("Only your organization sees this draft. Submit it when ready."),
        AchievementState.SUBMITTED: _("A reviewer of the region reads it now."),
        AchievementState.RETURNED: _("Change what the reviewer names and submit it again."),
        AchievementState.PUBLISHED: _("It is public and takes part in matching."),
        AchievementState.MATCHED: _("A partner is found; others may still ask for a licence."),
        AchievementState.EXPIRED: _("It left matching. Confirm that it still holds."),
        AchievementState.CLOSED: _("It has ended."),
        AchievementState.WITHDRAWN: _("It was taken back."),
    }[AchievementState(achievement.state)]


def _timeline(achievement: Achievement, *, is_ours: bool, level: Level) -> list[TimelineEntry]:
    """All of it with names for the owner and reviewers; the public milestones for others."""
    if is_ours:
        return timeline_of(achievement)
    if level >= Level.DETAILS and level > open_level(achievement):
        return timeline_of(achievement, without=_PRIVATE)
    milestones = timeline_of(achievement, without=_NOT_MILESTONES)
    return [replace(entry, who="", why="") for entry in milestones]


def _grants(achievement: Achievement) -> list[AchievementGrant]:
    rows = AchievementGrant.objects.filter(record=achievement, ended_at__isnull=True)
    return list(rows.select_related("organization").order_by("granted_at", "pk"))


def _verbs(actor: Actor, achievement: Achievement) -> list[Verb]:
    """The verbs that the state allows, the next one first; with the reason where one may not."""
    offered = {
        AchievementState.SUBMITTED: Verb(
            _url(achievement, "submit"),
            _("Submit for review"),
            can_submit_achievement(actor, achievement),
            "primary",
        ),
        AchievementState.PUBLISHED: _to_published(actor, achievement),
        AchievementState.MATCHED: Verb(
            _url(achievement, "match"),
            _("A partner is found"),
            can_match_achievement(actor, achievement),
        ),
        AchievementState.CLOSED: Verb(
            _url(achievement, "close"),
            _("Close"),
            can_close_achievement(actor, achievement),
            is_link=True,
        ),
        AchievementState.DRAFT: Verb(
            _url(achievement, "reopen"),
            _("Reopen and change"),
            can_reopen_achievement(actor, achievement),
            confirm=_("It leaves the public list until it is reviewed again. Go on?")
            if achievement.state in LISTED
            else "",
        ),
        AchievementState.WITHDRAWN: Verb(
            _url(achievement, "withdraw"),
            _("Withdraw"),
            can_withdraw_achievement(actor, achievement),
            "danger",
            confirm=_("Take this achievement back?"),
        ),
    }
    state = achievement.state
    found = [one for to, one in offered.items() if ACHIEVEMENTS.allows(state, to) and one]
    if state == AchievementState.PUBLISHED:
        still = can_reconfirm_achievement(actor, achievement)
        found.insert(0, Verb(_url(achievement, "reconfirm"), _("Still valid"), still, "primary"))
    return found


def _to_published(actor: Actor, achievement: Achievement) -> Verb | None:
    if achievement.state == AchievementState.MATCHED:
        may = can_match_achievement(actor, achievement)
        return Verb(_url(achievement, "resume"), _("Resume the search"), may)
    if achievement.state == AchievementState.EXPIRED:
        may = can_reconfirm_achievement(actor, achievement)
        return Verb(_url(achievement, "reconfirm"), _("Still valid"), may, "primary")
    return None


def _url(achievement: Achievement, verb: str) -> str:
    return reverse(f"achievement_{verb}", args=[achievement.code])
