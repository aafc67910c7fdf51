"""Making a backup: everything as it was in one moment, while others go on working."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.backup.errors import BackupError
from queqiao_web.foundation.backup.manifest import (
    FORMAT,
    NAME,
    Manifest,
    moment,
    present_migrations,
    version_here,
)
from queqiao_web.foundation.backup.rows import kept_models, lines_of
from queqiao_web.foundation.files.store import path_of
from queqiao_web.foundation.serving.database import Fit, WrongDatabase, fit_of_database

KEY = "secret.key"


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a backup."""

    rows: int
    files: int
    missing: tuple[str, ...]


def write_backup(path: Path, *, at: datetime) -> Written:
    """
    Write everything into one file; it is there whole or not at all.

    The rows are those of one moment. Contents of files never change under their code, so they are
    read after it. The signing key is in it where the data folder holds it: keep the file as safe
    as the platform.

    Raises:
        BackupError: there is such a file already, or its folder cannot be written.
        WrongDatabase: a later program has changed the tables, or there are none.
    """
    registry = _models_of_the_tables()
    if path.exists():
        raise BackupError("exists", _("There is a file of this name already."))
    beside = path.with_name(f".{path.name}.part")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError:
        raise BackupError("folder", _("The backup cannot be written to this folder.")) from None
    try:
        with os.fdopen(handle, "wb") as target:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                manifest = _fill(archive, registry, at=at)
            target.flush()
            os.fsync(target.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return Written(sum(manifest.tables.values()), len(manifest.files), manifest.missing)


def _models_of_the_tables() -> Apps:
    """The models of the tables as they are: of an earlier version where nobody has upgraded yet."""
    fit = fit_of_database()
    if fit is not Fit.EARLIER:
        if fit is Fit.LATER:
            raise WrongDatabase(fit)
        return apps
    present = list(present_migrations())
    if not present:
        raise WrongDatabase(fit)
    return MigrationLoader(connection).project_state(present).apps


def _fill(archive: zipfile.ZipFile, registry: Apps, *, at: datetime) -> Manifest:
    counts: dict[str, int] = {}
    with _one_moment():
        migrations = present_migrations()
        head = registry.get_model("foundation.AuditHead")._base_manager.get(pk=1)
        stored = registry.get_model("foundation.StoredFile")._base_manager
        files = dict(stored.filter(removed_at__isnull=True).values_list("code", "sha256"))
        for model in kept_models(registry):
            label = model._meta.label_lower
            with archive.open(f"tables/{label}.jsonl", "w", force_zip64=True) as target:
                count = -1  # the line of columns
                for line in lines_of(model):
                    target.write(line)
                    count += 1
            counts[label] = count
    present = {code: digest for code, digest in sorted(files.items()) if path_of(code).exists()}
    for code in present:
        archive.write(path_of(code), f"files/{code}", zipfile.ZIP_STORED)
    key = Path(settings.DATA_DIR) / KEY
    if key.exists():
        archive.write(key, KEY)
    manifest = Manifest(
        format=FORMAT,
        version=version_here(),
        made_at=moment(at),
        migrations=migrations,
        tables=counts,
        audit_sequence=head.sequence,
        audit_digest=head.digest,
        files=present,
        missing=tuple(sorted(set(files) - set(present))),
    )
    archive.writestr(NAME, manifest.to_json())
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """
    Reads see the database as it was at the first of them, and keep nobody from writing.

    Inside a transaction already (as in tests) it is that one.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # a reading transaction; Django's own would lock
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
