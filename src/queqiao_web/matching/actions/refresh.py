"""Keeping the matches of what changed: the index first, then the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import PlatformError
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.jobs import enqueue_spread
from queqiao_web.foundation.likeness import PORTION, call_for
from queqiao_web.foundation.workflow import advance, lock, save_change
from queqiao_web.matching.adapters.entries import (
    Entry,
    achievement_entry,
    code_of,
    demand_entry,
    entry_id,
)
from queqiao_web.matching.adapters.pairs import (
    LEAST_SCORE,
    Found,
    find_for_achievement,
    find_for_demand,
    look_again,
    tallies_of,
)
from queqiao_web.matching.adapters.standing import (
    Standing,
    current_standing,
    drop_entries,
    keep_standing,
    put_entries,
)
from queqiao_web.matching.models import Match, Refresh
from queqiao_web.matching.permissions import can_refresh_matches
from queqiao_web.matching.queries import achievement_rows, active_ranker, demand_rows
from queqiao_web.matching.states import (
    ANSWER_DAYS,
    LAPSING,
    MATCHES,
    Answer,
    MatchState,
    Side,
)

_APART = timedelta(seconds=2)
KEPT_AS = "index/matching"
"""The name under which jobs keep the index."""
_SILENT = Q(demand_answer="", achievement_answer="")


def refresh_demand(*, actor: Actor, demand_id: int, at: datetime) -> Refresh:
    """
    Put the demand into the index as it is now and renew its matches; forget it where it has left.

    Effects, in order: the index, the rows of matches, one event ``matching.refresh.finished``.

    Raises:
        IndexGrows: there is no index yet, and too much for it to be made at once.
    """
    on = legal_day(at)
    row = demand_rows(on=on).filter(pk=demand_id).first()
    if row is None:
        gone = Demand.objects.get(pk=demand_id)
        return forget_record(actor=actor, side=Side.DEMAND, record=gone, at=at)
    require(can_refresh_matches(actor, row))
    standing = _with_entry(demand_entry(row), at)
    found = find_for_demand(row, standing, at=on)
    others = _achievements({pair.achievement_code for pair in found.pairs})
    pairs = {
        others[pair.achievement_code].pk: (row, others[pair.achievement_code], pair)
        for pair in found.pairs
        if pair.achievement_code in others
    }
    return _record(Side.DEMAND, row, pairs, standing, actor, at, found.why_none)


def refresh_achievement(*, actor: Actor, achievement_id: int, at: datetime) -> Refresh:
    """As :func:`refresh_demand`, from the achievement's side."""
    on = legal_day(at)
    row = achievement_rows(on=on).filter(pk=achievement_id).first()
    if row is None:
        gone = Achievement.objects.get(pk=achievement_id)
        return forget_record(actor=actor, side=Side.ACHIEVEMENT, record=gone, at=at)
    require(can_refresh_matches(actor, row))
    standing = _with_entry(achievement_entry(row), at)
    found = find_for_achievement(row, standing, at=on)
    others = _demands({pair.demand_code for pair in found})
    pairs = {
        others[pair.demand_code].pk: (others[pair.demand_code], row, pair)
        for pair in found
        if pair.demand_code in others
    }
    return _record(Side.ACHIEVEMENT, row, pairs, standing, actor, at, {})


def forget_record(
    *, actor: Actor, side: Side, record: Demand | Achievement, at: datetime
) -> Refresh:
    """Take a record that left matching out of the index; its standing matches lapse."""
    require(can_refresh_matches(actor, record))
    drop_entries([entry_id(side, record.code)])
    with transaction.atomic():
        standing = Match.objects.filter(**{side.value: record}, state__in=LAPSING)
        answered = standing.exclude(_SILENT).order_by("pk").values_list("pk", flat=True)
        lapsed = sum(_lapse(pk, actor, at) for pk in answered)
        lapsed += standing.filter(_SILENT).update(
            state=MatchState.LAPSED, updated_at=at, refreshed_at=at
        )
        return _finished(side, record.code, actor, at, lapsed=lapsed)


