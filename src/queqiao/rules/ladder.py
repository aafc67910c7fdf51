"""The ladder of titles: where an enterprise stands, what each step lacks, what each is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from queqiao.rules.determine import determine, determine_record
from queqiao.rules.facts.model import Facts, Item
from queqiao.rules.library import Rulebooks
from queqiao.rules.model import BookKind, Label
from queqiao.rules.results import Determination, Outcome
from queqiao.rules.rows.records import prepare

CLIMB = ("cn.tech-sme", "cn.innovative-sme", "cn.srdi-sme", "cn.little-giant", "cn.champion")
"""Step by step: 科技型中小企业, 创新型中小企业, 专精特新中小企业, 小巨人, 单项冠军."""
BESIDE = ("cn.hnte",)
"""高新技术企业: beside the climb, open from any step of it."""

TITLES: Mapping[str, tuple[str, ...]] = {
    "cn.tech-sme": ("科技型中小企业",),
    "cn.innovative-sme": ("创新型中小企业",),
    "cn.srdi-sme": ("专精特新中小企业",),
    "cn.little-giant": ("专精特新小巨人企业", "专精特新“小巨人”企业", "小巨人"),
    "cn.champion": ("制造业单项冠军企业", "单项冠军"),
    "cn.hnte": ("高新技术企业",),
}
"""The certificates that stand for each step."""
_VALID = 3
_NAMES = {
    "cn.champion": Label(zh="制造业单项冠军企业", en="champion of a single product"),
}


class Standing(StrEnum):
    """Where an enterprise stands with one step."""

    HELD = "held"  # holds a certificate that is valid on the day
    EXPIRED = "expired"  # held it once
    OPEN = "open"  # not held


@dataclass(frozen=True, slots=True)
class Worth:
    """One benefit of a title; ``amount_cny`` is ``None`` where no figure can be told."""

    title: Label
    amount_cny: Decimal | None


@dataclass(frozen=True, slots=True)
class Step:
    """
    One title of the ladder.

    ``determination`` is ``None`` where no rulebook for it is on file. ``expires_on`` is the last
    day of the certificate held, ``worth`` what the title is worth to this enterprise.
    """

    rulebook: str
    title: Label
    standing: Standing
    expires_on: date | None
    determination: Determination | None
    worth: tuple[Worth, ...]

    @property
    def outcome(self) -> Outcome | None:
        """Whether the conditions are met on the day."""
        return self.determination.outcome if self.determination else None

    @property
    def worth_cny(self) -> Decimal | None:
        """The sum of what is known of its worth, ``None`` where nothing is."""
        known = [one.amount_cny for one in self.worth if one.amount_cny is not None]
        return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The climb step by step, what stands beside it, and the step to take next."""

    at: date
    climb: tuple[Step, ...]
    beside: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """The lowest step above the highest one held that can be decided; ``None`` at the top."""
        held = [n for n, step in enumerate(self.climb) if step.standing is Standing.HELD]
        above = self.climb[held[-1] + 1 :] if held else self.climb
        return next((step for step in above if step.determination is not None), None)


def build_ladder(facts: Facts, *, rulebooks: Rulebooks, at: date) -> Ladder:
    """The ladder of one enterprise on the day of application."""
    known = [name for name in (*CLIMB, *BESIDE) if name in rulebooks.ids]
    answers = {
        found.rulebook: found
        for found in (determine(facts, rulebooks=rulebooks, at=at, only=known) if known else ())
    }
    held = _certs(facts)

    def step(name: str) -> Step:
        opened = _opened(facts, TITLES[name], rulebooks=rulebooks, at=at)
        return _step(name, answers.get(name), _standing(TITLES[name], held, at), opened)

    return Ladder(
        at=at,
        climb=tuple(step(name) for name in CLIMB),
        beside=tuple(step(name) for name in BESIDE),
    )


def _certs(facts: Facts) -> tuple[Item, ...]:
    certs = facts.get("certs")
    return certs if isinstance(certs, tuple) else ()


def _opened(
    facts: Facts, titles: Sequence[str], *, rulebooks: Rulebooks, at: date
) -> tuple[Worth, ...]:
    """What benefits with an amount the title alone opens: decided without it and with it."""
    books = (rulebooks.on(name, at) for name in rulebooks.ids)
    benefits = [book.id for book in books if book and book.kind is BookKind.BENEFIT]
    if not benefits:
        return ()
    others = tuple(cert for cert in _certs(facts) if cert.get("type") not in titles)
    fresh: Item = {"type": titles[0], "issued": at, "expires": date(at.year + _VALID, 12, 31)}
    without, having = (
        determine_record(
            prepare({**facts, "certs": certs}), rulebooks=rulebooks, at=at, only=benefits
        )
        for certs in (others, (*others, fresh))
    )
    found: list[Worth] = []
    for before, after in zip(without, having, strict=True):
        if before.outcome is Outcome.UNMET and after.outcome is not Outcome.UNMET:
            found.append(Worth(after.title, after.amount_cny))
        elif before.amount_cny is not None and after.amount_cny is not None:
            more = after.amount_cny - before.amount_cny
            found += [Worth(after.title, more)] if more > 0 else []
    return tuple(found)


def _step(
    name: str,
    answer: Determination | None,
    stands: tuple[Standing, date | None],
    opened: tuple[Worth, ...],
) -> Step:
    standing, expires_on = stands
    own = tuple(Worth(title, amount) for title, amount in (answer.worth if answer else ()))
    return Step(
        rulebook=name,
        title=answer.title if answer else _NAMES.get(name, Label(zh=name, en=name)),
        standing=standing,
        expires_on=expires_on,
        determination=answer,
        worth=(*own, *opened),
    )


def _standing(
    titles: Sequence[str], certs: Sequence[Mapping[str, object]], at: date
) -> tuple[Standing, date | None]:
    """Held while any certificate is valid, its last day included; else expired if there was one."""
    mine = [cert for cert in certs if cert.get("type") in titles]
    ends: list[date] = []
    for cert in mine:
        issued, expires = cert.get("issued"), cert.get("expires")
        begun = not isinstance(issued, date) or issued <= at
        if begun and isinstance(expires, date):
            ends.append(expires)
    valid = [end for end in ends if end >= at]
    if valid:
        return Standing.HELD, max(valid)
    return (Standing.EXPIRED, max(ends)) if ends else (Standing.OPEN, None)
