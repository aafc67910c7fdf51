"""Tokens: made with a secret that is shown once, limited, revoked, gone with their person."""

from datetime import timedelta

import pytest
from django.urls import reverse

from queqiao_web.accounts.models import User
from queqiao_web.accounts.queries import personal_data
from queqiao_web.api.actions import make_token, revoke_token
from queqiao_web.api.answers import forget_old_answers
from queqiao_web.api.models import ApiToken, KeptAnswer
from queqiao_web.foundation.access import NOBODY, SYSTEM
from queqiao_web.foundation.audit import record_event
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import Conflict, Invalid, Refused
from tests.factories.web import tokens
from tests.factories.web.people import actor, make_member
from tests.factories.web.tokens import Api
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db
FORM = {"name": "采购部 ERP", "scopes": ["demands:read"], "days": "90"}


def test_the_secret_is_in_one_answer_and_nowhere_else(client):
    user = make_member()
    client.force_login(user)

    made = client.post(reverse("token_list"), FORM)
    secret = made.context["secret"]
    later = client.get(reverse("token_list")).content.decode()

    row = ApiToken.objects.get()
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert secret not in later
    assert FORM["name"] in later
    assert secret not in str(row.__dict__)
    assert secret not in str(list(AuditEvent.objects.values()))
    row.secret = secret
    assert Api(row).get("/demands").status_code == 200


def test_a_revoked_token_opens_nothing_and_stays_listed(client):
    user = make_member()
    token = tokens.make_token(user)
    client.force_login(user)

    client.post(reverse("token_revoke", args=[token.code]))

    assert Api(token).get("/demands").status_code == 401
    assert "撤销" in client.get(reverse("token_list")).content.decode()
    assert AuditEvent.objects.filter(verb="api.token.revoked").count() == 1


def test_somebody_elses_token_is_not_there(client):
    token = tokens.make_token(make_member())
    client.force_login(make_member())

    answer = client.post(reverse("token_revoke", args=[token.code]))

    assert answer.status_code == 404
    assert ApiToken.objects.get().revoked_at is None


def test_a_visitor_signs_in_first(client):
    assert client.get(reverse("token_list")).status_code == 302
    with pytest.raises(Refused):
        make_token(actor=NOBODY, at=NOON, name="x", scopes=["demands:read"], days=1)


def test_a_token_makes_no_tokens():
    from dataclasses import replace

    limited = replace(actor(make_member()), scopes=frozenset({"demands:read"}))

    with pytest.raises(Refused):
        make_token(actor=limited, at=NOON, name="x", scopes=["demands:read"], days=1)


def test_every_problem_of_a_token_is_told():
    with pytest.raises(Invalid) as caught:
        make_token(
            actor=actor(make_member()), at=NOON, name=" ", scopes=["all:everything"], days=4_000
        )

    assert [one.code for one in caught.value.problems] == [
        "name.missing",
        "scopes.unknown",
        "days.range",
    ]


def test_nobody_has_more_than_twenty():
    user = make_member()
    for _ in range(20):
        tokens.make_token(user)

    with pytest.raises(Invalid):
        make_token(actor=actor(user), at=NOON, name="x", scopes=["demands:read"], days=1)


def test_a_token_is_revoked_once():
    token = tokens.make_token(make_member())
    revoke_token(actor=SYSTEM, at=NOON, token_id=token.pk)

    with pytest.raises(Conflict):
        revoke_token(actor=SYSTEM, at=NOON, token_id=token.pk)


@pytest.mark.parametrize("verb", ["accounts.user.erased", "accounts.user.password_reset"])
def test_tokens_go_with_their_person_or_a_reset_password(run_jobs, verb):
    user = make_member()
    token, other = tokens.make_token(user), tokens.make_token(make_member())
    record_event(actor=SYSTEM, at=NOON, verb=verb, subject=User.objects.get(pk=user.pk))

    run_jobs()

    token.refresh_from_db()
    other.refresh_from_db()
    assert (token.revoked_at, other.revoked_at) == (NOON, None)


def test_ones_data_names_ones_tokens_without_their_secrets():
    user = make_member()
    token = tokens.make_token(user, name="采购部 ERP")

    told = personal_data(User.objects.get(pk=user.pk))["api_tokens"]

    assert [one["name"] for one in told] == ["采购部 ERP"]
    assert token.digest not in str(told)


def test_kept_answers_are_forgotten_after_a_week():
    token = tokens.make_token(make_member())
    for key, age in (("old", timedelta(days=8)), ("new", DAY)):
        KeptAnswer.objects.create(
            token=token, key=key, request_digest="", status=200, created_at=NOON - age
        )

    assert forget_old_answers(at=NOON) == 1
    assert KeptAnswer.objects.get().key == "new"


def test_the_description_needs_nothing_from_elsewhere(client):
    page = client.get(reverse("api_docs"))
    text = page.content.decode()

    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "//cdn" not in text
    assert "'unsafe" not in page["Content-Security-Policy"]
    assert client.get(reverse("openapi")).json()["openapi"].startswith("3.1")
