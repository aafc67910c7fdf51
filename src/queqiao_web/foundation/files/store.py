"""Where contents lie: under DATA_DIR/files by code, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from queqiao_web.foundation.codes import ALPHABET, LENGTH

_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def path_of(code: str) -> Path:
    """
    The place of a content.

    Raises:
        ValueError: this is no code.
    """
    if not _CODE.fullmatch(code):
        raise ValueError(code)
    return Path(settings.DATA_DIR) / "files" / code[:2] / code


def write_content(code: str, chunks: Iterable[bytes]) -> tuple[int, str]:
    """
    Write a content so that it is on the disk when this returns; its size and SHA-256.

    It is written beside its place and put there in one step: whoever looks sees all of it or none.
    """
    place = path_of(code)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = place.with_name(f".{code}.{secrets.token_hex(4)}")
    digest, size = hashlib.sha256(), 0
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(place.parent)
    return size, digest.hexdigest()


def digest_of(code: str) -> str | None:
    """The SHA-256 of a content, ``None`` where it is gone."""
    place = path_of(code)
    if not place.exists():
        return None
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove_content(code: str) -> None:
    """Remove a content; nothing happens where it is gone."""
    path_of(code).unlink(missing_ok=True)


def codes_before(moment: datetime) -> Iterator[str]:
    """The codes of contents written before a moment; half-written ones of that age are removed."""
    for place in sorted((Path(settings.DATA_DIR) / "files").glob("*/*")):
        if place.stat().st_mtime >= moment.timestamp():
            continue
        if place.name.startswith("."):
            place.unlink(missing_ok=True)
        elif _CODE.fullmatch(place.name):
            yield place.name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
