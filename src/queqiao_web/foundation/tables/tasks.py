"""Jobs of tables: writing imports, and removing the rows of old ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.jobs import job
from queqiao_web.foundation.tables.actions import empty_old_imports
from queqiao_web.foundation.tables.writing import write_stretch


@job("foundation.write_table")
def write_table(*, table_id: int, at: datetime) -> None:
    """Write the next stretch of an import."""
    write_stretch(table_id=table_id, at=at)


@job("foundation.empty_old_imports", every=timedelta(days=1))
def empty_imports(*, at: datetime) -> None:
    """Remove the rows of imports that nobody touched for some weeks."""
    empty_old_imports(actor=SYSTEM, at=at)
