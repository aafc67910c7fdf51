"""
The demo region: a made-up year of a real province's platform, built by the actions that users use.

All of it is one transaction: whoever stops it in the middle finds an empty platform, and the next
start begins anew. Indexes are files; they are made anew from the rows at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Final, Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements import tasks as achievement_tasks
from queqiao_web.demands import tasks as demand_tasks
from queqiao_web.demo.achievements import plan_achievements
from queqiao_web.demo.answers import Inboxes
from queqiao_web.demo.courses import Course, draw_courses
from queqiao_web.demo.dealings import plan_courses
from queqiao_web.demo.demands import plan_demands
from queqiao_web.demo.experts import plan_experts
from queqiao_web.demo.facts import plan_facts
from queqiao_web.demo.firms import make_organizations
from queqiao_web.demo.people import Accounts, Names, demo_accounts, make_people
from queqiao_web.demo.quiet import only_needed_jobs, queue_by_hand
from queqiao_web.demo.sources import read_source
from queqiao_web.demo.standing import Standings
from queqiao_web.demo.timeline import Timeline
from queqiao_web.demo.world import World
from queqiao_web.foundation.audit.chain import find_breaks
from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.jobs.models import JobRun
from queqiao_web.foundation.jobs.registry import find_jobs
from queqiao_web.foundation.jobs.run import sweep

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

__all__ = ["SEED", "build_demo", "demo_accounts"]

SEED: Final = 20_261_101
_NEWS_DAYS: Final = 21
"""What happened earlier has been read long ago: nobody is told of it."""
_STEP_DAYS: Final = 6
_REPORTS: Final = 5
_ALL_DEMANDS: Final = 175
Tell = Callable[[str], None]


class Say(Protocol):
    """Tells how far the building is, in the language of whoever started it."""

    def __call__(self, text: Text, **values: object) -> None: ...


def build_demo(
    *, at: datetime, tell: Tell, fields: frozenset[str] | None = None, seed: int = SEED
) -> None:
    """
    Build the region on an empty platform, as it stands at ``at`` after a year.

    ``fields`` keeps to the records of some fields (``EQ``, ``FD`` ...). The same ``at``, seed and
    fields give the same region; only public codes differ, as they are drawn to be unguessable.

    Raises:
        RuntimeError: the platform is not empty, a job failed, or the audit chain does not hold.
    """
    if get_user_model().objects.exists():
        message = "the demo region is built on an empty platform only"
        raise RuntimeError(message)
    find_jobs()
    language = translation.get_language()

    def say(text: Text, **values: object) -> None:
        with translation.override(language):
            tell(str(text) % values)

    # The queue is in our hands until after the commit, which is when workers would be told.
    with queue_by_hand(), translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        _build(at, say, fields, seed)


def _build(at: datetime, say: Say, fields: frozenset[str] | None, seed: int) -> None:
    draw = Random(seed)  # noqa: S311 -- a made-up year, no secret
    source = read_source(on=legal_day(at), fields=fields)
    share = len(source.demands) / _ALL_DEMANDS
    world = World(at=at, source=source, random=draw, timeline=Timeline(at, draw), share=share)
    with only_needed_jobs(with_news=False):
        accounts = Accounts()
        make_people(world, accounts)
        names = Names(world)
        make_organizations(world, accounts, names)
        say(_("People and organizations: %(count)d"), count=len(world.organizations))
        standings = Standings()
        courses = _plan(world, standings, names)
        _pass(world, world.timeline.day(345), 0, say)
        standings.build(at=world.timeline.day(345))
        _pass(world, at - timedelta(days=_NEWS_DAYS), _REPORTS, say)
    with only_needed_jobs(with_news=True):
        _pass(world, at, 1, say)
    say(_("Indexes and matches as of today …"))
    with only_needed_jobs(with_news=False):
        standings.finish(at=at)
    _close(say, courses)


def _plan(world: World, standings: Standings, names: Names) -> list[Course]:
    """The year as a plan: every record's life, and the courses of deals through it."""
    courses = draw_courses(world)
    inboxes = Inboxes(world, courses, standings)
    early = frozenset(one.achievement for one in courses)
    crews = plan_achievements(world, names, early=early, standings=standings)
    days_ago = {one.demand: one.entered for one in courses}
    plan_demands(world, days_ago=days_ago, is_published=inboxes.receive)
    plan_experts(world, crews)
    plan_facts(world)
    plan_courses(world, courses)
    return courses


def _pass(world: World, until: datetime, reports: int, say: Say) -> None:
    """Let time pass: what is planned, and what the platform does by the clock."""
    line, begin = world.timeline, world.timeline.day(352)
    moment = max(line.reached, begin)
    days = max((until - moment).days, 1)
    told = 0
    while moment < until:
        moment = min(moment + timedelta(days=_STEP_DAYS), until)
        line.run(moment)
        _by_the_clock(moment)
        part = 1 - (until - moment).days / days
        if reports and told < int(part * reports):
            told = int(part * reports)
            events = AuditHead.objects.get(pk=1).sequence
            day = legal_day(moment).isoformat()
            say(_("The year until %(day)s: %(events)d events"), day=day, events=events)


def _by_the_clock(at: datetime) -> None:
    """What workers would have done by then: reminders, expiry, silence, notices, the queue."""
    demand_tasks.watch_validity(at=at)
    achievement_tasks.watch_validity(at=at)
    _chase(at)
    while sweep(at=at):
        pass


def _chase(at: datetime) -> None:
    from queqiao_web.matching.tasks import chase_answers  # noqa: PLC0415 -- registers jobs

    chase_answers(at=at)


def _close(say: Say, courses: list[Course]) -> None:
    """Nothing failed, nothing is left over, and the chain holds."""
    failed = JobRun.objects.exclude(error="").first()
    if failed is not None:
        message = f"{failed.name}: {failed.error}"
        raise RuntimeError(message)
    head = AuditHead.objects.get(pk=1)
    events = AuditEvent.objects.order_by("sequence").iterator(chunk_size=500)
    broken = next(find_breaks(events, head_sequence=head.sequence, head_digest=head.digest), None)
    if broken is not None:
        message = f"the audit chain does not hold at {broken.sequence}: {broken.code}"
        raise RuntimeError(message)
    found = sum(one.is_found for one in courses)
    text = _("Built: %(events)d events in a verified chain, %(deals)d pairs brought together")
    say(text, events=head.sequence, deals=found)
