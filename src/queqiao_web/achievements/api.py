"""Endpoints of achievements."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import FileResponse
from ninja import File, Form, Query
from ninja.files import UploadedFile

from queqiao_web.achievements import actions, permissions
from queqiao_web.achievements.adapters import PUBLIC_ACHIEVEMENTS
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.queries import (
    achievement_level,
    achievements_of,
    achievements_to_review,
    achievements_visible_to,
    for_list,
    organizations_offering_for,
)
from queqiao_web.achievements.schemas import (
    AchievementBrief,
    AchievementClose,
    AchievementNew,
    AchievementOut,
    AchievementPatch,
    AchievementQuery,
    AchievementReturn,
    EvidenceIn,
    brief,
    changed_content,
    new_content,
    whole,
)
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.api import Code, Page, Router, expected_version, files, page_of
from queqiao_web.foundation.api.files import PaperOut
from queqiao_web.foundation.api.filters import owned_by, within_region
from queqiao_web.foundation.api.verbs import Verbs
from queqiao_web.foundation.disclosure import levels_of, open_level, reveal, stands_in_for_owner
from queqiao_web.foundation.files import Paper
from queqiao_web.foundation.http import PUBLIC, Request
from queqiao_web.foundation.http.pages import get_visible_or_404

READ, WRITE, REVIEW = "achievements:read", "achievements:write", "achievements:review"
router = Router(tags=["achievements"])


@router.reads(
    "list_achievements",
    "/achievements",
    scope=READ,
    permission=PUBLIC,
    answer=Page[AchievementBrief],
)
def list_achievements(request: Request, query: Query[AchievementQuery]) -> Page[AchievementBrief]:
    """The achievements that you may see, the newest first."""
    actor = request.actor

    def show(rows: Sequence[Achievement]) -> list[AchievementBrief]:
        levels = levels_of(actor, rows)
        return [brief(row, levels[row.pk]) for row in rows]

    return page_of(_filtered(_asked_for(query, actor), query, actor), query, show)


@router.creates(
    "create_achievement",
    "/achievements",
    scope=WRITE,
    permission=permissions.can_create_achievement,
    answer=AchievementOut,
)
def create_achievement(request: Request, body: AchievementNew) -> AchievementOut:
    """A new draft in the name of an organization of yours."""
    organization = get_visible_or_404(
        organizations_offering_for(request.actor), code=body.organization
    )
    achievement = actions.create_draft(
        actor=request.actor,
        at=request.received_at,
        organization_id=organization.pk,
        content=new_content(body),
    )
    return _shown(request, achievement)


@router.reads(
    "get_achievement", "/achievements/{code}", scope=READ, permission=PUBLIC, answer=AchievementOut
)
def get_achievement(request: Request, code: Code) -> AchievementOut:
    """One achievement up to your level; a look above what is open to all is recorded."""
    return _shown(request, _find(request, code))


@router.edits(
    "edit_achievement",
    "/achievements/{code}",
    scope=WRITE,
    permission=permissions.can_edit_achievement,
    answer=AchievementOut,
)
def edit_achievement(request: Request, code: Code, body: AchievementPatch) -> AchievementOut:
    """Change a draft or a returned achievement."""
    achievement = _find(request, code)
    require(permissions.can_edit_achievement(request.actor, achievement))
    changed = actions.edit_achievement(
        actor=request.actor,
        at=request.received_at,
        achievement_id=achievement.pk,
        content=changed_content(achievement, body),
        version=expected_version(request),
    )
    return _shown(request, changed)


@router.acts(
    "return_achievement",
    "/achievements/{code}/return",
    scope=REVIEW,
    permission=permissions.can_review_achievement,
    answer=AchievementOut,
)
def return_achievement(request: Request, code: Code, body: AchievementReturn) -> AchievementOut:
    """Send it back with reasons."""
    achievement = _find(request, code)
    actions.return_achievement(
        actor=request.actor,
        at=request.received_at,
        achievement_id=achievement.pk,
        reasons=body.reasons,
        text=body.text,
    )
    return _again(request, achievement)


@router.acts(
    "close_achievement",
    "/achievements/{code}/close",
    scope=WRITE,
    permission=permissions.can_close_achievement,
    answer=AchievementOut,
)
def close_achievement(request: Request, code: Code, body: AchievementClose) -> AchievementOut:
    """End it."""
    achievement = _find(request, code)
    actions.close_achievement(
        actor=request.actor,
        at=request.received_at,
        achievement_id=achievement.pk,
        reason=body.reason,
    )
    return _again(request, achievement)


@router.creates(
    "attach_evidence",
    "/achievements/{code}/evidence",
    scope=WRITE,
    permission=permissions.can_attach_evidence,
    answer=PaperOut,
)
def attach_evidence(
    request: Request, code: Code, body: Form[EvidenceIn], file: File[UploadedFile]
) -> PaperOut:
    """Attach a file that shows the readiness claimed now, to a draft or a returned achievement."""
    paper = Paper(body.paper, body.title)
    return files.attach(request, _find(request, code), file, paper, files.level_of_word(body.level))


@router.gives("get_evidence", "/achievements/{code}/evidence/{file}", scope=READ, permission=PUBLIC)
def get_evidence(request: Request, code: Code, file: Code) -> FileResponse:
    """The content of a file; above what is open to all it is recorded who took it."""
    return files.give(request, _find(request, code), file)


@router.removes(
    "remove_evidence",
    "/achievements/{code}/evidence/{file}",
    scope=WRITE,
    permission=permissions.can_attach_evidence,
)
def remove_evidence(request: Request, code: Code, file: Code) -> None:
    """Take a file away."""
    files.remove(request, _find(request, code), file)


def _find(request: Request, code: str) -> Achievement:
    return get_visible_or_404(achievements_visible_to(request.actor), code=code)


def _again(request: Request, achievement: Achievement) -> AchievementOut:
    """
    The achievement as it stands now, for whoever has just changed it.

    A reviewer who returned it may no longer open it; they get what was theirs to read.
    """
    stored = Achievement.objects.select_related("organization").get(pk=achievement.pk)
    seen = achievements_visible_to(request.actor).filter(pk=achievement.pk).exists()
    return _shown(request, stored) if seen else whole(stored, open_level(stored), is_ours=False)


def _shown(request: Request, achievement: Achievement) -> AchievementOut:
    actor = request.actor
    level = reveal(
        record=achievement,
        actor=actor,
        at=request.received_at,
        level=achievement_level(actor, achievement),
    )
    level = max(level, open_level(achievement))
    return whole(achievement, level, is_ours=stands_in_for_owner(actor, achievement))


_verbs = Verbs(router, "achievement", _find, _again, AchievementOut)
_verbs.add(
    "submit",
    actions.submit_achievement,
    permissions.can_submit_achievement,
    "Send it to review, as it is.",
    scope=WRITE,
)
_verbs.add(
    "withdraw",
    actions.withdraw_achievement,
    permissions.can_withdraw_achievement,
    "Take it back.",
    scope=WRITE,
)
_verbs.add(
    "reopen",
    actions.reopen_achievement,
    permissions.can_reopen_achievement,
    "Make it a draft, to change it.",
    scope=WRITE,
)
_verbs.add(
    "reconfirm",
    actions.reconfirm_achievement,
    permissions.can_reconfirm_achievement,
    "Say that it still holds.",
    scope=WRITE,
)
_verbs.add(
    "match",
    actions.match_achievement,
    permissions.can_match_achievement,
    "Say that a partner is found.",
    scope=WRITE,
)
_verbs.add(
    "resume",
    actions.resume_achievement,
    permissions.can_match_achievement,
    "Look for partners again.",
    scope=WRITE,
)
_verbs.add(
    "claim",
    actions.claim_achievement,
    permissions.can_review_achievement,
    "Take it for review, for an hour.",
    scope=REVIEW,
)
_verbs.add(
    "release",
    actions.release_achievement,
    permissions.can_review_achievement,
    "Leave it to colleagues.",
    scope=REVIEW,
)
_verbs.add(
    "publish",
    actions.publish_achievement,
    permissions.can_review_achievement,
    "Publish what was reviewed.",
    scope=REVIEW,
)


def _asked_for(query: AchievementQuery, actor: Actor) -> QuerySet[Achievement]:
    if query.whose == "mine":
        return achievements_of(actor)
    if query.whose == "review":
        return achievements_to_review(actor)
    return achievements_visible_to(actor)


def _filtered(
    rows: QuerySet[Achievement], query: AchievementQuery, actor: Actor
) -> QuerySet[Achievement]:
    if query.q and query.whose == "mine":
        rows = rows.filter(title__icontains=query.q)
    elif query.q:
        rows = rows.filter(code__in=[*PUBLIC_ACHIEVEMENTS.search_codes(query.q), query.q.upper()])
    if query.state:
        rows = rows.filter(state=query.state)
    if query.region:
        rows = within_region(rows, query.region, actor)
    if query.industry:
        rows = rows.filter(industry_code__startswith=query.industry)
    if query.organization:
        rows = owned_by(rows, query.organization, actor)
    if query.trl_min:
        rows = rows.filter(trl__gte=query.trl_min)
    return for_list(rows)
