"""Named policy concepts, with their members where the text gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from queqiao.core import Span
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.passages import Passage
from queqiao.documents.model import Concept
from queqiao.text import parse_numeral

_QUOTED = re.compile(r"“(?P<name>[^“”，。；！？：]{2,16})”")
_NUMBER = "一二三四五六七八九十百千双两"
_COUNTED = re.compile(
    rf"(?P<number>[{_NUMBER}]{{1,2}})(?P<rest>[大个项新链区企业张网月企主多千高轮].*|[^{_NUMBER}].{{0,10}})"
)
_PATTERNED = re.compile(
    rf"[{_NUMBER}].{{1,3}}[{_NUMBER}].{{1,3}}|[0-9]{{3,4}}|[0-9](?:\+[0-9])+|.{{2,6}}\+.{{2,6}}"
)
_BARE = re.compile(
    rf"(?P<number>[{_NUMBER}]{{1,2}})(?P<rest>大(?:[\u4e00-\u9fff]{{0,4}})(?:工程|行动|计划|战略|任务|体系|产业|材料|集群)|个(?:合作|转变)|链融合|新产业|新设施)"
)
_ITEM = r"[^、，。；：！？“”（）]{1,24}"
_LIST_BEFORE = re.compile(rf"(?:{_ITEM}、)+{_ITEM}(?:等)?$")
_LIST_AFTER = re.compile(
    rf"(?:（|，?即：?|：|——|，?包括：?|，?分别是：?)(?P<items>{_ITEM}(?:[、和]{_ITEM})+)"
)
_GIVEN = re.compile(r"(?:，?即|：|，?就是|，?包括)")
_PART = re.compile(
    rf"“[^“”]{{2,40}}”(?P<outer>[{_NUMBER}](?:个|项|大)[\u4e00-\u9fff]{{2,8}})|“(?P<inner>[{_NUMBER}]大[^“”]{{2,10}})”"
)
_VALUES = {"双": 2, "两": 2}
_LEAD = re.compile(
    r".*(?:聚焦|围绕|实施|推进|推动|建设|打造|抓好|坚持|培育|发展|突出|开展|持续|加快|布局|构建|做强|做优|包括|形成|强化|促进|深化|实现|落实|统筹|推行|抓|以|和|为|按照|持续抓好|大力发展|深入实施)(?=[\u4e00-\u9fff]{2,})"
)


@dataclass(slots=True)
class _Entry:
    members: tuple[str, ...] = ()
    spans: list[Span] = field(default_factory=list)


def read_concepts(passages: Sequence[Passage], *, lexicon: Lexicon) -> tuple[Concept, ...]:
    """
    Every concept once, in the order of first mention.

    Members are those that stand beside the name, as many as its number says; ``一主六双`` has none
    unless the text gives them.
    """
    found: dict[str, _Entry] = {}
    for passage in passages:
        for start, end in _places(passage, lexicon):
            name = passage.verbatim(start, end)
            entry = found.setdefault(name, _Entry())
            entry.spans.append(passage.raw(start, end))
            entry.members = entry.members or _members(passage, start, end)
    return tuple(Concept(name, one.members, tuple(one.spans)) for name, one in found.items())


def _places(passage: Passage, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where concepts are named, the longer of two that overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(
        {*_quoted(passage, lexicon), *_listed(passage, lexicon), *_bare(passage)},
        key=lambda one: (one[0], -one[1]),
    ):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _quoted(passage: Passage, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Names in quotation marks that count something, or that a policy's noun follows."""
    text = passage.text
    for match in _QUOTED.finditer(text):
        name = match["name"]
        start, end = match.span("name")
        if name in lexicon.figures or _QUOTED.fullmatch(f"“{name}”") is None:
            continue
        if lexicon.mechanism_names.starting(name, 0) and name not in lexicon.concepts.words:
            continue
        known = name in lexicon.concepts.words
        counted = _COUNTED.fullmatch(name) is not None and len(name) <= 10
        follows = lexicon.concept_nouns.starting(text, match.end())
        if known or counted or _PATTERNED.fullmatch(name) or (follows and len(name) <= 10):
            yield start, end


def _listed(passage: Passage, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    text = passage.text
    for start in lexicon.concepts.places(text):
        name = lexicon.concepts.starting(text, start)
        if len(name) > 3 or start in passage.starts:
            yield start, start + len(name)


def _bare(passage: Passage) -> Iterator[tuple[int, int]]:
    for match in _BARE.finditer(passage.text):
        if match.start() in passage.starts:
            yield match.span()


# --- members --------------------------------------------------------------------------------------


def _members(passage: Passage, start: int, end: int) -> tuple[str, ...]:
    """The members that the text gives beside the name, ``()`` where their number does not fit."""
    text = passage.text
    left = start - 1 if text[start - 1 : start] == "“" else start
    right = end + 1 if text[end : end + 1] == "”" else end
    name = text[start:end]
    if name.isdigit() or "+" in name:
        return _code_members(passage, right) if name.isdigit() else ()
    counted = _COUNTED.match(name)
    expected = _count(counted["number"]) if counted else 0
    if expected < 2:
        return ()
    for items in (_before(text, left), _after(text, right)):
        if len(items) == expected:
            return items
    return ()


def _count(number: str) -> int:
    value = _VALUES.get(number) or parse_numeral(number)
    return int(value) if value is not None else 0


def _before(text: str, end: int) -> tuple[str, ...]:
    """``新能源、…、新电商“六新产业”``."""
    match = _LIST_BEFORE.search(text, max(0, end - 260), end)
    if match is None:
        return ()
    items = match[0].removesuffix("等").split("、")
    return (_lead_dropped(items[0], items[1:]), *items[1:])


def _lead_dropped(first: str, others: Sequence[str]) -> str:
    """The first item without the verb that governs the list: 聚焦新能源."""
    if others and len(first) > 2 and all(other[:1] == others[0][:1] for other in others):
        at = first.rfind(others[0][0])
        if at > 0:
            return first[at:]
    match = _LEAD.match(first)
    return first[match.end() :] if match else first


def _after(text: str, start: int) -> tuple[str, ...]:
    """``“四链”（创新链、产业链、资金链、人才链）``."""
    match = _LIST_AFTER.match(text, start)
    if match is None:
        return ()
    items = match["items"].split("、")
    if "和" in items[-1] and len(items[-1]) > 3:
        last = items[-1].split("和", 1)
        items = [*items[:-1], *last] if all(last) else items
    return tuple(items)


def _code_members(passage: Passage, start: int) -> tuple[str, ...]:
    """``“1210”目标，即坚持“…”一个中心，突出“…”两项基本任务，…“十大跃升行动”``."""
    text = passage.text
    sentence = passage.sentence_at(start)
    given = _GIVEN.search(text, start, min(sentence.end, start + 20))
    if given is None:
        return ()
    return tuple(
        match["outer"] or match["inner"]
        for match in _PART.finditer(text, given.end(), sentence.end)
    )
