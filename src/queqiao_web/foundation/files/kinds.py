"""What a file is, found from its content; its name is only asked to agree."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO

from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.errors import Problem


class FileKind(models.TextChoices):
    """The kinds that are taken."""

    PDF = "pdf", "PDF"
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    PNG = "png", _("PNG picture")
    JPG = "jpg", _("JPEG picture")
    TXT = "txt", _("Plain text")


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
    FileKind.TXT: "text/plain; charset=utf-8",
}
_STARTS = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPG),
)
_OFFICE = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}
_ENDINGS = {".jpeg": FileKind.JPG, **{f".{kind.value}": kind for kind in FileKind}}
_MOST_ENTRIES = 2_000
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_NAME = 120
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_IN_NAMES = re.compile(
    r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file's kind, or the problem that keeps it out."""

    kind: FileKind | None
    problem: Problem | None = None


def plain_name(name: str) -> str:
    """A name to show and to save under: without folders, control signs and turned writing."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = _NOT_IN_NAMES.sub("", last).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        return kept[:_MOST_NAME] or "file"
    return f"{stem[: _MOST_NAME - len(ending) - 1] or 'file'}.{ending[:10]}"


def sniff(content: IO[bytes], name: str) -> Sniffed:
    """The kind of a file by its content; a problem where it is not taken or its name disagrees."""
    content.seek(0)
    head = content.read(16)
    kind = next((kind for start, kind in _STARTS if head.startswith(start)), None)
    if kind is None and head.startswith(b"PK\x03\x04"):
        found = _sniff_zip(content)
        if found.problem is not None:
            return found
        kind = found.kind
    if kind is None and _is_text(content):
        kind = FileKind.TXT
    if kind is None:
        return _refuse(
            "kind", _("This kind of file is not taken. Use PDF, Word, Excel, PNG, JPEG or text.")
        )
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if _ENDINGS.get(ending) != kind:
        return _refuse(
            "ending",
            _("The content is a %(kind)s, but the name does not end so.") % {"kind": kind.label},
        )
    return Sniffed(kind)


def _sniff_zip(content: IO[bytes]) -> Sniffed:
    """An office file; any other archive, one with macros, a password or too much in it is not."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        return _refuse("broken", _("The file is damaged."))
    names = {entry.filename for entry in entries}
    kind = next((kind for part, kind in _OFFICE.items() if part in names), None)
    if kind is None or "[Content_Types].xml" not in names:
        return _refuse("archive", _("Archives are not taken; please attach the files themselves."))
    if any(one.rpartition("/")[2].lower() == "vbaproject.bin" for one in names):
        return _refuse("macros", _("Files with macros are not taken."))
    if any(entry.flag_bits & 1 for entry in entries):
        return _refuse("encrypted", _("Files with a password are not taken."))
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED:
        return _refuse("bomb", _("The file unpacks to too much."))
    return Sniffed(kind)


def _is_text(content: IO[bytes]) -> bool:
    content.seek(0)
    data = content.read()
    for coding in ("utf-8", "gb18030"):
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        return bool(text.strip()) and _NOT_IN_TEXT.search(text) is None
    return False


def _refuse(code: str, text: object) -> Sniffed:
    return Sniffed(None, Problem("file", code, str(text)))
