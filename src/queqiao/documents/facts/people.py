"""The people of a story with their standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from queqiao.core import Span
from queqiao.documents.facts.around import Around
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.mentions import Mention
from queqiao.documents.facts.names import find_names
from queqiao.documents.facts.passages import Passage
from queqiao.documents.facts.places import place_names
from queqiao.documents.facts.standing import Standing, standing_before
from queqiao.documents.model import Organization, Person

# Posts that one holds alone: those after the first of a list do not share them.
_SINGLE = re.compile(
    r"(?!副|助理|常务副).*(?:长|书记|主席|总理|总裁|总经理|主任|首相|总统|国王|司令|司令员|发言人|总监|官|CEO"
    r"|总督|国务卿|掌门人|主帅|主教练|导演|主持人|总工程师|总设计师|总指挥|主编|大使)"
)
# What follows a name that stands for a doctrine: 习近平总书记视察吉林重要讲话重要指示精神.
_DOCTRINE = re.compile(
    r"[^，。；！？]{0,40}?(?:重要讲话|重要指示|重要批示|指示批示|重要论述|重要指引|重要回信|贺信精神"
    r"|回信精神|讲话精神|指示精神|思想|理论|为核心|嘱托|殷切期望|亲切关怀|掌舵领航)"
)
_ACTS = re.compile(
    r"(?:总书记|主席|同志)?(?:强调|指出|表示|主持|出席|会见|发表|来到|说|在.{1,20}考察时强调"
    r"|作出重要指示|对.{2,30}作出)"
)
_GENERIC_BODIES = frozenset(
    [
        "公司",
        "集团",
        "学校",
        "研究院",
        "研究所",
        "医院",
        "银行",
        "联盟",
        "协会",
        "中心",
        "大学",
        "学院",
    ]
)
_BRACKETED = re.compile(r"（[^（）]{2,40}）")
_AFTER_MAKER = re.compile(r"[\s：/　]*")
_MADE = re.compile(r"[\s/]*(?:摄影|摄|供图|供稿|报道|编辑|整理|制图|文/|图/|/文|/图|/摄)")


@dataclass(frozen=True, slots=True)
class Named:
    """Someone of the story and every place where the name stands."""

    person: Person
    mentions: tuple[Mention, ...]


def read_people(arounds: Sequence[Around], *, lexicon: Lexicon) -> tuple[Named, ...]:
    """Everyone of the story once, in the order of first mention."""
    found: dict[str, list[Mention]] = {}
    for around in arounds:
        mentions = find_names(around, lexicon=lexicon)
        for mention in _with_shared_standing(mentions, around, lexicon):
            found.setdefault(mention.name, []).append(mention)
    makers = {
        name for name, mentions in found.items() if any(_is_maker(m, lexicon) for m in mentions)
    }
    standings = {
        (one.passage.index, one.start): one.standing
        for mentions in found.values()
        for one in mentions
        if one.standing is not None
    }
    people: list[Named] = []
    for name, known in found.items():
        if name in makers:
            continue
        spots = _everywhere(name, known, arounds, found, standings)
        acting = [one for one in spots if not _is_doctrine(one)]
        if acting:
            people.append(Named(_person(name, acting), tuple(acting)))
    return tuple(people)


def name_generic(
    people: Sequence[Named], organizations: Sequence[Organization]
) -> tuple[Named, ...]:
    """People whose organization is only called 集团 or 该校, with the one that is meant."""
    meant = {
        (alias, span): one.name
        for one in organizations
        for alias in one.aliases
        for span in one.spans
    }
    return tuple(_with_meant(one, meant) for one in people)


def _with_meant(named: Named, meant: Mapping[tuple[str, Span], str]) -> Named:
    generic = named.person.organization
    if generic not in _GENERIC_BODIES:
        return named
    for mention in named.mentions:
        at = mention.standing
        if at is not None and at.organization == generic and at.organization_start >= 0:
            span = mention.passage.raw(at.organization_start, at.organization_end)
            if name := meant.get((generic, span)):
                return replace(named, person=replace(named.person, organization=name))
    return named


def _person(name: str, mentions: list[Mention]) -> Person:
    stated = [one.standing for one in mentions if one.standing is not None]
    stated = [one for one in stated if "领导" not in one.head] or stated
    full = [one for one in stated if one.organization not in place_names() | {""}]
    standing = next(iter(full or stated), None)
    if standing is not None and len(stated[0].title) >= len(standing.title):
        standing = stated[0]
    return Person(
        name=name,
        title=standing.title if standing else "",
        organization=standing.organization if standing else "",
        spans=tuple(one.passage.raw(one.start, one.end) for one in mentions),
    )


# --- standing -------------------------------------------------------------------------------------


def _with_shared_standing(
    mentions: Sequence[Mention], around: Around, lexicon: Lexicon
) -> list[Mention]:
    """Names of a list take the post, or the organization, of the one before them."""
    text = around.passage.text
    done: list[Mention] = []
    for mention in mentions:
        standing = mention.standing or _standing_after(mention, around, lexicon)
        before = done[-1] if done else None
        if before is not None and before.standing is not None:
            origin = standing.start if standing else mention.start
            if text[before.end : origin].strip() in ("、", "和", "与", "") and origin > before.end:
                standing = _shared(before.standing, standing)
        done.append(replace(mention, standing=standing))
    return done


def _shared(before: Standing, own: Standing | None) -> Standing | None:
    if own is None:
        return None if _SINGLE.fullmatch(before.head) else before
    if (
        own.organization
        or not before.organization
        or own.title.startswith(("市", "省", "县", "区"))
    ):
        return own
    return replace(own, organization=before.organization)


def _standing_after(mention: Mention, around: Around, lexicon: Lexicon) -> Standing | None:
    """``钟南山院士``; ``董明珠（格力电器董事长）``; ``董明珠，格力电器董事长，``."""
    text, end = around.passage.text, mention.end
    if head := lexicon.after_name.starting(text, end):
        if len(head) > 1 and head in lexicon.heads.words:
            return Standing(end, end + len(head), head, "", head=head)
        return None
    if text[end : end + 1] not in ("，", "（"):
        return None
    closing = re.compile(r"[，。；）]").search(text, end + 1)
    if closing is None or closing.start() - end < 3:
        return None
    standing = standing_before(
        around.passage,
        closing.start(),
        neighbors=around.neighbors,
        lexicon=lexicon,
    )
    return standing if standing is not None and standing.start == end + 1 else None


# --- who is of the story --------------------------------------------------------------------------


def _is_maker(mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the name is a reporter's, a photographer's or an editor's."""
    passage, start, end = mention.passage, mention.start, mention.end
    text = passage.text
    if _MADE.match(text, end):
        return True
    at = start
    # 记者 张三 李四: names before this one in the same line of makers are passed over.
    while at > 0:
        while at and text[at - 1] in " ：/、":
            at -= 1
        if lexicon.makers.ending(text, at):
            return True
        if start - at > 12 or at < 2 or text[at - 1] in "，。；！？（）":
            break
        step = next((n for n in (3, 2) if at >= n and text[at - n] in lexicon.surnames), 0)
        if not step:
            break
        at -= step
    bracket = next(
        (m for m in _BRACKETED.finditer(text) if m.start() < start and end < m.end()), None
    )
    return (
        bracket is not None
        and bracket.end() >= len(text.rstrip()) - 1
        and (end - start >= bracket.end() - bracket.start() - 3 or "记者" in bracket[0])
    )


