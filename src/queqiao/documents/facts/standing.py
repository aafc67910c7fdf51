"""The posts written before a name: 国家发展改革委党组书记、主任何立峰."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.offices import Office, name_start
from queqiao.documents.facts.passages import Passage, is_known_word
from queqiao.documents.facts.places import place_names

# A committee of the Party goes with its head: 市委书记 is one post, 市政府秘书长 is held at 市政府.
_COMMITTEE = re.compile(r"(?:自治区|[省市州盟县旗区镇乡])委$")
# 省及长春市领导: whose leaders they are goes with the post.
_LEADERS = re.compile(
    r"(?:(?:[\u4e00-\u9fff]{2,3})?[省市州县区][委直]?(?:、|及|和))*(?:[\u4e00-\u9fff]{2,3})?[省市州县区校院]"
    r"(?:委、[省市州县区]政府)?(?:直(?:属)?(?:有关)?(?:部门|单位))?(?:老?领导|领导同志|有关领导)$"
)
_UNITS = frozenset("部处室局科所院心办组厂店会司委系站队庭厅署社团校行馆园区台")
_JOINING = "、，兼和暨及/"
# Calling somebody an expert is no post beside another.
_EPITHETS = frozenset(["专家", "学者", "嘉宾", "代表", "成员", "负责人", "领导", "企业家"])


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


@dataclass(frozen=True, slots=True)
class _Part:
    """One post: where its organization begins, where the post itself does, and where it ends."""

    start: int
    title_start: int
    end: int
    head: str
    organization_end: int


@dataclass(frozen=True, slots=True)
class Neighbors:
    """Organizations by where they end, and where places begin by where they end."""

    offices: Mapping[int, Office]
    places: Mapping[int, int]

    @property
    def starts(self) -> Mapping[int, int]:
        """Where organizations begin by where they end."""
        return {end: one.start for end, one in self.offices.items()}


def standing_before(
    passage: Passage, end: int, *, neighbors: Neighbors, lexicon: Lexicon
) -> Standing | None:
    """The posts that end at ``end``, ``None`` where none does."""
    text = passage.text
    while end and text[end - 1] == " ":
        end -= 1
    parts: list[_Part] = []
    at = end
    while part := _part(passage, at, neighbors, lexicon):
        parts.append(part)
        if part.start < 2 or text[part.start - 1] not in _JOINING:
            break
        at = part.start - 1
        if not lexicon.heads.ending(text, at):
            break
    while (
        len(parts) > 1 and parts[-1].head in _EPITHETS and parts[-1].start == parts[-1].title_start
    ):
        parts.pop()
    return _standing(passage, list(reversed(parts))) if parts else None


def _part(passage: Passage, end: int, neighbors: Neighbors, lexicon: Lexicon) -> _Part | None:
    text = passage.text
    head = lexicon.heads.ending(text, end)
    if not head:
        return None
    if "领导" in head and (leaders := _LEADERS.search(text, max(0, end - 24), end)):
        return _Part(leaders.start(), leaders.start(), end, head, leaders.start())
    start = end - len(head)
    while modifier := lexicon.modifiers.ending(text, start):
        start -= len(modifier)
    committee = _COMMITTEE.search(text, max(0, start - 4), start)
    title_start = committee.start() if committee else start
    if (office := neighbors.offices.get(start + 1)) is not None and office.start < start:
        return _Part(office.start, office.start, end, head, start + 1)  # 外交部长
    origin = _origin(passage, start, title_start, neighbors, lexicon)
    if text[origin:title_start] in ("省", "市", "县", "区", "州"):
        title_start = origin  # 省链长 as a post of the province
    for office in neighbors.offices.values():
        if (
            office.start == origin
            and origin < office.end < title_start
            and text[title_start - 1] not in _UNITS
        ):
            title_start = office.end  # 市场开发总监 of 中交集团
    return _Part(origin, title_start, end, head, title_start)


def _origin(
    passage: Passage, start: int, title_start: int, neighbors: Neighbors, lexicon: Lexicon
) -> int:
    """Where the organization begins at which the post is held, ``title_start`` where none is."""
    origin = title_start
    if office := neighbors.offices.get(origin):
        origin = office.start
    elif title_start == start:
        origin = _unknown_organization(passage, start, neighbors, lexicon)
    if title_start < start and (title_start + 1) in neighbors.places:
        return neighbors.places[title_start + 1]  # 泉州 of 泉州市委
    return neighbors.places.get(origin, origin)


def _unknown_organization(
    passage: Passage, end: int, neighbors: Neighbors, lexicon: Lexicon
) -> int:
    """Where a name begins that no ending tells: 格力电器 before 董事长."""
    if end in neighbors.places:
        return end
    start = name_start(passage, end, known=neighbors.starts, lexicon=lexicon)
    words = [word for word in passage.words if start <= word.start and word.end <= end]
    if passage.text[start:end] in lexicon.generic or _ends_alike(passage.text, end):
        return start
    telling = any(
        word.kind in ("nz", "ns", "nt", "eng", "nrt", "nr")
        or word.text in place_names()
        or word.text in ("省", "市", "县", "区")
        or not is_known_word(word.text)
        for word in words
    )
    return start if telling else end


def _ends_alike(text: str, end: int) -> bool:
    """``…发展局局长``, ``…利用司原司长``: the post repeats the ending of the body."""
    return (
        text[end - 1 : end] in tuple("局厅司处署庭馆社所院台团厂站队")
        and text[end : end + 3].find(text[end - 1]) >= 0
    )


def _standing(passage: Passage, parts: Sequence[_Part]) -> Standing:
    holders = [part for part in parts if part.start < part.organization_end]
    first, last = parts[0], parts[-1]
    holder = holders[-1] if holders else None
    alone = holder is None or (len(holders) == 1 and holder is first)
    title_from = first.title_start if alone else first.start
    return Standing(
        start=first.start,
        end=last.end,
        title=passage.verbatim(title_from, last.end),
        organization=passage.verbatim(holder.start, holder.organization_end) if holder else "",
        organization_start=holder.start if holder else -1,
        organization_end=holder.organization_end if holder else -1,
        head=last.head,
    )
