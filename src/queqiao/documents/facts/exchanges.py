"""Talks: who met whom, what our side asked, what the other said it would do, what was signed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from queqiao.core import Span
from queqiao.documents.facts.around import Around
from queqiao.documents.facts.items import cut_items
from queqiao.documents.facts.mentions import Mention
from queqiao.documents.facts.offices import Office
from queqiao.documents.facts.people import Named
from queqiao.documents.facts.speakers import mentions_by_passage
from queqiao.documents.model import Clause, Exchange

_MET = re.compile(r"(?:会见|拜会|拜访|接待|约见|接见)(?:了|到访的|来访的)?")
_TALKED = re.compile(r"(?:会谈|会晤|座谈|洽谈|会商|交流座谈|工作交流|对接座谈)(?![会纪])")
_WITH = "与和同"
_ASK = re.compile(r"(?:希望|恳请|请求|期待|期望|盼望|提请)")
_REPLY = re.compile(
    r"(?:表示(?!赞赏|欢迎|热烈|衷心|诚挚|感谢|祝贺|肯定|认同|敬意|满意|慰问)|承诺|说|称|回应)(?![书法明])[，：“]?"
)
_WILL = re.compile(
    r"(?P<who>[^，。；：将愿会要]{0,12}?)"
    r"(?P<modal>将会|(?<!即)将|愿意|愿|(?<![社大机协学商工议委宴晚聚])会|一定要|一定|(?<![主需重必简纪首])要"
    r"|必将|必定|计划|拟)(?![来军领士会谈见求素点闻])"
)
_SIGN = re.compile(
    r"(?:签署|签订|签下|达成)(?:了)?(?P<document>《[^》]{2,40}》|[^，。；：、]{1,30}?(?:协议书|协议|备忘录|合同|意向书|会谈纪要|纪要|联合声明|声明|宣言|公约|协定))"
)
_OWN = ("我们", "公司", "集团", "学校", "我校", "我行", "企业", "医院", "研究院", "双方")
_MODAL_END = re.compile(r"(?:将会|将|愿意|愿|会|一定要|一定|要|必将|必定|计划|拟)$")
_SHORTEST_NAME = 3
_PARTIES = re.compile(r"(?:对接会|座谈会|恳谈会|会商会|洽谈会|交流会|签约仪式|合作协议|对接活动)")
_HELD = re.compile(r"(?:举行|进行|开展|工作)*")
_PRONOUN = re.compile(r"(?:他|她)(?=希望|说|表示|指出|强调|恳请|期待|承诺|还|并)")
_ELSEWHERE = re.compile(r"(?:参加|陪同|出席)(?:有关活动|会谈|会见|活动|座谈|调研|上述活动)?。?\s*$")
_OPEN_SUBJECT = re.compile(
    r"\s*(?:双方|会谈中|会见中|座谈中|会上|会谈后|会见后|签约后|期间|同日|当天|当日)?，?"
)


@dataclass(slots=True)
class _Talk:
    """A talk as it is being read."""

    around: Around
    organization: str
    person: str
    ours: list[str]
    asks: list[Clause] = field(default_factory=list)
    replies: list[Clause] = field(default_factory=list)
    signed: str = ""
    spans: list[Span] = field(default_factory=list)


def read_exchanges(arounds: Sequence[Around], people: Sequence[Named]) -> tuple[Exchange, ...]:
    """
    One exchange for each counterpart met, in reading order.

    A sentence that only lists many bodies that were visited is no talk with any of them.
    """
    reader = _Reader(people)
    for around in arounds:
        reader.read(around)
    return tuple(
        Exchange(
            counterpart_org=one.organization,
            counterpart_person=one.person,
            our_side=tuple(one.ours),
            asks=tuple(one.asks),
            replies=tuple(one.replies),
            signed_document=one.signed,
            spans=tuple(one.spans),
        )
        for one in reader.talks
    )


class _Reader:
    """Goes through the passages; the talk read last is the one that sentences belong to."""

    def __init__(self, people: Sequence[Named]) -> None:
        self.talks: list[_Talk] = []
        self._named = mentions_by_passage(people)
        self._organizations = {one.person.name: one.person.organization for one in people}
        self._titles = {one.person.name: one.person.title for one in people}
        self._subject = ""

    def read(self, around: Around) -> None:
        mentions = self._named.get(around.passage.index, [])
        for sentence in around.passage.sentences:
            inside = [one for one in mentions if sentence.start <= one.start < sentence.end]
            self._read_sentence(around, sentence, inside)

    def _read_sentence(self, around: Around, sentence: Span, inside: list[Mention]) -> None:
        talk = self._opened(around, sentence, inside)
        if talk is not None:
            self.talks.append(talk)
            talk.spans.append(around.passage.raw(sentence.start, sentence.end))
            self._subject = talk.ours[0] if talk.ours else ""
        elif not self.talks:
            return
        current = self.talks[-1]
        text = around.passage.text
        if talk is None:
            self._subject = self._subject_of(around, sentence, inside) or self._subject
        took = self._asks(current, around, sentence, inside, opening=talk is not None)
        took |= self._replies(current, around, sentence, inside)
        if (signed := _SIGN.search(text, sentence.start, sentence.end)) and not current.signed:
            current.signed = around.passage.verbatim(*signed.span("document"))
            took = True
        span = around.passage.raw(sentence.start, sentence.end)
        if took and span not in current.spans:
            current.spans.append(span)

    # --- who met whom -----------------------------------------------------------------------------

    def _opened(self, around: Around, sentence: Span, inside: list[Mention]) -> _Talk | None:
        """The talk that a sentence tells of, ``None`` where it tells of none."""
        text = around.passage.text
        if match := _MET.search(text, sentence.start, sentence.end):
            others = [one for one in inside if _origin(one) >= match.end()]
            ours = [one for one in inside if one.end <= match.start()]
            after = [one for one in around.offices if match.end() <= one.start < sentence.end]
            if ours and (others or after):
                return self._talk(around, ours, others, after[:1])
            return None
        for match in _TALKED.finditer(text, sentence.start, sentence.end):
            others = [
                one for one in inside if one.end <= match.start() and self._is_other(text, one)
            ]
            if others:
                ours = [one for one in inside if one.name not in {o.name for o in others}]
                ours = [one for one in ours if not _is_between(one, others[0], match.start())]
                return self._talk(around, ours, others, [])
            bodies = _bodies_before(around, sentence, match.start())
            ours = [one for one in inside if one.end <= match.start()]
            if len(bodies) == 1 and ours:
                return self._talk(around, ours, [], bodies)
        return self._met_as_bodies(around, sentence, inside)

    def _met_as_bodies(self, around: Around, sentence: Span, inside: list[Mention]) -> _Talk | None:
        """``承德市与中冶集团举行工作对接会``: who speaks for which side shows later."""
        text = around.passage.text
        if inside or not _PARTIES.search(text, sentence.start, sentence.end):
            return None
        for office in around.offices:
            if not sentence.start < office.start < sentence.end:
                continue
            first = around.place_starts.get(office.start - 1)
            if (
                text[office.start - 1] in _WITH
                and first is not None
                and "举行" in text[office.end : office.end + 3]
            ):
                return self._talk(around, [], [], [office])
        return None

    def _is_other(self, text: str, mention: Mention) -> bool:
        origin = _origin(mention)
        return (
            origin > 0
            and text[origin - 1] in _WITH
            and (origin < 2 or text[origin - 2 : origin] not in ("总和", "共同"))
            and (mention.standing is not None or bool(self._organizations.get(mention.name)))
        )

    def _talk(
        self, around: Around, ours: list[Mention], others: list[Mention], bodies: list[Office]
    ) -> _Talk:
        organization = person = ""
        if others:
            person = others[0].name
            standing = others[0].standing
            organization = (standing.organization if standing else "") or self._organizations.get(
                person, ""
            )
        if not organization and bodies:
            organization = around.passage.verbatim(bodies[0].start, bodies[0].end)
        return _Talk(around, organization, person, list(dict.fromkeys(one.name for one in ours)))

    # --- what was asked and answered --------------------------------------------------------------

    def _subject_of(self, around: Around, sentence: Span, inside: list[Mention]) -> str:
        """Whom a sentence is about: the person or the pronoun it begins with."""
        text = around.passage.text
        opening = _OPEN_SUBJECT.match(text, sentence.start, sentence.end)
        start = opening.end() if opening else sentence.start
        if inside and _origin(inside[0]) <= start + 14:
            return inside[0].name
        if _PRONOUN.match(text, start):
            return self._subject
        return ""

    def _asks(
        self, talk: _Talk, around: Around, sentence: Span, inside: list[Mention], *, opening: bool
    ) -> bool:
        """What our side hopes for in this sentence."""
        text = around.passage.text
        took = False
        for match in _ASK.finditer(text, sentence.start, sentence.end):
            before = [one for one in inside if one.end <= match.start()]
            speaker = self._asker(text, match.start(), before, talk, opening=opening)
            if not talk.ours and speaker and not self._is_counterpart(speaker, talk):
                talk.ours.append(speaker)
            if speaker not in talk.ours:
                continue
            start = self._past_addressee(around, match.end(), talk)
            end = _stop(text, start, sentence.end)
            talk.asks += cut_items(around.passage, start, end)
            took = True
            break
        return took

    def _asker(
        self, text: str, at: int, before: list[Mention], talk: _Talk, *, opening: bool
    ) -> str:
        if before and text[before[-1].end : at].strip() == "":
            return before[-1].name
        if opening:
            ours = [one.name for one in before if one.name in talk.ours]
            return ours[-1] if ours else (talk.ours[0] if talk.ours else "")
        return self._subject

    def _past_addressee(self, around: Around, start: int, talk: _Talk) -> int:
        """Past the body that is asked: 希望科技部在…."""
        text = around.passage.text
        for office in around.offices:
            if office.start == start:
                return office.end
        if end := _called(text, start, talk.organization):
            return end
        match = re.compile(
            r"(?:集团|公司|学校|该校|该行|贵行|贵司|贵校|双方|对方|研究院|研究所|企业|大家)"
        ).match(text, start)
        return match.end() if match else start

    def _replies(self, talk: _Talk, around: Around, sentence: Span, inside: list[Mention]) -> bool:
        """What the counterpart says it will do."""
        text = around.passage.text
        for match in _REPLY.finditer(text, sentence.start, sentence.end):
            before = [one for one in inside if one.end <= match.start()]
            speaker = before[0].name if before else self._subject
            if not self._is_counterpart(speaker, talk):
                continue
            will = self._will(text, match.end(), sentence.end)
            if will is not None:
                return self._replied(talk, around, will, sentence.end)
        # 他说，…。集团将…: the speech goes on in a sentence about the counterpart itself.
        if not inside and self._is_counterpart(self._subject, talk):
            will = self._will(text, sentence.start, _clause_end(text, sentence.start, sentence.end))
            if will is not None and self._is_own(text[sentence.start : will], talk):
                return self._replied(talk, around, will, sentence.end)
        return False

    def _replied(self, talk: _Talk, around: Around, start: int, end: int) -> bool:
        talk.replies += cut_items(around.passage, start, _stop(around.passage.text, start, end))
        return True

    def _is_own(self, subject: str, talk: _Talk) -> bool:
        """Whether ``集团将`` or ``我们愿`` is said of the counterpart's own side."""
        name = _MODAL_END.sub("", subject)
        bodies = (talk.organization, self._titles.get(talk.person, ""))
        return name in _OWN or (len(name) > 1 and any(_shares_name(name, body) for body in bodies))

    def _is_counterpart(self, speaker: str, talk: _Talk) -> bool:
        if not speaker or speaker in talk.ours:
            return False
        if speaker == talk.person:
            return True
        if talk.person:
            return False
        bodies = (self._organizations.get(speaker, ""), self._titles.get(speaker, ""))
        if any(_shares_name(talk.organization, body) for body in bodies):
            talk.person = speaker
            return True
        return False

    def _will(self, text: str, start: int, end: int) -> int | None:
        """Where what will be done begins, past 将 and whoever is named before it."""
        at = start
        while at < end:
            stop = _clause_end(text, at, end)
            if match := _WILL.match(text, at, stop):
                return match.end()
            if at > start:
                return None
            at = stop + 1
        return None


