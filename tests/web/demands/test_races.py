"""Two people at one demand at the same moment: one wins, the other is told."""

import pytest

from queqiao_web.demands.actions import (
    DemandContent,
    claim_demand,
    edit_demand,
    publish_demand,
    withdraw_demand,
)
from queqiao_web.demands.models import Demand
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.audit.models import AuditEvent
from tests.factories.web.demands import make_demand
from tests.factories.web.people import actor, make_appointed, make_member
from tests.web.races import at_once, errors_in
from tests.web.times import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_officers_one_claims_and_the_other_is_told():
    demand = make_demand(state=DemandState.SUBMITTED)
    officers = [actor(make_appointed()) for _ in range(2)]

    found = at_once(
        *(lambda o=o: claim_demand(actor=o, at=NOON, demand_id=demand.pk) for o in officers)
    )

    assert errors_in(found) == ["Conflict"]
    assert AuditEvent.objects.filter(verb="demands.demand.claimed").count() == 1


def test_of_two_officers_one_publishes_and_the_other_is_told():
    demand = make_demand(state=DemandState.SUBMITTED)
    officers = [actor(make_appointed()) for _ in range(2)]

    found = at_once(
        *(lambda o=o: publish_demand(actor=o, at=NOON, demand_id=demand.pk) for o in officers)
    )

    assert errors_in(found) == ["IllegalTransition"]
    assert AuditEvent.objects.filter(verb="demands.demand.published").count() == 1


def test_publishing_and_withdrawing_end_in_one_story():
    owner = make_member()
    demand = make_demand(organization=owner.organization, state=DemandState.SUBMITTED)
    officer, clerk = actor(make_appointed()), actor(owner)

    at_once(
        lambda: publish_demand(actor=officer, at=NOON, demand_id=demand.pk),
        lambda: withdraw_demand(actor=clerk, at=NOON, demand_id=demand.pk),
    )

    told = list(AuditEvent.objects.order_by("sequence").values_list("verb", flat=True))
    assert told in (
        ["demands.demand.withdrawn"],
        ["demands.demand.published", "demands.demand.withdrawn"],
    )
    assert Demand.objects.get().state == DemandState.WITHDRAWN


def test_of_two_editors_one_saves_and_the_other_is_told():
    owner = make_member()
    demand = make_demand(organization=owner.organization, state=DemandState.DRAFT)
    clerk = actor(owner)

    found = at_once(
        *(
            lambda t=title: edit_demand(
                actor=clerk,
                at=NOON,
                demand_id=demand.pk,
                content=DemandContent(title=t),
                version=1,
            )
            for title in ("甲的标题", "乙的标题")
        )
    )

    assert errors_in(found) == ["StaleVersion"]
    assert Demand.objects.get().version == 2
