"""The files to be read, and the journal that lets a run go on where it was broken off."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from queqiao.errors import Problem
from queqiao.messages import Message

_SUFFIXES = frozenset(
    {
        *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml", ".xhtml"),
        *(".docx", ".pdf", ""),
    }
)
JOURNAL = "journal.jsonl"


def list_files(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """
    The files named, and those in the folders named, each once in the order given.

    In folders, hidden files and those of kinds that are no documents are passed over; the notices
    count them.
    """
    files: dict[Path, None] = {}
    notices: list[Problem] = []
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        left_out = 0
        for inside in sorted(path.rglob("*")):
            parts = inside.relative_to(path).parts
            if any(part.startswith((".", "~$")) for part in parts) or not inside.is_file():
                continue
            if inside.suffix.lower() in _SUFFIXES:
                files[inside] = None
            else:
                left_out += 1
        if left_out:
            notices.append(
                Problem(Message("recipes.reading.left_out", {"count": left_out}), f"{path}/")
            )
    return tuple(files), tuple(notices)


def digest_of(path: Path) -> str:
    """A short fingerprint of the file's content; ``""`` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:24]
    except OSError:
        return ""


class Journal:
    """
    What was read so far, a line a document, written as soon as it is read.

    A line counts for the same content under the same path, as long as the program and the lexicon
    (``stamp``) are the same. A line that a broken-off run left half-written is passed over.
    """

    def __init__(self, path: Path, stamp: str) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._file = self._open(path, stamp)

    def _open(self, path: Path, stamp: str) -> TextIO:
        head = json.dumps({"stamp": stamp})
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        if not lines or lines[0] != head:
            file = path.open("w", encoding="utf-8")
            file.write(head + "\n")
            file.flush()
            return file
        for line in lines[1:]:
            try:
                note = json.loads(line)
                self._known[note["path"], note["digest"]] = note["entry"]
            except (ValueError, KeyError, TypeError):
                continue
        file = path.open("a", encoding="utf-8")
        file.write("\n")  # ends a half-written line; an empty one is passed over
        return file

    def __len__(self) -> int:
        return len(self._known)

    def find(self, path: str, digest: str) -> str | None:
        """The entry of a document read earlier, as a line of JSON."""
        return self._known.get((path, digest))

    def add(self, path: str, digest: str, entry: str) -> None:
        """Keep the entry of a document just read."""
        self._known[path, digest] = entry
        note = {"path": path, "digest": digest, "entry": entry}
        self._file.write(json.dumps(note, ensure_ascii=False) + "\n")
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def open_journal(folder: Path, *, stamp: str) -> Journal:
    """The journal of a folder of results, which is made where it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    return Journal(folder / JOURNAL, stamp)
