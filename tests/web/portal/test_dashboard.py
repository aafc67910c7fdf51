"""Each figure of the dashboard is the number of rows that its link shows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import RegionRole
from queqiao_web.foundation.disclosure import Disclosure
from tests.factories.web.achievements import make_achievement
from tests.factories.web.demands import make_demand
from tests.factories.web.people import make_appointed, make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, settings):
    user = make_appointed(RegionRole.OFFICER, "220000")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def lay_out():
    now = timezone.now()
    today = timezone.localdate(now)
    places = [make_organization(region_code=code) for code in ("220104", "220202", "110108")]
    for number in range(9):
        published = now - timedelta(days=40 * number)
        make_demand(
            organization=places[number % 3],
            industry_code=["3425", "39", ""][number % 3] if number < 6 else "2614",
            published_at=published,
            created_at=published - timedelta(days=6),
            submitted_at=published - timedelta(days=2),
            confirmed_on=today,
            valid_until=today + timedelta(days=(number - 2) * 9),
            budget_cny=100_000 if number % 2 else None,
        )
    make_demand(organization=places[0], state=DemandState.SUBMITTED)
    make_demand(organization=places[0], state=DemandState.DRAFT)
    make_achievement(organization=places[1], valid_until=today, confirmed_on=today)


def bars(answer):
    for name in ("head", "months", "industries", "places", "states", "freshness"):
        for bar in answer.context[name]:
            for count, url in zip(bar.counts, bar.urls, strict=True):
                yield f"{name} {bar.text}", count, url
    for text, cells in answer.context["given"]:
        for cell in cells:
            yield f"lacks {text}", cell["lacking"], cell["url"]


def test_every_figure_counts_the_rows_that_its_list_shows(officer):
    lay_out()

    found = {
        (name, url): (count, officer.get(url).context["page"].count)
        for name, count, url in bars(officer.get("/dashboard/"))
        if url
    }

    assert {key: both for key, both in found.items() if both[0] != both[1]} == {}
    assert len(found) > 40
    assert sum(both[0] for both in found.values()) > 40


def test_other_regions_are_not_counted(officer):
    make_demand(organization=make_organization(region_code="110108"))

    answer = officer.get("/dashboard/")

    assert answer.context["head"][0].counts == (0, 0)
    assert officer.get("/dashboard/?region=110000").context["region"] == "220000"


def test_median_days_are_those_of_the_steps(officer):
    lay_out()

    review = officer.get("/dashboard/").context["stages"][1][1][0]

    assert (review.days, review.count) == (2.0, 2)


def test_operator_does_not_learn_the_owner_of_an_anonymous_demand(client, settings):
    operator = make_appointed(RegionRole.OPERATOR, "000000")
    client.force_login(operator, backend=settings.AUTHENTICATION_BACKENDS[0])
    owner = make_organization(name="虚构雪岭狐仙精密有限公司")
    make_demand(organization=owner, disclosure=Disclosure.ANONYMOUS)

    text = client.get("/dashboard/demand/?within=000000").content.decode()

    assert "匿名单位" in text
    assert "雪岭狐仙" not in text


def test_members_are_refused_with_the_reason(client, settings):
    client.force_login(make_member(), backend=settings.AUTHENTICATION_BACKENDS[0])

    answer = client.get("/dashboard/")

    assert answer.status_code == 403
    assert "统计分析仅供地区主管人员" in answer.content.decode()
    assert client.get("/dashboard/demand/").status_code == 403


def test_unknown_noun_is_not_there(officer):
    assert officer.get("/dashboard/castle/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_row_and_three(officer, count, django_assert_max_num_queries):
    for _each in range(count):
        make_demand()

    with django_assert_max_num_queries(14):
        assert len(officer.get("/dashboard/demand/").context["rows"]) == count
