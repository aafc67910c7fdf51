"""From the bytes of a file to a document: its kind told, the reader for it chosen."""

from __future__ import annotations

from queqiao.datasets.documents import pdf_text, word_text
from queqiao.datasets.encodings import UndecodableError
from queqiao.documents.composing import Composer
from queqiao.documents.drafts import Draft, finish
from queqiao.documents.encoding import read_text
from queqiao.documents.kinds import FRONT_MATTER, OLE, PDF, RTF, ZIP, detect_kind, is_markup
from queqiao.documents.lines import lines_of_text
from queqiao.documents.markdown import lines_of_markdown
from queqiao.documents.markup import MOST_CHARACTERS, TooLongError, TooManyTagsError
from queqiao.documents.metadata import read_head
from queqiao.documents.model import Document, Kind
from queqiao.documents.plain import draft_of_lines
from queqiao.documents.weblike import draft_of_markup
from queqiao.errors import Problem
from queqiao.messages import Message

_PLAIN = frozenset({Kind.TEXT, Kind.PAGE, Kind.MARKDOWN})


def assemble(data: bytes, *, path: str) -> Document | Problem:
    """The document in the bytes of a file, or why there is none."""
    if data.startswith(ZIP):
        return _packed(word_text(data, path), Kind.DOCX, path)
    if data.startswith(PDF):
        return _packed(pdf_text(data, path), Kind.PDF, path)
    if data.startswith((OLE, RTF)):
        return Problem(Message("documents.file.save_as"), path)
    if not data.strip(b"\x00 \t\r\n"):
        return Problem(Message("datasets.file.empty"), path)
    return _from_text(data, path)


def _from_text(data: bytes, path: str) -> Document | Problem:
    try:
        raw = read_text(data)
        kind = detect_kind(raw, path=path)
        _check_size(raw, kind)
        composer = Composer(raw)
        draft = _draft(raw, composer, kind, path)
    except UndecodableError:
        return Problem(Message("documents.file.not_text"), path)
    except TooManyTagsError:
        return Problem(Message("documents.file.too_many_tags"), path)
    except TooLongError:
        params = {"limit": MOST_CHARACTERS // 10_000}
        return Problem(Message("documents.file.too_long", params), path)
    return finish(draft, composer, kind=kind, path=path)


def _check_size(raw: str, kind: Kind) -> None:
    """Raise where there is more text than can be held; a page is counted as it is read."""
    if kind in _PLAIN and len(raw) > MOST_CHARACTERS:
        raise TooLongError


def _packed(read: tuple[str, str] | Problem, kind: Kind, path: str) -> Document | Problem:
    """The text taken out of a Word or PDF file, as a document whose raw text it is."""
    if isinstance(read, Problem):
        return read
    title, body = (part.strip() for part in read)
    composer = Composer(f"{title}\n{body}" if title else body)
    draft = draft_of_lines(lines_of_text(composer.raw, composer))
    return finish(draft, composer, kind=kind, path=path)


def _draft(raw: str, composer: Composer, kind: Kind, path: str) -> Draft:
    if kind is Kind.HTML:
        return draft_of_markup(raw, composer, path=path)
    if kind is Kind.MARKDOWN:
        return draft_of_lines(lines_of_markdown(raw, composer))
    match = FRONT_MATTER.match(raw) if kind is Kind.FRONT_MATTER else None
    if match is None:
        return draft_of_lines(lines_of_text(raw, composer))
    head = read_head(raw, match.start(1), match.end(1))
    if is_markup(raw[match.end() :]):
        return draft_of_markup(raw, composer, path=path, start=match.end(), head=head)
    return draft_of_lines(lines_of_markdown(raw, composer, start=match.end()), head)
