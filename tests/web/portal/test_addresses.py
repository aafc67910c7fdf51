"""The pages that pictures are taken of: all that somebody may open, with records of their own."""

import pytest

from queqiao_web.foundation.access import NOBODY
from queqiao_web.portal.management.addresses import addresses_for
from tests.factories.web.demands import make_demand
from tests.factories.web.people import actor, make_member

pytestmark = pytest.mark.django_db


def test_pages_without_a_record_are_there_for_everybody():
    found = addresses_for(NOBODY)

    assert found["home"] == "/"
    assert found["dashboard_list"] == "/dashboard/demand/"
    assert "demand_detail" not in found
    assert "health" not in found


def test_pages_of_records_are_opened_on_one_that_the_person_sees():
    member = make_member()
    demand = make_demand(organization=member.organization)

    found = addresses_for(actor(member))

    assert found["demand_detail"] == f"/demands/{demand.code}/"
    assert found["organization_detail"] == f"/organizations/{member.organization.code}/"
    assert len(found) > 60