def keep_index(*, at: datetime) -> bool:
    """
    Make the index hold what takes part in matching; whether there was time for all of it.

    When a new one has come, the matches of every demand that it has not seen yet are found, one
    after another, behind what comes meanwhile; so are all others where its ranking is another.
    """
    on = legal_day(at)
    is_first = current_standing(model=None) is None

    def ready(name: str) -> None:
        rows = demand_rows(on=on)
        if is_first:  # what a backup brought back has its matches
            seen = Refresh.objects.filter(side=Side.DEMAND, record_code=OuterRef("code"))
            rows = rows.exclude(Exists(seen.filter(created_at__gte=OuterRef("updated_at"))))
        pks = rows.order_by("-published_at", "-pk").values_list("pk", flat=True)
        enqueue_spread(
            "matching.refresh_demand",
            ((f"{name}:{pk}", {"object_id": pk}) for pk in pks.iterator()),
            begin=at,
            step=_APART,
        )

    return keep_standing(lambda: _ids(on), lambda ids: _entries(ids, on), ready=ready)


class IndexGrows(PlatformError):
    """There is no index yet; a job makes it, and looks for matches of every demand then."""


Pairs = Mapping[int, tuple[Demand, Achievement, Found]]


def _with_entry(entry: Entry, at: datetime) -> Standing:
    """The index with the entry; where there is none a small one is made first."""
    standing = put_entries([entry], model=_model())
    if standing is None and len(_ids(legal_day(at))) <= PORTION and keep_index(at=at):
        standing = current_standing(model=_model())
    if standing is None:
        call_for(KEPT_AS, at.replace(minute=0, second=0, microsecond=0))
        raise IndexGrows
    return standing


def _ids(on: date) -> list[str]:
    """What takes part in matching, as it stands in the index: the oldest first."""
    sides = ((Side.DEMAND, demand_rows(on=on)), (Side.ACHIEVEMENT, achievement_rows(on=on)))
    return [
        entry_id(side, code)
        for side, rows in sides
        for code in rows.order_by("pk").values_list("code", flat=True)
    ]


def _entries(ids: Sequence[str], on: date) -> list[Entry]:
    """Those of them that take part now."""
    codes = [code_of(one) for one in ids]
    demands = demand_rows(on=on).filter(code__in=codes).order_by("pk")
    offers = achievement_rows(on=on).filter(code__in=codes).order_by("pk")
    return [*map(demand_entry, demands.iterator()), *map(achievement_entry, offers.iterator())]


def _model() -> str:
    ranker = active_ranker()
    return ranker.file if ranker is not None else ""


def _demands(codes: set[str]) -> dict[str, Demand]:
    rows = Demand.objects.filter(code__in=codes).select_related("organization")
    return {row.code: row for row in rows}


def _achievements(codes: set[str]) -> dict[str, Achievement]:
    rows = Achievement.objects.filter(code__in=codes).select_related("organization")
    return {row.code: row for row in rows}


def _record(  # noqa: PLR0917 -- private, in the order of the sentence it makes
    side: Side,
    row: Demand | Achievement,
    pairs: Pairs,
    standing: Standing,
    actor: Actor,
    at: datetime,
    why_none: Mapping[str, str],
) -> Refresh:
    """
    The rows of one record's pairs, made to agree with what was found, with one event.

    Standing pairs that were not found are looked at again: candidates differ a little by side.
    """
    on = legal_day(at)
    other = f"{side.other.value}_id"
    known = {getattr(one, other): one for one in Match.objects.filter(**{side.value: row})}
    missing = [one for key, one in known.items() if key not in pairs and one.state in LAPSING]
    again = {
        one.pk: look_again(one.demand, one.achievement, standing, at=on)
        for one in Match.objects.filter(pk__in=[one.pk for one in missing]).select_related(
            "demand__organization", "achievement__organization"
        )
        if _takes_part(side.other, one, on)
    }
    with transaction.atomic():
        made = changed = lapsed = 0
        for key, (demand, achievement, found) in pairs.items():
            match = known.get(key)
            tallies = None
            if match is None or _differs(match, found):
                tallies = tallies_of(found, demand, achievement, standing, at=on)
            if match is None:
                _make(demand, achievement, found, tallies or {}, at)
                made += 1
            elif tallies is not None or match.state == MatchState.LAPSED:
                changed += _renew(match, found, tallies, actor, at)
        for match in missing:
            found_again = again.get(match.pk)
            if found_again is not None and found_again.score >= LEAST_SCORE:
                changed += _renew(match, found_again, None, actor, at)
            else:
                lapsed += _lapse(match.pk, actor, at)
        considered = len(pairs) + len(missing)
        counts = {"considered": considered, "made": made, "changed": changed, "lapsed": lapsed}
        return _finished(side, row.code, actor, at, why_none=why_none, **counts)


