"""
An index of the engine in the data folder that says what rows say, and jobs that keep it so.

An index only proposes: what is listed, and to whom, the rows say. It can be lost at any time, with
the data folder or by a restore, and comes back from the rows in portions.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings

from queqiao.errors import QueqiaoError, WrongUsage
from queqiao.matching.index import (
    Index,
    IndexedDocument,
    add_documents,
    build_index,
    open_index,
    remove_documents,
)
from queqiao_web.foundation.jobs import enqueue

PORTION: Final = 1_000
"""So many records are put into an index at once."""
_PATIENCE_S: Final = 30.0  # that a writer waits for another


@dataclass(slots=True)
class KeptIndex:
    """
    An index below the data folder.

    ``listed`` gives the ids of all that is to stand in it, ``documents`` those of some ids that are
    listed now, as they are to stand there.
    """

    name: str
    weights: Mapping[str, float]
    listed: Callable[[], Iterable[str]]
    documents: Callable[[Sequence[str]], Iterable[IndexedDocument]]
    _opened: dict[Path, Index] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        kept_up_by(self.name, lambda _at: self.catch_up())

    @property
    def place(self) -> Path:
        """Its folder."""
        return Path(settings.DATA_DIR) / self.name

    def open(self) -> Index | None:
        """Its newest state; ``None`` where there is none, or a damaged one."""
        place = self.place
        try:
            known = self._opened.get(place)
            index = known.refresh() if known is not None else open_index(place)
        except QueqiaoError:
            self._opened.pop(place, None)
            return None
        self._opened[place] = index
        return index

    @property
    def is_whole(self) -> bool:
        """Whether it is there and has held all that was listed."""
        return self._mark.exists() and self.open() is not None

    @property
    def _mark(self) -> Path:
        return self.place.with_suffix(".whole")

    def follow(self, ids: Iterable[str]) -> None:
        """Have it say of these what the rows say now; where there is none, of all."""
        if self.open() is None:
            self.catch_up()
            return
        asked = list(ids)
        held = self._put(asked)
        if gone := [one for one in asked if one not in held]:
            self._drop(gone)

    def catch_up(self) -> bool:
        """
        Put what is listed and not held, and drop what is held and not listed.

        Whether there was time for all of it: a job that has run too long is killed, so that what
        is left is for the next one.
        """
        index = self.open()
        if index is None:
            self._in_turn(self._begin)
        held = set() if index is None else set(index.ids())
        if not agree(held, self.listed(), put=self._put, drop=self._drop):
            return False
        self._mark.touch()
        return True

    def _begin(self) -> None:
        if self.open() is None:
            self._mark.unlink(missing_ok=True)
            shutil.rmtree(self.place, ignore_errors=True)
            build_index(self.place, [], field_weights=self.weights)

    def _put(self, ids: Sequence[str]) -> set[str]:
        documents = list(self.documents(ids))
        if documents:
            self._in_turn(lambda: add_documents(self.place, documents))
        return {one.id for one in documents}

    def _drop(self, ids: Sequence[str]) -> None:
        self._in_turn(lambda: remove_documents(self.place, ids))

    def _in_turn(self, write: Callable[[], object]) -> None:
        """Write, after whoever is writing now; after a while give up, and the job runs again."""
        self.place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        until = time.monotonic() + _PATIENCE_S
        while True:
            try:
                write()
            except WrongUsage:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return


CatchUp = Callable[[datetime], bool]
KEPT: Final[dict[str, CatchUp]] = {}
"""What brings each index up to the rows, by its name; see ``catch_up``."""


def kept_up_by(name: str, catch_up: CatchUp) -> None:
    """Have a job catch up this index every day and whenever a worker starts."""
    KEPT[name] = catch_up


def call_for(name: str, at: datetime) -> None:
    """Have a job catch up the index of this name; once for a moment."""
    enqueue("foundation.keep_index", key=f"{name}:{at.isoformat()}", due_at=at, index=name)


def agree(
    held: set[str],
    listed: Iterable[str],
    *,
    put: Callable[[Sequence[str]], object],
    drop: Callable[[Sequence[str]], object],
) -> bool:
    """Make what is held what is listed, in portions, for a third of the time that a job has."""
    until = time.monotonic() + settings.JOB_SECONDS / 3
    wanted = list(listed)
    if gone := held.difference(wanted):
        drop(sorted(gone))
    missing = (one for one in wanted if one not in held)
    while portion := list(islice(missing, PORTION)):
        if time.monotonic() > until:
            return False
        put(portion)
    return True
