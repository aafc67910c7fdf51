"""What a reader of one kind of file hands over, and the document made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queqiao.core import Span
from queqiao.documents.composing import Composer
from queqiao.documents.lines import Line
from queqiao.documents.metadata import Found, Published
from queqiao.documents.model import Document, Kind
from queqiao.errors import Problem
from queqiao.messages import Message


@dataclass(frozen=True, slots=True)
class Draft:
    """Lines of which some are the article (``kept``, by number), and what is known about it."""

    lines: Sequence[Line]
    kept: Sequence[int]
    dropped: Mapping[int, str]
    title: Found
    published: Published | None
    source: str
    author: str
    unread: Sequence[tuple[int, int, str]] = ()


def finish(draft: Draft, composer: Composer, *, kind: Kind, path: str) -> Document | Problem:
    """The document of a draft, or why it is none."""
    composed = (composer.paragraph(draft.lines[number].pieces) for number in draft.kept)
    paragraphs = tuple(paragraph for paragraph in composed if paragraph is not None)
    if not paragraphs:
        return Problem(Message("documents.file.no_article"), path)
    kept = set(draft.kept)
    dropped = [
        (line.span, draft.dropped.get(number, "outside"))
        for number, line in enumerate(draft.lines)
        if number not in kept and line.size
    ]
    dropped += [(Span(start, end), reason) for start, end, reason in draft.unread]
    return Document(
        path=path,
        kind=kind,
        raw=composer.raw,
        title=draft.title.text,
        source=draft.source,
        author=draft.author,
        published_on=draft.published.on if draft.published else None,
        paragraphs=paragraphs,
        title_span=draft.title.span,
        published_span=draft.published.span if draft.published else None,
        dropped=tuple(sorted(dropped)),
    )
