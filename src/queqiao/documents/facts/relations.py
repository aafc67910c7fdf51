"""Who does what with whom: triples that a reader would look for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from queqiao.core import Span
from queqiao.documents.facts.around import Around
from queqiao.documents.facts.mentions import Mention
from queqiao.documents.facts.people import Named
from queqiao.documents.facts.speakers import mentions_by_passage
from queqiao.documents.model import Exchange, Relation

_VISITS = re.compile(r"(?:调研|考察|视察|参观|走访|看望|慰问|检查|督导)")
# A place or a body follows, others of its list before it.
_AT = re.compile(r"(?:来到|前往|走进|深入|赴|到|在)(?=(?:[^，。；：！？、与和的]{2,20}、){0,6}$)")
_DEED = re.compile(
    r"(?:与[^，。；：]{2,24}?)?(?:正式|共同|联合|成功|牵头|独家|率先|日前|近日)*(?P<verb>发布|主办|承办|牵头建设|牵头组建|组建|成立|收购|投资|研发|研制|中标|获得|荣获|入选|主持召开|主持|发起|设立|签署|签订|通报|启动|推出|举办|召开|加入|当选|担任|出任)(?:了)?(?P<object>《[^》]{2,40}》|“[^”]{2,30}”|[^，。；：！？、]{2,28})"
)
_NO_OBJECT = re.compile(r"于|在|以来|后|时|大会|仪式|之|至|起|当|过|会")
_SIGNED = re.compile(
    r"(?:在[^，。]{2,12})?(?:正式|共同)?(?:签署|签订)(?:了)?(?P<what>[^，。；：]{2,30})"
)
_HELD_BY = re.compile(r"(?P<post>[\u4e00-\u9fff]{2,10}?(?:长|主席|主任|代表))由$")
_TAIL = re.compile(r"(?:担任|出任)")
_MET = re.compile(r"会见|会谈|会晤|座谈|洽谈|拜会|拜访|接见")
_FROM = "与和同"


def read_relations(
    arounds: Sequence[Around], people: Sequence[Named], *, exchanges: Sequence[Exchange]
) -> tuple[Relation, ...]:
    """The triples of a document in reading order, each once."""
    found: list[Relation] = [*_posts(people), *_meetings(arounds, exchanges)]
    named = mentions_by_passage(people)
    purposes: dict[str, str] = {}
    for around in arounds:
        mentions = named.get(around.passage.index, [])
        for sentence in around.passage.sentences:
            inside = [one for one in mentions if sentence.start <= one.start < sentence.end]
            found += _visits(around, sentence, inside, purposes)
            found += _signings(around, sentence)
            found += _deeds(around, sentence, inside)
            found += _holders(around, sentence, inside)
    kept: dict[tuple[str, str, str], Relation] = {}
    for one in sorted(found, key=lambda each: (each.span, each.predicate)):
        kept.setdefault((one.subject, one.predicate, one.object), one)
    return tuple(kept.values())


def _posts(people: Sequence[Named]) -> Iterator[Relation]:
    """``侯建国 — 院长、党组书记 — 中国科学院``."""
    for one in people:
        person = one.person
        if not person.title or not person.organization:
            continue
        for mention in one.mentions:
            at = mention.standing
            if at is not None and at.organization == person.organization:
                start, end = min(at.start, mention.start), max(at.end, mention.end)
                span = mention.passage.raw(start, end)
                yield Relation(person.name, person.title, person.organization, span)
                break


def _meetings(arounds: Sequence[Around], exchanges: Sequence[Exchange]) -> Iterator[Relation]:
    for one in exchanges:
        span = one.spans[0]
        verb = next(
            (
                match[0]
                for around in arounds
                if around.passage.paragraph.start <= span.start < around.passage.paragraph.end
                for match in [_MET.search(around.passage.text)]
                if match
            ),
            "会谈",
        )
        other = one.counterpart_person or one.counterpart_org
        for ours in one.our_side:
            if other:
                yield Relation(ours, verb, other, span)
        if one.signed_document and one.counterpart_org:
            yield Relation(one.counterpart_org, "签署", one.signed_document, one.spans[-1])


def _visits(
    around: Around, sentence: Span, inside: Sequence[Mention], purposes: dict[str, str]
) -> Iterator[Relation]:
    """
    ``景俊海 — 调研 — 省工业技术研究院``.

    ``purposes`` keeps what everyone is on the way for, told once at the beginning.
    """
    passage, text = around.passage, around.passage.text
    if not inside:
        return
    person = inside[0]
    for start, end in _targets(around, sentence):
        way = _AT.search(text, sentence.start, start)
        if way is None:
            continue
        if end <= person.start:  # 来到某某研究院，曹立军…
            if (
                way.start() == sentence.start
                and text[end : person.start] == "，"
                and way[0] != "赴"
            ):
                span = passage.raw(start, person.end)
                yield Relation(
                    person.name,
                    purposes.get(person.name, "到访"),
                    passage.verbatim(start, end),
                    span,
                )
            continue
        what = _VISITS.search(text, end, sentence.end)
        if way.start() < person.end or (what is None and way[0] in ("在", "到")):
            continue
        verb = what[0] if what else way[0]
        if what:
            purposes.setdefault(person.name, verb)
        span = passage.raw(person.start, end)
        yield Relation(person.name, verb, passage.verbatim(start, end), span)


def _targets(around: Around, sentence: Span) -> list[tuple[int, int]]:
    found = [(one.start, one.end) for one in around.offices]
    found += [
        (start, end)
        for end, start in around.place_starts.items()
        if not any(o.start <= start < o.end for o in around.offices)
    ]
    return sorted(one for one in found if sentence.start <= one[0] < sentence.end)


def _signings(around: Around, sentence: Span) -> Iterator[Relation]:
    """``宜宾市 — 签署 — 某某公司``: two parties and what they sign."""
    passage, text = around.passage, around.passage.text
    parties = _targets(around, sentence)
    for first, second in pairwise(parties):
        if text[first[1] : second[0]].strip() not in tuple(_FROM):
            continue
        match = _SIGNED.match(text, second[1], sentence.end)
        if match is not None:
            span = passage.raw(first[0], match.end())
            one, other = passage.verbatim(*first), passage.verbatim(*second)
            yield Relation(one, "签署", other, span)
            yield Relation(one, "签署", passage.verbatim(*match.span("what")), span)
            yield Relation(other, "签署", passage.verbatim(*match.span("what")), span)


def _deeds(around: Around, sentence: Span, inside: Sequence[Mention]) -> Iterator[Relation]:
    """A body or a person that directly precedes what it does."""
    passage, text = around.passage, around.passage.text
    subjects = [(one.start, one.end) for one in around.offices]
    subjects += [(one.start, one.end) for one in inside]
    for start, end in sorted(subjects):
        if not sentence.start <= start < sentence.end:
            continue
        match = _DEED.match(text, end, sentence.end)
        if match is None:
            continue
        first, last = _object(around, *match.span("object"))
        if first < last:
            yield Relation(
                passage.verbatim(start, end),
                match["verb"],
                passage.verbatim(first, last),
                passage.raw(start, last),
            )


def _object(around: Around, start: int, end: int) -> tuple[int, int]:
    """The object of a deed without its marks, up to the next verb; empty where there is none."""
    text = around.passage.text
    if text[start] in "《“":
        return start + 1, end - 1
    while start < end and text[start] in "的了":
        start += 1
    if _NO_OBJECT.match(text, start, end):
        return start, start
    at = start
    while (word := around.words_by_start.get(at)) is not None and word.end <= end:
        if at > start and word.kind in ("v", "d", "p", "u") and word.end < end and at - start > 3:
            return start, at
        at = word.end
    return start, end


def _holders(around: Around, sentence: Span, inside: Sequence[Mention]) -> Iterator[Relation]:
    """``首任理事长由石佑安担任``."""
    passage, text = around.passage, around.passage.text
    for mention in inside:
        tail = _TAIL.match(text, mention.end)
        post = _HELD_BY.search(text, sentence.start, mention.start)
        if tail is not None and post is not None:
            yield Relation(
                mention.name,
                tail[0],
                post["post"].removeprefix("首任").removeprefix("新任"),
                passage.raw(post.start(), tail.end()),
            )
