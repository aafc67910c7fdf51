"""Processes killed without warning in the middle of an action: nothing lost, nothing doubled."""

import http.client
import os
import signal
import socket
import subprocess
import threading
from contextlib import closing, suppress

from tests.web.processes.place import free_port, kill, wait_for
from tests.web.processes.slow.actions import MARK

MARKED = (
    "SELECT count(*) FROM foundation_auditevent WHERE verb = 'organizations.organization.marked'"
)
TEXT = "SELECT introduction FROM organizations_organization"
STATE = "SELECT state FROM foundation_jobrun WHERE name = 'slow.mark'"


def post(port, organization):
    return asked(port, "POST", f"/mark/{organization}/")


def is_ready(port):
    try:
        return b"ready" in asked(port, "GET", "/ready")
    except (OSError, http.client.HTTPException):
        return False


def asked(port, method, path):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path)
        return connection.getresponse().read()


def test_a_job_whose_worker_is_killed_runs_again_and_once(place):
    hold = place.folder / "hold"
    hold.touch()
    place.command("lay_out", "--job")
    worker = place.start_worker()
    wait_for((place.folder / "written").exists, what="the job did not begin")
    assert place.ask(TEXT) == [""]

    kill(worker)

    assert (place.ask(TEXT), place.ask(MARKED), place.ask(STATE)) == ([""], [0], ["running"])
    hold.unlink()
    place.start_worker()
    wait_for(lambda: place.ask(STATE) == ["done"], what="the job was not taken up again")
    assert (place.ask(TEXT), place.ask(MARKED)) == ([MARK], [1])
    assert place.command("verify_audit").returncode == 0


def test_a_request_whose_web_server_is_killed_leaves_nothing_behind(place):
    hold = place.folder / "hold"
    hold.touch()
    organization = place.command("lay_out").stdout.strip()
    port = free_port()
    web = place.start_web(port)
    wait_for(lambda: is_ready(port), what="the web server did not start")

    def ask_in_vain():
        with suppress(OSError, http.client.HTTPException):
            post(port, organization)

    asking = threading.Thread(target=ask_in_vain)
    asking.start()
    wait_for((place.folder / "written").exists, what="the request did not begin")
    kill(web)
    asking.join()

    assert (place.ask(TEXT), place.ask(MARKED)) == ([""], [0])
    hold.unlink()
    again = free_port()
    place.start_web(again)
    wait_for(lambda: is_ready(again), what="the web server did not start again")
    assert post(again, organization) == b"done"
    assert (place.ask(TEXT), place.ask(MARKED)) == ([MARK], [1])
    assert place.command("verify_audit").returncode == 0


def children(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return dict(line.strip().split(" ", 1) for line in listed.stdout.splitlines())


def child(process, name):
    found = [int(pid) for pid, args in children(process.pid).items() if name in args]
    return found[0] if found else None


def test_run_keeps_web_and_worker_and_stops_both(place):
    port = free_port()
    runs = place.start("queqiao_web", "run", "--port", str(port), "--without-demo")
    wait_for(lambda: is_ready(port), what="the platform did not start")
    worker = wait_for(lambda: child(runs, "qcluster"), what="no worker")
    web = child(runs, "gunicorn")

    os.killpg(worker, signal.SIGKILL)

    def another():
        now = child(runs, "qcluster")
        return now if now not in {None, worker} else None

    second = wait_for(another, what="the killed worker was not started anew")
    assert child(runs, "gunicorn") == web
    runs.send_signal(signal.SIGTERM)
    assert runs.wait(60) == 0
    assert not is_ready(port)
    assert children(second) == children(web) == {}


def test_run_refuses_a_port_that_is_taken(place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = place.command("run", "--port", str(port), check=False)

    assert refused.returncode == 2
    assert f"{port}" in refused.stderr
    assert "已被占用" in refused.stderr
