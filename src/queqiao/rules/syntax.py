"""
The nodes of an expression. Frozen values that both evaluators walk.

The parser makes ``Name``, ``Indexed`` and ``Call``; checking replaces every ``Name`` by a
``Reference`` that says where the value comes from, and what needs a unit by what does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from queqiao.rules.kinds import Exact, Kind


class Origin(StrEnum):
    """Where a reference finds its value."""

    FIELD = "field"
    PARAMETER = "parameter"
    COLUMN = "column"  # of a table of the rulebook
    DEFINITION = "definition"
    USE = "use"
    SCORE = "score"  # an item, or "score" itself
    CELL = "cell"  # of the row at hand, inside an aggregate over a list


@dataclass(frozen=True, slots=True)
class Literal:
    """A number in base units, a text, a flag or a tuple of texts."""

    value: Exact | str | bool | tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Name:
    """A name that nobody has looked up yet; ``column`` is its place in the text."""

    id: str
    column: int


@dataclass(frozen=True, slots=True)
class Indexed:
    """``field[y-1]`` before checking."""

    id: str
    offset: int
    column: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A value by name. ``table`` is the table or list that a column or cell belongs to."""

    id: str
    origin: Origin
    kind: Kind
    table: str = ""


@dataclass(frozen=True, slots=True)
class Yearly:
    """A yearly field; ``offset`` counts from the year of application, ``None`` takes the year at
    hand of the aggregate around it.
    """

    field: str
    offset: int | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class ApplicationDay:
    """``at``."""


@dataclass(frozen=True, slots=True)
class ApplicationYear:
    """``y``."""


@dataclass(frozen=True, slots=True)
class RunningYear:
    """``year`` inside an aggregate over years."""


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    body: Node


@dataclass(frozen=True, slots=True)
class Every:
    """``and``."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """``or``."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two sides and one of ``= != < <= > >=``; ``kind`` is that of both sides."""

    op: str
    left: Node
    right: Node
    column: int
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """Membership of a text in texts."""

    subject: Node
    choices: Node
    column: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One of ``+ - * /``."""

    op: str
    left: Node
    right: Node
    column: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the table."""

    function: str
    args: tuple[Node, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Growth:
    """The average yearly growth between two values that lie ``years`` apart."""

    first: Node
    last: Node
    years: int


@dataclass(frozen=True, slots=True)
class YearRange:
    """Years of application plus ``first`` to ``last``, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``sum(body over source where where)``; ``source`` is a list field or a range of years."""

    function: str
    body: Node | None
    source: str | YearRange
    where: Node | None
    column: int


Node = (
    Literal
    | Name
    | Indexed
    | Reference
    | Yearly
    | ApplicationDay
    | ApplicationYear
    | RunningYear
    | Not
    | Every
    | Some
    | Compare
    | Within
    | Arithmetic
    | Call
    | Growth
    | Aggregate
)


def children(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 -- one line a node
    """The nodes directly below."""
    match node:
        case Not(body):
            return (body,)
        case Every(parts) | Some(parts):
            return parts
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Within(subject, choices):
            return (subject, choices)
        case Call(_, args):
            return args
        case Growth(first, last):
            return (first, last)
        case Aggregate(_, body, _, where):
            return tuple(part for part in (body, where) if part is not None)
        case _:
            return ()


def walk(node: Node) -> list[Node]:
    """The node and everything below, parents first."""
    found: list[Node] = [node]
    for part in found:
        found.extend(children(part))
    return found
