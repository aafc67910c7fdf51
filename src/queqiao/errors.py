"""
Every error that Queqiao raises on purpose.

    QueqiaoError                 exit code 1: the root; raise something narrower
    ├── WrongUsage               exit code 2: the call itself makes no sense
    ├── BadInput                 exit code 3: the data are wrong; carries every problem found
    │   └── CorruptStore         exit code 3: a file that Queqiao wrote was damaged since
    ├── Missing                  exit code 4: a file, an index, a model or a program is not there
    └── SeveralErrors            the exit code of the first: several inputs stand in the way

Exit code 0 means done; ``docs/reference/exit-codes.md`` lists them for users.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

from queqiao.messages import Message, render

MOST_TOLD = 50
"""So many problems of one input are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing wrong with an input, and where.

    ``source`` is the file (or ``-``), ``row`` its 1-based row or line, ``field`` the column as the
    file spells it. ``message`` says what is wrong and what to do next.
    """

    message: Message
    source: str = ""
    row: int | None = None
    field: str = ""

    def describe(self, language: str = "zh") -> str:
        """The problem in one line: where, what, what next."""
        where = [part for part in (self.source, self._row(language), self.field) if part]
        text = render(self.message, language)
        return f"{' '.join(where)}: {text}" if where else text

    def _row(self, language: str) -> str:
        if self.row is None:
            return ""
        return f"第 {self.row} 行" if language == "zh" else f"row {self.row}"


def list_problems(problems: Sequence[Problem], language: str = "zh") -> list[str]:
    """A line for each of the first ``MOST_TOLD`` problems, and one that counts the others."""
    lines = [f"  {problem.describe(language)}" for problem in problems[:MOST_TOLD]]
    if len(problems) > MOST_TOLD:
        more = Message("core.more", {"count": len(problems) - MOST_TOLD})
        lines.append(f"  {render(more, language)}")
    return lines


class QueqiaoError(Exception):
    """The root of the tree; ``exit_code`` is what the command line ends with."""

    exit_code: int = 1

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message

    def describe(self, language: str = "zh") -> str:
        """The error for a person, without a traceback."""
        return render(self.message, language)

    def __str__(self) -> str:
        return self.describe("en")


class WrongUsage(QueqiaoError):
    """The arguments contradict each other or ask for what does not exist."""

    exit_code = 2


class BadInput(QueqiaoError):
    """The input is wrong. Carries all problems, not the first one only."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(Message("core.bad_input", {"count": len(self.problems)}))

    def describe(self, language: str = "zh") -> str:
        """The problems, one a line, under a line that counts them."""
        return "\n".join([render(self.message, language), *list_problems(self.problems, language)])


class CorruptStore(BadInput):
    """A file that Queqiao itself wrote does not read back as written."""


class Missing(QueqiaoError):
    """Something that the call needs is not there; the message says how to get it."""

    exit_code = 4


class SeveralErrors(QueqiaoError):
    """What is wrong with several inputs, told one after the other; the first sets the exit code."""

    def __init__(self, errors: Sequence[QueqiaoError]) -> None:
        self.errors = tuple(errors)
        self.exit_code = self.errors[0].exit_code
        super().__init__(self.errors[0].message)

    def describe(self, language: str = "zh") -> str:
        """Every error, each beginning a line."""
        return "\n".join(error.describe(language) for error in self.errors)


def join_errors(errors: Sequence[QueqiaoError]) -> QueqiaoError:
    """One error that tells all of them (at least one): itself where there is no other."""
    if len(errors) == 1:
        return errors[0]
    problems: list[Problem] = []
    for error in errors:
        if not isinstance(error, BadInput):
            return SeveralErrors(errors)
        problems += error.problems
    return BadInput(problems)


A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")


@overload
def gather(first: Callable[[], A], second: Callable[[], B], /) -> tuple[A, B]: ...


@overload
def gather(
    first: Callable[[], A], second: Callable[[], B], third: Callable[[], C], /
) -> tuple[A, B, C]: ...


@overload
def gather(
    first: Callable[[], A],
    second: Callable[[], B],
    third: Callable[[], C],
    fourth: Callable[[], D],
    /,
) -> tuple[A, B, C, D]: ...


def gather(*calls: Callable[[], object]) -> tuple[object, ...]:
    """
    What the calls return, all of them made.

    Raises:
        QueqiaoError: what any of the calls raised, together (``join_errors``).
    """
    found: list[object] = []
    errors: list[QueqiaoError] = []
    for call in calls:
        try:
            found.append(call())
        except QueqiaoError as error:
            errors.append(error)
    if errors:
        raise join_errors(errors)
    return tuple(found)
