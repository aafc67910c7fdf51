"""The exit rule: who stood among the last for years running."""

from __future__ import annotations

from dataclasses import dataclass

from queqiao.indicators.model import Configuration, ExitRule
from queqiao.indicators.pipeline import build_index
from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Built, Panel


@dataclass(frozen=True, slots=True)
class Standing:
    """
    A unit under the exit rule.

    ``running`` counts the years up to the newest one, without a break, in which it was among the
    last; ``leaves`` when they reach the rule's. ``history`` is (year, rank, among how many, last).
    """

    unit: str
    running: int
    leaves: bool
    history: tuple[tuple[int | None, int, int, bool], ...]


def build_years(configuration: Configuration, panel: Panel) -> tuple[Built, ...]:
    """
    The index of every year in the data, oldest first.

    Raises:
        BadInput: a year cannot be built.
    """
    return tuple(build_index(configuration, panel, year=frame.year) for frame in panel.frames)


def standings(rule: ExitRule, years: tuple[Built, ...]) -> tuple[Standing, ...]:
    """
    Every unit of the newest year that was among the last in it, most years running first.

    Where ``rule.within`` names a grouping, the last are counted within each of its groups. A tie at
    the line is not last: only units with fewer than ``last`` others behind or beside them are. A
    year in which a unit does not appear, or is excluded, breaks its run.

    Raises:
        BadInput: the data hold fewer years than the rule asks for.
    """
    if len(years) < rule.years:
        raise refusal("exit.too_few_years", wanted=rule.years, given=len(years))
    marks = [_marks(rule, built) for built in years]
    found = []
    for unit in years[-1].units:
        history = [
            (built.frame.year, *mark[unit.id])
            for built, mark in zip(years, marks, strict=True)
            if unit.id in mark
        ]
        running = 0
        for built, mark in zip(reversed(years), reversed(marks), strict=True):
            consecutive = _consecutive(years, built, running)
            if not consecutive or unit.id not in mark or not mark[unit.id][2]:
                break
            running += 1
        if running:
            found.append(Standing(unit.id, running, running >= rule.years, tuple(history)))
    return tuple(sorted(found, key=lambda each: (-each.running, each.unit)))


def _consecutive(years: tuple[Built, ...], built: Built, running: int) -> bool:
    """Whether the year follows without a gap on those counted so far."""
    newest = years[-1].frame.year
    return newest is None or built.frame.year == newest - running


def _marks(rule: ExitRule, built: Built) -> dict[str, tuple[int, int, bool]]:
    """Rank within the group, size of the group, and whether the unit is among its last."""
    groups: dict[str, list[int]] = {}
    for at, unit in enumerate(built.units):
        if built.ranks[at] > 0:
            groups.setdefault(unit.groups.get(rule.within, ""), []).append(at)
    marks: dict[str, tuple[int, int, bool]] = {}
    for members in groups.values():
        size = len(members)
        last = round(rule.last * size - 0.5 + 1e-9) if rule.last < 1 else int(rule.last)
        for at in members:
            rank = 1 + sum(built.ranks[other] < built.ranks[at] for other in members)
            marks[built.units[at].id] = (int(rank), size, bool(rank > size - last))
    return marks
