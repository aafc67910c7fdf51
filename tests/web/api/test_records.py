"""Records through the API: the same permissions, levels and refusals as on the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import OrganizationRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Disclosure, Level
from tests.factories.web.achievements import make_achievement
from tests.factories.web.deals import make_deal, make_introduction, parties
from tests.factories.web.demands import make_demand, make_grant
from tests.factories.web.experts import make_expert
from tests.factories.web.matching import make_match
from tests.factories.web.people import make_appointed, make_member, make_organization
from tests.factories.web.tokens import api_of

pytestmark = pytest.mark.django_db
SECRET = "仅限签约方阅读的配方zq7"
DETAILS = "现用壳体水套冷却zq3。"


def hidden_demand(**fields):
    return make_demand(
        description=DETAILS, secret_annex=SECRET, disclosure=Disclosure.ANONYMOUS, **fields
    )


def test_a_demand_goes_from_draft_to_publication_by_api_alone():
    owner, officer = make_member(), make_appointed("officer", "220000")
    api, reviewer = api_of(owner), api_of(officer)
    made = api.post(
        "/demands",
        {
            "organization": owner.organization.code,
            "title": "高速电主轴热伸长控制",
            "summary": "高速电主轴连续运转后温升偏高，希望把温升控制在20K以内。",
            "industry_code": "3425",
            "budget_cny": "1200000.50",
            "modes": ["joint_development"],
        },
    )
    code = made.data["code"]
    patch = {"description": "20000r/min 空载 2h，前轴承温升≤20K。", "trl_min": 6}
    edited = api("PATCH", f"/demands/{code}", patch, If_Match=made["ETag"])
    submitted = api.post(f"/demands/{code}/submit")
    early = reviewer.post(f"/demands/{code}/return", {"reasons": ["unclear"]})
    returned = api.get(f"/demands/{code}")
    api.post(f"/demands/{code}/submit")
    published = reviewer.post(f"/demands/{code}/publish")

    assert (made.status_code, made.data["state"]) == (201, "draft")
    assert made.data["budget_cny"] == "1200000.50"
    assert edited.data["version"] == made.data["version"] + 1
    assert (edited.data["title"], edited.data["trl_min"]) == ("高速电主轴热伸长控制", 6)
    assert [one["parameter"] for one in edited.data["indices"]] != []
    assert submitted.data["state"] == "submitted"
    assert early.status_code == 200
    assert returned.data["return_reasons"] == ["unclear"]
    assert published.data["state"] == "published"
    assert Demand.objects.get(code=code).published_by == officer


def test_an_achievement_keeps_its_parts_when_something_else_is_changed():
    owner = make_member()
    api = api_of(owner)
    made = api.post(
        "/achievements",
        {
            "organization": owner.organization.code,
            "title": "陶瓷球精密研磨",
            "trl": 7,
            "patents": [{"number": "ZL202310000001.X"}],
            "inventors": [{"name": "甲", "share": "0.6"}, {"name": "乙", "share": "0.4"}],
        },
    )
    code = made.data["code"]

    changed = api("PATCH", f"/achievements/{code}", {"trl": 8}, If_Match=made["ETag"])

    assert changed.data["trl"] == 8
    assert [one["number"] for one in changed.data["patents"]] == ["ZL202310000001.X"]
    assert [one["share"] for one in changed.data["inventors"]] == ["0.6000", "0.4000"]
    assert Achievement.objects.get(code=code).ip_state == "granted"


def test_a_stale_version_changes_nothing_and_a_missing_one_is_asked_for():
    owner = make_member()
    demand = make_demand(organization=owner.organization, state="draft", version=4)
    api = api_of(owner)
    place = f"/demands/{demand.code}"

    stale = api("PATCH", place, {"title": "新题目"}, If_Match='"3"')
    missing = api("PATCH", place, {"title": "新题目"})
    fresh = api("PATCH", place, {"title": "新题目"}, If_Match='"4"')

    assert (stale.status_code, stale.data["error"]["code"]) == (409, "stale_version")
    assert (missing.status_code, missing.data["error"]["problems"][0]["field"]) == (422, "If-Match")
    assert (fresh.status_code, fresh["ETag"]) == (200, '"5"')


@pytest.mark.parametrize(
    ("who", "level", "sees_details", "sees_secret"),
    [
        ("stranger", "public", False, False),
        ("partner", "details", True, False),
        ("signatory", "secret", True, True),
        ("owner", "secret", True, True),
        ("officer", "details", True, False),
    ],
)
def test_texts_come_up_to_the_level_of_the_reader(who, level, sees_details, sees_secret):
    owner, partner, signatory = make_member(), make_member(), make_member()
    demand = hidden_demand(organization=owner.organization)
    make_grant(demand, partner.organization, Level.DETAILS)
    make_grant(demand, signatory.organization, Level.SECRET)
    people = {
        "stranger": make_member(),
        "partner": partner,
        "signatory": signatory,
        "owner": owner,
        "officer": make_appointed("officer", "220000"),
    }

    answer = api_of(people[who]).get(f"/demands/{demand.code}")

    text = answer.content.decode()
    assert answer.data["level"] == level
    assert (DETAILS in text, SECRET in text) == (sees_details, sees_secret)
    assert (owner.organization.name in text) == sees_details
    revealed = AuditEvent.objects.filter(verb="demands.demand.revealed")
    assert revealed.count() == (1 if who in {"partner", "signatory", "officer"} else 0)


def test_an_anonymous_demand_is_not_found_by_its_owner_or_its_county():
    owner = make_member(make_organization(region_code="220174"))
    demand = hidden_demand(organization=owner.organization)
    stranger = api_of(make_member())

    def codes(api, **query):
        return [one["code"] for one in api.get("/demands", **query).data["items"]]

    assert codes(stranger) == [demand.code]
    assert codes(stranger, region="220100") == [demand.code]
    assert codes(stranger, region="220174") == []
    assert codes(stranger, organization=owner.organization.code) == []
    assert codes(api_of(owner), organization=owner.organization.code) == [demand.code]
    assert stranger.get(f"/demands/{demand.code}").data["region_code"] == "220100"


@pytest.mark.parametrize("role", [OrganizationRole.VIEWER, OrganizationRole.EDITOR])
def test_roles_hold_as_on_the_pages(role):
    user = make_member(role=role)
    demand = make_demand(organization=user.organization)

    answer = api_of(user).post(f"/demands/{demand.code}/withdraw")

    allowed = role == OrganizationRole.EDITOR
    assert answer.status_code == (200 if allowed else 403)
    assert Demand.objects.get().state == ("withdrawn" if allowed else "published")


@pytest.mark.parametrize(
    "path", ["/demands/{}", "/demands/{}/submit", "/demands/{}/publish", "/demands/{}/withdraw"]
)
def test_what_one_may_not_see_is_not_there(path):
    demand = make_demand(state="draft", submitted_at=None)
    api = api_of(make_member())
    place = path.format(demand.code)

    answer = api.get(place) if place.count("/") == 2 else api.post(place)

    assert answer.status_code == 404


def test_lists_go_page_by_page_without_gap_or_double():
    rows = [make_demand() for _ in range(7)]
    api = api_of(make_member())
    seen, after = [], None
    while True:
        query = {"limit": 3} | ({"after": after} if after else {})
        page = api.get("/demands", **query).data
        seen += [one["code"] for one in page["items"]]
        make_demand()
        after = page["next"]
        if after is None:
            break

    assert seen == [row.code for row in reversed(rows)]


@pytest.mark.parametrize(("limit", "status"), [(0, 422), (101, 422), (100, 200)])
def test_a_page_has_at_most_a_hundred(limit, status):
    assert api_of(make_member()).get("/demands", limit=limit).status_code == status


def test_a_page_after_nothing_is_told():
    answer = api_of(make_member()).get("/demands", after="22222222")

    assert answer.data["error"]["problems"][0]["code"] == "after.unknown"


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("/demands", lambda _user: make_demand()),
        ("/achievements", lambda _user: make_achievement()),
        ("/experts", lambda _user: make_expert()),
        ("/organizations", lambda _user: make_organization()),
        ("/matches", lambda user: make_match(make_demand(organization=user.organization))),
        (
            "/introductions",
            lambda user: make_introduction(
                make_match(make_demand(organization=user.organization), state="introduced")
            ),
        ),
        (
            "/deals",
            lambda user: make_deal(
                introduction=make_introduction(
                    make_match(make_demand(organization=user.organization), state="introduced")
                )
            ),
        ),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_list(path, make):
    user = make_member()
    api = api_of(user)
    make(user)
    api.get(path)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            answer = api.get(path)
        assert answer.status_code == 200
        return len(answer.data["items"]), len(caught)

    few, first = queries()
    for _ in range(3):
        make(user)
    many, second = queries()

    assert many > few
    assert second == first


def test_both_sides_answer_and_are_introduced():
    taker, giver = make_member(), make_member()
    match = make_match(
        make_demand(organization=taker.organization),
        make_achievement(organization=giver.organization),
    )
    place = f"/matches/{match.code}"
    yes = {"answer": "interested"}

    first = api_of(taker).post(f"{place}/answer", {"side": "demand", **yes})
    wrong = api_of(taker).post(f"{place}/answer", {"side": "achievement", **yes})
    second = api_of(giver).post(f"{place}/answer", {"side": "achievement", **yes})

    assert first.data["demand"]["answer"] == "interested"
    assert wrong.status_code == 403
    assert second.data["state"] == "introduced"
    assert second.data["introduction"] == match.introduction.code


def test_a_refusal_needs_its_reason_and_its_words_stay_with_its_side():
    taker, giver = make_member(), make_member()
    match = make_match(
        make_demand(organization=taker.organization),
        make_achievement(organization=giver.organization),
    )
    place = f"/matches/{match.code}/answer"
    no = {"side": "demand", "answer": "declined"}

    bare = api_of(taker).post(place, no)
    told = api_of(taker).post(place, {**no, "code": "other", "text": "内部原因zq"})
    across = api_of(giver).get(f"/matches/{match.code}")

    assert bare.status_code == 422
    assert told.data["demand"]["decline_text"] == "内部原因zq"
    assert across.data["demand"]["decline_code"] == "other"
    assert "zq" not in across.content.decode()


def test_a_deal_moves_by_api_and_is_nothing_to_strangers():
    deal = make_deal()
    taker, _giver, _broker = parties(deal)
    from queqiao_web.accounts.models import User

    api = api_of(User.objects.get(pk=taker.user_id))
    place = f"/deals/{deal.code}"

    contact = api.post(f"{place}/contact")
    again = api.post(f"{place}/contact")
    evaluating = api.post(f"{place}/evaluation")
    stranger = api_of(make_member()).get(place)

    assert contact.data["state"] == "contacted"
    assert (again.status_code, again.data["error"]["code"]) == (409, "illegal_transition")
    assert evaluating.data["state"] == "evaluating"
    assert stranger.status_code == 404


def test_the_funnel_is_for_officers_and_its_figures_open_their_lists():
    make_demand()
    officer, member = api_of(make_appointed("officer", "220000")), api_of(make_member())

    funnel = officer.get("/funnel")
    behind = officer.get("/funnel/valid/demands")

    assert funnel.data["together"]["valid"] == len(behind.data["items"]) == 1
    assert member.get("/funnel").status_code == 403
    assert officer.get("/funnel/nothing/demands").status_code == 422


def test_contacts_of_an_expert_are_for_those_who_may_reach_them():
    expert = make_expert()
    ours = make_member(expert.organization)

    theirs = api_of(make_member()).get(f"/experts/{expert.code}")
    own = api_of(ours).get(f"/experts/{expert.code}")

    assert (theirs.data["contact_phone"], own.data["contact_phone"]) == (
        None,
        expert.contact_phone,
    )


def test_the_secret_of_a_webhook_is_shown_once_even_to_the_same_key(settings):
    from ipaddress import ip_network

    from queqiao_web.api.models import KeptAnswer

    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    api = api_of(make_member())
    body = {"url": "http://127.0.0.1:9/hook"}

    first = api.post("/webhooks", body, Idempotency_Key="w1")
    second = api.post("/webhooks", body, Idempotency_Key="w1")

    assert first.data["secret"].startswith("qqwh_")
    assert (second.status_code, second.data["error"]["code"]) == (409, "api.answer.shown_once")
    assert first.data["secret"] not in KeptAnswer.objects.get().body
    assert api.get("/webhooks").data["items"][0]["code"] == first.data["code"]


def test_who_one_is():
    user = make_member()

    answer = api_of(user, scopes=["notifications:read"]).get("/me")

    assert answer.data["memberships"][0]["organization"]["code"] == user.organization.code
    assert answer.data["scopes"] == ["notifications:read"]
