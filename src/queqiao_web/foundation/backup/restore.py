"""Restoring a backup into an empty platform: its rows at its version, then up to the present."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps.registry import Apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.audit.chain import find_breaks
from queqiao_web.foundation.backup.errors import BackupError
from queqiao_web.foundation.backup.manifest import (
    NAME,
    Manifest,
    parse_manifest,
    present_migrations,
)
from queqiao_web.foundation.backup.rows import kept_models, load_lines
from queqiao_web.foundation.backup.write import KEY
from queqiao_web.foundation.files.store import write_content
from queqiao_web.foundation.serving.prepare import prepare

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What came out of a backup."""

    rows: int
    files: int
    missing: tuple[str, ...]
    made_at: str


def restore_backup(path: Path) -> Restored:
    """
    Make an empty platform what the backup was, bring it up to the present version, and verify it.

    The rows go in at the version of the backup; migrations do the rest, as in an upgrade. Numbers
    of rows, contents of files and the audit chain are compared before anything is committed.

    Raises:
        BackupError: this is no backup, the platform is not empty, or what came out is not what
            went in.
    """
    if not path.exists():
        text = _("There is no file %(path)s. Check the path.") % {"path": path}
        raise BackupError("missing", text)
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile):
        raise BackupError("no_backup", _("This file is no backup of Queqiao.")) from None
    with archive:
        if NAME not in archive.namelist():
            raise BackupError("no_backup", _("This file is no backup of Queqiao."))
        manifest = parse_manifest(archive.read(NAME))
        registry = _tables_as_they_were(manifest)
        _require_empty(registry)
        _restore_files(archive, manifest)
        with transaction.atomic():
            _load(archive, manifest, registry)
            _verify_audit(manifest, registry)
        _restore_key(archive)
    prepare()
    rows = sum(manifest.tables.values())
    return Restored(rows, len(manifest.files), manifest.missing, manifest.made_at)


def _tables_as_they_were(manifest: Manifest) -> Apps:
    """Empty tables of the backup's version, and the models of that version."""
    executor = MigrationExecutor(connection)
    targets = list(manifest.migrations)
    unknown = [target for target in targets if target not in executor.loader.graph.nodes]
    if unknown:
        raise BackupError("later", _("This backup was made by a later version; upgrade first."))
    if not executor.loader.applied_migrations:
        executor.migrate(targets)
    elif present_migrations() != manifest.migrations:
        raise BackupError(
            "not_fresh",
            _("The backup is of another version; restore it into a database without tables."),
        )
    state = MigrationExecutor(connection).loader.project_state(targets)
    return state.apps


def _require_empty(registry: Apps) -> None:
    for label in ("accounts.User", "foundation.AuditEvent"):
        if registry.get_model(label)._default_manager.exists():
            raise BackupError(
                "not_empty",
                _("This platform is not empty. A backup is restored into an empty one only."),
            )


def _load(archive: zipfile.ZipFile, manifest: Manifest, registry: Apps) -> None:
    models = kept_models(registry)
    for model in models:
        model._base_manager.all().delete()  # what migrations put there, such as the audit's head
    for model in models:
        label = model._meta.label_lower
        name = f"tables/{label}.jsonl"
        if name not in archive.namelist():
            continue
        with archive.open(name) as lines:
            count = load_lines(model, lines)
        if count != manifest.tables[label]:
            raise BackupError("rows", _("The backup is damaged: rows are missing."))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _verify_audit(manifest: Manifest, registry: Apps) -> None:
    """The chain in the tables as they were: what an event's digest is made of never changes."""
    head = registry.get_model("foundation.AuditHead")._base_manager.get(pk=1)
    rows = registry.get_model("foundation.AuditEvent")._base_manager
    events = rows.order_by("sequence").iterator(chunk_size=2_000)
    # To the end, however early a break is found: a cursor left open would outlive its connection.
    breaks = list(find_breaks(events, head_sequence=head.sequence, head_digest=head.digest))
    promised = (manifest.audit_sequence, manifest.audit_digest)
    if breaks or (head.sequence, head.digest) != promised:
        raise BackupError("audit", _("The backup was altered: its audit chain does not hold."))


def _restore_files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    for code, digest in manifest.files.items():
        with archive.open(f"files/{code}") as content:
            _size, found = write_content(code, _chunks(content))
        if found != digest:
            raise BackupError("files", _("The backup is damaged: a file is not what it was."))


def _chunks(content: object) -> Iterator[bytes]:
    while chunk := content.read(_CHUNK):  # type: ignore[attr-defined] # an open file
        yield chunk


def _restore_key(archive: zipfile.ZipFile) -> None:
    """The signing key of the data folder, so that secrets made from it stay what they were."""
    if KEY not in archive.namelist():
        return
    place = Path(settings.DATA_DIR) / KEY
    beside = place.with_name(f".{KEY}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(archive.read(KEY))
    beside.replace(place)
