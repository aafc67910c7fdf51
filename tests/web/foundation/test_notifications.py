"""Notifications: once each, in the reader's language, by the ways that each person chose."""

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from queqiao_web.foundation.access import NOBODY
from queqiao_web.foundation.errors import Invalid, NotThere
from queqiao_web.foundation.notifications import notification_kind, notify
from queqiao_web.foundation.notifications.choices import choose_notifications
from queqiao_web.foundation.notifications.kinds import KINDS
from queqiao_web.foundation.notifications.models import Notification
from queqiao_web.foundation.notifications.read import told, unread_count
from queqiao_web.foundation.notifications.send import KEPT_FOR
from tests.factories.web.people import actor, make_user
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind():
    made = notification_kind(
        "test.returned",
        label="Demand returned",
        title="“%(title)s” was returned",
        body="Reason: %(reason)s",
    )
    yield made
    del KINDS["test.returned"]


def tell(*users, key="7:1", at=NOON, title="轴承密封", **more):
    return notify(
        [user.pk for user in users],
        "test.returned",
        key=key,
        params={"title": title, "reason": "缺少预算"},
        url="/demands/D7K2MXYZ/",
        at=at,
        **more,
    )


def mails():
    return [(message.to, message.subject) for message in mail.outbox]


def test_each_person_is_told_once_under_a_key(run_jobs):
    one, two = make_user(), make_user()

    assert tell(one, two, one) == 2
    assert tell(one, two) == 0
    run_jobs()
    run_jobs()

    assert Notification.objects.count() == 2
    assert sorted(mails()) == sorted(
        [([user.email], "“轴承密封” was returned") for user in (one, two)]
    )


def test_somebody_told_later_under_the_same_key_is_mailed_too(run_jobs):
    one, two = make_user(), make_user()
    tell(one)
    run_jobs()
    tell(one, two, at=NOON + HOUR)
    run_jobs(at=NOON + HOUR)

    assert [to for to, _subject in mails()] == [[one.email], [two.email]]


def test_a_rolled_back_change_tells_nobody(run_jobs):
    person = make_user()
    with transaction.atomic():
        tell(person)
        transaction.set_rollback(True)
    run_jobs()

    assert (Notification.objects.count(), mails()) == (0, [])


def test_a_mail_says_what_why_and_where_and_how_to_choose(run_jobs, settings):
    settings.PUBLIC_URL = "https://queqiao.example.org"
    person = make_user(display_name="郑工")
    tell(person)
    run_jobs()

    message = mail.outbox[0]
    assert "郑工" in message.body
    assert "Reason: 缺少预算" in message.body
    assert "https://queqiao.example.org/demands/D7K2MXYZ/" in message.body
    assert "https://queqiao.example.org/notifications/choices/" in message.body
    assert message.extra_headers["Message-ID"].startswith(f"<{Notification.objects.get().code}-1@")


def test_a_title_of_several_lines_cannot_add_headers(run_jobs):
    tell(make_user(), title="一\r\nBcc: all@example.org")
    run_jobs()

    assert mail.outbox[0].subject == "“一 Bcc: all@example.org” was returned"


def test_mails_are_written_in_the_language_of_the_reader(run_jobs):
    tell(make_user(language="zh-hans"))
    tell(make_user(language="en"), key="2")
    run_jobs()

    assert [("您好" in one.body, "Dear" in one.body) for one in mail.outbox] == [
        (True, False),
        (False, True),
    ]


def test_nobody_is_mailed_who_chose_not_to_be(run_jobs):
    person = make_user()
    choose_notifications(actor=actor(person), chosen={("test.returned", "mail"): "never"})
    tell(person)
    run_jobs()

    assert (mails(), unread_count(actor(person))) == ([], 1)


def test_daily_mails_come_together_once(run_jobs):
    person, other = make_user(), make_user()
    choose_notifications(actor=actor(person), chosen={("test.returned", "mail"): "daily"})
    for number in range(3):
        tell(person, key=str(number))
    tell(other)
    run_jobs()
    assert [to for to, _subject in mails()] == [[other.email], [person.email]]
    tomorrow = NOON + DAY
    tell(person, key="next")
    run_jobs(at=NOON + HOUR)
    run_jobs(at=tomorrow)
    run_jobs(at=tomorrow + HOUR)

    assert len(mails()) == 3
    assert mail.outbox[1].body.count("轴承密封") == 3
    assert mail.outbox[2].subject == "“轴承密封” was returned"


