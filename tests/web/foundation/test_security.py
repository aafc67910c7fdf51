"""What every answer carries, what no log line holds, and where nobody is led."""

import json
import logging
import os
import re
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from queqiao_web.foundation.access import deny
from queqiao_web.foundation.errors import (
    Conflict,
    IllegalTransition,
    Invalid,
    NotThere,
    PlatformError,
    Problem,
    Refused,
    StaleVersion,
    TooMany,
)
from queqiao_web.foundation.http.addresses import address_of
from queqiao_web.foundation.http.failures import failure
from queqiao_web.foundation.http.logs import JsonFormatter
from tests.factories.web.people import PASSWORD, make_user
from tests.repo.tree import ROOT

pytestmark = pytest.mark.django_db


def policy(answer):
    parts = (one.strip().split(" ") for one in answer["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", ["/health", "/account/login/", "/nothing/here/"])
def test_every_answer_carries_the_headers(client, path):
    answer = client.get(path)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    held = policy(answer)
    assert held["default-src"] == held["script-src"] == held["style-src"] == ["'self'"]
    assert held["frame-ancestors"] == held["base-uri"] == held["object-src"] == ["'none'"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_cookies_are_kept_from_scripts_and_other_sites(client):
    person = make_user()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})

    for name in ("queqiao_session", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name


def test_an_https_address_makes_cookies_secure_and_sends_hsts(tmp_path):
    asked = (
        "from django.conf import settings as s; import json;"
        "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS >= 31536000, s.DEBUG]))"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "queqiao_web.config.settings",
        "QUEQIAO_DATA_DIR": str(tmp_path),
        "QUEQIAO_PUBLIC_URL": "https://queqiao.example.gov.cn",
    }
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )

    assert json.loads(done.stdout) == [True, True, True, True, False]


def test_a_form_from_elsewhere_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())

    answer = client.post(reverse("notification_read_all"))

    assert answer.status_code == 403
    assert "表单已过期" in answer.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(client, elsewhere):
    person = make_user()

    answer = client.post(
        reverse("account_login"),
        {"login": person.username, "password": PASSWORD, "next": elsewhere},
    )

    assert "evil.example" not in answer.get("Location", "")
    assert not answer.get("Location", "").startswith(("//", "javascript", "http"))


def test_a_visitor_is_led_to_sign_in_and_back(client):
    answer = client.get(f"{reverse('notification_list')}?kind=x&page=2")

    assert answer.url == "/account/login/?next=/notifications/%3Fkind%3Dx%26page%3D2"


ERRORS = [
    (Refused(deny("demands.demand.not_owner", "只有负责人可以")), 403, "demands.demand.not_owner"),
    (NotThere(), 404, "not_found"),
    (Conflict(), 409, "conflict"),
    (IllegalTransition(state="closed", to="published"), 409, "illegal_transition"),
    (StaleVersion(), 409, "stale_version"),
    (Invalid([Problem("budget", "missing", "请填预算")]), 422, "invalid"),
    (TooMany(retry_after=3), 429, "too_many_requests"),
    (PlatformError(), 500, "error"),
]


@pytest.mark.parametrize(("error", "status", "code"), ERRORS)
def test_every_error_has_one_shape(rf, error, status, code):
    request = rf.get("/api/v1/anything")
    request.request_code = "abc123"

    answer = failure(request, error)

    body = json.loads(answer.content)
    assert answer.status_code == status
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "problems", "request"}
    assert (body["error"]["code"], body["error"]["request"]) == (code, "abc123")
    assert body["error"]["message"]
    for problem in body["error"]["problems"]:
        assert set(problem) == {"field", "code", "message"}


def test_log_lines_hold_no_personal_data(client, capfd):
    person = make_user(email="zheng@example.org", display_name="郑重其事", phone="13912345678")
    handler = logging.StreamHandler()
    lines = []
    handler.emit = lambda record: lines.append(JsonFormatter().format(record))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        client.post(
            reverse("account_login"),
            {"login": "zheng@example.org", "password": "secret-words-here"},
            REMOTE_ADDR="203.0.113.77",
            HTTP_USER_AGENT="Agent-郑",
        )
        client.force_login(person)
        client.get("/notifications/?kind=13912345678")
        client.get("/nothing/13912345678/")
        try:
            int("13912345678 zheng@example.org")
        except ValueError:
            logging.getLogger("queqiao").exception("failed for %s", person.email)
    finally:
        root.removeHandler(handler)

    text = "\n".join(lines)
    assert len(lines) >= 4
    assert '"route": "notifications/"' in text
    assert '"exception": "ValueError"' in text
    for secret in ("zheng", "郑", "13912345678", "203.0.113.77", "secret-words"):
        assert secret not in text


def test_every_log_line_is_one_json_object():
    record = logging.LogRecord("a", logging.INFO, "x.py", 1, "two\nlines “%s”", ("x",), None)
    record.status, record.email = 200, "zheng@example.org"

    line = JsonFormatter().format(record)

    assert "\n" not in line
    assert json.loads(line)["status"] == 200
    assert "zheng" not in line


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "1.2.3.4", "203.0.113.7"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", ""),
        (1, "<script>", ""),
        (1, "", ""),
    ],
)
def test_the_visitors_address_is_what_our_proxies_say(rf, settings, proxies, forwarded, found):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=forwarded)

    assert address_of(request) == found


def test_a_wrong_password_and_an_unknown_name_read_the_same(client):
    person = make_user()

    def told(name):
        answer = client.post(
            reverse("account_login"), {"login": name, "password": "wrong-words-here"}
        )
        return answer.status_code, answer.content.decode().replace(name, "…")

    def without_tokens(answer):
        return re.sub(r"[0-9A-Za-z]{64}|\b[0-9a-f]{12}\b", "…", answer[1])

    known, unknown = told(person.username), told("nobody-at-all")
    assert known[0] == unknown[0]
    assert without_tokens(known) == without_tokens(unknown)
    assert get_user_model().objects.count() == 1
