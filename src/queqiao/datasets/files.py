"""The one door for files that users give: chooses the reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from queqiao.datasets.documents import DOCUMENT_SUFFIXES, read_document
from queqiao.datasets.json_lines import read_json_lines
from queqiao.datasets.model import (
    MAX_FILE_BYTES,
    HeaderTest,
    SourceRows,
    merged_rows,
    unreadable,
)
from queqiao.datasets.tables import read_table
from queqiao.errors import BadInput, Missing, Problem, QueqiaoError, WrongUsage, join_errors
from queqiao.messages import Message

TABLE_SUFFIXES = frozenset(
    {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"}
)
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
_SAVE_AS = {
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), ".docx"),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".ofd", ".caj"), ".pdf"),
    **dict.fromkeys((".numbers", ".mdb", ".accdb", ".dbf"), ".xlsx"),
}
"""What cannot be read itself, and the kind that its own program can save it as."""
_OFFICE = {b"PK\x03\x04": "xlsx, docx", b"PK\x05\x06": "zip", b"\xd0\xcf\x11\xe0": "xls, doc"}
"""How files of office programs begin, whatever they are called."""
_PLAIN_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm"})


def read_all_rows(paths: Sequence[Path], *, is_header: HeaderTest) -> SourceRows:
    """
    The rows of several sources in the order given, each read as ``read_rows`` reads it.

    Raises:
        QueqiaoError: some cannot be read at all; tells all of them, and those without a good row.
    """
    parts: list[SourceRows] = []
    errors: list[QueqiaoError] = []
    for path in paths:
        try:
            parts.append(read_rows(path, is_header=is_header))
        except QueqiaoError as error:
            errors.append(error)
    if errors:
        empty = [problem for part in parts if not part.rows for problem in part.problems]
        raise join_errors([*errors, BadInput(empty)] if empty else errors)
    return merged_rows(parts)


def read_rows(path: Path, *, is_header: HeaderTest) -> SourceRows:
    """
    The rows of a table, a JSON Lines file, a document, or a folder of documents.

    ``is_header`` tells which column names the caller understands. What cannot be read comes back as
    problems, each with file and row.

    Raises:
        Missing: the path does not exist.
        WrongUsage: the kind of file is not one of those that can be read.
    """
    if not path.exists():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    if path.is_dir():
        return _read_folder(path)
    if (kind := _kind(path)) in _SAVE_AS:
        params = {"path": str(path), "kind": _SAVE_AS[kind]}
        raise WrongUsage(Message("datasets.path.save_as", params))
    if not _is_supported(path):
        known = " ".join(sorted(TABLE_SUFFIXES | JSON_SUFFIXES | DOCUMENT_SUFFIXES))
        raise WrongUsage(Message("datasets.path.unsupported", {"path": str(path), "known": known}))
    return _read_file(path, is_header=is_header, name=path.name)


def _is_supported(path: Path) -> bool:
    return _kind(path) in TABLE_SUFFIXES | JSON_SUFFIXES | DOCUMENT_SUFFIXES


def _kind(path: Path) -> str:
    name = path.name.lower()
    return Path(name.removesuffix(".gz")).suffix if name.endswith(".gz") else path.suffix.lower()


def _read_file(path: Path, *, is_header: HeaderTest, name: str) -> SourceRows:
    kind = _kind(path)
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return unreadable(
                Problem(
                    Message("datasets.file.too_large", {"limit": MAX_FILE_BYTES // 1024**3}), name
                )
            )
        if kind in JSON_SUFFIXES | _PLAIN_SUFFIXES and (inside := _office_kind(path)):
            return unreadable(Problem(Message("datasets.file.misnamed", {"inside": inside}), name))
        if kind in TABLE_SUFFIXES:
            return read_table(path, is_header=is_header, name=name)
        read = read_json_lines if kind in JSON_SUFFIXES else read_document
        return read(path, name=name)
    except PermissionError:
        return unreadable(Problem(Message("datasets.file.forbidden"), name))
    except OSError as error:
        return unreadable(
            Problem(Message("datasets.file.failed", {"reason": error.strerror}), name)
        )


def _office_kind(path: Path) -> str:
    """Which office program's file this is by its first bytes, ``""`` for none."""
    with path.open("rb") as file:
        return _OFFICE.get(file.read(4), "")


def _read_folder(folder: Path) -> SourceRows:
    """Every document below, in the order of their paths; other files are told as left out."""
    parts: list[SourceRows] = []
    left_out: list[str] = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in relative.parts)
        if hidden or not path.is_file():
            continue
        if path.suffix.lower() in DOCUMENT_SUFFIXES:
            parts.append(_read_file(path, is_header=lambda _: 0, name=relative.as_posix()))
        else:
            left_out.append(relative.as_posix())
    if not parts:
        known = " ".join(sorted(DOCUMENT_SUFFIXES))
        message = Message("datasets.folder.empty", {"known": known})
        tables = [name for name in left_out if Path(name).suffix.lower() in TABLE_SUFFIXES]
        if tables:
            params = {"count": len(tables), "example": str(folder / tables[0])}
            message = Message("datasets.folder.only_tables", params)
        return unreadable(Problem(message, f"{folder.name}/"))
    read = merged_rows(parts)
    if not left_out:
        return read
    params = {"count": len(left_out), "names": "、".join(left_out[:5])}
    notice = Problem(Message("datasets.folder.left_out", params), f"{folder.name}/")
    return SourceRows(read.rows, read.problems, (*read.notices, notice))