def _is_doctrine(mention: Mention) -> bool:
    text = mention.passage.text
    if _ACTS.match(text, mention.end):
        return False
    return _DOCTRINE.match(text, mention.end) is not None and (
        "总书记" in text[mention.end : mention.end + 6]
        or "思想" in text[mention.end : mention.end + 12]
        or "理论" in text[mention.end : mention.end + 3]
        or "同志为核心" in text[mention.end : mention.end + 10]
    )


# --- every mention --------------------------------------------------------------------------------


def _everywhere(
    name: str,
    known: list[Mention],
    arounds: Iterable[Around],
    found: Mapping[str, object],
    standings: Mapping[tuple[int, int], Standing | None],
) -> list[Mention]:
    """All places where a name stands, those first that were read as such."""
    longer = [other for other in found if other != name and name in other]
    places = {
        (one.passage.index, one.start): one
        for one in known
        if not _inside_longer(one.passage, one.start, longer)
    }
    for around in arounds:
        passage = around.passage
        for match in re.finditer(re.escape(name), passage.text):
            start, end = match.span()
            if (passage.index, start) in places or _inside_longer(passage, start, longer):
                continue
            if len(name) == 2 and start not in passage.starts:
                continue
            if any(one.start < end and start < one.end for one in around.offices):
                continue
            standing = standings.get((passage.index, start))
            places[(passage.index, start)] = Mention(passage, start, end, name, standing, 0.0)
    return [places[key] for key in sorted(places, key=_body_first)]


def _body_first(place: tuple[int, int]) -> tuple[bool, int, int]:
    """In reading order, the title last: what the body says of a person comes first."""
    index, start = place
    return index < 0, index, start


def _inside_longer(passage: Passage, start: int, longer: list[str]) -> bool:
    return any(
        passage.text.startswith(other, start - offset)
        for other in longer
        for offset in range(len(other))
        if start >= offset
    )
