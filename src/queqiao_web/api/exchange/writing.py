"""Writing a region into a file."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from queqiao_web.api.exchange.kinds import FORMAT, KINDS, Kind, line_of, rows_of
from queqiao_web.api.exchange.shapes import ManifestShape

MANIFEST = "manifest.json"
_AT_ONCE = 500


@transaction.atomic
def export_region(path: Path, *, region: str, at: datetime) -> dict[str, int]:
    """
    Write every record of a region into a zip; how many lines each file has.

    Everything is in it, secret annexes and contacts too: only the operator's command calls this,
    and nobody else can read the file. It is there whole or not at all.

    Raises:
        FileExistsError: there is such a file already.
    """
    if path.exists():
        raise FileExistsError(path)
    beside = path.with_name(f".{path.name}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as z:
            counts = {kind.file: _write(z, kind, region) for kind in KINDS}
            manifest = ManifestShape(format=FORMAT, region=region, exported_at=at, lines=counts)
            z.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return counts


def _write(archive: zipfile.ZipFile, kind: Kind, region: str) -> int:
    count = 0
    with archive.open(kind.file, "w", force_zip64=True) as file:
        for line in _lines(kind, region):
            file.write(line)
            count += 1
    return count


def _lines(kind: Kind, region: str) -> Iterator[bytes]:
    for row in rows_of(kind, region).iterator(chunk_size=_AT_ONCE):
        yield f"{line_of(kind, row).model_dump_json()}\n".encode()
