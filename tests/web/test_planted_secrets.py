"""
Nothing above somebody's level reaches them: not by a page, an export, a search, a notice, a mail, a
log line or the audit.

Secrets are planted in every hidden field (``tests/strategies/secrets.py``); every kind of actor
then opens every address of the platform, and whatever comes back is searched for what they may not
read. An actor's own level is the only excuse.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from itertools import islice, product

import pytest
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.http.logs import JsonFormatter
from queqiao_web.foundation.jobs.models import JobRun
from queqiao_web.foundation.notifications.models import Notification
from tests.strategies.secrets import PLANTERS, Planted, make_people

pytestmark = pytest.mark.django_db

NOT_OURS = ("account_", "mfa_", "socialaccount_", "openid_", "usersessions_", "webauthn_")
"""Addresses that know no record, or that end the session."""
AUDITING = frozenset({"auditor", "operator"})
WHO = frozenset({"the owner of an anonymous demand", "the owner's code", "a person of the owner"})
"""Who did a thing is what an audit is for: its readers see that, and no text of the record."""
_MOST_ADDRESSES = 5  # of one name, where it takes several values


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.DEBUG)
    return lambda: "\n".join(
        JsonFormatter().format(record) + record.getMessage() for record in caplog.records
    )


def named(patterns=None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address of the platform by name, with the names of what it takes."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns)
        elif pattern.name and not pattern.name.startswith(NOT_OURS):
            yield pattern.name, tuple(pattern.pattern.converters)


def addresses(planted: Planted) -> Iterator[str]:
    """Every address with every value that might lead to what was planted."""
    values = {
        "sequence": [str(one) for one in AuditEvent.objects.values_list("sequence", flat=True)],
        "noun": ["demands", "achievements", "organizations", "matches"],
        "kind": ["demands", "achievements"],
        "owner_id": ["1"],
    }
    for name, takes in named():
        for chosen in islice(
            product(*(values.get(one, planted.codes) for one in takes)), _MOST_ADDRESSES
        ):
            try:
                yield reverse(name, kwargs=dict(zip(takes, chosen, strict=True)))
            except NoReverseMatch:
                continue


def searches(planted: Planted) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address that takes no value, asked for each secret as people search."""
    for name, takes in named():
        if not takes:
            for query in planted.queries:
                yield reverse(name), {"q": query}


def words_of(answer) -> str:
    """All text of an answer; office files unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(
                archive.read(one).decode("utf-8", "replace") for one in archive.namelist()
            )
    return body.decode("utf-8", "replace") + str(answer.headers)


def leaks(planted: Planted, name: str, text: str) -> list[str]:
    """What of the planted secrets stands in a text that this actor reads."""
    level = planted.levels.get(name, Level.PUBLIC)
    return [one.about for one in planted.secrets if one.level > level and one.word in text]


def _is_supervised(address: str) -> bool:
    """
    Where those posts read names: the audit, and the list of the organizations of their region.

    They see these in every state; the list connects none of them with a demand.
    """
    return address.startswith("/audit/") or address == "/api/v1/organizations"


def sign_in(client, user) -> None:
    client.logout()
    if user is not None:
        client.force_login(user)


@pytest.mark.parametrize("noun", sorted(PLANTERS))
def test_no_page_shows_more_than_the_level_of_its_reader(client, run_jobs, noun, lines):
    people = make_people()
    planted = PLANTERS[noun](people)
    run_jobs()
    client.raise_request_exception = False
    found, broken, opened, seen = [], set(), set(), set()
    for name, user in people.users.items():
        sign_in(client, user)
        for address in addresses(planted):
            answer = client.get(address)
            text = words_of(answer)
            found += [
                f"{name} {address}: {leak}"
                for leak in leaks(planted, name, text)
                if not (name in AUDITING and _is_supervised(address) and leak in WHO)
            ]
            if answer.status_code >= 500:
                broken.add(address)
            if answer.status_code == 200:
                opened.add(address)
                seen |= {title for title in planted.titles if title in text}
    assert not found, "\n".join(sorted(set(found)))
    assert broken == set(), "a page that breaks may hide a leak"
    assert seen == set(planted.titles), "the hunt never came across the record"
    assert len(opened) > 10, "the hunt opened hardly anything"
    told = lines()
    assert [one.about for one in planted.secrets if one.word in told] == []


@pytest.mark.parametrize("noun", sorted(PLANTERS))
def test_no_search_finds_by_what_is_hidden(client, run_jobs, noun):
    people = make_people()
    planted = PLANTERS[noun](people)
    run_jobs()
    client.raise_request_exception = False
    found = []
    for name in ("visitor", "stranger", "other_officer", "operator"):
        if planted.levels.get(name, Level.PUBLIC) > Level.PUBLIC:
            continue
        sign_in(client, people[name])
        for address, query in searches(planted):
            answer = client.get(address, query)
            nothing = client.get(address, {"q": "zqnothing0"})
            if _shows(answer, planted) and not _shows(nothing, planted):
                found.append((name, address, query["q"]))
    assert found == []


def _shows(answer, planted: Planted) -> bool:
    text = words_of(answer)
    return any(title in text for title in planted.titles)


@pytest.mark.parametrize("noun", sorted(PLANTERS))
def test_nothing_hidden_is_told_mailed_queued_or_kept_in_the_audit(
    run_jobs, noun, mailoutbox, lines
):
    people = make_people()
    planted = PLANTERS[noun](people)
    run_jobs()

    for event in AuditEvent.objects.all():
        text = str((event.before, event.after, event.details))
        hidden = [one.about for one in planted.secrets if one.level == Level.SECRET]
        assert [one for one in leaks(planted, "auditor", text) if one in hidden] == []
    for run in JobRun.objects.all():
        assert leaks(planted, "nobody", f"{run.arguments} {run.error}") == []
    names = {user.pk: name for name, user in people.users.items() if user is not None}
    for notice in Notification.objects.all():
        assert leaks(planted, names.get(notice.user_id, "nobody"), str(notice.params)) == []
    addresses_of = {user.email: name for name, user in people.users.items() if user is not None}
    for mail in mailoutbox:
        for address in mail.to:
            text = f"{mail.subject}\n{mail.body}\n{getattr(mail, 'alternatives', '')}"
            assert leaks(planted, addresses_of.get(address, "nobody"), text) == []
    assert [one.about for one in planted.secrets if one.word in lines()] == []


def test_the_hunt_finds_a_leak_that_is_there(client, run_jobs, monkeypatch):
    """A hunt that never finds anything proves nothing: one page is made to say too much."""
    from queqiao_web.demands.pages import record

    people = make_people()
    planted = PLANTERS["demands.demand"](people)
    run_jobs()
    monkeypatch.setattr(record, "demand_level", lambda *_: Level.SECRET)

    text = words_of(client.get(reverse("demand_detail", args=planted.codes)))

    found = set(leaks(planted, "visitor", text))
    assert found >= {
        one.about
        for one in planted.secrets
        if "code" not in one.about and "person" not in one.about
    }
