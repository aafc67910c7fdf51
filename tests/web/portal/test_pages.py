"""Home, switches, workspace: what they show, to whom, at the same cost for one row and three."""

import pytest
from django.utils import timezone

from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.achievements import make_achievement
from tests.factories.web.demands import make_demand
from tests.factories.web.people import (
    make_appointed,
    make_member,
    make_organization,
    make_user,
)
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def lasting():
    """Published yesterday and valid for long, by the real clock that pages read."""
    today = timezone.localdate()
    return {
        "published_at": timezone.now() - DAY,
        "confirmed_on": today,
        "valid_until": today + 90 * DAY,
    }


@pytest.fixture
def enter(client, settings):
    def as_user(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return as_user


def test_home_counts_what_its_lists_show(client):
    for number in range(3):
        make_demand(budget_cny=500_000 if number else None, **lasting())
    make_demand(state=DemandState.DRAFT)
    make_achievement(**lasting())

    shown = client.get("/").context["figures"]

    assert [one.value for one in shown[:3]] == [3, 3, 1]
    assert shown[4].value == 1_000_000
    listed = [client.get(one.url).context["page"].count for one in shown]
    assert listed == [3, 3, 1, shown[3].value, 2]
    assert client.get("/figures/castle/").status_code == 404


def test_home_hides_the_owner_of_an_anonymous_demand(client):
    owner = make_organization(name="虚构雪岭狐仙精密有限公司")
    make_demand(organization=owner, disclosure=Disclosure.ANONYMOUS, description="凤尾竹")

    text = client.get("/").content.decode()

    assert "匿名单位" in text
    assert "雪岭狐仙" not in text
    assert "凤尾竹" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_for_one_row_and_three(client, count, django_assert_max_num_queries):
    for _each in range(count):
        make_demand()
        make_achievement()

    with django_assert_max_num_queries(14):
        client.get("/")


def test_language_and_print_are_kept_and_lead_back_to_our_own_pages_only(client):
    answer = client.post("/language/", {"language": "en", "next": "/search/?q=a"})
    away = client.post("/language/", {"language": "xx", "next": "//evil.example/"})
    client.post("/large-print/", {"size": "large", "next": "/"})

    assert answer["Location"] == "/search/?q=a"
    assert away["Location"] == "/"
    page = client.get("/about/").content.decode()
    assert '<html lang="en" class="large-print">' in page
    assert client.get("/language/").status_code == 405


def test_workspace_asks_visitors_to_sign_in(client):
    assert client.get("/workspace/")["Location"].startswith("/account/login/?next=/workspace/")


def waiting(answer):
    return {str(group.title): group.count for group in answer.context["groups"]}


def test_owner_sees_what_needs_their_hand(enter):
    member = make_member()
    own = {"organization": member.organization}
    make_demand(**own, state=DemandState.RETURNED, returned_at=NOON)
    make_demand(**own, state=DemandState.DRAFT)
    make_demand(state=DemandState.RETURNED, returned_at=NOON)

    shown = waiting(enter(member).get("/workspace/"))

    assert shown == {"退回修改的需求": 1, "未提交的需求": 1}


def test_viewer_has_nothing_to_do(enter):
    member = make_member(role=OrganizationRole.VIEWER)
    make_demand(organization=member.organization, state=DemandState.RETURNED, returned_at=NOON)

    answer = enter(member).get("/workspace/")

    assert waiting(answer) == {}
    assert [(one.text, one.count) for one in answer.context["own"][0].states] == [("退回修改", 1)]


def test_officer_sees_what_waits_in_their_region_and_not_in_others(enter):
    officer = make_appointed(RegionRole.OFFICER, "220000")
    for _each in range(7):
        make_demand(state=DemandState.SUBMITTED)
    elsewhere = make_organization(region_code="110108")
    make_demand(organization=elsewhere, state=DemandState.SUBMITTED)
    make_organization(state=OrganizationState.REGISTERED)

    answer = enter(officer).get("/workspace/")

    assert waiting(answer) == {"待审核需求": 7, "待核验单位": 1}
    assert sorted(len(group.items) for group in answer.context["groups"]) == [1, 5]


@pytest.mark.parametrize("count", [1, 3])
def test_workspace_costs_the_same_for_one_row_and_three(
    enter, count, django_assert_max_num_queries
):
    member = make_member()
    browser = enter(member)
    for _each in range(count):
        make_demand(organization=member.organization, state=DemandState.DRAFT)

    with django_assert_max_num_queries(60):
        browser.get("/workspace/")


def test_newcomer_is_told_how_to_begin(enter):
    text = enter(make_user()).get("/workspace/").content.decode()

    assert "/organizations/new/" in text


@pytest.mark.parametrize("path", ["/about/", "/about/how-it-works/"])
def test_pages_about_the_platform_are_open_to_all(client, path):
    assert client.get(path).status_code == 200
