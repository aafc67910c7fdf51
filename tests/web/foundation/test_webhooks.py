"""Webhooks: signed, kept out of inner networks, tried again, switched off after long failure."""

import json
import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from queqiao_web.foundation.access import OrganizationRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import Invalid, Refused
from queqiao_web.foundation.notifications import notification_kind, notify
from queqiao_web.foundation.notifications.kinds import KINDS
from queqiao_web.foundation.webhooks import Payload, deliver, guard
from queqiao_web.foundation.webhooks.actions import (
    create_webhook,
    remove_webhook,
    renew_webhook_secret,
    resume_webhook,
    webhooks_visible_to,
)
from queqiao_web.foundation.webhooks.deliveries import PATIENCE, PAUSES
from queqiao_web.foundation.webhooks.guard import Unreachable, find_target, may_be_reached
from queqiao_web.foundation.webhooks.models import DeliveryState, EndpointState, WebhookDelivery
from queqiao_web.foundation.webhooks.signing import is_signed
from tests.factories.web.people import actor, make_member, make_user
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db


class Receiver:
    """A server that keeps what it is sent and answers as told."""

    def __init__(self):
        self.status, self.heard = 200, []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((self.path, dict(self.headers), body))
                self.send_response(receiver.status)
                if receiver.status == 302:
                    self.send_header("Location", f"http://127.0.0.1:{receiver.port}/moved")
                self.end_headers()

            def log_message(self, *_arguments):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook?from=queqiao"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.1/32"),)
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def person():
    return make_user()


def endpoint_of(user, url, **more):
    owner = {"owner_type": "user", "owner_id": user.pk, **more}
    return create_webhook(actor=actor(user), at=NOON, url=url, **owner)


PAYLOAD = Payload(kind="test.kind", title="标题", text="正文", url="https://x.example/", at=NOON)


def send(user, key="1", at=NOON):
    return deliver(PAYLOAD, owner=("user", user.pk), key=key, at=at)


def test_a_delivery_arrives_signed(person, receiver, run_jobs):
    _row, secret = endpoint_of(person, receiver.url)

    assert send(person) == 1
    assert send(person) == 0
    run_jobs()
    run_jobs()

    ((path, headers, body),) = receiver.heard
    assert path == "/hook?from=queqiao"
    assert json.loads(body) == {
        "id": WebhookDelivery.objects.get().code,
        "kind": "test.kind",
        "at": "2026-11-02T04:00:00+00:00",
        "title": "标题",
        "text": "正文",
        "url": "https://x.example/",
    }
    header = headers["X-Queqiao-Signature"]
    assert is_signed(secret, body, header, at=NOON)
    assert not is_signed(secret, body + b" ", header, at=NOON)
    assert not is_signed(secret, body, header, at=NOON + HOUR)
    assert not is_signed(f"{secret}0", body, header, at=NOON)
    assert WebhookDelivery.objects.get().state == DeliveryState.DELIVERED


def test_a_failing_delivery_is_tried_again_with_growing_pauses(person, receiver, run_jobs):
    endpoint_of(person, receiver.url)
    receiver.status = 500
    send(person)
    at = NOON
    run_jobs(at=at)
    for number, pause in enumerate(PAUSES[:3], start=1):
        run_jobs(at=at + pause - timedelta(seconds=1))
        assert len(receiver.heard) == number
        at += pause
        run_jobs(at=at)
        assert len(receiver.heard) == number + 1
    receiver.status = 204
    run_jobs(at=at + PAUSES[3])

    row = WebhookDelivery.objects.get()
    assert (row.state, row.attempts, row.status) == (DeliveryState.DELIVERED, 5, 204)


def test_a_delivery_is_given_up_and_the_endpoint_switched_off_in_the_end(
    person, receiver, run_jobs
):
    row, _secret = endpoint_of(person, receiver.url)
    receiver.status = 404
    send(person)
    for hours in range(0, 60, 2):
        run_jobs(at=NOON + hours * HOUR)
    assert WebhookDelivery.objects.get().state == DeliveryState.FAILED
    assert len(receiver.heard) == len(PAUSES) + 1
    send(person, key="2", at=NOON + PATIENCE)
    run_jobs(at=NOON + PATIENCE)

    row.refresh_from_db()
    assert row.state == EndpointState.DISABLED
    heard = len(receiver.heard)
    assert send(person, key="3", at=NOON + PATIENCE) == 0
    run_jobs(at=NOON + PATIENCE + 9 * DAY)
    assert len(receiver.heard) == heard

    resume_webhook(actor=actor(person), at=NOON + 4 * DAY, endpoint_id=row.pk)
    receiver.status = 200
    send(person, key="4", at=NOON + 4 * DAY)
    run_jobs(at=NOON + 9 * DAY)
    assert len(receiver.heard) == heard + 1
    verbs = AuditEvent.objects.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == [
        "foundation.webhook.created",
        "foundation.webhook.disabled",
        "foundation.webhook.resumed",
    ]


