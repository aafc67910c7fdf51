"""
The platform as people meet it: web and worker running, a real browser, SQLite or PostgreSQL.

``QUEQIAO_DATABASE_URL`` chooses the database, as for the tests of ``tests/web``.
"""

import os

import pytest

from tests.e2e.platform.live import LANGUAGE, SESSION, LivePlatform
from tests.e2e.platform.people import Person
from tests.web.processes.warm import Nursery
from tests.web.processes.yard import fresh_database


@pytest.fixture(scope="session")
def nursery():
    """Where the processes of the platforms come from."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="module")
def live(tmp_path_factory, nursery):
    """A running platform with nothing in it."""
    with fresh_database(os.environ.get("QUEQIAO_DATABASE_URL", "")) as url:
        platform = LivePlatform(tmp_path_factory.mktemp("platform"), url, nursery)
        try:
            platform.begin()
            yield platform
        finally:
            platform.clean_up()


@pytest.fixture(scope="module")
def region(live):
    """The codes of a small region laid out on the running platform."""
    return live.call("region")


@pytest.fixture(scope="module")
def sessions(live, region):
    """For each role, a session in which they are signed in."""
    return live.call("sessions")


@pytest.fixture(scope="module")
def enter(live, chromium, request):
    """
    Opens a browser as somebody: ``enter("clerk")`` gives a context, ``enter()`` a visitor's.

    ``width`` is the width of the window, ``language`` what pages are shown in.
    """
    opened = []

    def as_somebody(role="", *, width=1440, language="zh-hans"):
        context = chromium.new_context(
            base_url=live.url, viewport={"width": width, "height": 900}, locale="zh-CN"
        )
        opened.append(context)
        cookies = [{"name": LANGUAGE, "value": language, "url": live.url}]
        if role:
            session = request.getfixturevalue("sessions")[role]
            cookies.append({"name": SESSION, "value": session, "url": live.url})
        context.add_cookies(cookies)
        return context

    yield as_somebody
    for context in opened:
        context.close()


@pytest.fixture
def people(live, chromium):
    """Opens a browser for somebody; in the end nothing may have broken in any."""
    opened = []

    def person(name="visitor"):
        opened.append(Person(chromium, live, name))
        return opened[-1]

    yield person
    for one in opened:
        one.context.close()
    assert [broken for one in opened for broken in one.broken] == []
