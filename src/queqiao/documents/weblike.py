"""Articles in markup: pages, and front matter with markup behind it."""

from __future__ import annotations

from collections.abc import Sequence

from queqiao.core import Span
from queqiao.documents.cleaning import bare, clean, is_dateline, outlet_of
from queqiao.documents.composing import Composer
from queqiao.documents.drafts import Draft
from queqiao.documents.lines import Line, lines_of_page
from queqiao.documents.markdown import inline_pieces
from queqiao.documents.markup import Page, parse_markup
from queqiao.documents.metadata import (
    Found,
    Head,
    Published,
    meta_values,
    page_title,
    published_in_address,
    published_in_head,
    published_in_lines,
    published_in_tags,
    published_in_times,
)
from queqiao.documents.pages import Choice, choose_body
from queqiao.documents.plain import near
from queqiao.documents.publishers import (
    author_in_tags,
    author_of,
    credit,
    signed_by,
    site_of,
    source_in_head,
    source_in_tags,
    source_of,
)

_SHORTEST_LEAD = 30
_COMPARED = 40


def draft_of_markup(
    raw: str, composer: Composer, *, path: str, start: int = 0, head: Head | None = None
) -> Draft:
    """
    The article of a page from ``start`` on.

    Raises:
        TooManyTagsError: the page has too many tags.
    """
    page = parse_markup(raw, start=start)
    if head is not None:
        _read_markdown(page)
    lines = lines_of_page(page, composer)
    metas = meta_values(page)
    named = composer.text(page.title)
    choice = choose_body(page, lines, named=named)
    body = choice.kept[0] if choice.kept else 0
    title = (head.get("title") if head else None) or page_title(page, lines, composer, metas, body)
    chosen = [*_lead(lines, choice, title), *choice.kept]
    inside = [lines[number] for number in chosen]
    cleaned = clean(inside, title=title.text)
    kept = [chosen[number] for number in cleaned.kept]
    kept = kept or [number for number in chosen if lines[number].is_prose]
    dropped = dict(choice.dropped)
    dropped.update((chosen[n], reason) for n, reason in cleaned.dropped.items())
    first, last = (kept[0], kept[-1] + 1) if kept else (0, 0)
    around = near(lines, first, last)
    stated = (
        _source(page, lines, metas, head, around)
        or outlet_of(inside, cleaned)
        or signed_by(inside, cleaned)
    )
    source, author = credit(stated, author_of(lines, around) or author_in_tags(metas))
    return Draft(
        lines=lines,
        kept=kept,
        dropped=dropped,
        title=title,
        published=(published_in_head(head) if head else None)
        or _published(page, metas, path, first, published_in_lines(lines, title.text, first, last)),
        source=source or site_of(lines, named),
        author=author,
        unread=page.unread,
    )


def _lead(lines: Sequence[Line], choice: Choice, title: Found) -> list[int]:
    """Sentences between the title and the article chosen: a summary, or the question answered."""
    if title.span is None or not choice.kept:
        return []
    first = choice.kept[0]
    after = [n for n in range(first) if lines[n].size and lines[n].span.start >= title.span.end]
    body = bare("".join(lines[n].text for n in choice.kept))
    return [
        n
        for n in after
        if n not in choice.barred
        and lines[n].is_prose
        and lines[n].size >= _SHORTEST_LEAD
        and not is_dateline(lines[n])
        and bare(lines[n].text)[:_COMPARED] not in body
    ]


def _read_markdown(page: Page) -> None:
    """Static blogs write Markdown between and behind their markup: links are links there too."""
    for block in page.blocks:
        if block.node == 0:
            parts = (inline_pieces(page.raw, Span(a, b)) for a, b, _ in block.pieces)
            block.pieces = tuple(piece for part in parts for piece in part) or block.pieces[:1]


def _published(
    page: Page, metas: dict[str, Found], path: str, first: int, seen: Published | None
) -> Published | None:
    """The day of publication; what readers see goes before what machines are told."""
    if seen is not None and seen.is_sure:
        return seen
    return (
        published_in_tags(page, metas)
        or published_in_times(page, first)
        or seen
        or published_in_address(metas, path)
    )


def _source(
    page: Page,
    lines: Sequence[Line],
    metas: dict[str, Found],
    head: Head | None,
    around: Sequence[int],
) -> str:
    if found := source_of(lines, around):
        return found
    return source_in_head(head) if head else source_in_tags(page, metas)