def test_one_success_ends_the_count_of_failure(person, receiver, run_jobs):
    row, _secret = endpoint_of(person, receiver.url)
    receiver.status = 500
    send(person)
    run_jobs()
    row.refresh_from_db()
    assert row.failing_since == NOON
    receiver.status = 200
    run_jobs(at=NOON + HOUR)

    row.refresh_from_db()
    assert row.failing_since is None


def test_redirects_are_not_followed(person, receiver, run_jobs):
    endpoint_of(person, receiver.url)
    receiver.status = 302
    send(person)
    run_jobs()

    assert [path for path, _headers, _body in receiver.heard] == ["/hook?from=queqiao"]
    assert WebhookDelivery.objects.get().error == "refused"


def test_only_chosen_kinds_are_sent(person, receiver, run_jobs):
    notification_kind("test.other", label="", title="")
    try:
        endpoint_of(person, receiver.url, kinds=["test.other"])
    finally:
        del KINDS["test.other"]

    assert send(person) == 0


def test_people_and_organizations_are_told_through_notify(receiver, run_jobs):
    owner = make_member()
    create_webhook(
        actor=actor(owner),
        at=NOON,
        owner_type="organization",
        owner_id=owner.organization.pk,
        url=receiver.url,
    )
    endpoint_of(owner, receiver.url.replace("/hook", "/mine"))
    notification_kind("test.told", label="", title="%(what)s")
    try:
        notify(
            [owner.pk],
            "test.told",
            key="1",
            params={"what": "新需求"},
            url="/demands/X/",
            at=NOON,
            organization_ids=[owner.organization.pk],
        )
        run_jobs()
    finally:
        del KINDS["test.told"]

    heard = {
        path.split("?")[0]: json.loads(body)["title"] for path, _headers, body in receiver.heard
    }
    assert heard == {"/hook": "新需求", "/mine": "新需求"}


INNER = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # metadata of clouds
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 -- an address to refuse
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "ff02::1",
]


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_refused(address):
    assert not may_be_reached(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111"])
def test_public_addresses_may_be_reached(address):
    assert may_be_reached(address)


def test_the_operator_may_open_an_inner_network():
    allowed = (ip_network("10.1.0.0/16"),)

    assert may_be_reached("10.1.2.3", allowed)
    assert not may_be_reached("10.2.2.3", allowed)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.org/", "malformed"),
        ("file:///etc/passwd", "malformed"),
        ("javascript:alert(1)", "malformed"),
        ("https://", "malformed"),
        ("http://example.org:99999/", "malformed"),
        ("http://example.org/\r\nX: y", "malformed"),
        ("https://user:word@example.org/", "has_user"),
        ("http://127.0.0.1/", "inner_address"),
        ("http://2130706433/", "inner_address"),
        ("http://0x7f.1/", "inner_address"),
        ("http://localhost:8000/", "inner_address"),
        ("http://[::1]/", "inner_address"),
        ("http://[::ffff:10.0.0.1]/", "inner_address"),
        ("https://queqiao.invalid/", "unknown_host"),
    ],
)
def test_addresses_that_may_not_be_used_are_told(person, url, code):
    with pytest.raises(Invalid) as caught:
        endpoint_of(person, url)

    assert [(one.field, one.code) for one in caught.value.problems] == [("url", code)]


def test_a_name_with_one_inner_address_among_others_is_refused(monkeypatch):
    def answers(host, port, **_more):
        return [(0, 0, 0, "", (one, port)) for one in ("1.1.1.1", "10.0.0.1")]

    monkeypatch.setattr(guard.socket, "getaddrinfo", answers)
    with pytest.raises(Unreachable, match="inner_address"):
        find_target("https://two.example/")


