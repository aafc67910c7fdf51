"""The posts written before a name: 国家发展改革委党组书记、主任何立峰."""

from __future__ import annotations

import re
from dataclasses import dataclass

from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.offices import Office
from queqiao.documents.facts.passages import Passage

# A committee of the Party goes with its head: 市委书记 is one post, 市政府秘书长 is held at 市政府.
_COMMITTEE = re.compile(r"(?:自治区|[省市州盟县旗区镇乡])委$")
_JOINING = "、，兼和暨及/"
_LONGEST_UNKNOWN = 20
_NO_ORGANIZATION = re.compile(r"[\s，。；：！？、“”‘’《》（）【】…|]")


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands before a name: the posts as written, and the organization they are held at."""

    start: int
    end: int
    title: str
    organization: str
    organization_start: int = -1
    organization_end: int = -1
    head: str = ""
    stretch: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Part:
    """One post with the organization before it."""

    start: int
    title_start: int
    end: int
    committee_start: int


def standing_before(
    passage: Passage,
    end: int,
    *,
    offices: dict[int, Office],
    places: dict[int, int],
    lexicon: Lexicon,
) -> Standing | None:
    """
    The posts that end at ``end``, ``None`` where none does.

    ``offices`` are the organizations by where they end, ``places`` the starts of places by theirs.
    """
    text = passage.text
    while end and text[end - 1] == " ":
        end -= 1
    parts: list[_Part] = []
    at = end
    while part := _part(passage, at, offices=offices, places=places, lexicon=lexicon):
        parts.append(part)
        before = part.start
        if before < 2 or text[before - 1] not in _JOINING:
            break
        at = before - 1
        if not lexicon.heads.ending(text, at):
            break
    if not parts:
        return None
    return _standing(passage, list(reversed(parts)), lexicon)


def _part(
    passage: Passage,
    end: int,
    *,
    offices: dict[int, Office],
    places: dict[int, int],
    lexicon: Lexicon,
) -> _Part | None:
    text = passage.text
    head = lexicon.heads.ending(text, end)
    if not head:
        return None
    start = end - len(head)
    while modifier := lexicon.modifiers.ending(text, start):
        start -= len(modifier)
    committee = _COMMITTEE.search(text, max(0, start - 4), start)
    title_start = committee.start() if committee else start
    origin = title_start
    if (office := offices.get(origin)) or (office := _office_over(offices, start, origin)):
        origin = office.start
    if origin in places:
        origin = places[origin]
    elif not committee and origin == start:
        origin = _unknown_organization(passage, start, lexicon)
    return _Part(origin, title_start, end, committee.start() if committee else -1)


def _office_over(offices: dict[int, Office], start: int, origin: int) -> Office | None:
    """The organization that ends where the post begins, unless it is the committee itself."""
    office = offices.get(start)
    return office if office is not None and office.start < origin else None


def _unknown_organization(passage: Passage, end: int, lexicon: Lexicon) -> int:
    """Where the nouns before a post begin that name something unknown: 格力电器董事长."""
    start = end
    for word in reversed([word for word in passage.words if word.end <= end]):
        if word.end != start or end - word.start > _LONGEST_UNKNOWN:
            break
        if _NO_ORGANIZATION.match(word.text) or word.text in lexicon.boundaries:
            break
        if word.kind[:1] not in "naijxlbe" and word.kind not in (
            "vn",
            "ns",
            "nt",
            "nz",
            "nr",
            "eng",
        ):
            break
        if lexicon.heads.ending(passage.text, word.end):
            break
        start = word.start
    return start


def _standing(passage: Passage, parts: list[_Part], lexicon: Lexicon) -> Standing:
    text = passage.text
    holders = [part for part in parts if part.start < part.title_start]
    first, last = parts[0], parts[-1]
    holder = holders[-1] if holders else None
    if len(holders) > 1 or (holder is not None and holder is not first):
        start = (
            first.start
            if len(holders) > 1 or first.start < first.title_start
            else first.title_start
        )
        title_from = start
    else:
        title_from = first.title_start
    return Standing(
        start=first.start,
        end=last.end,
        title=passage.verbatim(title_from, last.end),
        organization=passage.verbatim(holder.start, holder.title_start) if holder else "",
        organization_start=holder.start if holder else -1,
        organization_end=holder.title_start if holder else -1,
        head=lexicon.heads.ending(text, last.end),
        stretch=(title_from, last.end),
    )
