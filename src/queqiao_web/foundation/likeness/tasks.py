"""Jobs that keep every index as the rows are, whatever was lost: after a restore all of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from queqiao_web.foundation.jobs import job
from queqiao_web.foundation.likeness.kept import KEPT, call_for


@job("foundation.keep_indices", every=timedelta(days=1), at_start=True)
def keep_indices(*, at: datetime) -> None:
    """Look at each."""
    for name in KEPT:
        call_for(name, at)


@job("foundation.keep_index")
def keep_index(*, index: str, at: datetime) -> None:
    """Put what is missing, drop what is too much; what there was no time for is another job's."""
    if not KEPT[index](at):
        call_for(index, at)