def test_the_connection_goes_to_the_address_that_was_judged(
    person, receiver, run_jobs, monkeypatch
):
    """A name that points elsewhere the second time (DNS rebinding) gains nothing."""

    def answers(host, port, *_rest, **_more):
        return [(0, 0, 0, "", ("127.0.0.1", port))]

    resolver = SimpleNamespace(getaddrinfo=answers, SOCK_STREAM=socket.SOCK_STREAM)
    monkeypatch.setattr(guard, "socket", resolver)
    endpoint_of(person, f"http://two.example:{receiver.port}/hook")
    connect = socket.create_connection
    reached = []

    def connecting(address, *arguments, **more):
        reached.append(address[0])
        return connect(address, *arguments, **more)

    monkeypatch.setattr(socket, "create_connection", connecting)
    send(person)
    run_jobs()

    assert (reached, receiver.heard[0][1]["Host"]) == (
        ["127.0.0.1"],
        f"two.example:{receiver.port}",
    )


def test_the_secret_is_neither_stored_nor_in_the_audit(person, receiver):
    row, secret = endpoint_of(person, receiver.url)
    other = renew_webhook_secret(actor=actor(person), at=NOON, endpoint_id=row.pk)

    assert other != secret
    row.refresh_from_db()
    stored = json.dumps([str(value) for value in vars(row).values()])
    audit = json.dumps(list(AuditEvent.objects.values("before", "after", "details")))
    for text in (secret, other, secret[5:], other[5:]):
        assert text not in stored
        assert text not in audit
    assert row.salt not in audit
    assert receiver.url not in audit


def test_only_owners_manage_the_webhooks_of_an_organization(receiver):
    owner = make_member()
    editor = make_member(organization=owner.organization, role=OrganizationRole.EDITOR)
    of_organization = {"owner_type": "organization", "owner_id": owner.organization.pk}

    with pytest.raises(Refused):
        create_webhook(actor=actor(editor), at=NOON, url=receiver.url, **of_organization)
    row, _secret = create_webhook(actor=actor(owner), at=NOON, url=receiver.url, **of_organization)
    with pytest.raises(Refused):
        remove_webhook(actor=actor(editor), at=NOON, endpoint_id=row.pk)
    assert list(webhooks_visible_to(actor(owner))) == [row]
    assert list(webhooks_visible_to(actor(editor))) == []


def test_pages_make_show_try_and_remove_a_webhook(client, person, receiver, run_jobs):
    client.force_login(person)
    answer = client.post(
        reverse("webhook_list"), {"owner": f"user:{person.pk}", "url": receiver.url}
    )
    assert "qqwh_" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    row = webhooks_visible_to(actor(person)).get()
    client.post(reverse("webhook_try", args=[row.code]))
    run_jobs(at=timezone.now())
    page = client.get(reverse("webhook_detail", args=[row.code])).content.decode()
    assert "webhooks.test" in page
    assert "qqwh_" not in page
    assert len(receiver.heard) == 1

    stranger = make_user()
    client.force_login(stranger)
    assert client.get(reverse("webhook_detail", args=[row.code])).status_code == 404
    assert client.post(reverse("webhook_remove", args=[row.code])).status_code == 404
    client.force_login(person)
    client.post(reverse("webhook_remove", args=[row.code]))
    assert list(webhooks_visible_to(actor(person))) == []


def test_a_form_for_somebody_elses_organization_is_not_taken(client, person, receiver):
    other = make_member()
    client.force_login(person)

    answer = client.post(
        reverse("webhook_list"),
        {"owner": f"organization:{other.organization.pk}", "url": receiver.url},
    )

    assert answer.status_code == 422
    assert list(webhooks_visible_to(actor(other))) == []


def test_an_inner_address_is_told_beside_the_field(client, person):
    client.force_login(person)

    answer = client.post(
        reverse("webhook_list"),
        {"owner": f"user:{person.pk}", "url": "http://169.254.169.254/latest/meta-data/"},
    )

    assert answer.status_code == 422
    assert "内部网络" in answer.content.decode()


def test_owners_choose_between_themselves_and_their_organizations(client):
    owner = make_member()
    make_member(organization=make_member().organization, role=OrganizationRole.EDITOR)
    client.force_login(owner)

    text = client.get(reverse("webhook_list")).content.decode()

    assert f'value="user:{owner.pk}"' in text
    assert f'value="organization:{owner.organization.pk}"' in text
    assert owner.organization.name in text
    assert text.count('value="organization:') == 1
