"""Audit events: one a change, in its transaction, chained, unalterable."""

import pytest
from django.db import DatabaseError, transaction

from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit import MASKED
from queqiao_web.foundation.audit.chain import find_breaks
from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.audit.record import record_event
from queqiao_web.foundation.audit.snapshots import snapshot
from queqiao_web.foundation.workflow import advance, lock
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import ORGANIZATIONS, OrganizationState
from tests.factories.web.people import make_organization, make_user
from tests.web.times import NOON

pytestmark = pytest.mark.django_db


def record_some(count=3):
    organization = make_organization()
    for number in range(count):
        with transaction.atomic():
            before = snapshot(organization)
            organization.introduction = f"第{number}版"
            organization.save()
            record_event(
                actor=SYSTEM,
                at=NOON,
                verb="organizations.organization.edited",
                subject=organization,
                before=before,
            )
    return organization


def breaks():
    head = AuditHead.objects.get(pk=1)
    events = AuditEvent.objects.order_by("sequence")
    return [
        (one.sequence, one.code)
        for one in find_breaks(events, head_sequence=head.sequence, head_digest=head.digest)
    ]


def test_events_form_a_chain_without_breaks():
    record_some()

    numbers = AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(numbers) == [1, 2, 3]
    assert breaks() == []


def test_an_event_keeps_what_changed_and_no_more():
    record_some(count=1)

    event = AuditEvent.objects.get()
    assert (event.before, event.after) == ({"introduction": ""}, {"introduction": "第0版"})


@pytest.mark.parametrize("change", [{"verb": "other"}, {"after": {"state": "closed"}}])
def test_the_database_refuses_to_alter_an_event(change):
    record_some()

    with pytest.raises(DatabaseError, match="never altered"), transaction.atomic():
        AuditEvent.objects.filter(sequence=2).update(**change)
    with pytest.raises(DatabaseError, match="never altered"), transaction.atomic():
        AuditEvent.objects.filter(sequence=2).delete()
    assert breaks() == []


def test_a_tampered_copy_of_the_chain_is_found_out():
    record_some()
    events = list(AuditEvent.objects.order_by("sequence"))
    head = AuditHead.objects.get(pk=1)

    def found(chain):
        pairs = find_breaks(chain, head_sequence=head.sequence, head_digest=head.digest)
        return {one.code for one in pairs}

    assert found(events[:2]) == {"cut"}
    assert "gap" in found([events[0], events[2]])
    events[1].details = {"changed": True}
    assert found(events) == {"altered"}


def test_an_event_outside_a_transaction_is_refused(transactional_db):
    organization = make_organization()

    with pytest.raises(transaction.TransactionManagementError):
        record_event(actor=SYSTEM, at=NOON, verb="a.b.c", subject=organization)


def test_personal_data_are_masked():
    person = make_user(display_name="某某", phone="13800000000")

    found = snapshot(person)

    assert (found["display_name"], found["phone"], found["first_name"]) == (MASKED, MASKED, "")
    assert "last_login" not in found


def test_advance_moves_along_an_edge_with_one_event():
    organization = make_organization(state=OrganizationState.REGISTERED)
    officer = make_user()
    with transaction.atomic():
        row = lock(Organization, organization.pk)
        advance(
            row,
            ORGANIZATIONS,
            to=OrganizationState.CLOSED,
            actor=SYSTEM,
            at=NOON,
            verb="closed",
        )

    organization.refresh_from_db()
    event = AuditEvent.objects.get()
    assert organization.state == OrganizationState.CLOSED
    assert event.verb == "organizations.organization.closed"
    assert (event.before["state"], event.after["state"]) == ("registered", "closed")
    assert officer.pk is not None