def _shares_name(short: str, long: str) -> bool:
    """Whether a body is called shortly: 上海电气 for 上海电气集团."""
    return bool(short) and bool(long) and (short in long or long in short)


def _origin(mention: Mention) -> int:
    standing = mention.standing
    return (
        standing.start if standing is not None and standing.start < mention.start else mention.start
    )


def _called(text: str, start: int, organization: str) -> int:
    """Where the beginning of an organization's name ends that stands at ``start``; 0 for none."""
    for length in range(len(organization), _SHORTEST_NAME - 1, -1):
        if text.startswith(organization[:length], start):
            end = start + length
            return end + 2 if text[end : end + 2] in ("集团", "公司", "大学", "银行") else end
    return 0


def _is_between(mention: Mention, other: Mention, verb: int) -> bool:
    return other.end <= mention.start < verb


def _bodies_before(around: Around, sentence: Span, verb: int) -> list[Office]:
    """The bodies between 与 and the verb."""
    text = around.passage.text
    return [
        one
        for one in around.offices
        if sentence.start <= one.start
        and one.end <= verb
        and text[one.start - 1 : one.start] in tuple(_WITH)
        and _HELD.fullmatch(text, one.end, verb)
    ]


def _clause_end(text: str, start: int, end: int) -> int:
    for offset in range(start, end):
        if text[offset] in "，。；：！？":
            return offset
    return end


def _stop(text: str, start: int, end: int) -> int:
    """Where a request or a promise ends: with its sentence, or before the next of its kind."""
    for match in re.compile(r"[；，](?:并)?(?:希望|表示|双方)|。").finditer(text, start, end):
        return match.start()
    return end
