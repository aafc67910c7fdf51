"""Jobs of demands: the calendar, the public index, telling owners."""

from datetime import date, timedelta

import pytest

from queqiao_web.demands.actions import publish_demand, return_demand, withdraw_demand
from queqiao_web.demands.adapters import PUBLIC_DEMANDS, engine_demand
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import demands_in_matching
from queqiao_web.demands.states import DemandState
from queqiao_web.demands.tasks import index_public, watch_validity
from queqiao_web.foundation.access import SYSTEM, OrganizationRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Disclosure, Level
from queqiao_web.foundation.notifications.models import Notification
from tests.factories.web.demands import make_demand
from tests.factories.web.people import actor, make_appointed, make_member
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def verbs():
    return list(AuditEvent.objects.order_by("sequence").values_list("verb", flat=True))


def test_a_stale_demand_leaves_matching_at_once_and_its_state_after_a_reminder():
    demand = make_demand(valid_until=date(2026, 11, 10))

    def matching(at):
        return list(demands_in_matching(on=at.date()).values_list("pk", flat=True))

    assert matching(NOON) == [demand.pk]
    for days in range(12):
        watch_validity(at=NOON + days * DAY)
        assert (demand.pk in matching(NOON + days * DAY)) == (days <= 8)

    assert Demand.objects.get().state == DemandState.EXPIRED
    assert verbs() == ["demands.demand.reminded", "demands.demand.expired"]


def test_the_calendar_changes_nothing_twice():
    make_demand(valid_until=date(2026, 11, 1), reminded_at=NOON - timedelta(days=4))

    watch_validity(at=NOON)
    watch_validity(at=NOON)
    assert verbs() == ["demands.demand.expired"]


def test_a_published_demand_enters_the_public_index_and_leaves_it_again(run_jobs):
    demand = make_demand(state=DemandState.SUBMITTED, title="电主轴热伸长控制")
    publish_demand(actor=actor(make_appointed()), at=NOON, demand_id=demand.pk)
    run_jobs()
    assert PUBLIC_DEMANDS.search_codes("电主轴") == [demand.code]

    withdraw_demand(actor=SYSTEM, at=NOON, demand_id=demand.pk)
    run_jobs()
    assert PUBLIC_DEMANDS.search_codes("电主轴") == []


def test_the_public_index_holds_nothing_hidden():
    demand = make_demand(
        summary="公开",
        description="烧结毡",
        secret_annex="聚苯硫醚",
        disclosure=Disclosure.ANONYMOUS,
    )

    index_public(object_id=demand.pk, event=1, at=NOON)

    assert PUBLIC_DEMANDS.search_codes("公开") == [demand.code]
    for hidden in ("烧结毡", "聚苯硫醚", demand.organization.name):
        assert PUBLIC_DEMANDS.search_codes(hidden) == []


def test_the_public_index_is_made_anew_from_the_rows():
    demand = make_demand(title="电主轴热伸长控制")
    make_demand(state=DemandState.DRAFT, title="电主轴草稿")

    PUBLIC_DEMANDS.catch_up()
    assert PUBLIC_DEMANDS.search_codes("电主轴") == [demand.code]


def test_a_demand_resembles_its_double_and_never_itself():
    one = make_demand(title="电主轴热伸长控制")
    twin = make_demand(title="电主轴热伸长控制")
    make_demand(title="酸菜胀袋", summary="酸菜发酵后胀袋", keywords=["酸菜"])
    PUBLIC_DEMANDS.catch_up()

    found = PUBLIC_DEMANDS.find_similar(engine_demand(one, Level.PUBLIC))

    assert [(like.code, like.may_be_same) for like in found] == [(twin.code, True)]


def test_whoever_writes_for_the_owner_is_told_once(run_jobs):
    owner = make_member()
    make_member(owner.organization, role=OrganizationRole.VIEWER)
    demand = make_demand(organization=owner.organization, state=DemandState.SUBMITTED)

    return_demand(
        actor=actor(make_appointed()),
        at=NOON,
        demand_id=demand.pk,
        reasons=["other"],
        text="审核人的话",
    )
    run_jobs()
    run_jobs()

    told = Notification.objects.get()
    assert (told.user, told.kind) == (owner, "demands.returned")
    assert told.params["title"] == demand.title
    assert "审核人的话" not in str(told.params)
