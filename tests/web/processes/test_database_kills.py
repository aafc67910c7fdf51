"""
A PostgreSQL server killed without warning in the middle of actions, and started again: an action is
wholly there, with its event and its jobs, or wholly absent; web and worker go on as they are.

Every test kills the server of this module and no other.
"""

import os
import signal
import threading
import time
from contextlib import suppress
from http.client import HTTPException

import psycopg
import pytest

from tests.web.processes.conftest import SERVER
from tests.web.processes.place import asked, children, free_port, is_ready, kill, wait_for
from tests.web.processes.server import OwnServer
from tests.web.processes.slow.actions import MARK, MARKED
from tests.web.processes.slow.tasks import ECHOED

pytestmark = pytest.mark.skipif(not SERVER, reason="about PostgreSQL; see tools/with_postgres.py")
EVENT = 'INSERT INTO "foundation_auditevent"'
WRITERS = 3
WRITTEN = """
    WITH marks AS (
        SELECT sequence FROM foundation_auditevent WHERE verb = %(verb)s AND subject_id = %(id)s
    )
    SELECT
        (SELECT length(introduction) FROM organizations_organization WHERE id = %(id)s),
        (SELECT count(*) FROM marks),
        (SELECT count(*) FROM foundation_jobrun JOIN marks ON key = 'slow.echo:' || sequence)
"""
ECHOES = """
    SELECT details->>'of' FROM foundation_auditevent
    WHERE verb = %(verb)s AND subject_id = %(id)s
"""


class Standing:
    """A platform on a server of its own, with web and worker that are started once."""

    def __init__(self, place, server):
        self.place = place
        self.server = server
        self.port = free_port()
        self.web = place.start_web(self.port)
        self.worker = place.start_worker()
        self._answering = children(self.web.pid)
        self.lay_out("--job")
        wait_for(lambda: not self.undone(), what="the worker does not work")

    def lay_out(self, *options):
        return int(self.place.command("lay_out", *options).stdout)

    def mark(self, organization):
        """The status of the answer, 0 where there was none."""
        with suppress(OSError, HTTPException):
            return asked(self.port, "POST", f"/mark/{organization}/")[0]
        return 0

    def mark_held(self, organization):
        """A request that stays in the middle: its thread, and the list its status goes into."""
        self.place.hold_at(EVENT)
        found = []
        asking = threading.Thread(target=lambda: found.append(self.mark(organization)))
        asking.start()
        self.place.wait_until_held()
        return asking, found

    def wait_until_ready(self):
        wait_for(lambda: is_ready(self.port), what="the web server does not find its database")
        assert self.web.poll() is None
        assert self.worker.poll() is None
        assert children(self.web.pid) == self._answering

    def written(self, organization):
        """Marks in the record, events of them, jobs that those called for."""
        with psycopg.connect(self.place.database_url) as connection:
            return connection.execute(WRITTEN, {"id": organization, "verb": MARKED}).fetchone()

    def undone(self):
        return self.place.ask(
            "SELECT key FROM foundation_jobrun WHERE name LIKE 'slow.%' AND state <> 'done'"
        )

    def is_swept(self):
        """Whether all is done, once the sweep has found what no worker could be told of."""
        self.place.let_pauses_end()
        self.place.command("sweep")
        return not self.undone()

    def echoes(self, organization):
        with psycopg.connect(self.place.database_url) as connection:
            rows = connection.execute(ECHOES, {"id": organization, "verb": ECHOED}).fetchall()
        return [row[0] for row in rows]


@pytest.fixture(scope="module")
def standing(yard):
    server = OwnServer()
    try:
        with yard.places() as places:
            place = places.blank(server.url)
            place.command("prepare")
            yield Standing(place, server)
    finally:
        server.close()


def test_a_request_whose_database_is_killed_leaves_nothing_and_the_next_one_is_done(standing):
    organization = standing.lay_out()
    asking, found = standing.mark_held(organization)

    standing.server.kill()

    standing.place.let_go()
    asking.join()
    assert found == [500]
    assert not is_ready(standing.port)
    early = standing.place.start_worker()
    standing.place.wait_until_logged("the database does not answer; waiting")
    standing.server.start()
    standing.wait_until_ready()
    assert standing.written(organization) == (0, 0, 0)
    assert standing.mark(organization) == 200
    assert standing.written(organization) == (1, 1, 1)
    wait_for(lambda: not standing.undone(), what="the worker does not find its database")
    assert len(standing.echoes(organization)) == 1
    assert early.poll() is None
    kill(early)


def test_a_request_whose_backend_is_killed_leaves_nothing_and_the_server_mends_itself(standing):
    """The server ends the connections of everybody then, as nobody knows what was damaged."""
    organization = standing.lay_out()
    asking, found = standing.mark_held(organization)
    serving = standing.place.ask(
        "SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'"
        " AND datname = current_database()"
    )
    assert len(serving) == 1

    os.kill(serving[0], signal.SIGKILL)

    standing.place.let_go()
    asking.join()
    assert found == [500]
    standing.wait_until_ready()
    assert standing.written(organization) == (0, 0, 0)
    assert standing.mark(organization) == 200
    assert standing.written(organization) == (1, 1, 1)


def test_a_job_whose_database_is_killed_runs_again_and_once(standing):
    standing.place.hold_at(EVENT)
    organization = standing.lay_out("--job", "another")
    standing.place.wait_until_held()

    standing.server.kill()

    standing.place.let_go()
    standing.server.start()
    wait_for(lambda: not standing.undone(), what="the job was not taken up again")
    assert standing.written(organization) == (1, 1, 1)
    assert len(standing.echoes(organization)) == 1
    standing.wait_until_ready()


def test_what_was_acknowledged_is_there_however_often_the_database_is_killed(standing):
    """Several write at once without a pause, and the server dies under them twice."""
    organizations = [standing.lay_out() for _number in range(WRITERS)]
    acknowledged = dict.fromkeys(organizations, 0)
    is_over = threading.Event()

    def write(organization):
        while not is_over.is_set():
            if standing.mark(organization) == 200:
                acknowledged[organization] += 1
            else:
                time.sleep(0.2)

    writing = [threading.Thread(target=write, args=(one,)) for one in organizations]
    for thread in writing:
        thread.start()
    try:
        for _death in range(2):
            more = {one: count + 3 for one, count in acknowledged.items()}
            wait_for(
                lambda more=more: all(acknowledged[one] >= more[one] for one in more),
                what="nothing is written",
            )
            standing.server.kill()
            standing.server.start()
    finally:
        is_over.set()
        for thread in writing:
            thread.join()

    standing.wait_until_ready()
    wait_for(lambda: standing.mark(organizations[0]) == 200, what="nothing is written any more")
    acknowledged[organizations[0]] += 1
    wait_for(standing.is_swept, what="jobs are lost")
    for one in organizations:
        marks, events, jobs = standing.written(one)
        assert marks == events == jobs >= acknowledged[one] >= 6
        assert marks <= acknowledged[one] + 3  # at most the one in flight at each death
        echoed = standing.echoes(one)
        assert len(echoed) == len(set(echoed)) == marks
    assert standing.place.command("verify_audit").returncode == 0
    with psycopg.connect(standing.place.database_url) as connection:
        text = connection.execute(
            "SELECT introduction FROM organizations_organization WHERE id = ANY(%s)",
            [organizations],
        )
        assert all(set(row[0]) == {MARK} for row in text)
