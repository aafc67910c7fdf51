"""A report by its heads: the records that the reader goes through, each with those that fit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from queqiao.matching.model import Achievement, Demand, Record
from queqiao.matching.results import Match, MatchReport, Question, Side
from queqiao.messages import Message


@dataclass(frozen=True, slots=True)
class OfferMatches:
    """An achievement with the demands that it fits, the best first."""

    achievement: Achievement
    matches: tuple[Match, ...]
    near_misses: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class TurnedReport:
    """A report from the achievements' side, with the demands that it names, by id."""

    at: date
    achievements: tuple[OfferMatches, ...]
    demands: Mapping[str, Demand]


AnyReport = MatchReport | TurnedReport


@dataclass(frozen=True, slots=True)
class Head:
    """One record of the side that is gone through, with all that is said to it."""

    record: Record
    matches: tuple[Match, ...]
    near_misses: tuple[Match, ...]
    questions: tuple[Question, ...] = ()
    why_none: Message | None = None


@dataclass(frozen=True, slots=True)
class Heads:
    """All heads of a report; ``others`` are the records on the other side, by id."""

    at: date
    side: Side
    heads: tuple[Head, ...]
    others: Mapping[str, Record]

    def other(self, match: Match) -> Record:
        """The record that a match puts beside its head."""
        name = match.achievement_id if self.side is Side.DEMAND else match.demand_id
        return self.others[name]


def turn(report: MatchReport, achievements: Iterable[Achievement], *, top: int) -> TurnedReport:
    """
    The report from the other side: for each of ``achievements`` the ``top`` demands it fits best.

    What the report left out, as beyond its own top, is not there; run it with a large one first.
    """
    by_offer: dict[str, list[Match]] = {}
    for item in report.demands:
        for match in (*item.matches, *item.near_misses):
            by_offer.setdefault(match.achievement_id, []).append(match)
    found: list[OfferMatches] = []
    for achievement in achievements:
        best = sorted(by_offer.get(achievement.id, ()), key=lambda m: (-m.score, m.demand_id))
        open_ones = tuple(match for match in best if match.allowed)[:top]
        shut_ones = tuple(match for match in best if not match.allowed)[:top]
        found.append(OfferMatches(achievement, open_ones, shut_ones))
    return TurnedReport(
        report.at, tuple(found), {item.demand.id: item.demand for item in report.demands}
    )


def heads_of(report: AnyReport) -> Heads:
    """Either kind of report in the one shape that pages and tables are made of."""
    if isinstance(report, TurnedReport):
        offers = tuple(
            Head(item.achievement, item.matches, item.near_misses) for item in report.achievements
        )
        return Heads(report.at, Side.ACHIEVEMENT, offers, report.demands)
    demands = tuple(
        Head(item.demand, item.matches, item.near_misses, item.questions, item.why_none)
        for item in report.demands
    )
    return Heads(report.at, Side.DEMAND, demands, report.achievements)
