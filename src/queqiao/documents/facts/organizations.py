"""The organizations of a document, each once, with the other names that it goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from queqiao.core import Span
from queqiao.documents.facts.around import Around
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.people import Named
from queqiao.documents.facts.places import place_names
from queqiao.documents.model import Organization

# 省委, 市政府: which one is meant only the reader of the place knows.
_LEVEL_BODY = re.compile(
    r"(?:(?:自治区|[省市州盟县旗区镇乡村]|街道)?"
    r"(?:委|政府|人民政府|人大常委会|人大|政协|纪委监委|纪委|监委|党委|党组|党工委)){1,3}"
    r"|党中央|中央|中共中央"
)
_SHORT = re.compile(r"（(?:以下)?(?:统称|简称|下称)(?:为|：)?[“‘]?([^”’（）]{2,20})[”’]?）")
_GENERIC = re.compile(
    r"(?:该|本|我)?(?:公司|集团|学校|研究院|研究所|医院|银行|联盟|协会|实验室|中心|大学|学院|基金会)"
    r"|该[校院所行司局厅部]|[校院企]方"
)
_KINDS = {
    "公司": ("公司", "集团"),
    "集团": ("集团", "公司"),
    "学校": ("大学", "学院", "中学", "学校"),
    "校": ("大学", "学院", "中学", "学校"),
    "大学": ("大学",),
    "学院": ("学院",),
    "院": ("研究院", "医院", "学院", "设计院", "科学院"),
    "所": ("研究所", "事务所", "所"),
    "行": ("银行",),
    "企": ("公司", "集团"),
    "司": ("公司", "集团"),
}
# Names that keep their middle: 吉林大学 is not short for 吉林农业大学.
_WHOLE = ("大学", "学院", "银行", "医院", "中学", "小学", "公司", "集团")
_SHORTEST_ALIAS = 3


@dataclass(slots=True)
class _Body:
    """An organization as it is being put together; the first of ``names`` was met first."""

    names: dict[str, list[Span]] = field(default_factory=dict)


def read_organizations(
    arounds: Sequence[Around], people: Sequence[Named], *, lexicon: Lexicon
) -> tuple[Organization, ...]:
    """Every organization in the order of first mention, under the fullest name that is used."""
    bodies: list[_Body] = []
    shortened: dict[str, str] = {}
    for around in arounds:
        shortened |= _declared(around)
        for name, span in _named(around, people):
            _enter(bodies, name, span, shortened, lexicon)
    for around in arounds:
        for name, span in _generic(around):
            _enter_generic(bodies, name, span)
    return tuple(_organization(body) for body in bodies)


def _named(around: Around, people: Sequence[Named]) -> Iterator[tuple[str, Span]]:
    """Names of organizations in a passage, those before posts included, in reading order."""
    passage = around.passage
    found = {(one.start, one.end) for one in around.offices}
    for person in people:
        for mention in person.mentions:
            at = mention.standing
            if (
                mention.passage.index == passage.index
                and at is not None
                and at.organization_start >= 0
            ):
                found.add((at.organization_start, at.organization_end))
    last = -1
    for start, end in sorted(found, key=lambda one: (one[0], -one[1])):
        if start < last:
            continue
        name = passage.verbatim(start, end)
        if (
            _GENERIC.fullmatch(name)
            or _LEVEL_BODY.fullmatch(name)
            or _committee(name)
            or (name.endswith("委") and around.place_starts.get(end - 1) == start)
            or name in place_names()
            or _is_place(around, start, end)
        ):
            continue
        last = end
        yield name, passage.raw(start, end)


def _committee(name: str) -> bool:
    """``泉州市委``: the committee of a place goes with its posts."""
    return name.endswith("委") and name[:-1] in place_names()


def _is_place(around: Around, start: int, end: int) -> bool:
    """Whether ``[start, end)`` is a place or a country and no body."""
    name = around.passage.text[start:end]
    if any(name + level in place_names() for level in "省市县区州"):
        return True
    return around.place_starts.get(end) == start or any(
        name[:at] in place_names() and name[at:] in place_names() for at in range(2, len(name) - 1)
    )


def _declared(around: Around) -> dict[str, str]:
    """Short names that the text introduces: 某某公司（以下简称“某某”）."""
    ends = {one.end: one for one in around.offices}
    found: dict[str, str] = {}
    for match in _SHORT.finditer(around.passage.text):
        if office := ends.get(match.start()):
            found[match[1]] = around.passage.verbatim(office.start, office.end)
    return found


def _enter(
    bodies: list[_Body], name: str, span: Span, shortened: dict[str, str], lexicon: Lexicon
) -> None:
    for body in reversed(bodies):
        if any(
            name == other or shortened.get(name) == other or _same(name, other, lexicon)
            for other in body.names
        ):
            body.names.setdefault(name, []).append(span)
            return
    bodies.append(_Body({name: [span]}))


def _same(first: str, second: str, lexicon: Lexicon) -> bool:
    """Whether one of two names shortens the other."""
    full = lexicon.organizations.get(first, first)
    if full == lexicon.organizations.get(second, second):
        return True
    short, long = sorted((first, second), key=len)
    if len(short) < _SHORTEST_ALIAS or short[-1] != long[-1]:
        return False
    if long.endswith(short):
        return _is_lead(long[: -len(short)])
    if short.endswith(_WHOLE):
        return False
    return _abbreviates(short, long)


def _is_lead(dropped: str) -> bool:
    """Whether what a short name drops before it is a place or a level: 吉林省, 国家, 中国."""
    return (
        dropped in place_names()
        or dropped in ("中国", "国家", "全国", "中华人民共和国")
        or (
            dropped[-1:] in "省市县区州"
            or any(dropped + level in place_names() for level in "省市县区州")
        )
    )


def _abbreviates(short: str, long: str) -> bool:
    """Whether ``short`` is ``long`` with characters left out, its beginning kept."""
    lead = next((n for n in range(len(long)) if long[n] == short[0]), -1)
    if lead < 0 or (lead > 0 and not _is_lead(long[:lead])):
        return False
    rest = iter(long[lead:])
    return all(character in rest for character in short)


def _generic(around: Around) -> Iterator[tuple[str, Span]]:
    """``公司``, ``该校``: words that mean the organization named last."""
    passage = around.passage
    for match in _GENERIC.finditer(passage.text):
        start, end = match.span()
        if any(one.start < end and start < one.end for one in around.offices):
            continue
        whole = start in passage.starts and (
            passage.text[end : end + 1] == "首" or end in passage.ends
        )
        if whole and _opens_clause(passage.text, start):
            yield match[0], passage.raw(start, end)


def _opens_clause(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in "，。；：！？、 与和由希望表示介绍在到"


def _enter_generic(bodies: list[_Body], name: str, span: Span) -> None:
    """An alias of the last organization of its kind named before, where there is one."""
    kind = name.lstrip("该本我").removesuffix("方")
    endings = _KINDS.get(kind, (kind,))
    best: _Body | None = None
    place = -1
    for body in bodies:
        full = max(body.names, key=len)
        starts = [one.start for one in body.names[full] if one.start < span.start]
        if starts and full.endswith(endings) and full != name and max(starts) > place:
            best, place = body, max(starts)
    if best is not None:
        best.names.setdefault(name, []).append(span)


def _organization(body: _Body) -> Organization:
    name = max(body.names, key=len)
    spans = sorted(span for found in body.names.values() for span in found)
    return Organization(name, tuple(one for one in body.names if one != name), tuple(spans))
