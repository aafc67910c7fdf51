"""Pages of one's own account, and allauth's pages in our words."""

import io
import json
import re
import zipfile

import pytest
from django.urls import reverse

from queqiao_web.accounts.models import User
from tests.factories.web.people import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    from django.core.cache import cache

    cache.clear()


def sign_in(client, user, *, prove=False):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    if prove:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


PUBLIC_PAGES = ("account_login", "account_signup", "account_reset_password", "terms")
OWN_PAGES = (
    "profile",
    "profile_export",
    "profile_erase",
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "usersessions_list",
)


def words_of(answer):
    """The visible words of the main part of a page."""
    html = answer.content.decode()
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    main = re.sub(r"<(script|noscript)\b.*?</\1>", " ", main, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", main)


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_public_pages_open_and_are_chinese(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()
    assert english_words(words_of(answer)) == []


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_pages_ask_to_sign_in_and_are_chinese(client, name):
    user = make_user(username="someone", email="someone@example.org")
    assert client.get(reverse(name)).status_code == 302
    sign_in(client, user, prove=True)

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert not re.search(r"\sstyle=|\son\w+=", answer.content.decode())
    assert english_words(words_of(answer)) == []


def english_words(text):
    """Runs of two English words or more: names and codes stand alone."""
    text = re.sub(r"[\w.]+@[\w.]+|https?://\S+|&\w+;|&#\w+;", " ", text)
    return re.findall(r"[A-Za-z]{3,} [A-Za-z]{2,}", text)


def test_profile_is_saved_with_language_and_print(client):
    user = make_user()
    sign_in(client, user)
    sent = {
        "display_name": "陈一鸣",
        "username": "chen",
        "phone": "",
        "language": "en",
        "large_print": "on",
    }

    answer = client.post(reverse("profile"), sent)

    assert answer.status_code == 302
    assert answer.cookies["queqiao_language"].value == "en"
    assert answer.cookies["queqiao_large_print"].value == "1"
    assert User.objects.get(pk=user.pk).username == "chen"


def test_problems_of_the_profile_stand_beside_their_fields(client):
    make_user(username="taken")
    user = make_user()
    sign_in(client, user)

    answer = client.post(
        reverse("profile"), {"display_name": "陈", "username": "taken", "language": "zh-hans"}
    )

    assert list(answer.context["form"].errors) == ["username"]


def test_export_needs_the_password_again_and_gives_a_file(client):
    user = make_member()
    sign_in(client, user)
    assert client.get(reverse("profile_export")).status_code == 302
    assert client.post(reverse("profile_export"))["Location"] == reverse("profile_export")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    answer = client.post(reverse("profile_export"))

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        data = json.loads(archive.read("data.json"))
    assert data["account"]["username"] == user.username
    assert answer["Cache-Control"] == "no-store"


def test_erase_by_form_signs_out(client):
    user = make_user()
    sign_in(client, user, prove=True)

    answer = client.post(reverse("profile_erase"), {"sure": "on"})

    assert answer.status_code == 200
    assert client.get(reverse("profile")).status_code == 302
    assert User.objects.get(pk=user.pk).is_active is False


def test_erase_is_refused_to_the_only_owner_with_the_way_out(client):
    user = make_member()
    sign_in(client, user, prove=True)

    answer = client.post(reverse("profile_erase"), {"sure": "on"})

    url = reverse("organization_members", args=[user.organization.code])
    assert f'href="{url}"' in answer.content.decode()
    assert User.objects.get(pk=user.pk).is_active is True
