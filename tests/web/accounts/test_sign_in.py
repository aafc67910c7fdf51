"""Signing up and in: what is asked, what is said, what is written down."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import BasePasswordHasher, MD5PasswordHasher
from django.urls import reverse

from queqiao_web.accounts.models import User
from queqiao_web.foundation.audit.models import AuditEvent
from tests.factories.web.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    from django.core.cache import cache

    cache.clear()


def verbs(user):
    found = AuditEvent.objects.filter(subject_type="accounts.user", subject_id=user.pk)
    return [verb.removeprefix("accounts.user.") for verb in found.values_list("verb", flat=True)]


def sign_up(client, **fields):
    values = {
        "display_name": "林小满",
        "email": "lin@example.org",
        "password1": PASSWORD,
        "terms": "on",
        **fields,
    }
    return client.post(reverse("account_signup"), values)


def sign_in(client, login, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def code_now(secret):
    """What an authenticator app shows."""
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_sign_up_makes_a_person_and_signs_them_in(client):
    answer = sign_up(client)

    user = User.objects.get(email="lin@example.org")
    assert answer.status_code == 302
    assert (user.display_name, user.terms_agreed_at is None) == ("林小满", False)
    assert re.fullmatch(r"u[2-9a-z]{8}", user.username)
    assert verbs(user) == ["signed_up", "signed_in"]
    assert client.get(reverse("profile")).status_code == 200
    event = AuditEvent.objects.get(verb="accounts.user.signed_up")
    assert "lin@example.org" not in str(event.after)


def test_sign_up_needs_agreement_and_a_name(client):
    answer = sign_up(client, terms="", display_name="")

    assert set(answer.context["form"].errors) == {"terms", "display_name"}
    assert User.objects.count() == 0


@pytest.mark.parametrize("password", ["short-1", "1234567890123", "password123", "lin@example.org"])
def test_weak_passwords_are_refused(client, password):
    answer = sign_up(client, password1=password)

    assert "password1" in answer.context["form"].errors
    assert User.objects.count() == 0


@pytest.mark.parametrize("login", ["email", "username", "upper"])
def test_sign_in_by_email_or_user_name(client, login):
    user = make_user()
    name = {"email": user.email, "username": user.username, "upper": user.email.upper()}[login]

    assert sign_in(client, name).status_code == 302
    assert client.get(reverse("profile")).status_code == 200
    assert verbs(user) == ["signed_in"]


def test_a_wrong_password_and_an_unknown_name_hear_the_same(client):
    user = make_user()

    known = sign_in(client, user.email, "wrong-but-long")
    unknown = sign_in(client, "nobody@example.org", "wrong-but-long")

    said = [str(answer.context["form"].errors) for answer in (known, unknown)]
    assert said[0] == said[1]
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("known", ["email", "username"])
def test_a_known_and_an_unknown_name_cost_the_same(client, monkeypatch, known):
    """allauth's own backend hashed twice for known addresses and once for unknown ones."""
    user = make_user()
    hashed = []
    encode = MD5PasswordHasher.encode
    assert issubclass(MD5PasswordHasher, BasePasswordHasher)
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args)
    )

    sign_in(client, getattr(user, known), "wrong-but-long")
    for_known = len(hashed)
    sign_in(client, "nobody@example.org" if known == "email" else "nobody", "wrong-but-long")

    assert (for_known, len(hashed) - for_known) == (1, 1)


def test_too_many_failed_attempts_lock_the_name_and_say_how_long(client):
    user = make_user()
    for _ in range(5):
        sign_in(client, user.email, "wrong-but-long")

    answer = sign_in(client, user.email)

    assert "5 分钟" in str(answer.context["form"].errors)
    assert client.get(reverse("profile")).status_code == 302


def test_sign_out_is_written_down(client):
    user = make_user()
    sign_in(client, user.email)

    client.post(reverse("account_logout"))

    assert verbs(user) == ["signed_in", "signed_out"]


def test_an_inactive_person_does_not_get_in(client):
    user = make_user(is_active=False)

    sign_in(client, user.email)

    assert client.get(reverse("profile")).status_code == 302


def test_the_next_page_is_never_on_another_site(client):
    user = make_user()

    answer = client.post(
        reverse("account_login") + "?next=https://evil.example/",
        {"login": user.email, "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert answer["Location"] == "/"


def test_asking_for_a_new_password_says_the_same_for_all(client, mailoutbox):
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (user.email, "nobody@example.org")
    ]

    assert {(a.status_code, a["Location"]) for a in answers} == {
        (302, reverse("account_reset_password_done"))
    }
    assert [mail.to for mail in mailoutbox] == [[user.email]]


def test_a_second_factor_is_asked_for_and_its_secret_is_encrypted(client):
    user = make_user()
    secret = totp.generate_totp_secret()
    factor = totp.TOTP.activate(user, secret).instance
    assert secret not in str(Authenticator.objects.get(pk=factor.pk).data)

    answer = sign_in(client, user.username)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("profile")).status_code == 302
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert client.get(reverse("profile")).status_code == 200
    assert verbs(user) == ["signed_in"]


def test_adding_a_second_factor_is_written_down(client, django_capture_on_commit_callbacks):
    user = make_user()
    sign_in(client, user.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )

    with django_capture_on_commit_callbacks(execute=True):  # allauth tells after the commit
        client.post(reverse("mfa_activate_totp"), {"code": code})

    assert verbs(user)[:2] == ["signed_in", "second_factor_added"]
    event = AuditEvent.objects.filter(verb="accounts.user.second_factor_added").first()
    assert event.details == {"factor": "totp"}


def test_security_keys_are_bound_to_the_public_address(settings):
    settings.PUBLIC_URL = "https://queqiao.example.org"

    assert get_adapter().get_public_key_credential_rp_entity()["id"] == "queqiao.example.org"


def test_what_an_older_key_encrypted_is_still_read(settings):
    old = get_adapter().encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"

    assert get_adapter().decrypt(old) == "secret"


def test_signing_in_brings_the_language_of_the_person(client):
    user = make_user(language="en")

    answer = sign_in(client, user.email)

    assert answer.cookies["queqiao_language"].value == "en"
