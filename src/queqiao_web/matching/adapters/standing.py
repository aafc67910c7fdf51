"""
The index of matching in the data folder, opened once in a process and kept current.

It holds all levels of all texts, so it never leaves the data folder. Where it is missing, or its
ranking was learned from far fewer records than there are now, another one grows beside it, in
portions and in a folder of its own; the file ``current`` names the one that counts and is replaced
in one step when the other is whole. What changes meanwhile is noted and looked at again before.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Final

from django.conf import settings

from queqiao.recipes.standing import (
    Entry,
    Standing,
    begin_standing,
    drop_records,
    open_standing,
    put_records,
    refresh_standing,
)
from queqiao_web.foundation.likeness import agree

__all__ = [
    "LARGE",
    "Standing",
    "current_standing",
    "drop_entries",
    "keep_standing",
    "load",
    "models_folder",
    "put_entries",
]

LARGE: Final = 20_000
"""A ranking learned from so many records is not learned anew for more."""
_CURRENT, _GROWING, _TOUCHED = "current", "growing", "growing.touched"
_held: dict[str, tuple[str, Standing]] = {}
_opening = Lock()


def current_standing(*, model: str | None = "") -> Standing | None:
    """
    The newest state of the index, ``None`` where none is whole yet.

    ``model`` is the file of the ranker in use, ``""`` for the default ranking, ``None`` where
    nobody is going to be ranked.
    """
    with _opening:
        name = _pointed(_CURRENT)
        if name is None:
            return None
        held = _held.get("standing")
        if held is not None and _fits(held[0], name, model):
            key, standing = held[0], refresh_standing(held[1])
        else:
            key = f"{name}|{model or ''}"
            standing = open_standing(_home() / name, model=_model_path(model or ""))
        _held["standing"] = (key, standing)
        return standing


def load() -> None:
    """Have at hand what the first search would wait for; no search yet, for it starts threads."""
    import_module("queqiao.matching.index.fast")
    current_standing(model=None)


def put_entries(entries: Iterable[Entry], *, model: str | None = "") -> Standing | None:
    """The index with these entries; ``None`` where there is none to put them into."""
    chosen = list(entries)
    with _alone("writer"):
        _touch(one.record.id for one in chosen)
        standing = current_standing(model=model)
        return put_records(standing, chosen) if standing is not None else None


def drop_entries(ids: Iterable[str]) -> None:
    """Take these out of the index, where there is one."""
    gone = list(ids)
    with _alone("writer"):
        _touch(gone)
        standing = current_standing(model=None)
        if standing is not None:
            drop_records(standing, gone)


def keep_standing(
    listed: Callable[[], list[str]],
    entries: Callable[[Sequence[str]], list[Entry]],
    *,
    ready: Callable[[str], None],
) -> bool:
    """
    Make the index hold what is ``listed``, as ``entries`` gives it; whether there was time for it.

    Where there is none, or it has outgrown what its ranking was learned from, a new one grows, on
    from where the last call stopped, and comes in its place when it is whole: then ``ready`` is
    called with its name, again after a kill.
    """
    with _alone("grower"):
        growing = _pointed(_GROWING)
        if growing is None:
            current = current_standing(model=None)
            if current is not None and not _outgrown(current, len(listed())):
                return agree(
                    set(current.ids()),
                    listed(),
                    put=lambda ids: put_entries(entries(ids), model=None),
                    drop=drop_entries,
                )
            growing = _begin(entries(_sample(listed())))
        if not _grow(growing, 0, listed, entries):
            return False
        noted = len(_touched())
        with _alone("writer"):
            while not _grow(growing, noted, listed, entries):
                pass
            _point(_CURRENT, growing)
        ready(growing)
        _forget(_GROWING, _TOUCHED)
        _clear_away(keeping=growing)
        return True


def models_folder() -> Path:
    """Where rankers are kept."""
    folder = Path(settings.DATA_DIR) / "rankers"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _outgrown(standing: Standing, count: int) -> bool:
    return 2 * standing.learned_from < min(count, 2 * LARGE)


def _sample(ids: Sequence[str]) -> Sequence[str]:
    """Evenly from all of them, so that every kind and every year is among them."""
    return ids[:: -(-len(ids) // LARGE)] if ids else ids


def _begin(sample: list[Entry]) -> str:
    """A new index that nobody reads yet."""
    numbers = [int(one.name.rsplit("-", 1)[1]) for one in _home().glob("matching-*")]
    name = f"matching-{max(numbers, default=0) + 1}"
    begin_standing(_home() / name, sample)
    with _alone("writer"):
        _forget(_TOUCHED)
        _point(_GROWING, name)
    return name


def _grow(
    name: str,
    noted: int,
    listed: Callable[[], list[str]],
    entries: Callable[[Sequence[str]], list[Entry]],
) -> bool:
    """Bring it up to what is listed; what was touched since the first ``noted`` is put anew."""
    standing = open_standing(_home() / name)
    if touched := _touched()[noted:]:
        standing = drop_records(standing, touched)
    return agree(
        set(standing.ids()),
        listed(),
        put=lambda ids: put_records(standing, entries(ids)),
        drop=lambda ids: drop_records(standing, ids),
    )


def _clear_away(*, keeping: str) -> None:
    """Remove what nobody opens any more; the index before may still be open somewhere."""
    number = int(keeping.rsplit("-", 1)[1])
    for folder in _home().glob("matching-*"):
        if int(folder.name.rsplit("-", 1)[1]) < number - 1:
            shutil.rmtree(folder, ignore_errors=True)


def _touch(ids: Iterable[str]) -> None:
    """Note what changes while another index grows."""
    if _pointed(_GROWING) is not None:
        with (_home() / _TOUCHED).open("a", encoding="ascii") as file:
            file.writelines(f"{one}\n" for one in ids)


def _touched() -> list[str]:
    try:
        return (_home() / _TOUCHED).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []


def _fits(key: str, name: str, model: str | None) -> bool:
    held_name, _, held_model = key.partition("|")
    return held_name == name and model in {None, held_model}


def _model_path(model: str) -> Path | None:
    return models_folder() / model if model else None


def _home() -> Path:
    folder = Path(settings.DATA_DIR) / "index"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _pointed(pointer: str) -> str | None:
    try:
        return (_home() / pointer).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _point(pointer: str, name: str) -> None:
    new = _home() / f"{pointer}.new"
    with new.open("w", encoding="ascii") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    new.replace(_home() / pointer)


def _forget(*names: str) -> None:
    for name in names:
        (_home() / name).unlink(missing_ok=True)


@contextmanager
def _alone(what: str) -> Iterator[None]:
    """Whoever does this waits for whoever is doing it, in this process or another."""
    with (_home() / f"{what}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
