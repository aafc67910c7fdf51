"""What matching has for the pages of others: what waits, and the matches beside a record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import Actor, RegionRole
from queqiao_web.foundation.disclosure import stands_in_for_owner
from queqiao_web.foundation.ui.related import RelatedLink
from queqiao_web.foundation.ui.waiting import WaitingGroup, WaitingItem, first_of
from queqiao_web.matching.pages.cards import cards_of
from queqiao_web.matching.queries import (
    fresh_for,
    introductions_without_broker,
    unanswered_in,
    waiting_for,
)


def waiting_matches(actor: Actor, at: datetime) -> Iterable[WaitingGroup]:
    """Answers that the other side waits for, new matches, silences for officers."""
    del at
    if actor.organization_ids or actor.delegated:
        asked, count = first_of(waiting_for(actor).order_by("pk"))
        yield WaitingGroup(
            title=_("Somebody waits for your answer"),
            items=tuple(
                WaitingItem(
                    title=card.other_title,
                    url=reverse("match_detail", args=[card.match.code]),
                    since=card.match.updated_at,
                    consequence=_("After this day your silence is recorded and they are told."),
                    due_at=card.due_at,
                    about=card.own_title,
                )
                for card in cards_of(asked, actor)
            ),
            count=count,
            url=reverse("match_list"),
        )
        fresh, count = first_of(fresh_for(actor))
        yield WaitingGroup(
            title=_("New matches"),
            items=tuple(
                WaitingItem(
                    title=card.other_title,
                    url=reverse("match_detail", args=[card.match.code]),
                    since=card.match.created_at,
                    about=card.own_title,
                )
                for card in cards_of(fresh, actor)
            ),
            count=count,
            url=reverse("match_list"),
        )
    if regions := actor.regions_as(RegionRole.OFFICER):
        silent, count = first_of(unanswered_in(regions))
        yield WaitingGroup(
            title=_("Interest that nobody answered"),
            items=tuple(
                WaitingItem(
                    title=match.demand.title,
                    url=reverse("match_detail", args=[match.code]),
                    since=match.updated_at,
                    consequence=_("One side still waits; a call from you may help."),
                    about=match.achievement.title,
                )
                for match in silent
            ),
            count=count,
            url=reverse("match_list") + "?state=unanswered",
        )
        alone, count = first_of(introductions_without_broker(regions))
        yield WaitingGroup(
            title=_("Introductions without a broker"),
            items=tuple(
                WaitingItem(
                    title=one.match.demand.title,
                    url=reverse("introduction_detail", args=[one.code]),
                    since=one.created_at,
                    about=one.match.achievement.title,
                )
                for one in alone
            ),
            count=count,
            url=reverse("introduction_list"),
        )


def matches_of_record(record: Model, actor: Actor) -> Iterable[RelatedLink]:
    """The way to a record's matches, for its owner and for officers of its region."""
    if isinstance(record, Demand):
        name = "demand_matches"
    elif isinstance(record, Achievement):
        name = "achievement_matches"
    else:
        return
    officer = actor.holds(RegionRole.OFFICER, RegionRole.BROKER, within=record.region_code)
    if stands_in_for_owner(actor, record) or officer:
        yield RelatedLink(_("Matches and near misses"), reverse(name, args=[record.code]))
