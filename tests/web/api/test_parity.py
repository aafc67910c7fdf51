"""Whoever may open a page may read the record by API, and nobody else; for every kind of actor."""

import pytest
from django.urls import reverse

from tests.factories.web.achievements import make_achievement
from tests.factories.web.deals import make_deal, make_introduction
from tests.factories.web.demands import make_demand
from tests.factories.web.experts import make_expert
from tests.factories.web.matching import make_match
from tests.factories.web.people import make_organization
from tests.factories.web.tokens import api_of
from tests.strategies.secrets import make_people

pytestmark = pytest.mark.django_db
STATES = (
    "draft",
    "submitted",
    "returned",
    "published",
    "matched",
    "closed",
    "withdrawn",
    "expired",
)


def make_records(people):
    ours, partner = people["owner"].organization, people["partner"].organization
    for state in STATES:
        yield "demand_detail", "/demands", make_demand(organization=ours, state=state)
        yield (
            "achievement_detail",
            "/achievements",
            make_achievement(organization=partner, state=state),
        )
    for state in ("draft", "published", "withdrawn"):
        yield "expert_detail", "/experts", make_expert(organization=partner, state=state)
    for state in ("registered", "returned", "verified", "suspended", "closed"):
        yield "organization_detail", "/organizations", make_organization(state=state)
    pair = (make_demand(organization=ours), make_achievement(organization=partner))
    match = make_match(*pair, state="introduced")
    yield "match_detail", "/matches", match
    introduction = make_introduction(match)
    yield "introduction_detail", "/introductions", introduction
    yield "deal_detail", "/deals", make_deal(introduction=introduction)


def test_reading_by_api_is_as_on_the_pages(client):
    people = make_people()
    records = list(make_records(people))
    different, opened, closed = [], set(), set()
    for name, user in people.users.items():
        if user is None:
            continue
        api = api_of(user)
        client.force_login(user)
        for page, path, record in records:
            by_page = client.get(reverse(page, args=[record.code])).status_code
            by_api = api.get(f"{path}/{record.code}").status_code
            (opened if by_api == 200 else closed).add(path)
            if by_page != by_api:
                different.append((name, page, record.state, by_page, by_api))

    paths = {path for _page, path, _record in records}
    assert different == []
    assert opened == paths
    assert closed == paths


LISTS = {"demands": make_demand, "achievements": make_achievement, "experts": make_expert}


@pytest.mark.parametrize("noun", sorted(LISTS))
def test_a_list_holds_what_may_be_opened_and_nothing_else(noun):
    people = make_people()
    states = STATES if noun != "experts" else ("draft", "published", "withdrawn")
    ours = people["owner"].organization
    codes = [LISTS[noun](organization=ours, state=state).code for state in states]
    for user in filter(None, people.users.values()):
        api = api_of(user)
        listed = {one["code"] for one in api.get(f"/{noun}").data["items"]}
        readable = {code for code in codes if api.get(f"/{noun}/{code}").status_code == 200}
        assert listed == readable
