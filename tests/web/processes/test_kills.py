"""Processes killed without warning in the middle of an action: nothing lost, nothing doubled."""

import http.client
import json
import os
import signal
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from tests.web.processes.conftest import SERVER, on_files_alone
from tests.web.processes.place import asked, children, free_port, is_ready, kill, wait_for
from tests.web.processes.slow import actions as slow

EVENT = 'INSERT INTO "foundation_auditevent"'
MARKING = f"{EVENT}|{slow.MARKED}"
MARKED = (
    "SELECT count(*) FROM foundation_auditevent WHERE verb = 'organizations.organization.marked'"
)
TEXT = "SELECT introduction FROM organizations_organization WHERE name = '虚构机械'"
STATE = "SELECT state FROM foundation_jobrun WHERE name = 'slow.mark'"
ECHO = "SELECT state FROM foundation_jobrun WHERE name = 'slow.echo'"


def in_vain(call):
    """A thread in which somebody asks and the answer never comes."""

    def ask():
        with suppress(OSError, http.client.HTTPException):
            call()

    asking = threading.Thread(target=ask)
    asking.start()
    return asking


def test_a_job_whose_worker_is_killed_runs_again_and_once(place):
    place.command("lay_out", "--job")
    place.hold_at(MARKING)
    worker = place.start_worker()
    place.wait_until_held()
    assert place.ask(TEXT) == [""]

    kill(worker)

    assert (place.ask(TEXT), place.ask(MARKED), place.ask(STATE)) == ([""], [0], ["running"])
    place.let_go()
    place.let_leases_end()
    place.start_worker()
    wait_for(lambda: place.ask(STATE) == ["done"], what="the job was not taken up again")
    assert (place.ask(TEXT), place.ask(MARKED)) == ([slow.MARK], [1])
    wait_for(lambda: place.ask(ECHO) == ["done"], what="what waited for the job was not done")
    assert place.command("verify_audit").returncode == 0


class Trading:
    """A region with deals on the way and an open auction, and a web server for it."""

    def __init__(self, place):
        self.place = place
        self.serve()

    def serve(self):
        self.port = free_port()
        self.web = self.place.start_web(self.port)

    def kill_in_the_middle(self, *request, **headers):
        """Kill the server while it does what is asked."""
        self.place.hold_at(EVENT)
        asking = in_vain(lambda: asked(self.port, *request, **headers))
        self.place.wait_until_held()
        kill(self.web)
        asking.join()
        self.place.let_go()


@pytest.fixture(scope="module")
def trading(yard):
    with yard.places() as places:
        place = places.stocked(SERVER)
        later = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d %H:%M:%S")
        later += "+00:00" if SERVER else ""
        place.change(f"UPDATE deals_pricing SET closes_at = '{later}' WHERE state = 'open'")  # noqa: S608 -- our own words
        yield Trading(place)
        assert place.command("verify_audit").returncode == 0


def test_a_request_whose_web_server_is_killed_leaves_nothing_behind(trading):
    place = trading.place
    organization = place.command("lay_out").stdout.strip()

    trading.kill_in_the_middle("POST", f"/mark/{organization}/")

    assert (place.ask(TEXT), place.ask(MARKED), place.ask(ECHO)) == ([""], [0], [])
    trading.serve()
    assert asked(trading.port, "POST", f"/mark/{organization}/") == (200, b"done")
    assert (place.ask(TEXT), place.ask(MARKED), place.ask(ECHO)) == ([slow.MARK], [1], ["waiting"])


def payment(place):
    """The first money of a deal whose contract is registered: who notes it, where, and what."""
    code, owner, amount = place.rows(
        "SELECT deal.code, deal.achievement_organization_id, plan.amount_cny"
        " FROM deals_deal deal JOIN deals_contract contract ON contract.deal_id = deal.id"
        " JOIN deals_plannedpayment plan ON plan.contract_id = contract.id"
        " WHERE deal.state = 'registered' ORDER BY deal.id, plan.id"
    )[0]
    today = datetime.now(UTC).date().isoformat()
    body = {"received_on": today, "amount_cny": str(amount), "reference": "虚构回单-1"}
    return owner, f"/api/v1/deals/{code}/receipts", body


def bid(place):
    """A bid in the open auction."""
    code, bidder, owner, highest, step = place.rows(
        "SELECT pricing.code, bidder.code, bidder.organization_id,"
        " (SELECT max(amount_cny) FROM deals_bid WHERE pricing_id = pricing.id), pricing.step_cny"
        " FROM deals_pricing pricing JOIN deals_bidder bidder ON bidder.pricing_id = pricing.id"
        " WHERE pricing.state = 'open' ORDER BY bidder.id"
    )[0]
    amount = str(highest + step)
    return owner, f"/api/v1/prices/{code}/bids", {"bidder": bidder, "amount_cny": amount}


