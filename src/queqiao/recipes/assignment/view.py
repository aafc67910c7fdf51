"""What the page of an assignment shows, in the words of one language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from queqiao.allocation import (
    AssignedPair,
    Assignment,
    AssignmentProblem,
    LimitKind,
    PairReason,
    Sense,
)
from queqiao.allocation.explain import number, reason_note, rounded
from queqiao.messages import Message, render

MOST_ITEMS = 1_000
MOST_CELLS = 4_000


@dataclass(frozen=True, slots=True)
class PairView:
    """One pair: who, how well it fits, and why."""

    agent: str
    score: str
    chance: str
    why: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item with its agents and alternates; ``width`` is its score in percent of the best."""

    name: str
    score: str
    width: int
    pairs: tuple[PairView, ...]
    alternates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadView:
    """One agent with its items; ``width`` is its load in percent of the largest."""

    name: str
    load: int
    most: str
    width: int
    items: str
    full: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One candidate in the picture: column, row, shade from 0 to 9, and whether it is chosen."""

    x: int
    y: int
    shade: int
    chosen: bool
    title: str


def item_views(
    assignment: Assignment, reasons: Sequence[PairReason], *, language: str
) -> tuple[ItemView, ...]:
    """The items, worst first."""
    why = {
        (reason.pair.agent, reason.pair.item): reason_note(reason, assignment.objective)
        for reason in reasons
    }
    by_item: dict[str, list[PairView]] = defaultdict(list)
    for pair in assignment.pairs:
        note = why.get((pair.agent, pair.item))
        chance = "" if assignment.lottery is None else percent(pair.probability)
        text = "" if note is None else render(note, language)
        by_item[pair.item].append(PairView(pair.agent, number(pair.score), chance, text))
    order = sorted(assignment.item_scores.items(), key=lambda entry: (entry[1], entry[0]))
    best = max((abs(score) for score in assignment.item_scores.values()), default=Decimal(0))
    return tuple(
        ItemView(
            item,
            rounded(score),
            _width(score, best),
            tuple(by_item[item]),
            tuple(_named(pair) for pair in assignment.alternates.get(item, ())),
        )
        for item, score in order
    )


def load_views(problem: AssignmentProblem, assignment: Assignment) -> tuple[LoadView, ...]:
    """The agents, busiest first."""
    most = {
        limit.agent: limit.amount
        for limit in problem.limits
        if limit.kind is LimitKind.LOAD and limit.sense is Sense.AT_MOST and limit.price is None
    }
    items: dict[str, list[str]] = defaultdict(list)
    for pair in assignment.pairs:
        items[pair.agent].append(pair.item)
    largest = Decimal(max(assignment.loads.values(), default=0))
    order = sorted(assignment.loads.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(
        LoadView(
            name,
            load,
            str(most.get(name, "")),
            _width(Decimal(load), largest),
            "、".join(items[name]),
            load > 0 and load == most.get(name),
        )
        for name, load in order
    )


def cells(problem: AssignmentProblem, assignment: Assignment) -> tuple[Cell, ...]:
    """Every candidate as a cell of the picture; none where they are too many to be seen."""
    if len(problem.agents) * len(problem.items) > MOST_CELLS:
        return ()
    rows = sorted(problem.items, key=lambda item: (assignment.item_scores[item], item))
    columns = sorted(problem.agents, key=lambda agent: (-assignment.loads[agent], agent))
    row_of = {item: at for at, item in enumerate(rows)}
    column_of = {agent: at for at, agent in enumerate(columns)}
    chosen = {(pair.agent, pair.item) for pair in assignment.pairs}
    pairs = problem.candidates
    low, high = int(pairs.score.min()), int(pairs.score.max())
    found: list[Cell] = []
    triples = zip(
        pairs.agent_at.tolist(), pairs.item_at.tolist(), pairs.score.tolist(), strict=True
    )
    for agent_at, item_at, score in triples:
        agent, item = problem.agents[agent_at], problem.items[item_at]
        shade = round(9 * (score - low) / (high - low)) if high > low else 9
        title = f"{item} – {agent}: {number(pairs.exact(score))}"
        taken = (agent, item) in chosen
        found.append(Cell(column_of[agent], row_of[item], shade, taken, title))
    return tuple(found)


def facts(assignment: Assignment, *, language: str) -> tuple[tuple[str, str], ...]:
    """The figures at the head of the page, each with its name."""
    count = max(1, len(assignment.item_scores))
    item, score = assignment.worst
    used = sum(load > 0 for load in assignment.loads.values())
    entries = (
        ("total", number(assignment.total)),
        ("mean", number(round(assignment.total / count, 3))),
        (
            "worst",
            f"{number(score)}（{item}）" if language == "zh" else f"{number(score)} ({item})",
        ),
        ("items", str(len(assignment.item_scores))),
        ("agents", f"{used} / {len(assignment.loads)}"),
    )
    return tuple((word(f"fact.{name}", language), value) for name, value in entries)


def word(code: str, language: str, **params: object) -> str:
    """The page's sentence ``recipes.assignment.<code>``."""
    return render(Message(f"recipes.assignment.{code}", params), language)


def title_of(assignment: Assignment, language: str) -> str:
    """What the page is called."""
    kind = "drawn" if assignment.lottery is not None else str(assignment.objective)
    return word(f"title.{kind}", language)


def percent(value: Decimal) -> str:
    """A chance in percent."""
    return f"{rounded(value * 100)}%"


def _named(pair: AssignedPair) -> str:
    return f"{pair.agent} {number(pair.score)}"


def _width(value: Decimal, largest: Decimal) -> int:
    return int(max(Decimal(0), value) * 100 / largest) if largest else 0
