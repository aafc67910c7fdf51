"""Achievements: published by default, from a verified university."""

from datetime import timedelta
from itertools import count

from queqiao_web.achievements.models import Achievement, Inventor, Patent
from queqiao_web.achievements.states import (
    AchievementState,
    AcquisitionMode,
    EvidenceKind,
    IpState,
    Ownership,
    PatentKind,
    PatentState,
)
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.files import Paper, store_file
from queqiao_web.organizations.states import OrganizationKind
from tests.factories.web.people import make_organization
from tests.factories.web.uploads import PDF, upload
from tests.web.times import NOON

_numbers = count(1)
_TEXT = (
    "针对高硬度陶瓷球精密研磨，采用双自转研磨盘与在线测力闭环，球圆度≤0.08μm，"
    "表面粗糙度Ra≤0.005μm，单批研磨时间由72h缩短到38h，成品率达到96%，已在某企业中试。"
)


def make_university(**fields):
    """A verified university."""
    number = next(_numbers)
    values = {"name": f"虚构第{number}大学", "kind": OrganizationKind.UNIVERSITY, **fields}
    return make_organization(**values)


def make_achievement(**fields):
    """An achievement that its owner has completed; published unless ``state`` says otherwise."""
    number = next(_numbers)
    organization = fields.pop("organization", None) or make_university()
    state = fields.get("state", AchievementState.PUBLISHED)
    reviewed = state not in {
        AchievementState.DRAFT,
        AchievementState.SUBMITTED,
        AchievementState.RETURNED,
    }
    values = {
        "organization": organization,
        "title": f"陶瓷轴承球精密研磨工艺之{number}",
        "summary": "用于高硬度陶瓷球的双自转研磨工艺，已完成中试。",
        "description": _TEXT,
        "keywords": ["陶瓷球", "研磨"],
        "industry_code": "3451",
        "region_code": organization.region_code,
        "modes": ["transfer", "licence"],
        "trl": 7,
        "trl_evidence": "2026年5月在某轴承企业完成三批中试，附第三方检测报告。",
        "ip_state": IpState.GRANTED,
        "ownership": Ownership.SOLE,
        "acquisition": AcquisitionMode.OWN_DEVELOPMENT,
        "service_achievement": True,
        "state": state,
        "confirmed_on": NOON.date() if reviewed else None,
        "valid_until": NOON.date() + timedelta(days=180) if reviewed else None,
        "submitted_at": None if state == AchievementState.DRAFT else NOON,
        "published_at": NOON if reviewed else None,
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    return Achievement.objects.create(**values)


def make_patent(achievement, **fields):
    """A granted invention patent without encumbrance."""
    values = {
        "number": f"ZL2023{next(_numbers):08d}.1",
        "kind": PatentKind.INVENTION,
        "state": PatentState.GRANTED,
        "owners": achievement.organization.name,
        **fields,
    }
    return Patent.objects.create(achievement=achievement, **values)


def make_evidence(achievement, *, level=Level.DETAILS, title="第三方检测报告", **more):
    """A file that shows its readiness, attached while it was a draft."""
    rows = Achievement.objects.filter(pk=achievement.pk)
    rows.update(state=AchievementState.DRAFT)
    name, content = more.get("name", "检测报告.pdf"), more.get("content", PDF)
    row = store_file(
        actor=SYSTEM,
        at=NOON,
        record=achievement,
        upload=upload(name, content),
        level=level,
        paper=Paper(more.get("kind", EvidenceKind.TEST_REPORT), title),
    )
    rows.update(state=achievement.state)
    return row


def make_inventor(achievement, **fields):
    """The next inventor."""
    position = achievement.inventors.count() + 1
    values = {"position": position, "name": f"完成人{position}", **fields}
    return Inventor.objects.create(achievement=achievement, **values)
