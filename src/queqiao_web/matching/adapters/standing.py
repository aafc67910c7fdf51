"""
The index of matching in the data folder, opened once in a process and kept current.

It holds all levels of all texts, so it never leaves the data folder. Each rebuilding goes to a
folder of its own; the file ``current`` names the one that counts and is replaced in one step.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from django.conf import settings

from queqiao.recipes.standing import (
    Entry,
    Standing,
    build_standing,
    drop_records,
    open_standing,
    put_records,
    refresh_standing,
)

__all__ = [
    "Standing",
    "current_standing",
    "drop_entries",
    "models_folder",
    "put_entries",
    "rebuild",
]

_held: dict[str, tuple[str, Standing]] = {}
_opening = Lock()


def current_standing(*, model: str = "") -> Standing | None:
    """
    The newest state of the index, ``None`` where none was built yet.

    ``model`` is the file of the ranker in use, ``""`` for the default ranking.
    """
    with _opening:
        name = _current_name()
        if name is None:
            return None
        key = f"{name}|{model}"
        held = _held.get("standing")
        if held is not None and held[0] == key:
            standing = refresh_standing(held[1])
        else:
            standing = open_standing(_home() / name, model=_model_path(model))
        _held["standing"] = (key, standing)
        return standing


def put_entries(entries: Iterable[Entry], *, model: str = "") -> Standing | None:
    """The index with these entries; ``None`` where there is none to put them into."""
    with _one_writer():
        standing = current_standing(model=model)
        return put_records(standing, entries) if standing is not None else None


def drop_entries(ids: Iterable[str]) -> None:
    """Take these out of the index, where there is one."""
    with _one_writer():
        standing = current_standing()
        if standing is not None:
            drop_records(standing, ids)


def rebuild(entries: Iterable[Entry]) -> int:
    """How many records stand in the new index, its ranking learned from them."""
    with _one_writer():
        old = _current_name()
        number = int(old.rsplit("-", 1)[1]) + 1 if old else 1
        name = f"matching-{number}"
        shutil.rmtree(_home() / name, ignore_errors=True)
        build_standing(_home() / name, entries)
        pointer = _home() / "current.new"
        with pointer.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(_home() / "current")
        if number > 2:  # the one before may still be open somewhere
            shutil.rmtree(_home() / f"matching-{number - 2}", ignore_errors=True)
        standing = current_standing()
        return len(standing) if standing is not None else 0


def models_folder() -> Path:
    """Where rankers are kept."""
    folder = Path(settings.DATA_DIR) / "rankers"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _model_path(model: str) -> Path | None:
    return models_folder() / model if model else None


def _home() -> Path:
    folder = Path(settings.DATA_DIR) / "index"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _current_name() -> str | None:
    try:
        return (_home() / "current").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


@contextmanager
def _one_writer() -> Iterator[None]:
    """Whoever writes waits for whoever is writing, in this process or another."""
    with (_home() / "writer.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
