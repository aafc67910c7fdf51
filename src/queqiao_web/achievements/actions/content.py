"""What an achievement says: written down as a draft, and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from queqiao_web.achievements.actions.problems import content_problems
from queqiao_web.achievements.actions.values import InventorContent, PatentContent, ip_state_of
from queqiao_web.achievements.models import Achievement, Inventor, Patent
from queqiao_web.achievements.permissions import can_create_achievement, can_edit_achievement
from queqiao_web.achievements.states import IpState, PriceMode
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.errors import Invalid
from queqiao_web.foundation.indices import FIELDS, IndexMark, marks_in, read_indices
from queqiao_web.foundation.workflow import check_version, lock, save_change
from queqiao_web.organizations.models import Organization

__all__ = [
    "AchievementContent",
    "InventorContent",
    "PatentContent",
    "content_of",
    "content_problems",
    "create_draft",
    "edit_achievement",
]

_PLAIN = (
    "disclosure",
    "industry_code",
    "trl",
    "ready_on",
    "ownership",
    "acquisition",
    "service_achievement",
    "price_mode",
    "price_cny",
    "use_first_months",
    "validity_days",
)
"""Fields that go into the row as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementContent:
    """
    Everything that the owner writes into an achievement.

    ``marks`` says of indices, by the key of ``indices.mark_of``, whether they are confirmed or
    struck out. A draft may lack anything but its title. ``ip_state`` counts where no patents are
    given; else they tell it.
    """

    title: str
    summary: str = ""
    description: str = ""
    secret_annex: str = ""
    disclosure: str = Disclosure.PUBLIC
    keywords: tuple[str, ...] = ()
    region_code: str = ""
    industry_code: str = ""
    modes: tuple[str, ...] = ()
    trl: int | None = None
    trl_evidence: str = ""
    ready_on: date | None = None
    ip_state: str = IpState.UNKNOWN
    ownership: str = ""
    co_owners: str = ""
    acquisition: str = ""
    service_achievement: bool | None = None
    price_mode: str = PriceMode.NEGOTIABLE
    price_cny: Decimal | None = None
    use_first_months: int | None = None
    external_id: str = ""
    validity_days: int = 180
    patents: tuple[PatentContent, ...] = ()
    inventors: tuple[InventorContent, ...] = ()
    marks: Mapping[str, IndexMark] = field(default_factory=dict)


@transaction.atomic
def create_draft(
    *, actor: Actor, at: datetime, organization_id: int, content: AchievementContent
) -> Achievement:
    """
    A new draft of the organization; event ``achievements.achievement.created``.

    Where no region is given it is the organization's.

    Raises:
        Refused, Invalid (with all problems).
    """
    organization = lock(Organization, organization_id)
    require(can_create_achievement(actor, organization))
    achievement = Achievement(
        organization=organization, created_by_id=actor.user_id, created_at=at, updated_at=at
    )
    _fill(achievement, content)
    verb = "achievements.achievement.created"
    save_change(achievement, actor=actor, at=at, verb=verb, before=None, details=_parts(content))
    _put_parts(achievement, content)
    return achievement


@transaction.atomic
def edit_achievement(
    *,
    actor: Actor,
    at: datetime,
    achievement_id: int,
    content: AchievementContent,
    version: int | None,
) -> Achievement:
    """
    Change a draft or a returned achievement; event ``achievements.achievement.edited``.

    ``version`` is the one that the person had before them.

    Raises:
        Refused, StaleVersion, Invalid (with all problems).
    """
    achievement = lock(Achievement, achievement_id)
    require(can_edit_achievement(actor, achievement))
    check_version(achievement, version)
    before = snapshot(achievement)
    _fill(achievement, content)
    save_change(
        achievement,
        actor=actor,
        at=at,
        verb="achievements.achievement.edited",
        before=before,
        details=_parts(content),
    )
    _put_parts(achievement, content)
    return achievement


def content_of(achievement: Achievement) -> AchievementContent:
    """What a stored achievement says, to be changed and written back."""
    return AchievementContent(
        title=achievement.title,
        summary=achievement.summary,
        description=achievement.description,
        secret_annex=achievement.secret_annex,
        keywords=tuple(achievement.keywords),
        region_code=achievement.region_code,
        modes=tuple(achievement.modes),
        trl_evidence=achievement.trl_evidence,
        ip_state=achievement.ip_state,
        co_owners=achievement.co_owners,
        external_id=achievement.external_id,
        patents=tuple(PatentContent.of(row) for row in achievement.patents.all()),
        inventors=tuple(InventorContent.of(row) for row in achievement.inventors.all()),
        marks=marks_in(achievement.indices),
        **{name: getattr(achievement, name) for name in _PLAIN},
    )


def _fill(achievement: Achievement, content: AchievementContent) -> None:
    problems = content_problems(content, achievement)
    if problems:
        raise Invalid(problems)
    for name in _PLAIN:
        setattr(achievement, name, getattr(content, name))
    achievement.title = " ".join(content.title.split())
    for name in ("summary", "description", "secret_annex", "trl_evidence"):
        setattr(achievement, name, getattr(content, name).strip())
    achievement.co_owners = content.co_owners.strip()
    achievement.external_id = content.external_id.strip()
    words = (word.strip() for word in content.keywords)
    achievement.keywords = list(dict.fromkeys(word for word in words if word))
    achievement.region_code = content.region_code or achievement.organization.region_code
    achievement.modes = list(dict.fromkeys(content.modes))
    achievement.ip_state = ip_state_of(content.patents, stated=content.ip_state)
    texts = {name: getattr(achievement, name) for name in FIELDS}
    achievement.indices = read_indices(texts, marks=content.marks)


def _put_parts(achievement: Achievement, content: AchievementContent) -> None:
    """Patents and inventors as the content lists them, in place of those before."""
    achievement.patents.all().delete()
    achievement.inventors.all().delete()
    Patent.objects.bulk_create(
        Patent(achievement=achievement, **asdict(one)) for one in content.patents
    )
    Inventor.objects.bulk_create(
        Inventor(achievement=achievement, position=at, **asdict(one))
        for at, one in enumerate(content.inventors, start=1)
    )


def _parts(content: AchievementContent) -> dict[str, object]:
    """What the event tells of patents and inventors: numbers, and how many people."""
    return {
        "patents": [one.number for one in content.patents],
        "inventors": len(content.inventors),
    }
