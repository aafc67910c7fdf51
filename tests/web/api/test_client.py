"""The client of the engine against a platform that really listens."""

import typing
from decimal import Decimal

import pytest

from queqiao.client import ApiError, Client, Unreachable, model
from queqiao.errors import WrongUsage
from queqiao_web.demands.models import Demand
from tests.factories.web.demands import make_demand
from tests.factories.web.people import make_member
from tests.factories.web.tokens import make_token
from tests.web.api.test_contract import DOCUMENT

SHAPES = {
    "DemandBrief": model.DemandBrief,
    "DemandOut": model.Demand,
    "AchievementBrief": model.AchievementBrief,
    "AchievementOut": model.Achievement,
    "ExpertBrief": model.ExpertBrief,
    "ExpertOut": model.Expert,
    "OrganizationOut": model.Organization,
    "IndexOut": model.Index,
    "PatentOut": model.Patent,
    "PaperOut": model.Paper,
    "InventorOut": model.Inventor,
    "WorkOut": model.Work,
    "Owner": model.OwnerRef,
}
KINDS = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array"}


@pytest.fixture
def user(transactional_db):
    return make_member()


@pytest.fixture
def platform(live_server, user):
    return Client(live_server.url, make_token(user).secret, language="en")


def test_a_demand_is_written_read_changed_and_listed(platform, user):
    made = platform.demands.create(
        {
            "organization": user.organization.code,
            "title": "电主轴温升控制",
            "budget_cny": "300000",
        }
    )
    edited = platform.demands.edit(made["code"], {"trl_min": 6}, version=made["version"])
    listed = list(platform.demands.each(whose="mine"))

    assert Decimal(made["budget_cny"]) == 300_000
    assert platform.demands.get(made["code"]) == edited
    assert [one["code"] for one in listed] == [made["code"]]
    assert platform.me()["memberships"][0]["role"] == "owner"


def test_a_list_is_read_to_its_end(platform, monkeypatch):
    rows = [make_demand() for _ in range(5)]
    monkeypatch.setattr("queqiao.client.records.MOST", 2)

    assert [one["code"] for one in platform.demands.each()] == [r.code for r in reversed(rows)]


def test_the_same_key_does_a_thing_once(platform, user):
    body = {"organization": user.organization.code, "title": "电主轴温升控制"}

    first = platform.demands.create(body, key="once")
    second = platform.demands.create(body, key="once")

    assert first == second
    assert Demand.objects.count() == 1


def test_a_refusal_carries_everything_that_is_wrong(platform, user):
    with pytest.raises(ApiError) as caught:
        platform.demands.create(
            {"organization": user.organization.code, "title": "", "trl_min": 12}
        )

    error = caught.value
    assert (error.status, error.code) == (422, "invalid")
    assert {one.field for one in error.problems} == {"title", "trl_min"}
    assert "trl_min" in error.describe("zh")
    assert error.request


def test_a_stale_version_and_a_missing_record_are_told_apart(platform, user):
    demand = make_demand(organization=user.organization, state="draft", version=3)

    with pytest.raises(ApiError) as stale:
        platform.demands.edit(demand.code, {"title": "新题目"}, version=2)
    with pytest.raises(ApiError) as missing:
        platform.demands.get("22222222")

    assert (stale.value.status, missing.value.status) == (409, 404)


def test_a_wrong_token_is_told(live_server, user):
    with pytest.raises(ApiError) as caught:
        Client(live_server.url, "qq_wrong").me()

    assert caught.value.status == 401


def test_an_address_where_nobody_is_or_no_platform_is_told(live_server):
    with pytest.raises(Unreachable):
        Client("http://127.0.0.1:9", "qq_x").me()
    with pytest.raises(Unreachable):
        Client(f"{live_server.url}/nowhere", "qq_x").me()


@pytest.mark.parametrize("url", ["http://example.org", "file:///etc/passwd", "example.org", ""])
def test_a_token_is_never_sent_in_the_open(url):
    with pytest.raises(WrongUsage):
        Client(url, "qq_x")


def test_the_token_is_not_in_what_is_printed():
    assert "qq_secret" not in repr(Client("https://example.org", "qq_secret"))


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_shapes_are_those_of_the_description(name):
    described = DOCUMENT["components"]["schemas"][name]["properties"]
    hints = typing.get_type_hints(SHAPES[name])

    assert set(hints) == set(described)
    for field, hint in hints.items():
        parts = typing.get_args(hint) if typing.get_origin(hint) is not list else (hint,)
        told = described[field].get("anyOf", [described[field]])
        may_be_null = {"type": "null"} in told
        assert (type(None) in parts) == may_be_null, field
        plain = {one["type"] for one in told if "type" in one} - {"null"}
        mine = {KINDS.get(typing.get_origin(p) or p) for p in parts or (hint,)} - {None}
        assert plain <= mine or not plain, (field, plain, mine)
