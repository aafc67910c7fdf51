"""Jobs of files."""

from __future__ import annotations

from datetime import datetime, timedelta

from queqiao_web.foundation.files.actions import remove_orphans
from queqiao_web.foundation.jobs import job


@job("files.remove_orphans", every=timedelta(days=1))
def remove_orphaned(*, at: datetime) -> None:
    """Contents without a row go."""
    remove_orphans(at=at)
