"""Tokens open what they are made for, while they hold; keys and limits do what they say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from queqiao_web.api import gate
from queqiao_web.api.models import ApiToken, KeptAnswer
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.limits import Limit
from tests.factories.web.demands import make_demand
from tests.factories.web.people import make_member
from tests.factories.web.tokens import Api, api_of, make_token

pytestmark = pytest.mark.django_db


def draft_of(user, **fields):
    return {"organization": user.organization.code, "title": "电主轴温升控制", **fields}


def test_without_a_token_nothing_is_told():
    make_demand()

    answer = Api().get("/demands")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.data["error"]["code"] == "sign_in_needed"
    assert answer.data["error"]["request"] == answer["X-Request-Code"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"revoked_at": timezone.now()}, "api.token.revoked"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "api.token.expired"),
    ],
)
def test_a_token_that_does_not_hold_opens_nothing(fields, code):
    answer = api_of(make_member(), **fields).get("/demands")

    assert (answer.status_code, answer.data["error"]["code"]) == (401, code)


def test_a_token_of_somebody_who_left_opens_nothing():
    user = make_member()
    api = api_of(user)
    user.is_active = False
    user.save()

    assert api.get("/demands").status_code == 401


@pytest.mark.parametrize("header", ["Bearer qq_wrong", "Basic abc", "Bearer", "Bearer \udcff"])
def test_an_unknown_token_opens_nothing(header):
    api = Api()
    api.headers["Authorization"] = header.encode("utf-8", "surrogateescape").decode("latin-1")

    assert api.get("/demands").status_code == 401


def test_a_scope_that_is_missing_is_named():
    user = make_member()

    answer = api_of(user, scopes=["demands:read"]).post("/demands", draft_of(user))

    assert answer.status_code == 403
    assert answer.data["error"]["code"] == "api.token.scope"
    assert "demands:write" in answer.data["error"]["message"]
    assert not Demand.objects.exists()


def test_a_scope_gives_nothing_that_the_person_may_not_do():
    theirs = make_demand(state="draft", submitted_at=None)

    answer = api_of(make_member()).post(f"/demands/{theirs.code}/submit")

    assert answer.status_code == 404


def test_a_session_reads_and_changes_nothing(client):
    user = make_member()
    client.force_login(user)
    demand = make_demand(organization=user.organization)

    read = client.get(f"/api/v1/demands/{demand.code}")
    written = client.post(f"/api/v1/demands/{demand.code}/withdraw")

    assert (read.status_code, written.status_code) == (200, 401)


def test_the_use_of_a_token_is_noted_and_told_apart_in_the_audit():
    user = make_member()
    token = make_token(user)

    Api(token).post("/demands", draft_of(user))

    assert ApiToken.objects.get().last_used_at is not None
    assert AuditEvent.objects.get(verb="demands.demand.created").channel == "api"


def test_the_same_key_and_body_do_a_thing_once():
    user = make_member()
    api = api_of(user)

    first = api.post("/demands", draft_of(user), Idempotency_Key="k1")
    second = api.post("/demands", draft_of(user), Idempotency_Key="k1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert second["Idempotency-Replayed"] == "true"
    assert Demand.objects.count() == 1
    assert AuditEvent.objects.filter(verb="demands.demand.created").count() == 1


def test_the_same_key_with_another_body_is_refused():
    user = make_member()
    api = api_of(user)
    api.post("/demands", draft_of(user), Idempotency_Key="k1")

    answer = api.post("/demands", draft_of(user, summary="另一个"), Idempotency_Key="k1")

    assert answer.status_code == 422
    assert answer.data["error"]["problems"][0]["code"] == "idempotency_key.reused"
    assert Demand.objects.count() == 1


def test_keys_of_two_tokens_do_not_meet():
    one, other = make_member(), make_member()

    api_of(one).post("/demands", draft_of(one), Idempotency_Key="k1")
    api_of(other).post("/demands", draft_of(other), Idempotency_Key="k1")

    assert Demand.objects.count() == 2


def test_a_refusal_is_given_again_and_changes_nothing():
    user = make_member()
    demand = make_demand(organization=user.organization, state="draft", summary="短")
    api = api_of(user)

    first = api.post(f"/demands/{demand.code}/submit", Idempotency_Key="k1")
    Demand.objects.filter(pk=demand.pk).update(summary="前轴承温升偏高，希望控制在20K以内。")
    second = api.post(f"/demands/{demand.code}/submit", Idempotency_Key="k1")
    third = api.post(f"/demands/{demand.code}/submit", Idempotency_Key="k2")

    assert [one.status_code for one in (first, second, third)] == [422, 422, 200]
    assert first.content == second.content
    assert KeptAnswer.objects.count() == 2


@pytest.mark.parametrize("key", ["", "a" * 101, "with blank", "键"])
def test_an_odd_key_is_refused(key):
    user = make_member()
    api = api_of(user)
    api.headers["Idempotency-Key"] = key.encode().decode("latin-1")

    answer = api.post("/demands", draft_of(user))

    assert answer.status_code == 422
    assert not Demand.objects.exists()


def test_too_many_requests_are_told_when_to_go_on(monkeypatch):
    monkeypatch.setattr(gate, "LIMIT", Limit("api-test", 2, timedelta(minutes=1)))
    user = make_member()
    api, other = api_of(user), api_of(user)

    answers = [api.get("/demands") for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert answers[2].data["error"]["code"] == "too_many_requests"
    assert other.get("/demands").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("PUT", "/demands", 405), ("GET", "/nothing", 404), ("GET", "/demands/22222222", 404)],
)
def test_every_refusal_has_the_one_shape(method, path, status):
    answer = api_of(make_member())(method, path)

    assert answer.status_code == status
    assert set(answer.data["error"]) == {"code", "message", "problems", "request"}


def test_a_body_that_is_no_json_is_told():
    user = make_member()
    api = api_of(user)

    answer = api.client.post(
        "/api/v1/demands", "{", content_type="application/json", headers=api.headers
    )

    assert answer.status_code == 422
    assert answer.json()["error"]["problems"][0]["code"] == "json_invalid"


def test_every_problem_of_an_input_is_told_with_its_field():
    user = make_member()

    answer = api_of(user).post(
        "/demands",
        draft_of(
            user,
            region_code="999999",
            trl_min=12,
            keywords=["好", ""],
            nonsense=1,
        ),
    )

    problems = {one["field"]: one["code"] for one in answer.data["error"]["problems"]}
    assert answer.status_code == 422
    assert problems == {
        "region_code": "region_unknown",
        "trl_min": "less_than_equal",
        "keywords.1": "string_too_short",
        "nonsense": "extra_forbidden",
    }


def test_a_sign_that_no_database_holds_is_refused():
    user = make_member()

    answer = api_of(user).post("/demands", draft_of(user, summary="零\0号"))

    assert answer.status_code == 422
    assert answer.data["error"]["problems"][0]["code"] == "null_sign"
