"""Work dealt to several processes, its results in the order of the work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

_AHEAD = 3  # pieces of work under way for each process: enough to keep all busy, few to hold


def map_chunks(
    work: Callable[[Sequence[Item]], Made],
    items: Iterable[Item],
    *,
    size: int,
    workers: int,
    setup: Callable[..., None],
    given: tuple[object, ...],
) -> Iterator[Made]:
    """
    ``work`` of every ``size`` of ``items``, in ``workers`` processes, in the order of the items.

    ``setup(*given)`` runs first in each process. The processes are started afresh (spawned), so
    ``work``, ``setup`` and all values must be importable and picklable, and a script that asks for
    several must be guarded by ``if __name__ == "__main__"``.
    """
    pending = iter(items)
    running: deque[Future[Made]] = deque()
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=setup, initargs=given
    )
    with pool:
        try:
            while chunk := list(islice(pending, size)):
                running.append(pool.submit(work, chunk))
                if len(running) >= _AHEAD * workers:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for one in running:
                one.cancel()