def test_nothing_is_shown_in_the_site_to_who_chose_so(run_jobs):
    person = make_user()
    choose_notifications(actor=actor(person), chosen={("test.returned", "site"): "never"})
    tell(person)
    run_jobs()

    assert (unread_count(actor(person)), len(mails())) == (0, 1)


def test_one_failing_mail_keeps_no_other_back(run_jobs, monkeypatch):
    good, bad = make_user(), make_user(email="refused@example.org")
    from django.core.mail import EmailMessage

    send = EmailMessage.send

    def refusing(message, **options):
        if message.to == ["refused@example.org"]:
            raise OSError
        return send(message, **options)

    monkeypatch.setattr(EmailMessage, "send", refusing)
    tell(bad, good)
    run_jobs()
    assert [to for to, _subject in mails()] == [[good.email]]
    monkeypatch.setattr(EmailMessage, "send", send)
    run_jobs(at=NOON + HOUR)

    assert [to for to, _subject in mails()] == [[good.email], ["refused@example.org"]]


def test_the_same_notification_reads_in_two_languages(kind):
    notification_kind("test.returned", label="", title=kind.title, body="")
    tell(make_user())
    row = Notification.objects.get()

    with translation.override("en"):
        assert told(row).title == "“轴承密封” was returned"


@pytest.mark.parametrize("url", ["https://elsewhere.example", "//elsewhere.example", "/\\x", "x"])
def test_a_notification_leads_nowhere_else(url):
    with pytest.raises(ValueError, match="no path of ours"):
        notify([], "test.returned", key="1", params={"title": "", "reason": ""}, url=url, at=NOON)


def test_a_missing_parameter_is_found_when_written():
    with pytest.raises(KeyError):
        notify([], "test.returned", key="1", params={"title": ""}, url="", at=NOON)


@pytest.mark.parametrize(
    "chosen", [{("other", "mail"): "never"}, {("test.returned", "site"): "daily"}]
)
def test_what_is_not_offered_cannot_be_chosen(chosen):
    with pytest.raises(Invalid):
        choose_notifications(actor=actor(make_user()), chosen=chosen)


def test_a_visitor_chooses_nothing():
    with pytest.raises(NotThere):
        choose_notifications(actor=NOBODY, chosen={})


def test_notifications_go_after_half_a_year(run_jobs):
    tell(make_user())
    run_jobs(at=NOON)
    run_jobs(at=NOON + KEPT_FOR + DAY)

    assert Notification.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_ones_own_in_a_fixed_number_of_queries(
    client, count, django_assert_max_num_queries
):
    person, other = make_user(), make_user()
    for number in range(count):
        tell(person, key=str(number), title=f"第{number}项")
    tell(other, title="别人的")
    client.force_login(person)

    with django_assert_max_num_queries(14):
        answer = client.get(reverse("notification_list"))

    text = answer.content.decode()
    assert [f"第{number}项" in text for number in range(4)] == [n < count for n in range(4)]
    assert "别人的" not in text


def test_opening_marks_read_and_leads_to_the_page(client):
    person, other = make_user(), make_user()
    tell(person, other)
    mine = Notification.objects.get(user=person)
    client.force_login(person)

    answer = client.get(reverse("notification_open", args=[mine.code]))
    assert (answer.status_code, answer.url) == (302, "/demands/D7K2MXYZ/")
    assert (unread_count(actor(person)), unread_count(actor(other))) == (0, 1)
    others = Notification.objects.get(user=other)
    assert client.get(reverse("notification_open", args=[others.code])).status_code == 404


def test_all_are_marked_read_by_one_button(client):
    person, other = make_user(), make_user()
    tell(person, other)
    client.force_login(person)

    client.post(reverse("notification_read_all"))

    assert (unread_count(actor(person)), unread_count(actor(other))) == (0, 1)


def test_choices_are_made_on_a_page(client, run_jobs):
    person = make_user()
    client.force_login(person)
    assert "Demand returned" in client.get(reverse("notification_choices")).content.decode()

    client.post(reverse("notification_choices"), {"test.returned:mail": "never"})
    tell(person)
    run_jobs()

    assert mails() == []


def test_visitors_sign_in_first(client):
    for name in ("notification_list", "notification_choices"):
        assert client.get(reverse(name)).url.startswith("/account/login/")
