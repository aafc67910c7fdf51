"""
Entitlements on their way to being paid: matched, pushed, confirmed, paid, archived.

A ledger is what its events make of it. It never pays more than a pool holds, never pays one
entitlement twice, and knows to the 分 what is to be claimed back when source data are corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from queqiao.errors import WrongUsage
from queqiao.messages import Message

ZERO = Decimal("0.00")


class EntitlementState(StrEnum):
    """Where an entitlement stands."""

    MATCHED = "matched"  # 已匹配
    PUSHED = "pushed"  # 已推送
    CONFIRMED = "confirmed"  # 企业已确认
    PAID = "paid"  # 已兑付
    ARCHIVED = "archived"  # 已归档
    WITHDRAWN = "withdrawn"  # 已撤销


class Verb(StrEnum):
    """What can happen to an entitlement."""

    MATCH = "match"
    PUSH = "push"
    CONFIRM = "confirm"
    PAY = "pay"
    CORRECT = "correct"  # source data were corrected: another amount is due
    RECOVER = "recover"  # money came back
    ARCHIVE = "archive"


_EDGES: Mapping[tuple[EntitlementState, Verb], EntitlementState] = {
    (EntitlementState.MATCHED, Verb.PUSH): EntitlementState.PUSHED,
    (EntitlementState.PUSHED, Verb.CONFIRM): EntitlementState.CONFIRMED,
    (EntitlementState.CONFIRMED, Verb.PAY): EntitlementState.PAID,
    (EntitlementState.PAID, Verb.PAY): EntitlementState.PAID,
    (EntitlementState.PAID, Verb.RECOVER): EntitlementState.PAID,
    (EntitlementState.PAID, Verb.ARCHIVE): EntitlementState.ARCHIVED,
    **{
        (state, Verb.CORRECT): state
        for state in EntitlementState
        if state is not EntitlementState.WITHDRAWN
    },
    (EntitlementState.ARCHIVED, Verb.CORRECT): EntitlementState.PAID,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEvent:
    """
    One line of the journal.

    ``amount_cny`` is what is due for ``match`` and ``correct``, what moves for ``recover``. Paying
    pays whatever is due and not yet paid.
    """

    verb: Verb
    entitlement: str
    on: date
    amount_cny: Decimal = ZERO
    enterprise: str = ""
    rulebook: str = ""
    pool: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """One enterprise's claim under one rulebook."""

    id: str
    enterprise: str
    rulebook: str
    pool: str
    state: EntitlementState
    due_cny: Decimal
    paid_cny: Decimal = ZERO
    recovered_cny: Decimal = ZERO

    @property
    def held_cny(self) -> Decimal:
        """What the enterprise has of it."""
        return self.paid_cny - self.recovered_cny

    @property
    def outstanding_cny(self) -> Decimal:
        """What is due and not yet paid."""
        return max(ZERO, self.due_cny - self.held_cny)

    @property
    def clawback_cny(self) -> Decimal:
        """What was paid and is no longer due."""
        return max(ZERO, self.held_cny - self.due_cny)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entitlements by id, what pools hold in all, and the journal that led here."""

    pools: Mapping[str, Decimal] = field(default_factory=dict)
    entitlements: Mapping[str, Entitlement] = field(default_factory=dict)
    events: tuple[LedgerEvent, ...] = ()

    def spent_cny(self, pool: str) -> Decimal:
        """What a pool has paid and not got back."""
        return sum((e.held_cny for e in self.entitlements.values() if e.pool == pool), ZERO)

    def left_cny(self, pool: str) -> Decimal | None:
        """What a pool can still pay, ``None`` for one without a limit."""
        total = self.pools.get(pool)
        return None if total is None else total - self.spent_cny(pool)


def record(ledger: Ledger, event: LedgerEvent) -> Ledger:
    """
    The ledger after one more event.

    Raises:
        WrongUsage: the event does not fit: unknown or repeated entitlement, a step that does not
            follow, an amount below zero or finer than a 分, a pool that does not hold enough.
    """
    if event.amount_cny < 0 or event.amount_cny != event.amount_cny.quantize(ZERO):
        raise _wrong("amount", event, amount=f"{event.amount_cny:f}")
    found = ledger.entitlements.get(event.entitlement)
    if event.verb is Verb.MATCH:
        if found is not None:
            raise _wrong("again", event)
        changed = _matched(event)
    else:
        if found is None:
            raise _wrong("unknown", event)
        state = _EDGES.get((found.state, event.verb))
        if state is None:
            raise _wrong("step", event, state=found.state.value, verb=event.verb.value)
        changed = _STEPS[event.verb](ledger, replace(found, state=state), event)
    entitlements = {**ledger.entitlements, changed.id: changed}
    return Ledger(ledger.pools, entitlements, (*ledger.events, event))


def replay(pools: Mapping[str, Decimal], events: Iterable[LedgerEvent]) -> Ledger:
    """The ledger that some events make, from the beginning."""
    ledger = Ledger(dict(pools))
    for event in events:
        ledger = record(ledger, event)
    return ledger


def _wrong(code: str, event: LedgerEvent, **params: object) -> WrongUsage:
    return WrongUsage(Message(f"rules.ledger.{code}", {"id": event.entitlement, **params}))


def _matched(event: LedgerEvent) -> Entitlement:
    return Entitlement(
        id=event.entitlement,
        enterprise=event.enterprise,
        rulebook=event.rulebook,
        pool=event.pool,
        state=EntitlementState.MATCHED,
        due_cny=event.amount_cny,
    )


def _unchanged(ledger: Ledger, one: Entitlement, event: LedgerEvent) -> Entitlement:  # noqa: ARG001 -- one shape for all steps
    return one


def _paid(ledger: Ledger, one: Entitlement, event: LedgerEvent) -> Entitlement:
    left = ledger.left_cny(one.pool)
    if one.outstanding_cny == 0 and one.paid_cny > 0:
        raise _wrong("nothing_due", event)
    if left is not None and one.outstanding_cny > left:
        params = {"pool": one.pool, "left": f"{left:f}", "due": f"{one.outstanding_cny:f}"}
        raise _wrong("pool", event, **params)
    return replace(one, paid_cny=one.paid_cny + one.outstanding_cny)


def _corrected(ledger: Ledger, one: Entitlement, event: LedgerEvent) -> Entitlement:  # noqa: ARG001 -- one shape for all steps
    corrected = replace(one, due_cny=event.amount_cny)
    nothing_paid = corrected.paid_cny == 0 and corrected.state is not EntitlementState.PAID
    if event.amount_cny == 0 and nothing_paid:
        return replace(corrected, state=EntitlementState.WITHDRAWN)
    return corrected


def _recovered(ledger: Ledger, one: Entitlement, event: LedgerEvent) -> Entitlement:  # noqa: ARG001 -- one shape for all steps
    if event.amount_cny > one.clawback_cny or event.amount_cny == 0:
        params = {"amount": f"{event.amount_cny:f}", "claim": f"{one.clawback_cny:f}"}
        raise _wrong("recover", event, **params)
    return replace(one, recovered_cny=one.recovered_cny + event.amount_cny)


def _archived(ledger: Ledger, one: Entitlement, event: LedgerEvent) -> Entitlement:  # noqa: ARG001 -- one shape for all steps
    if one.outstanding_cny or one.clawback_cny:
        params = {"due": f"{one.outstanding_cny:f}", "claim": f"{one.clawback_cny:f}"}
        raise _wrong("archive", event, **params)
    return one


_STEPS: Mapping[Verb, Callable[[Ledger, Entitlement, LedgerEvent], Entitlement]] = {
    Verb.PUSH: _unchanged,
    Verb.CONFIRM: _unchanged,
    Verb.PAY: _paid,
    Verb.CORRECT: _corrected,
    Verb.RECOVER: _recovered,
    Verb.ARCHIVE: _archived,
}
