"""Profile, export, erasure."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from queqiao_web.accounts import actions
from queqiao_web.accounts.actions import ERASED_NAME, Profile
from queqiao_web.accounts.models import User
from queqiao_web.foundation.access import NOBODY, SYSTEM
from queqiao_web.foundation.audit import MASKED
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import Invalid, Refused
from queqiao_web.organizations.models import Membership
from tests.factories.web.people import PASSWORD, actor, make_member, make_user
from tests.web.times import NOON

pytestmark = pytest.mark.django_db


def test_edit_profile_masks_what_is_personal():
    user = make_user()

    actions.edit_profile(
        actor=actor(user),
        user_id=user.pk,
        at=NOON,
        profile=Profile("陈一鸣", "chen.ym", "0431-0000000", "en", large_print=True),
    )

    user.refresh_from_db()
    event = AuditEvent.objects.get(verb="accounts.user.edited")
    assert (user.display_name, user.username, user.language) == ("陈一鸣", "chen.ym", "en")
    assert event.after == {"phone": MASKED, "language": "en", "large_print": True}


@pytest.mark.parametrize(
    ("username", "expected"),
    [("a", "username.wrong"), ("x@example.org", "username.wrong"), ("TAKEN", "username.taken")],
)
def test_edit_profile_tells_all_problems(username, expected):
    make_user(username="taken")
    user = make_user()

    with pytest.raises(Invalid) as caught:
        actions.edit_profile(
            actor=actor(user),
            user_id=user.pk,
            at=NOON,
            profile=Profile(" ", username, language="xx"),
        )

    assert [one.code for one in caught.value.problems] == [
        "name.missing",
        expected,
        "language.unknown",
    ]


@pytest.mark.parametrize("who", [NOBODY, SYSTEM])
def test_nobody_edits_another(who):
    user = make_user()

    with pytest.raises(Refused):
        actions.edit_profile(
            actor=who, user_id=user.pk, at=NOON, profile=Profile("某某", user.username)
        )


def test_export_holds_what_is_known_and_is_an_event():
    user = make_member()

    found = actions.export_person(actor=actor(user), user_id=user.pk, at=NOON)

    assert found["account"]["email"] == user.email
    assert found["memberships"] == [
        {"organization": user.organization.name, "role": "owner", "state": "active"}
    ]
    assert PASSWORD not in str(found)
    assert AuditEvent.objects.get().verb == "accounts.user.exported"
    with pytest.raises(Refused):
        actions.export_person(actor=actor(make_user()), user_id=user.pk, at=NOON)


def test_erase_takes_the_person_and_keeps_their_deeds(client, run_jobs):
    owner = make_member()
    user = make_member(organization=owner.organization, role="editor")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    EmailAddress.objects.get_or_create(user=user, email=user.email)
    assert UserSession.objects.filter(user=user).exists()
    said = user.email, user.username, user.display_name

    actions.erase_person(actor=actor(user), user_id=user.pk, at=NOON)
    run_jobs()

    gone = User.objects.get(pk=user.pk)
    assert (gone.display_name, gone.email, gone.is_active) == (ERASED_NAME, "", False)
    assert gone.has_usable_password() is False
    assert not EmailAddress.objects.filter(user=gone).exists()
    assert Membership.objects.get(user=gone).state == "left"
    assert client.get("/me/").status_code == 302
    events = AuditEvent.objects.filter(subject_type="accounts.user", subject_id=user.pk)
    assert [one.verb for one in events] == ["accounts.user.signed_in", "accounts.user.erased"]
    assert not any(word in str([e.before, e.after]) for e in events for word in said)


def test_the_only_owner_hands_over_before_they_are_erased():
    owner = make_member()

    with pytest.raises(Invalid) as caught:
        actions.erase_person(actor=actor(owner), user_id=owner.pk, at=NOON)

    assert [one.code for one in caught.value.problems] == ["organizations.only_owner"]
    assert owner.organization.name in str(caught.value.problems[0].text)
    owner.refresh_from_db()
    assert owner.is_active
