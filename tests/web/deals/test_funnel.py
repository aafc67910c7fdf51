"""The funnel agrees with an independent count in SQL, and never counts intention as signed."""

from decimal import Decimal

import pytest
from django.db import connection

from queqiao_web.deals.models import Deal
from queqiao_web.deals.queries import STAGES, at_stage, demands_in_cohorts, funnel, together
from queqiao_web.deals.states import DealState
from tests.factories.web.deals import make_contract, make_deal, make_introduction
from tests.factories.web.demands import make_demand
from tests.factories.web.matching import make_match
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db
JILIN = ("220000",)

INDEPENDENT = """
SELECT
  count(*),
  sum(CASE WHEN EXISTS (SELECT 1 FROM matching_match m WHERE m.demand_id = d.id AND m.allowed)
            OR EXISTS (SELECT 1 FROM deals_deal x WHERE x.demand_id = d.id
                       AND x.contacted_at IS NOT NULL) THEN 1 ELSE 0 END),
  sum(CASE WHEN EXISTS (SELECT 1 FROM deals_deal x WHERE x.demand_id = d.id
                        AND x.contacted_at IS NOT NULL) THEN 1 ELSE 0 END),
  sum(CASE WHEN EXISTS (SELECT 1 FROM deals_contract c JOIN deals_deal x ON c.deal_id = x.id
                        WHERE x.demand_id = d.id) THEN 1 ELSE 0 END),
  sum(CASE WHEN EXISTS (SELECT 1 FROM deals_receipt r
                        JOIN deals_contract c ON r.contract_id = c.id
                        JOIN deals_deal x ON c.deal_id = x.id WHERE x.demand_id = d.id)
           THEN 1 ELSE 0 END),
  sum(CASE WHEN EXISTS (SELECT 1 FROM deals_deal x WHERE x.demand_id = d.id
                        AND x.state = 'producing') THEN 1 ELSE 0 END)
FROM demands_demand d
WHERE d.published_at IS NOT NULL AND d.state <> 'withdrawn' AND d.region_code LIKE '22%%'
"""


def deal_of(demand, **fields):
    match = make_match(demand=demand, state="introduced", introduced_at=NOON)
    return make_deal(introduction=make_introduction(match, state="dealing"), **fields)


@pytest.fixture
def region():
    """Seven demands: one of another province, one withdrawn, the others at every stage."""
    make_demand(region_code="510100")
    make_demand(state="withdrawn", published_at=NOON)
    make_demand(budget_cny=Decimal(900000))
    make_match(demand=make_demand(budget_cny=Decimal(300000)))
    deal_of(make_demand(), state=DealState.CONTACTED, contacted_at=NOON + 2 * DAY)
    signed = deal_of(
        make_demand(budget_cny=Decimal(500000)),
        state=DealState.CONTRACTED,
        contacted_at=NOON + 4 * DAY,
        contracted_at=NOON + 30 * DAY,
    )
    make_contract(signed, amount_cny=Decimal(450000))
    producing = deal_of(
        make_demand(),
        state=DealState.PRODUCING,
        contacted_at=NOON + 6 * DAY,
        contracted_at=NOON + 40 * DAY,
        paid_at=NOON + 50 * DAY,
        producing_at=NOON + 90 * DAY,
        producing_since=(NOON + 90 * DAY).date(),
        production_evidence="订单",
    )
    contract = make_contract(producing, number="HT-2")
    contract.receipts.create(
        received_on=contract.signed_on,
        amount_cny=Decimal(200000),
        reference="B1",
        created_at=NOON,
        updated_at=NOON,
    )


def test_every_stage_equals_an_independent_count(region):
    counted = together(funnel(JILIN))

    with connection.cursor() as cursor:
        cursor.execute(INDEPENDENT.replace("%%", "%"))
        independent = dict(zip(STAGES, map(int, cursor.fetchone()), strict=True))
    assert counted == independent
    assert list(counted.values()) == [5, 4, 3, 2, 1, 1]


def test_the_list_behind_a_figure_has_as_many_rows(region):
    counted = together(funnel(JILIN))

    rows = demands_in_cohorts(JILIN)
    assert {name: at_stage(rows, name).count() for name in STAGES} == counted


def test_medians_are_days_from_publication(region):
    cohort = funnel(JILIN)[0]

    assert cohort.stage("contacted").median_days == 4
    assert cohort.stage("signed").median_days == 35
    assert cohort.stage("valid").median_days is None


def test_intention_is_never_added_to_what_was_signed(region):
    cohort = funnel(JILIN)[0]

    assert cohort.signed_cny == Decimal(1050000)
    assert cohort.received_cny == Decimal(200000)
    assert cohort.intended_cny == Decimal(1200000)  # 900,000 and 300,000; not the signed one's


def test_the_funnel_of_no_region_is_empty(region):
    assert funnel(()) == []
    assert Deal.objects.count() == 3
