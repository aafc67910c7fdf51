"""The audit viewer shows the events of one's regions and finds a broken chain."""

import pytest
from django.db import connection, transaction

from queqiao_web.foundation.access import SYSTEM, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.audit.record import record_event
from queqiao_web.foundation.audit.triggers import create_triggers, drop_triggers
from queqiao_web.portal.queries import audit as audit_queries
from tests.factories.web.demands import make_demand
from tests.factories.web.people import make_appointed, make_organization
from tests.web.times import NOON

pytestmark = pytest.mark.django_db
SECRET = "凤尾竹七号配方"


@pytest.fixture
def auditor(client, settings):
    user = make_appointed(RegionRole.AUDITOR, "220000")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def record(subject, verb="demands.demand.created"):
    with transaction.atomic():
        return record_event(actor=SYSTEM, at=NOON, verb=verb, subject=subject)


def numbers(answer):
    return [row.event.sequence for row in answer.context["rows"]]


def test_auditor_sees_events_of_their_region_only(auditor):
    here = record(make_demand())
    there = record(make_demand(organization=make_organization(region_code="110108")))

    assert numbers(auditor.get("/audit/")) == [here.sequence]
    assert auditor.get(f"/audit/{there.sequence}/").status_code == 404


def test_event_shows_what_changed_and_no_secret(auditor):
    demand = make_demand(description=SECRET)
    event = record(demand)

    text = auditor.get(f"/audit/{event.sequence}/").content.decode()

    assert demand.code in text
    assert SECRET not in text


def test_filters_narrow_the_events(auditor):
    demand = make_demand()
    record(demand)
    wanted = record(demand, "demands.demand.published")

    assert numbers(auditor.get("/audit/?verb=published")) == [wanted.sequence]
    assert numbers(auditor.get("/audit/?actor=person")) == []
    assert numbers(auditor.get("/audit/?since=2026-11-03")) == []
    assert len(numbers(auditor.get("/audit/?since=2026-11-02&until=2026-11-02"))) == 2


def test_whole_chain_holds_and_an_altered_event_is_found(auditor):
    demand = make_demand()
    first, _second = record(demand), record(demand)
    assert "校验通过" in auditor.post("/audit/verify/").content.decode()

    drop_triggers(connection)
    AuditEvent.objects.filter(pk=first.pk).update(verb="demands.demand.forged")
    create_triggers(connection)

    answer = auditor.post("/audit/verify/")
    assert "校验未通过" in answer.content.decode()
    assert [one.sequence for one in answer.context["checked"].breaks] == [first.sequence]


def test_last_events_are_checked_alone_where_there_are_many(auditor, monkeypatch):
    demand = make_demand()
    events = [record(demand) for _each in range(5)]
    monkeypatch.setattr(audit_queries, "MOST_CHECKED", 2)

    checked = auditor.post("/audit/verify/").context["checked"]

    assert (checked.first, checked.last) == (events[3].sequence, events[4].sequence)
    assert checked.breaks == ()


@pytest.mark.parametrize("role", [RegionRole.OFFICER, RegionRole.BROKER])
def test_others_are_refused(client, settings, role):
    client.force_login(make_appointed(role), backend=settings.AUTHENTICATION_BACKENDS[0])

    assert client.get("/audit/").status_code == 403
    assert client.post("/audit/verify/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_event_and_three(auditor, count, django_assert_max_num_queries):
    for _each in range(count):
        record(make_demand())

    with django_assert_max_num_queries(14):
        assert len(numbers(auditor.get("/audit/"))) == count
