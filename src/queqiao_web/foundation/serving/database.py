"""Whether the database is of the version of the program that stands before it."""

from __future__ import annotations

import logging
import time
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.errors import PlatformError

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


_PAUSE_S = 1.0
_log = logging.getLogger(__name__)


class Fit(StrEnum):
    """How the database and the program stand to each other."""

    PRESENT = "present"
    EARLIER = "earlier"  # migrations wait, or there are no tables yet
    LATER = "later"  # it has had migrations that this program does not know
    UNKNOWN = "unknown"  # it does not answer


class WrongDatabase(PlatformError):
    """The database is of another version; the text says what to do."""

    def __init__(self, fit: Fit) -> None:
        super().__init__(code=f"database.{fit}", text=_TEXTS[fit])


_TEXTS: dict[Fit, Text] = {
    Fit.EARLIER: _(
        "The database is of an earlier version than this program. Run `queqiao-web prepare` first."
    ),
    Fit.LATER: _(
        "The database is of a later version than this program, which has changed nothing in it."
        " Install that version again, or restore a backup made by this one into an empty database."
    ),
}


def fit_of_database() -> Fit:
    """How the database stands to this program; only read from it."""
    try:
        loader = MigrationLoader(connection)
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return Fit.UNKNOWN
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update((str(app), str(name)) for app, name in migration.replaces)
    if set(loader.applied_migrations) - known:
        return Fit.LATER
    return Fit.EARLIER if waiting else Fit.PRESENT


def require_not_later() -> None:
    """
    Go on with a database that this program can read or bring up to date.

    Raises:
        WrongDatabase: a later program has changed its tables.
    """
    if fit_of_database() is Fit.LATER:
        raise WrongDatabase(Fit.LATER)


def wait_for_database() -> None:
    """Wait until the database answers: who was started before it need not be started again."""
    is_told = False
    while True:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            if not is_told:
                _log.warning("the database does not answer; waiting", exc_info=error)
            is_told = True
            time.sleep(_PAUSE_S)
        else:
            return


def require_present() -> None:
    """
    Go on with a database of this version, or one that does not answer yet.

    Raises:
        WrongDatabase: its tables are of another version.
    """
    found = fit_of_database()
    if found in _TEXTS:
        raise WrongDatabase(found)