def _takes_part(side: Side, match: Match, on: date) -> bool:
    rows = demand_rows(on=on) if side is Side.DEMAND else achievement_rows(on=on)
    pk = match.demand_id if side is Side.DEMAND else match.achievement_id
    return rows.filter(pk=pk).exists()


def _differs(match: Match, found: Found) -> bool:
    return (
        abs(match.score - found.score) > 1e-4
        or tuple(match.closed_gates) != found.closed_gates
        or match.state == MatchState.LAPSED
    )


def _make(
    demand: Demand,
    achievement: Achievement,
    found: Found,
    tallies: Mapping[str, Mapping[str, int]],
    at: datetime,
) -> None:
    if demand.organization_id == achievement.organization_id:
        return  # what one owns already is no match
    Match.objects.get_or_create(
        demand=demand,
        achievement=achievement,
        defaults={
            "demand_organization_id": demand.organization_id,
            "achievement_organization_id": achievement.organization_id,
            "score": found.score,
            "allowed": found.allowed,
            "closed_gates": list(found.closed_gates),
            "tallies": {side: dict(counts) for side, counts in tallies.items()},
            "refreshed_at": at,
            "created_at": at,
            "updated_at": at,
        },
    )


def _renew(
    match: Match,
    found: Found,
    tallies: Mapping[str, Mapping[str, int]] | None,
    actor: Actor,
    at: datetime,
) -> int:
    """Bring a row up to date, unless it is settled; how many rows changed."""
    values: dict[str, object] = {
        "score": found.score,
        "allowed": found.allowed,
        "closed_gates": list(found.closed_gates),
        "refreshed_at": at,
        "updated_at": at,
    }
    if tallies is not None:
        values["tallies"] = {side: dict(counts) for side, counts in tallies.items()}
    if match.state == MatchState.LAPSED and match.is_answered:
        return _find_again(match.pk, values, actor, at)
    if match.state == MatchState.LAPSED:
        values["state"] = MatchState.OPEN
    return Match.objects.filter(pk=match.pk).exclude(state=MatchState.INTRODUCED).update(**values)


def _find_again(pk: int, values: Mapping[str, object], actor: Actor, at: datetime) -> int:
    """A lapsed match as it stood when it lapsed; whoever is still to answer has a whole term."""
    match = lock(Match, pk)
    if match.state != MatchState.LAPSED:
        return 0
    before = snapshot(match)
    for name, value in values.items():
        setattr(match, name, value)
    answers = {match.demand_answer, match.achievement_answer}
    for side in Side:
        if not match.answer_of(side) and getattr(match, f"{side.value}_due_at") is not None:
            setattr(match, f"{side.value}_due_at", at + timedelta(days=ANSWER_DAYS))
            setattr(match, f"{side.value}_reminded_at", None)
    to = MatchState.OPEN
    if Answer.DECLINED in answers:
        to = MatchState.DECLINED
    elif Answer.SILENT in answers:
        to = MatchState.UNANSWERED
    advance(match, MATCHES, to=to, actor=actor, at=at, verb="found_again", before=before)
    return 1


def _lapse(pk: int, actor: Actor, at: datetime) -> int:
    """
    End a match whose records no longer fit or no longer take part; how many ended.

    What a side has answered ends with an event of its own; what nobody has answered is told by
    the event of the refresh.
    """
    match = lock(Match, pk)
    if match.state not in LAPSING:
        return 0
    if not match.is_answered:
        return Match.objects.filter(pk=pk).update(
            state=MatchState.LAPSED, refreshed_at=at, updated_at=at
        )
    before = snapshot(match)
    match.refreshed_at = at
    advance(match, MATCHES, to=MatchState.LAPSED, actor=actor, at=at, verb="lapsed", before=before)
    return 1


def _finished(
    side: Side,
    code: str,
    actor: Actor,
    at: datetime,
    *,
    why_none: Mapping[str, str] | None = None,
    **counts: int,
) -> Refresh:
    refresh = Refresh(
        side=side,
        record_code=code,
        why_none=dict(why_none or {}),
        created_at=at,
        updated_at=at,
        **counts,
    )
    save_change(refresh, actor=actor, at=at, verb="matching.refresh.finished", before=None)
    return refresh
