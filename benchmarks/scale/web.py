"""
The platform under load: 100,000 demands and achievements, 20,000 users, 50 requests a second.

    python -m benchmarks.scale.web [--count 100000] [--users 20000] [--rate 50] [--seconds 20]
                                        [--folder KEPT]

Web and worker run as processes of their own on a fresh folder (SQLite, or the server that
``QUEQIAO_DATABASE_URL`` names, whose database must be empty). Rows are bootstrapped texts written
past the actions, since it is reading that is measured; each page is asked for at a steady rate, by
signed-in people, while the worker refreshes matches. Latencies count from when a request was due,
so that waiting in line is part of them. Before that every index is made from the rows, as after a
restore, which takes far longer than all else. ``--folder`` keeps what was filled and indexed, so
that a second run with the same sizes begins at once; so does ``QUEQIAO_LOAD_FOLDER``, for
``benchmarks.run``.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.scale.filled import build_indices, fill

COUNT, USERS, RATE, SECONDS = 100_000, 20_000, 50, 20
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is and how hard it is asked for; ``folder`` keeps what was filled."""

    count: int = COUNT
    users: int = USERS
    rate: int = RATE
    seconds: int = SECONDS
    folder: str = os.environ.get("QUEQIAO_LOAD_FOLDER", "")


def measure(load: Load = Load()) -> Figures:
    """Latencies of each page, the time to a new demand's matches, the cost of a nightly look."""
    with _kept_or_passing(load.folder) as place:
        port = _free_port()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "queqiao_web.config.settings",
            "QUEQIAO_DATA_DIR": place,
            "QUEQIAO_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "QUEQIAO_LISTEN": f"127.0.0.1:{port}",
        }
        _command("prepare")
        import django  # noqa: PLC0415 -- after the environment

        django.setup()
        filled, built = _laid_out(Path(place), load)
        figures: Figures = {
            "demands": load.count,
            "achievements": load.count,
            "users": load.users,
            "rate_per_s": load.rate,
            "database": "PostgreSQL" if os.environ.get("QUEQIAO_DATABASE_URL") else "SQLite",
            **built,
        }
        figures["due_by_the_clock_s"] = _catch_up()
        with _serving(port, Path(place)):
            figures["new_demand_matched_s"] = _time_to_matches()
            with _busy_worker() as done:
                figures["pages"] = _load(port, filled, rate=load.rate, seconds=load.seconds)
            figures["refreshed_meanwhile"] = done()
        figures["nightly"] = _nightly()
        return figures


@contextmanager
def _kept_or_passing(folder: str) -> Iterator[str]:
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        yield folder
    else:
        with tempfile.TemporaryDirectory(prefix="queqiao-load-") as passing:
            yield passing


def _laid_out(place: Path, load: Load) -> tuple[dict[str, list[str]], Figures]:
    """What pages to ask for and what it took to build; from the run before where it is the same."""
    note, sizes = place / "filled.json", [load.count, load.users]
    if note.exists():
        held = json.loads(note.read_text(encoding="utf-8"))
        if held["sizes"] == sizes:
            return held["filled"], held["built"]
    began = time.perf_counter()
    filled = fill(load.count, load.users)
    built = {"fill_s": round(time.perf_counter() - began, 1), "index_build_s": build_indices()}
    held = {"sizes": sizes, "filled": filled, "built": built}
    note.write_text(json.dumps(held), encoding="utf-8")
    return filled, built


def _command(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "queqiao_web", *arguments], check=True)


@contextmanager
def _serving(port: int, folder: Path) -> Iterator[None]:
    lines = (
        ("gunicorn", "-c", "python:queqiao_web.config.gunicorn"),
        ("queqiao_web", "qcluster"),
    )
    with (folder / "load.log").open("ab") as log:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", *line], stdout=log, stderr=log, start_new_session=True
            )
            for line in lines
        ]
        try:
            _wait_until_ready(port)
            yield
        finally:
            for process in processes:  # the heads alone: each sees to its own children
                process.send_signal(signal.SIGTERM)
                process.wait()


def _wait_until_ready(port: int) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    message = "the web server does not answer"
    raise RuntimeError(message)


def _catch_up() -> float:
    """Do what the clock calls for, as it is done on a platform that has run a day; seconds."""
    from queqiao_web.foundation.jobs.run import sweep  # noqa: PLC0415 -- after the environment

    began = time.perf_counter()
    while sweep():
        pass
    return round(time.perf_counter() - began, 1)


def _time_to_matches() -> list[float]:
    """Seconds from publishing a demand, through its action, to its first match: five of them."""
    from django.utils import timezone  # noqa: PLC0415

    from queqiao_web.achievements.models import Achievement  # noqa: PLC0415
    from queqiao_web.demands.actions import publish_demand  # noqa: PLC0415
    from queqiao_web.demands.models import Demand  # noqa: PLC0415
    from queqiao_web.foundation.access import Actor, Post  # noqa: PLC0415
    from queqiao_web.matching.models import Refresh  # noqa: PLC0415
    from queqiao_web.organizations.models import Organization  # noqa: PLC0415

    now = timezone.now()
    from queqiao_web.accounts.models import User  # noqa: PLC0415

    officer, _new = User.objects.get_or_create(username="officer", email="officer@example.org")
    actor = Actor(user_id=officer.pk, posts=(Post("officer", "220000"),))
    owner = Organization.objects.order_by("-pk").first()
    found = []
    for offer in Achievement.objects.order_by("pk")[:5]:
        demand = Demand.objects.create(
            organization=owner,
            title=f"{offer.title}的应用",
            summary=offer.summary,
            description=offer.description,
            region_code="220100",
            industry_code="3425",
            state="submitted",
            submitted_at=now,
            created_at=now,
            updated_at=now,
        )
        began = time.perf_counter()
        publish_demand(actor=actor, at=timezone.now(), demand_id=demand.pk)
        while not Refresh.objects.filter(record_code=demand.code).exists():
            if time.perf_counter() - began > 120:
                break
            time.sleep(0.05)
        found.append(round(time.perf_counter() - began, 2))
    return found


