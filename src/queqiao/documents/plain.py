"""Articles in lines that no markup groups: plain text, Markdown, pages saved as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from queqiao.documents.cleaning import (
    Cleaned,
    bare,
    clean,
    is_dateline,
    is_navigation,
    outlet_of,
)
from queqiao.documents.drafts import Draft
from queqiao.documents.lines import Line
from queqiao.documents.metadata import (
    NOWHERE,
    Found,
    Head,
    published_in_head,
    published_in_lines,
)
from queqiao.documents.publishers import (
    author_of,
    credit,
    signed_by,
    site_of,
    source_in_head,
    source_of,
)

_TITLE_SIZES = (4, 90)
_FEWEST_OF_REPEATED = 8


def draft_of_lines(lines: Sequence[Line], head: Head | None = None) -> Draft:
    """The article of some lines, with what a front matter states where there is one."""
    title = (head.get("title") if head else None) or headline(lines)
    cleaned = clean(lines, title=title.text)
    first, last = bounds(cleaned)
    around = near(lines, first, last)
    stated = (
        source_of(lines, around)
        or (source_in_head(head) if head else "")
        or outlet_of(lines, cleaned)
        or signed_by(lines, cleaned)
    )
    source, author = credit(stated, author_of(lines, around))
    return Draft(
        lines=lines,
        kept=cleaned.kept,
        dropped=cleaned.dropped,
        title=title,
        published=(published_in_head(head) if head else None)
        or published_in_lines(lines, title.text, first, last),
        source=source or site_of(lines),
        author=author,
    )


def bounds(cleaned: Cleaned) -> tuple[int, int]:
    """Number of the first line of the article and past the last."""
    return (cleaned.kept[0], cleaned.kept[-1] + 1) if cleaned.kept else (0, 0)


def near(lines: Sequence[Line], first: int, last: int) -> list[int]:
    """The lines around the article, those above it first, from near to far."""
    above = range(first, max(-1, first - 15), -1)
    below = range(max(first + 1, last - 2), min(last + 8, len(lines)))
    return [n for n in (*above, *below) if n < len(lines)]


def headline(lines: Sequence[Line]) -> Found:
    """The line that is the title: marked, repeated, above the dateline, or the first to fit."""
    first = next((n for n, line in enumerate(lines) if _is_text(line)), len(lines))
    fitting = [n for n in range(first) if _may_be_title(lines[n])]
    if not fitting:
        return NOWHERE
    times = Counter(bare(line.text) for line in lines)
    stamped = next((n for n in range(first) if is_dateline(lines[n])), 0)
    marked = [n for n in fitting if lines[n].heading]
    long = [n for n in fitting if lines[n].size >= _FEWEST_OF_REPEATED] or fitting
    repeated = [n for n in long if times[bare(lines[n].text)] > 1]
    above = [n for n in long if n < stamped][-1:]
    chosen = lines[(marked or repeated or above or long)[0]]
    return Found(chosen.text, chosen.span)


def _is_text(line: Line) -> bool:
    """Whether a line is surely of the article itself."""
    return line.is_prose and line.size > 30 and line.stops > 0 and not is_dateline(line)


def _may_be_title(line: Line) -> bool:
    low, high = _TITLE_SIZES
    if not low <= line.size <= high or line.is_linked or is_dateline(line) or is_navigation(line):
        return False
    return not line.text.endswith(("。", "；", ";", "，", ",", "：", ":"))
