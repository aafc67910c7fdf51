"""Files in the API: what is told of one, what is sent with one, and how its content is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from django.db.models import Model
from django.http import FileResponse
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from queqiao_web.foundation.api.confidential import level_name
from queqiao_web.foundation.api.fields import Code
from queqiao_web.foundation.api.router import Permission, Router
from queqiao_web.foundation.api.shapes import Input, Output
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.files import Paper, files_readable_by, remove_file, store_file
from queqiao_web.foundation.files.actions import open_file
from queqiao_web.foundation.files.kinds import FileKind
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.files.owners import rules_of, type_of
from queqiao_web.foundation.files.papers import PLAIN, TITLE_MOST
from queqiao_web.foundation.files.store import path_of
from queqiao_web.foundation.http import PUBLIC, Request

LevelIn = Literal["public", "details", "secret"]
PaperTitle = Annotated[str, Field(max_length=TITLE_MOST)]


class PaperOut(Output):
    """A file of a record: what it is, and what it is said to be."""

    code: str
    paper: str = Field(description="Kind of paper")
    title: str
    claim: str = Field(description="What its record claimed when it came")
    name: str
    kind: FileKind
    size: int = Field(description="Bytes")
    sha256: str
    level: str = Field(description="Who may read it: public, details or secret")
    created_at: datetime

    @classmethod
    def of(cls, row: StoredFile) -> PaperOut:
        """A file's row."""
        return cls(
            code=row.code,
            paper=row.paper,
            title=row.title,
            claim=row.claim,
            name=row.name,
            kind=FileKind(row.kind),
            size=row.size,
            sha256=row.sha256,
            level=level_name(Level(row.level)),
            created_at=row.created_at,
        )


class PaperIn(Input):
    """What is said of a file that is sent as ``multipart/form-data``."""

    title: PaperTitle = ""
    level: Annotated[LevelIn, Field(description="Who may read it")] = "details"


class FileIn(Input):
    """What is said of a file that has no kinds and is sent as ``multipart/form-data``."""

    level: Annotated[LevelIn, Field(description="Who may read it")] = "details"


def file_endpoints(
    router: Router,
    noun: str,
    path: str,
    *,
    find: Callable[[Request, str], Model],
    can_attach: Permission,
    reading: str,
    writing: str,
) -> None:
    """
    Declare what is done with the files of a record that stands at ``path``: list, attach, get,
    remove. ``reading`` and ``writing`` are the scopes.
    """

    @router.reads(
        f"list_{noun}_files",
        f"{path}/files",
        scope=reading,
        permission=PUBLIC,
        answer=list[PaperOut],
    )
    def list_files(request: Request, code: Code) -> list[PaperOut]:
        """The files that you may read, in the order in which they came."""
        rows = files_readable_by(request.actor, find(request, code))
        return [PaperOut.of(row) for row in rows]

    @router.creates(
        f"attach_{noun}_file",
        f"{path}/files",
        scope=writing,
        permission=can_attach,
        answer=PaperOut,
    )
    def attach_file(
        request: Request, code: Code, body: Form[FileIn], file: File[UploadedFile]
    ) -> PaperOut:
        """Attach a file."""
        record = find(request, code)
        levels = rules_of(type_of(record)).levels
        level = level_of_word(body.level) if len(levels) > 1 else levels[0]
        return attach(request, record, file, PLAIN, level)

    @router.gives(f"get_{noun}_file", f"{path}/files/{{file}}", scope=reading, permission=PUBLIC)
    def get_file(request: Request, code: Code, file: Code) -> FileResponse:
        """The content of a file; above what is open to all it is recorded who took it."""
        return give(request, find(request, code), file)

    @router.removes(
        f"remove_{noun}_file",
        f"{path}/files/{{file}}",
        scope=writing,
        permission=can_attach,
    )
    def remove_one(request: Request, code: Code, file: Code) -> None:
        """Take a file away."""
        remove(request, find(request, code), file)


def attach(
    request: Request, record: Model, file: UploadedFile, paper: Paper, level: Level
) -> PaperOut:
    """Attach what was sent to a record; what is told of it then."""
    row = store_file(
        actor=request.actor,
        at=request.received_at,
        record=record,
        upload=file,
        level=level,
        paper=paper,
    )
    return PaperOut.of(row)


def level_of_word(word: LevelIn) -> Level:
    """The level of the word of the API."""
    return Level[word.upper()]


def give(request: Request, record: Model, code: str) -> FileResponse:
    """
    The content of a file of this record; above the public level an event says who took it.

    Raises:
        NotThere: it has no such file that the actor may read.
    """
    _find(request, record, code)
    row = open_file(actor=request.actor, at=request.received_at, code=code)
    place = path_of(row.code)
    if not place.exists():
        raise NotThere
    return FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=row.name,
        content_type="application/octet-stream",
    )


def remove(request: Request, record: Model, code: str) -> None:
    """
    Take a file from this record.

    Raises:
        NotThere, Refused: as ``remove_file``.
    """
    _find(request, record, code)
    remove_file(actor=request.actor, at=request.received_at, code=code)


def _find(request: Request, record: Model, code: str) -> None:
    if not files_readable_by(request.actor, record).filter(code=code).exists():
        raise NotThere
