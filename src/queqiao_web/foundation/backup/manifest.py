"""What a backup says about itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.backup.errors import BackupError

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    ``migrations`` are the last ones of each app, ``tables`` rows by label, ``files`` SHA-256 by
    code, ``missing`` codes whose content was gone; the audit head as it was in the same moment.

    Search indices are not in a backup: they are made anew from the rows.
    """

    format: int
    version: str
    made_at: str
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, int]
    audit_sequence: int
    audit_digest: str
    files: dict[str, str]
    missing: tuple[str, ...]

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def parse_manifest(text: bytes) -> Manifest:
    """
    The manifest of a backup.

    Raises:
        BackupError: it is none, or of a later format.
    """
    try:
        held = json.loads(text)
        pairs = tuple((str(app), str(name)) for app, name in held["migrations"])
        held = {**held, "migrations": pairs, "missing": tuple(held["missing"])}
        found = Manifest(**held)
    except (ValueError, TypeError, KeyError):
        raise BackupError("no_backup", _("This file is no backup of Queqiao.")) from None
    if found.format != FORMAT:
        raise BackupError("later", _("This backup was made by a later version; upgrade first."))
    return found


def present_migrations() -> tuple[tuple[str, str], ...]:
    """The last applied migration of each app."""
    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations)
    leaves = (node for node in loader.graph.nodes if node in applied)
    last = {
        node
        for node in leaves
        if not any(
            child.key in applied and child.key[0] == node[0]
            for child in loader.graph.node_map[node].children
        )
    }
    return tuple(sorted(last))


def version_here() -> str:
    """The version of the platform that runs."""
    return version("queqiao")


def moment(at: datetime) -> str:
    """A moment as a manifest spells it."""
    return at.isoformat()
