"""Two answers for every enterprise, before and after a change: who gains, who loses, the cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NOTHING = Decimal(0)
_CERTAIN = frozenset({"met", "unmet", "not_applicable"})


class Effect(StrEnum):
    """What the change does to one enterprise."""

    GAINS = "gains"  # certainly not entitled before, certainly entitled after
    LOSES = "loses"
    MORE = "more"  # entitled both times, to more
    LESS = "less"
    RECLASSED = "reclassed"  # another class
    UNCERTAIN = "uncertain"  # another answer, and one of the two is open
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rulebook says of one enterprise; ``amount_cny`` is ``None`` where there is none."""

    outcome: str
    amount_cny: Decimal | None = None
    class_name: str = ""

    @property
    def entitled(self) -> bool:
        """Whether the enterprise certainly has what the rulebook grants."""
        return self.outcome == "met"

    @property
    def certain(self) -> bool:
        """Whether no missing datum and no judgment can change the outcome."""
        return self.outcome in _CERTAIN


@dataclass(frozen=True, slots=True)
class Subject:
    """An enterprise as the sandbox groups it; ``""`` where a group is not known."""

    id: str
    label: str
    size: str = ""
    region: str = ""
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """One enterprise under both rulebooks."""

    subject: Subject
    before: Answer
    after: Answer

    @property
    def effect(self) -> Effect:
        """What the change does to it."""
        before, after = self.before, self.after
        if before == after:
            found = Effect.SAME
        elif not (before.certain and after.certain):
            found = Effect.UNCERTAIN
        elif before.entitled != after.entitled:
            found = Effect.GAINS if after.entitled else Effect.LOSES
        elif before.class_name != after.class_name:
            found = Effect.RECLASSED
        elif (before.amount_cny is None) != (after.amount_cny is None):
            found = Effect.UNCERTAIN
        elif self.difference:
            found = Effect.MORE if self.difference > 0 else Effect.LESS
        else:
            found = Effect.SAME
        return found

    @property
    def difference(self) -> Decimal:
        """What the enterprise gets more than before, in yuan; unknown amounts count as nothing."""
        return _paid(self.after) - _paid(self.before)


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums over a group of enterprises; money in yuan."""

    group: str
    enterprises: int
    entitled_before: int
    entitled_after: int
    effects: Mapping[Effect, int]
    cost_before: Decimal
    cost_after: Decimal
    open_before: int
    open_after: int

    @property
    def cost_difference(self) -> Decimal:
        """By how much the change costs more, in yuan."""
        return self.cost_after - self.cost_before

    @property
    def changed(self) -> int:
        """How many enterprises the change touches."""
        return self.enterprises - self.effects.get(Effect.SAME, 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A changed rulebook against another over the same enterprises, in their order."""

    shifts: tuple[Shift, ...]
    total: Tally
    by_size: tuple[Tally, ...]
    by_region: tuple[Tally, ...]
    by_industry: tuple[Tally, ...]
    outcomes: Mapping[tuple[str, str], int]

    @property
    def changed(self) -> tuple[Shift, ...]:
        """The enterprises that the change touches: those with most money first, ties by id."""
        touched = [shift for shift in self.shifts if shift.effect is not Effect.SAME]
        order = list(Effect)
        return tuple(
            sorted(
                touched,
                key=lambda s: (order.index(s.effect), -abs(s.difference), s.subject.id),
            )
        )

    @property
    def has_money(self) -> bool:
        """Whether either rulebook names any amount."""
        answers = (answer for shift in self.shifts for answer in (shift.before, shift.after))
        return any(answer.amount_cny is not None for answer in answers)


def compare(
    subjects: Sequence[Subject], before: Sequence[Answer], after: Sequence[Answer]
) -> Comparison:
    """The shift of every enterprise, and the sums in all and by size, region and industry."""
    shifts = tuple(
        Shift(subject, old, new) for subject, old, new in zip(subjects, before, after, strict=True)
    )
    pairs = Counter((shift.before.outcome, shift.after.outcome) for shift in shifts)
    return Comparison(
        shifts=shifts,
        total=_tally("", shifts),
        by_size=_grouped(shifts, lambda subject: subject.size),
        by_region=_grouped(shifts, lambda subject: subject.region),
        by_industry=_grouped(shifts, lambda subject: subject.industry),
        outcomes=dict(sorted(pairs.items())),
    )


def _grouped(shifts: Iterable[Shift], key: Callable[[Subject], str]) -> tuple[Tally, ...]:
    groups: dict[str, list[Shift]] = {}
    for shift in shifts:
        groups.setdefault(key(shift.subject), []).append(shift)
    return tuple(_tally(group, members) for group, members in sorted(groups.items()))


def _tally(group: str, shifts: Sequence[Shift]) -> Tally:
    return Tally(
        group=group,
        enterprises=len(shifts),
        entitled_before=sum(shift.before.entitled for shift in shifts),
        entitled_after=sum(shift.after.entitled for shift in shifts),
        effects=Counter(shift.effect for shift in shifts),
        cost_before=sum((_paid(shift.before) for shift in shifts), NOTHING),
        cost_after=sum((_paid(shift.after) for shift in shifts), NOTHING),
        open_before=sum(not shift.before.certain for shift in shifts),
        open_after=sum(not shift.after.certain for shift in shifts),
    )


def _paid(answer: Answer) -> Decimal:
    return answer.amount_cny if answer.amount_cny is not None else NOTHING
