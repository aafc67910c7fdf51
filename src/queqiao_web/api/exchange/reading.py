"""Reading a file: every line by its shape; what is wrong is told with file, line and field."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from pydantic import ValidationError

from queqiao_web.api.exchange.kinds import FORMAT, KINDS, Kind
from queqiao_web.api.exchange.shapes import LineBase, ManifestShape
from queqiao_web.api.exchange.writing import MANIFEST
from queqiao_web.api.words import words_for

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

_LINE_MOST = 4 * 1024 * 1024
_UNPACKED_MOST = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing wrong with a file: which part, which line (from 1), which field, and the matter."""

    file: str
    line: int | None
    field: str
    code: str
    text: Text


class BadFile(Exception):
    """The file was not taken, and nothing of it; ``problems`` are all that were found."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(len(self.problems))


@dataclass(frozen=True, slots=True)
class Read:
    """A line that has its shape, and where it stands."""

    kind: Kind
    number: int
    line: LineBase


def read_file(path: Path) -> tuple[list[Read], list[FileProblem]]:
    """
    Every line that has its shape, and everything that is wrong with the others.

    Raises:
        BadFile: it is no such file at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            found: list[Read] = []
            problems: list[FileProblem] = []
            for kind in KINDS:
                count = _read(archive, kind, found, problems)
                if count != manifest.lines.get(kind.file, 0):
                    text = _("The file has %(count)d lines, but its manifest says %(said)d.") % {
                        "count": count,
                        "said": manifest.lines.get(kind.file, 0),
                    }
                    problems.append(FileProblem(kind.file, None, "", "lines.count", text))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        text = _("This is no file of the exchange format, or it is damaged.")
        raise BadFile([FileProblem(path.name, None, "", "file.damaged", text)]) from None
    return found, problems


def problems_in(error: ValidationError) -> Iterator[tuple[str, str, Text]]:
    """Field, code and sentence of everything that a shape finds wrong."""
    for one in error.errors(include_input=False, include_url=False, include_context=False):
        place = ".".join(str(part) for part in one["loc"])
        yield place, one["type"], words_for(one["type"])


def _manifest(archive: zipfile.ZipFile) -> ManifestShape:
    names = archive.namelist()
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if MANIFEST not in names or unpacked > _UNPACKED_MOST:
        text = _("This is no file of the exchange format, or it unpacks to too much.")
        raise BadFile([FileProblem(MANIFEST, None, "", "manifest.missing", text)])
    try:
        return ManifestShape.model_validate_json(archive.read(MANIFEST))
    except ValidationError as error:
        told = [FileProblem(MANIFEST, None, *one) for one in problems_in(error)]
        text = _("Only %(format)s can be read here.") % {"format": FORMAT}
        raise BadFile([*told, FileProblem(MANIFEST, None, "format", "format", text)]) from None


def _read(
    archive: zipfile.ZipFile, kind: Kind, found: list[Read], problems: list[FileProblem]
) -> int:
    """Read one part into the lists; how many lines it has."""
    if kind.file not in archive.namelist():
        return 0
    number = 0
    seen: dict[str, int] = {}
    with archive.open(kind.file) as file:
        while text := file.readline(_LINE_MOST + 1):
            number += 1
            if len(text) > _LINE_MOST:
                long = _("The line is longer than 4 MB.")
                problems.append(FileProblem(kind.file, number, "", "line.too_long", long))
                break
            try:
                line = kind.shape.model_validate_json(text)
            except ValidationError as error:
                problems += [FileProblem(kind.file, number, *one) for one in problems_in(error)]
                continue
            if line.code in seen:
                twice = _("Line %(line)d has this code already.") % {"line": seen[line.code]}
                problems.append(FileProblem(kind.file, number, "code", "code.twice", twice))
                continue
            seen[line.code] = number
            found.append(Read(kind, number, line))
    return number
