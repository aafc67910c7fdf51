"""What a profile says: written down by the organization, changed by whoever keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.experts.models import Expert, Work
from queqiao_web.experts.permissions import can_create_expert, can_edit_expert
from queqiao_web.experts.states import Availability, ContactConsent, WorkKind
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.foundation.workflow import check_version, lock, save_change
from queqiao_web.organizations.models import Organization

_TEXT_MOST = 10_000
_WORDS_MOST = 20
_WORKS_MOST = 200
_CASES_MOST, _DAYS_MOST = 50, 31
_YEARS = range(1950, 2101)
_LINES = {
    "name": 60,
    "department": 120,
    "titles": 120,
    "contact_phone": 30,
    "external_id": 60,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkContent:
    """A work as the profile lists it."""

    title: str
    kind: str = WorkKind.PAPER
    year: int | None = None
    abstract: str = ""
    achievement_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertContent:
    """Everything that a profile says."""

    name: str
    department: str = ""
    titles: str = ""
    fields: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    industry_code: str = ""
    region_code: str = ""
    introduction: str = ""
    capacity_cases: int = 2
    capacity_days: int | None = None
    availability: str = Availability.AVAILABLE
    contact_phone: str = ""
    contact_email: str = ""
    contact_consent: str = ContactConsent.PARTNERS
    external_id: str = ""
    works: tuple[WorkContent, ...] = ()


_PLAIN = tuple(
    name
    for name in ExpertContent.__dataclass_fields__
    if name not in {"works", "fields", "keywords"}
)


@transaction.atomic
def create_expert(
    *, actor: Actor, at: datetime, organization_id: int, content: ExpertContent
) -> Expert:
    """
    A new draft of a profile; event ``experts.expert.created``.

    Raises:
        Refused, Invalid (with all problems).
    """
    organization = lock(Organization, organization_id)
    require(can_create_expert(actor, organization))
    expert = Expert(
        organization=organization, created_by_id=actor.user_id, created_at=at, updated_at=at
    )
    _fill(expert, content)
    save_change(expert, actor=actor, at=at, verb="experts.expert.created", before=None)
    _put_works(expert, content)
    return expert


@transaction.atomic
def edit_expert(
    *, actor: Actor, at: datetime, expert_id: int, content: ExpertContent, version: int | None
) -> Expert:
    """
    Change a profile in any state; event ``experts.expert.edited``.

    Raises:
        Refused: the person keeps it themselves; StaleVersion; Invalid (with all problems).
    """
    expert = lock(Expert, expert_id)
    require(can_edit_expert(actor, expert))
    check_version(expert, version)
    before = snapshot(expert)
    _fill(expert, content)
    save_change(expert, actor=actor, at=at, verb="experts.expert.edited", before=before)
    _put_works(expert, content)
    return expert


def content_of(expert: Expert) -> ExpertContent:
    """What a stored profile says, to be changed and written back."""
    return ExpertContent(
        fields=tuple(expert.fields),
        keywords=tuple(expert.keywords),
        works=tuple(
            WorkContent(
                title=one.title,
                kind=one.kind,
                year=one.year,
                abstract=one.abstract,
                achievement_code=one.achievement_code,
            )
            for one in expert.works.all()
        ),
        **{name: getattr(expert, name) for name in _PLAIN},
    )


def content_problems(content: ExpertContent, expert: Expert | None = None) -> list[Problem]:
    """Every problem of the content; ``expert`` is the row that it is to go into."""
    return [
        *_of_texts(content),
        *_of_choices(content),
        *_of_works(content),
        *_of_number(content, expert),
    ]


def _fill(expert: Expert, content: ExpertContent) -> None:
    if problems := content_problems(content, expert):
        raise Invalid(problems)
    for name in _PLAIN:
        value = getattr(content, name)
        setattr(expert, name, value.strip() if isinstance(value, str) else value)
    expert.fields = _each_once(content.fields)
    expert.keywords = _each_once(content.keywords)
    expert.region_code = content.region_code or expert.organization.region_code


def _put_works(expert: Expert, content: ExpertContent) -> None:
    expert.works.all().delete()
    Work.objects.bulk_create(
        Work(expert=expert, position=at, **asdict(one))
        for at, one in enumerate(content.works, start=1)
    )


def _each_once(words: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(word for one in words if (word := one.strip())))


def _of_texts(content: ExpertContent) -> Iterator[Problem]:
    if not content.name.strip():
        yield Problem("name", "name.missing", _("Give the expert a name."))
    for name, most in _LINES.items():
        if len(getattr(content, name)) > most:
            text = _("This text has at most %(most)d characters.") % {"most": most}
            yield Problem(name, f"{name}.too_long", text)
    if len(content.introduction) > _TEXT_MOST:
        text = _("This text has at most %(most)d characters.") % {"most": _TEXT_MOST}
        yield Problem("introduction", "introduction.too_long", text)
    for name in ("fields", "keywords"):
        if len(getattr(content, name)) > _WORDS_MOST:
            text = _("At most %(most)d words, please.") % {"most": _WORDS_MOST}
            yield Problem(name, f"{name}.too_many", text)
    if content.contact_email:
        try:
            validate_email(content.contact_email)
        except ValidationError:
            odd = _("This is no e-mail address.")
            yield Problem("contact_email", "contact_email.invalid", odd)


def _of_choices(content: ExpertContent) -> Iterator[Problem]:
    unknown = _("There is no such choice.")
    if content.availability not in Availability.values:
        yield Problem("availability", "availability.unknown", unknown)
    if content.contact_consent not in ContactConsent.values:
        yield Problem("contact_consent", "contact_consent.unknown", unknown)
    if not 0 <= content.capacity_cases <= _CASES_MOST:
        text = _("From 0 to %(most)d cases at once.") % {"most": _CASES_MOST}
        yield Problem("capacity_cases", "capacity_cases.range", text)
    if content.capacity_days is not None and not 0 <= content.capacity_days <= _DAYS_MOST:
        text = _("From 0 to %(most)d days a month.") % {"most": _DAYS_MOST}
        yield Problem("capacity_days", "capacity_days.range", text)


def _of_works(content: ExpertContent) -> Iterator[Problem]:
    if len(content.works) > _WORKS_MOST:
        text = _("List at most %(most)d works.") % {"most": _WORKS_MOST}
        yield Problem("works", "works.too_many", text)
    for number, one in enumerate(content.works, start=1):
        values = {"number": number}
        if not one.title.strip() or len(one.title) > 200:
            text = _("Work %(number)d needs a title of at most 200 characters.") % values
            yield Problem("works", "works.title", text)
        if one.kind not in WorkKind.values:
            text = _("The kind of work %(number)d is no choice that we know.") % values
            yield Problem("works", "works.kind", text)
        if one.year is not None and one.year not in _YEARS:
            text = _("The year of work %(number)d is no year.") % values
            yield Problem("works", "works.year", text)


def _of_number(content: ExpertContent, expert: Expert | None) -> Iterator[Problem]:
    number = content.external_id.strip()
    if not number or expert is None:
        return
    same = Expert.objects.filter(organization_id=expert.organization_id, external_id=number)
    if same.exclude(pk=expert.pk).exists():
        text = _("Another expert of the organization has this number already.")
        yield Problem("external_id", "external_id.taken", text)
