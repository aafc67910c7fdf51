"""Two officers decide at once: one wins, the other is told."""

import threading

import pytest
from django.db import connection

from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import IllegalTransition
from queqiao_web.organizations import actions
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.people import actor, make_appointed, make_organization
from tests.web.times import NOON


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_one_verifies_and_the_other_is_told():
    one = make_organization(state=OrganizationState.REGISTERED, submitted_at=NOON)
    officers = [actor(make_appointed(region_code="220000")) for _ in range(2)]
    start = threading.Barrier(2)
    outcomes = []

    def decide(officer):
        try:
            start.wait()
            actions.verify_organization(actor=officer, organization_id=one.pk, at=NOON)
            outcomes.append("verified")
        except IllegalTransition as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(officer,)) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    one.refresh_from_db()
    assert sorted(outcomes) == ["illegal_transition", "verified"]
    assert one.state == OrganizationState.VERIFIED
    assert AuditEvent.objects.filter(verb="organizations.organization.verified").count() == 1
