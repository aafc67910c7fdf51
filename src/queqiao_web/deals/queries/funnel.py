"""
The honest funnel: by month of publication, how far demands came, and how long it took.

A cohort are the demands first published in a month within some regions; what was never published
is in none. Each stage counts demands, not deals, and includes those that came further, so none
exceeds the one before. *Valid*: published and not withdrawn. *Matched*: it had a match with all
conditions met. *Contacted*, *signed*, *paid*, *in production*: one of its deals came so far. Money
signed is that of contracts; intention money, the budgets of valid demands without a contract,
stands beside it and is never added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from typing import Final, TypedDict

from django.db.models import DecimalField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from queqiao_web.deals.models import Contract, Deal, Receipt
from queqiao_web.demands.models import Demand
from queqiao_web.demands.states import DemandState
from queqiao_web.matching.models import Match
from queqiao_web.organizations.queries import in_regions

STAGES: Final = ("valid", "matched", "contacted", "signed", "paid", "producing")
_ZERO = Decimal(0)
_MONEY: DecimalField = DecimalField(max_digits=18, decimal_places=2)  # type: ignore[type-arg] # of money


@dataclass(frozen=True, slots=True)
class Stage:
    """How many demands of a cohort came so far, and the median days from their publication."""

    name: str
    count: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """The demands first published in one month; sums in yuan."""

    month: date
    stages: tuple[Stage, ...]
    signed_cny: Decimal
    received_cny: Decimal
    intended_cny: Decimal

    def stage(self, name: str) -> Stage:
        """One stage by its name."""
        return next(one for one in self.stages if one.name == name)


class _Row(TypedDict):
    published_at: datetime
    budget_cny: Decimal | None
    matched: datetime | None
    contacted: datetime | None
    signed: datetime | None
    paid: datetime | None
    producing: datetime | None
    signed_cny: Decimal
    received_cny: Decimal


def demands_in_cohorts(
    regions: tuple[str, ...], *, since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Demand]:
    """Every valid demand of these regions, published in the half-open period."""
    rows = Demand.objects.filter(in_regions(regions), published_at__isnull=False).exclude(
        state=DemandState.WITHDRAWN
    )
    if since is not None:
        rows = rows.filter(published_at__gte=since)
    if until is not None:
        rows = rows.filter(published_at__lt=until)
    return rows


def at_stage(rows: QuerySet[Demand], stage: str) -> QuerySet[Demand]:
    """
    Those of the demands that came to a stage: the list behind a figure.

    Raises:
        KeyError: there is no such stage.
    """
    deals = Deal.objects.filter(demand=OuterRef("pk"))
    reached = {
        "valid": Q(),
        "matched": Q(Exists(Match.objects.filter(demand=OuterRef("pk"), allowed=True)))
        | Q(Exists(deals.filter(contacted_at__isnull=False))),
        "contacted": Q(Exists(deals.filter(contacted_at__isnull=False))),
        "signed": Q(Exists(deals.filter(contracted_at__isnull=False))),
        "paid": Q(Exists(deals.filter(paid_at__isnull=False))),
        "producing": Q(Exists(deals.filter(producing_at__isnull=False))),
    }
    return rows.filter(reached[stage])


def funnel(
    regions: tuple[str, ...], *, since: datetime | None = None, until: datetime | None = None
) -> list[Cohort]:
    """Every cohort of these regions, the latest first: one query."""
    rows = demands_in_cohorts(regions, since=since, until=until).annotate(
        matched=_first_match(),
        contacted=_first_deal("contacted_at"),
        signed=_first_deal("contracted_at"),
        paid=_first_deal("paid_at"),
        producing=_first_deal("producing_at"),
        signed_cny=_sum(Contract.objects.filter(deal__demand=OuterRef("pk")), "deal__demand"),
        received_cny=_sum(
            Receipt.objects.filter(contract__deal__demand=OuterRef("pk")),
            "contract__deal__demand",
        ),
    )
    names = ("published_at", "budget_cny", *STAGES[1:], "signed_cny", "received_cny")
    by_month: dict[date, list[_Row]] = {}
    for row in rows.values(*names).iterator():
        month = timezone.localtime(row["published_at"]).date().replace(day=1)
        by_month.setdefault(month, []).append(row)
    return [_cohort(month, by_month[month]) for month in sorted(by_month, reverse=True)]


def together(cohorts: Iterable[Cohort]) -> dict[str, int]:
    """The count of each stage over all cohorts."""
    found = dict.fromkeys(STAGES, 0)
    for cohort in cohorts:
        for stage in cohort.stages:
            found[stage.name] += stage.count
    return found


def _first_match() -> Subquery:
    made = Match.objects.filter(demand=OuterRef("pk"), allowed=True).order_by("created_at")
    return Subquery(made.values("created_at")[:1])


def _first_deal(moment: str) -> Subquery:
    deals = Deal.objects.filter(demand=OuterRef("pk"), **{f"{moment}__isnull": False})
    first = deals.order_by().values("demand").annotate(first=Min(F(moment)))
    return Subquery(first.values("first")[:1])


def _sum(rows: QuerySet[Contract] | QuerySet[Receipt], group: str) -> Coalesce:
    total = rows.order_by().values(group).annotate(total=Sum("amount_cny")).values("total")
    return Coalesce(Subquery(total[:1]), _ZERO, output_field=_MONEY)


def _cohort(month: date, rows: list[_Row]) -> Cohort:
    reached = {name: list(_reached(rows, name)) for name in STAGES}
    stages = tuple(
        Stage(
            name,
            len(reached[name]),
            median(reached[name]) if name != "valid" and reached[name] else None,
        )
        for name in STAGES
    )
    return Cohort(
        month=month,
        stages=stages,
        signed_cny=sum((row["signed_cny"] for row in rows), _ZERO),
        received_cny=sum((row["received_cny"] for row in rows), _ZERO),
        intended_cny=sum(
            (row["budget_cny"] or _ZERO for row in rows if row["signed"] is None), _ZERO
        ),
    )


def _reached(rows: list[_Row], name: str) -> Iterator[float]:
    """The days to a stage of each demand that came to it; a later stage includes the earlier."""
    for row in rows:
        if name == "valid":
            yield 0.0
            continue
        moment = row[name]  # type: ignore[literal-required] # a name of STAGES
        if moment is None and name == "matched":
            moment = row["contacted"]
        if moment is not None:
            yield max((moment - row["published_at"]).total_seconds() / 86_400, 0.0)
