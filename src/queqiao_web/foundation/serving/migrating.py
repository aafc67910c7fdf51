"""Migrations that are done and recorded in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """
    Django's, with one gap closed.

    Django commits a migration that leaves statements for the end, such as foreign keys, before it
    notes that it was done: whoever is killed in between finds tables that are there already, and
    cannot go on. Here both are one transaction, on SQLite and on PostgreSQL.
    """

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,  # noqa: FBT001, FBT002 -- Django's call
        fake_initial: bool = False,  # noqa: FBT001, FBT002 -- as above
    ) -> ProjectState:
        """The state after the migration, which is done and noted or neither."""
        if not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        with _without_checks(self.connection), transaction.atomic(self.connection.alias):
            return super().apply_migration(state, migration, fake, fake_initial)


@contextmanager
def _without_checks(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """SQLite leaves foreign keys unchecked only where that is said before a transaction begins."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()