# What an action changes besides its event, by table.
ACTIONS = {
    payment: {
        "deals_receipt": 1,
        "foundation_auditevent WHERE verb = 'deals.receipt.recorded'": 1,
        "foundation_auditevent WHERE verb = 'deals.deal.paid'": 1,
        "foundation_jobrun WHERE name = 'deals.tell_parties'": 1,
        "api_keptanswer": 1,
    },
    bid: {
        "deals_bid": 1,
        "foundation_auditevent WHERE verb = 'deals.bid.placed'": 1,
        "api_keptanswer": 1,
    },
}


def counts(place, parts):
    return {part: place.ask(f"SELECT count(*) FROM {part}")[0] for part in parts}  # noqa: S608 -- our own names


@pytest.mark.parametrize("made", ACTIONS, ids=lambda made: made.__name__)
def test_a_program_whose_server_is_killed_sends_it_again_and_it_is_done_once(trading, made):
    place = trading.place
    owner, path, body = made(place)
    secret = place.command("lay_out", "--token", str(owner)).stdout.strip()
    headers = {
        "Authorization": f"Bearer {secret}",
        "Content-Type": "application/json",
        "Idempotency-Key": made.__name__,
    }
    request = ("POST", path, json.dumps(body))
    before = counts(place, ACTIONS[made])

    trading.kill_in_the_middle(*request, **headers)

    assert counts(place, ACTIONS[made]) == before
    trading.serve()
    first = asked(trading.port, *request, **headers)
    assert first[0] == 200, first[1].decode()
    assert asked(trading.port, *request, **headers) == first
    once = {part: before[part] + more for part, more in ACTIONS[made].items()}
    assert counts(place, ACTIONS[made]) == once


@on_files_alone
def test_matches_whose_renewing_is_killed_are_renewed_by_the_next_sweep(places):
    """The index is written before the rows: it is whole, and the rows follow it the next time."""
    place = places.stocked(SERVER)
    demand = place.ask("SELECT id FROM demands_demand WHERE state = 'published' ORDER BY id")[0]
    runs = "SELECT state FROM foundation_jobrun WHERE key LIKE 'matching.refresh_demand:slow%'"
    refreshes = "SELECT count(*) FROM matching_refresh"
    matches = f"SELECT achievement_id, state FROM matching_match WHERE demand_id = {demand}"  # noqa: S608 -- a number
    before, held = place.ask(refreshes)[0], sorted(place.rows(matches))
    place.command("lay_out", "--refresh", str(demand))
    place.hold_at('INSERT INTO "matching_refresh"')
    worker = place.start("queqiao_web", "qcluster", QUEQIAO_JOB_SECONDS="60")
    place.wait_until_held()

    kill(worker)

    assert (place.ask(runs), place.ask(refreshes)[0], sorted(place.rows(matches))) == (
        ["running"],
        before,
        held,
    )
    place.let_go()
    place.let_leases_end()
    place.command("sweep")
    assert place.ask(runs) == ["done"]
    assert place.ask(refreshes)[0] > before  # a new index calls for one of its own
    renewed = sorted(place.rows(matches))
    assert len({achievement for achievement, _state in renewed}) == len(renewed) >= len(held)
    assert place.command("verify_audit").returncode == 0


def child(process, name):
    found = [number for number, command in children(process.pid).items() if name in command]
    return found[0] if found else None


@on_files_alone
def test_run_keeps_web_and_worker_and_stops_both(place):
    """As typed in a terminal, where a Ctrl-C ends it."""
    port = free_port()
    line = ("queqiao_web", "run", "--port", str(port), "--without-demo")
    runs = place.start(*line, DJANGO_SETTINGS_MODULE="queqiao_web.config.settings")
    try:
        _kill_its_worker_and_stop_it(runs, port)
    finally:
        if runs.poll() is None:
            runs.send_signal(signal.SIGTERM)
            runs.wait()


def _kill_its_worker_and_stop_it(runs, port):
    wait_for(lambda: is_ready(port), what="the platform did not start")
    worker = wait_for(lambda: child(runs, "qcluster"), what="no worker")
    web = child(runs, "gunicorn")

    os.killpg(worker, signal.SIGKILL)

    def another():
        now = child(runs, "qcluster")
        return now if now not in {None, worker} else None

    second = wait_for(another, what="the killed worker was not started anew")
    assert child(runs, "gunicorn") == web
    runs.send_signal(signal.SIGINT)
    assert runs.wait() == 0
    assert not is_ready(port)
    assert children(second) == children(web) == {}


@on_files_alone
def test_run_refuses_a_port_that_is_taken(place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = place.command("run", "--port", str(port), check=False)

    assert refused.returncode == 2
    assert f"{port}" in refused.stderr
    assert "已被占用" in refused.stderr
