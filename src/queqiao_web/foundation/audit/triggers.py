"""The database itself refuses to change or remove audit events, on SQLite and on PostgreSQL."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "foundation_auditevent"
_SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb.lower()} BEFORE {verb} ON {_TABLE}"
    " BEGIN SELECT RAISE(ABORT, 'audit events are never altered'); END"
    for verb in ("UPDATE", "DELETE")
)
_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit events are never altered'; END $$
    """,
    f"""
    CREATE OR REPLACE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON {_TABLE}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
)


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Put the refusals in place."""
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take them away: for restoring a backup and for tests that empty tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_delete")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_refuse ON {_TABLE}")
