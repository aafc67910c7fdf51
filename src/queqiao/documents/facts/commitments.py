"""What is said about the future outside of talks: hoped, intended, planned, promised, required."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from queqiao.core import Span
from queqiao.documents.facts.around import Around
from queqiao.documents.facts.passages import Passage
from queqiao.documents.facts.people import Named
from queqiao.documents.facts.speakers import (
    Utterance,
    find_utterances,
    mentions_by_passage,
    read_label,
)
from queqiao.documents.model import Commitment, Directive, Exchange, Stance

_PLANNED = re.compile(
    r"计划(?=于|到|在|用|年|今年|明年|[0-9])"
    r"|(?:力争|力求|预计|确保)(?=到|于|在|年|今年|明年|[0-9]|实现|突破|达|建成|完成|通过|用)"
    r"|(?:(?<=[，。；])|^)争取(?=到|于|在|年|早日|今年|明年|[0-9])|拟(?=于|在|到)"
    r"|到(?=20[0-9]{2}年(?:底|末)?，)"
)
_HOPED = re.compile(r"(?:希望|期待|期望|恳请|盼望)")
_WILL = re.compile(r"(?:将会|将|必将|拟)(?![军领士相来棋要])")
# 将科技创新提升到…, 将…作为…: the object is put first, nothing is to come.
_OBJECT_FIRST = re.compile(
    r"将[^，。；]{1,24}?(?:作为|纳入|提升到|提升至|转化为|转变为|融入|视为|列为|变为|列入|用于|投入|控制在|引入|带到|送到|放在|应用于|归入|定为|交由|移交|运用到)"
)
# Nouns to the dictionary that tell how something will be done.
_HOW = re.compile(
    r"全力|大力|着力|尽力|重点|充分|今年|明年|持续|全面|深入|共同|优先|第一|一如既往|进一步|力争|按照|通过|围绕"
)
_PLAIN_KINDS = ("n", "ns", "nr", "nt", "nz", "r", "m", "l", "eng")
_PROMISES = ("表示", "承诺", "说", "称", "宣布", "回应", "表态", "强调")
_BODIES = re.compile(
    r"(?P<who>[^，。；：！？“”]{0,22}?(?:部门|单位|党委|政府|各地|各级|企业|同志|干部))(?:、[^，。；]{1,12})?(?:一定要|一定|必须|务必|应当|要)"
)
_BY = re.compile(r"(?:到|至|于|在|力争|计划|预计|力求|确保|争取)$")
_EDGE = re.compile(r"(?:前|底|末|内)$")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    stance: Stance
    said_by: str


def read_commitments(
    arounds: Sequence[Around],
    people: Sequence[Named],
    *,
    exchanges: Sequence[Exchange],
    directives: Sequence[Directive],
) -> tuple[Commitment, ...]:
    """Every commitment in reading order; what talks and directives hold is not told twice."""
    told = [span for one in exchanges for span in one.spans]
    told += [one.span for one in directives]
    named = mentions_by_passage(people)
    commitments: list[Commitment] = []
    label = last = fallback = ""
    for around in arounds:
        mentions = named.get(around.passage.index, [])
        label = read_label(around, mentions) or label
        said = find_utterances(around.passage, mentions, speaker=last)
        for found in _Reader(around, said, label, fallback).read():
            one = _commitment(around.passage, found)
            dated = one.stance is Stance.PLANNED and one.due_on is not None
            if dated or not any(one.span.overlaps(span) for span in told):
                commitments.append(one)
        last = said[-1].speaker if said else last
        for office in around.offices:
            fallback = around.passage.verbatim(office.start, office.end)
    return tuple(commitments)


def _commitment(passage: Passage, found: _Found) -> Commitment:
    return Commitment(
        said_by=found.said_by,
        stance=found.stance,
        text=passage.verbatim(found.start, found.end),
        due_on=_due(passage, found.start, found.end),
        span=passage.raw(found.start, found.end),
    )


def _due(passage: Passage, start: int, end: int) -> date | None:
    """The last day of the time by which it is to be."""
    for mention in passage.dates:
        if not start <= mention.start < end or mention.ends_before is None:
            continue
        if _BY.search(passage.text, start, mention.start) or _EDGE.search(
            passage.text, mention.start, mention.end
        ):
            return mention.ends_before - _DAY
    return None


class _Reader:
    """Reads one passage sentence by sentence; ``fallback`` is the body named last before it."""

    def __init__(
        self, around: Around, said: Sequence[Utterance], label: str, fallback: str
    ) -> None:
        self._around = around
        self._passage = around.passage
        self._said = said
        self._speaker = label
        self._verb = "说" if label else ""
        self._fallback = fallback

    def read(self) -> Iterator[_Found]:
        for sentence in self._passage.sentences:
            if "？" in self._passage.text[sentence.end - 2 : sentence.end]:
                continue
            utterances = [one for one in self._said if sentence.start <= one.start < sentence.end]
            found = [*self._hopes(sentence, utterances), *self._futures(sentence, utterances)]
            yield from _apart(found)
            if not found:
                yield from self._required(sentence)
            if utterances:
                self._speaker, self._verb = utterances[-1].speaker, utterances[-1].verb

    def _hopes(self, sentence: Span, utterances: Sequence[Utterance]) -> Iterator[_Found]:
        text = self._passage.text
        for match in _HOPED.finditer(text, sentence.start, sentence.end):
            speaker, _verb, _start = self._said_before(match.end(), sentence, utterances)
            if not speaker or text[match.end() : match.end() + 1] in ("，", "。", "的", "”", ""):
                continue
            end = _until(text, match.end(), sentence.end)
            yield _Found(match.start(), end, Stance.HOPED, speaker)

    def _futures(self, sentence: Span, utterances: Sequence[Utterance]) -> Iterator[_Found]:
        text = self._passage.text
        for match in _PLANNED.finditer(text, sentence.start, sentence.end):
            speaker, _verb, _start = self._said_before(match.start(), sentence, utterances)
            speaker = speaker or self._body_before(match.start())
            if speaker:
                end = _until(text, match.end(), sentence.end)
                yield _Found(match.start(), end, Stance.PLANNED, speaker)
        will = self._will(sentence)
        if will is not None:
            speaker, verb, after = self._said_before(will, sentence, utterances)
            start = max(after, self._clause_start(will, sentence))
            stance = Stance.PROMISED if verb in _PROMISES else Stance.INTENDED
            if speaker and start <= will:
                yield _Found(start, _until(text, will, sentence.end), stance, speaker)

    def _body_before(self, at: int) -> str:
        """The body named last before ``at``, in this passage or an earlier one."""
        before = [one for one in self._around.offices if one.end <= at]
        if not before:
            return self._fallback
        return self._passage.verbatim(before[-1].start, before[-1].end)

    def _said_before(
        self, at: int, sentence: Span, utterances: Sequence[Utterance]
    ) -> tuple[str, str, int]:
        """Who says what stands at ``at``, with which verb, and where the saying begins."""
        before = [one for one in utterances if one.start <= at]
        if before:
            return before[-1].speaker, before[-1].verb, min(before[-1].end, at)
        if self._speaker and not self._passage.text.startswith("据", sentence.start):
            return self._speaker, self._verb, sentence.start
        return self._subject(at, sentence), "", sentence.start

    def _required(self, sentence: Span) -> Iterator[_Found]:
        match = _BODIES.match(self._passage.text, sentence.start, sentence.end)
        if match is not None and self._speaker:
            end = _until(self._passage.text, match.end(), sentence.end)
            yield _Found(sentence.start, end, Stance.REQUIRED, self._speaker)

    def _will(self, sentence: Span) -> int | None:
        text = self._passage.text
        for match in _WILL.finditer(text, sentence.start, sentence.end):
            if _OBJECT_FIRST.match(text, match.start()):
                continue
            word = self._around.words_by_start.get(match.end())
            if match.start() not in self._passage.starts:
                continue
            if (
                word is not None
                and word.kind in _PLAIN_KINDS
                and len(word.text) > 1
                and not _HOW.match(text, match.end())
            ):
                continue
            return match.start()
        return None

    def _clause_start(self, at: int, sentence: Span) -> int:
        text = self._passage.text
        start = at
        while start > sentence.start and text[start - 1] not in "，。；：“”":
            start -= 1
        return start

    def _subject(self, at: int, sentence: Span) -> str:
        """The body that the sentence begins with."""
        for one in self._around.offices:
            if sentence.start <= one.start <= sentence.start + 8 and one.end <= at:
                return self._passage.verbatim(one.start, one.end)
        return ""


def _apart(found: list[_Found]) -> list[_Found]:
    """In reading order, each ending where the next begins."""
    order = sorted(found, key=lambda one: (one.start, one.end))
    kept: list[_Found] = []
    for position, one in enumerate(order):
        after = order[position + 1].start if position + 1 < len(order) else one.end
        if after <= one.start:
            continue
        kept.append(replace(one, end=min(one.end, after - 1)) if after < one.end else one)
    return kept


def _until(text: str, start: int, end: int) -> int:
    """Up to the end of the sentence, or of the quotation that it stands in, without the sign."""
    depth = 0
    for offset in range(start, end):
        character = text[offset]
        depth += (character == "“") - (character == "”")
        if depth < 0 or (depth == 0 and character in "。！？；"):
            return offset
    return end