@contextmanager
def _busy_worker() -> Iterator[Callable[[], int]]:
    """Matches of one demand after the other are refreshed meanwhile; gives how many were."""
    from django.db import connection  # noqa: PLC0415 -- after the environment
    from django.utils import timezone  # noqa: PLC0415

    from queqiao_web.demands.models import Demand  # noqa: PLC0415
    from queqiao_web.foundation.jobs import enqueue  # noqa: PLC0415
    from queqiao_web.foundation.jobs.models import JobRun, JobState  # noqa: PLC0415

    stopped, key = threading.Event(), f"load {time.time()}"
    queued = JobRun.objects.filter(key__contains=key)

    def feed() -> None:
        for n, pk in enumerate(Demand.objects.order_by("pk").values_list("pk", flat=True)):
            while queued.exclude(state=JobState.DONE).count() >= 4:
                if stopped.wait(0.1):
                    break
            if stopped.is_set():
                break
            name = f"{key} {n}"
            enqueue("matching.refresh_demand", key=name, due_at=timezone.now(), object_id=pk)
        connection.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    try:
        yield lambda: queued.filter(state=JobState.DONE).count()
    finally:
        stopped.set()
        feeder.join()


def _load(port: int, filled: dict[str, list[str]], *, rate: int, seconds: int) -> Figures:
    """Each page asked for at the rate, for some seconds; what its requests took."""
    demands, offers = filled["demands"], filled["achievements"]
    pages = {
        "home": lambda _n: "/",
        "demand_list": lambda n: f"/demands/?region={('220100', '220200')[n % 2]}",
        "achievement_list": lambda _n: "/achievements/",
        "demand_detail": lambda n: f"/demands/{demands[n % len(demands)]}/",
        "achievement_detail": lambda n: f"/achievements/{offers[n % len(offers)]}/",
        "match_inbox": lambda n: f"/matches/?side={('demand', 'achievement')[n % 2]}",
        "workspace": lambda _n: "/workspace/",
    }
    return {
        name: _page(port, address, filled["sessions"], rate=rate, seconds=seconds)
        for name, address in pages.items()
    }


def _page(port: int, address: Any, sessions: list[str], *, rate: int, seconds: int) -> Figures:  # noqa: ANN401
    total = rate * seconds
    took: list[float] = [0.0] * total
    statuses: dict[int, int] = {}
    guard = threading.Lock()
    for warm in range(10):
        _ask(port, address(warm), sessions[warm])
    start = time.perf_counter() + 0.5

    def run(first: int, step: int) -> None:
        for n in range(first, total, step):
            due = start + n / rate
            time.sleep(max(due - time.perf_counter(), 0))
            status = _ask(port, address(n), sessions[n % len(sessions)])
            took[n] = time.perf_counter() - due
            with guard:
                statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=run, args=(one, 32)) for one in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(took)
    return {
        "p50_ms": round(1000 * statistics.median(ordered)),
        "p95_ms": round(1000 * ordered[int(0.95 * total)]),
        "max_ms": round(1000 * ordered[-1]),
        "statuses": {str(code): count for code, count in sorted(statuses.items())},
    }


def _ask(port: int, path: str, session: str) -> int:
    """The status of one page; a redirect (to the sign-in, say) is not followed but seen."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": f"queqiao_session={session}"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _nightly() -> Figures:
    """What the daily look at the calendar queues after nothing, and after fifty changes."""
    from django.utils import timezone  # noqa: PLC0415

    from queqiao_web.demands.models import Demand  # noqa: PLC0415
    from queqiao_web.foundation.jobs.models import JobRun  # noqa: PLC0415
    from queqiao_web.matching.tasks import follow_calendar  # noqa: PLC0415

    found: Figures = {}
    for name, changed in (("nothing_changed", 0), ("fifty_changed", 50)):
        yesterday = timezone.localdate() - timedelta(days=1)
        chosen = Demand.objects.filter(deadline_on=None).order_by("pk").values_list("pk", flat=True)
        chosen = chosen[:changed]
        Demand.objects.filter(pk__in=list(chosen)).update(deadline_on=yesterday)
        before = JobRun.objects.count()
        began = time.perf_counter()
        follow_calendar(at=timezone.now())
        found[name] = {
            "seconds": round(time.perf_counter() - began, 2),
            "refreshes_queued": JobRun.objects.count() - before,
        }
    return found


def _free_port() -> int:
    import socket  # noqa: PLC0415

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Measure with the sizes given, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (
        ("count", COUNT),
        ("users", USERS),
        ("rate", RATE),
        ("seconds", SECONDS),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--folder", default=Load().folder, help="keep what is filled, begin there")
    print(json.dumps(measure(Load(**vars(parser.parse_args()))), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
