"""Which files make up an index: a small file, replaced in one step whenever the index changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from queqiao.errors import Missing, WrongUsage
from queqiao.matching.index.files import DiskFiles, load_note, write_note
from queqiao.matching.index.model import IndexSettings
from queqiao.messages import Message

MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One segment: its file, and the file of its dead rows if it has any."""

    name: str
    dead_name: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    One state of an index. ``number`` is the next free number for a file name.

    ``tables`` are the files of what is kept beside the documents, by name.
    """

    generation: int
    number: int
    settings: IndexSettings
    parts: tuple[Part, ...]
    tables: Mapping[str, str] = field(default_factory=dict)


def load_manifest(folder: Path) -> Manifest:
    """
    The present state of the index in ``folder``.

    Raises:
        Missing: there is no index.
        CorruptStore: the manifest is damaged.
        WrongUsage: a newer version wrote it.
    """
    try:
        note = load_note(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        raise Missing(Message("matching.index.missing", {"path": str(folder)})) from None
    if note["format"] > FORMAT:
        raise WrongUsage(Message("matching.index.newer", {"path": str(folder)}))
    settings = IndexSettings(
        field_weights=note["field_weights"], k1=float(note["k1"]), b=float(note["b"])
    )
    parts = tuple(Part(name, dead) for name, dead in note["parts"])
    tables = dict(note.get("tables", {}))
    return Manifest(int(note["generation"]), int(note["number"]), settings, parts, tables)


def check_place(path: Path | str) -> None:
    """
    Make sure that an index can be built at ``path``; nothing is changed.

    Raises:
        WrongUsage: it is a file, or a folder that holds files of another kind.
        CorruptStore: it holds an index that is damaged.
    """
    folder = Path(path)
    for place in (folder, *folder.absolute().parents):
        if place.exists():
            if not place.is_dir():
                raise WrongUsage(Message("matching.index.file", {"path": str(place)}))
            break
    if not folder.is_dir():
        return
    if any(not is_ours(item) for item in folder.iterdir()):
        raise WrongUsage(Message("matching.index.exists", {"path": str(path)}))
    if (folder / MANIFEST).exists():
        load_manifest(folder)


def write_manifest(files: DiskFiles, folder: Path, manifest: Manifest) -> None:
    """Make ``manifest`` the present state: before this call nothing has changed, after it all."""
    settings = manifest.settings
    write_note(
        files,
        folder / MANIFEST,
        {
            "format": FORMAT,
            "generation": manifest.generation,
            "number": manifest.number,
            "field_weights": dict(sorted(settings.field_weights.items())),
            "k1": settings.k1,
            "b": settings.b,
            "parts": [[part.name, part.dead_name] for part in manifest.parts],
            "tables": dict(sorted(manifest.tables.items())),
        },
    )


def sweep(files: DiskFiles, folder: Path, manifest: Manifest) -> None:
    """Files that no state needs any more removed; a reader that has them open keeps them."""
    needed = {name for part in manifest.parts for name in (part.name, part.dead_name)}
    needed.update(manifest.tables.values())
    for path in sorted(folder.iterdir()):
        if is_ours(path) and path.name not in needed and path.name not in (MANIFEST, "lock"):
            files.remove(path)


def is_ours(path: Path) -> bool:
    """Whether a file belongs to an index by its name."""
    return path.name in (MANIFEST, "lock", f"{MANIFEST}.new") or path.name.startswith(
        ("segment-", "dead-", "table-")
    )
