"""Processes that live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

MOST_RESTARTS = 5
_STEADY_S = 60.0  # one that ran as long may be started anew from the beginning of the count
_GRACE_S = 30.0
_MOST_LOG_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Service:
    """A process to keep running: its name, its command, the file that it logs into."""

    name: str
    command: tuple[str, ...]
    log: Path


class _Kept:
    """A service with its process and how often it had to be started."""

    def __init__(self, service: Service, environment: Mapping[str, str]) -> None:
        self.service = service
        self._environment = dict(environment)
        self.restarts = -1
        self.start()

    def start(self) -> None:
        self.restarts += 1
        self.started = time.monotonic()
        with self.service.log.open("ab") as log:
            # A group of its own: Ctrl-C reaches it through us, and its children end with it.
            self.process = subprocess.Popen(
                self.service.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

    def signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def ask_to_stop(self) -> None:
        """Only the head of the group is asked; it sees to its children in its own order."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)


def supervise(
    services: Sequence[Service],
    *,
    environment: Mapping[str, str],
    started: Callable[[], None],
    lost: Callable[[Service, int], None],
) -> int:
    """
    Keep services running until a signal asks us to stop; then all of them stop.

    ``started`` is called once all were started. One that ends by itself is ``lost`` (with its exit
    code) and started again; one that does so :data:`MOST_RESTARTS` times in a row takes the others
    with it.

    Returns:
        0 after a signal, 1 where a service could not be kept running.
    """
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- the signal's call
        asked.append(number)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    kept: list[_Kept] = []
    try:
        for service in services:
            _turn_over(service.log)
            kept.append(_Kept(service, environment))
        started()
        while not asked:
            if not all(_keep(one, lost) for one in kept):
                return 1
            time.sleep(0.2)
        return 0
    finally:
        _stop(kept)
        for number, handler in before.items():
            signal.signal(number, handler)


def _keep(one: _Kept, lost: Callable[[Service, int], None]) -> bool:
    """Start a service anew if it has ended; ``False`` where that is given up."""
    code = one.process.poll()
    if code is None:
        return True
    one.signal(signal.SIGKILL)  # children that outlived their head
    lost(one.service, code)
    if time.monotonic() - one.started > _STEADY_S:
        one.restarts = -1
    if one.restarts >= MOST_RESTARTS:
        return False
    time.sleep(0.5 * (one.restarts + 1))
    one.start()
    return True


def _stop(kept: Sequence[_Kept]) -> None:
    """Ask all to stop, wait, and kill what has not."""
    for one in kept:
        one.ask_to_stop()
    end = time.monotonic() + _GRACE_S
    for one in kept:
        with suppress(subprocess.TimeoutExpired):
            one.process.wait(max(0.1, end - time.monotonic()))
    for one in kept:
        one.signal(signal.SIGKILL)
        one.process.wait()


def _turn_over(log: Path) -> None:
    """Put a long log aside; the one before it is dropped."""
    if log.exists() and log.stat().st_size > _MOST_LOG_BYTES:
        log.replace(log.with_suffix(".1.log"))
