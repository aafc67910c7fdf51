"""Enumerated instructions: 一要…二要…, 一是…二是…, and rows of sentences that begin with 要."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from queqiao.core import Span
from queqiao.documents.facts.around import Around
from queqiao.documents.facts.mentions import Mention
from queqiao.documents.facts.passages import Passage
from queqiao.documents.facts.people import Named
from queqiao.documents.facts.speakers import (
    Utterance,
    find_utterances,
    mentions_by_passage,
    read_label,
)
from queqiao.documents.model import Directive
from queqiao.text import parse_numeral

_MARK = re.compile(
    r"(?:^|(?<=[。；：，！？”\s]))(?P<number>[一二三四五六七八九十]{1,2})(?P<kind>要|是(?!否|方面)|须|应)"
    r"|(?:^|(?<=[。；：，！？”\s]))第(?P<nth>[一二三四五六七八九十]{1,2})(?P<comma>[，、])要?"
)
_CLAUSE_END = re.compile(r"[，。；：！？]")
_BARE = re.compile(r"(?:(?<=[。！？])|^)\s*要(?![求素闻点么案])")
_BARE_FIRST = re.compile(r"(?<=[，：])要(?![求素闻点么案])")
_FEWEST_BARE = 3
# What is counted here are causes, features, results: nobody is told to do them.
_NO_ORDER = re.compile(
    r"(?:原因|特点|特征|体现在|表现在|表现为|亮点|变化|问题|成效|优势|成果|考虑|背景|意义|理由|好处|困难|依据|因素|包括|分为|条件)"
    r"[^，。；：]{0,8}[：，。；]?\s*$"
)
_TOLD = re.compile(
    r"(?:^|[，。；：])(?P<who>[^，。；：！？“”]{2,24}?)(?:作为[^。；：]{2,60}?，)?(?P<modal>必须|务必|一定要|应当|要)"
)
_BODIES = re.compile(
    r"(?:部门|单位|企业|干部|专员|党委|政府|中心|院|所|校|公司|集团|局|厅|部|委|办|会|团队|同志|党员|代表|委员|机构|园区|开发区|县区|各地|队伍|老师|教师|学生|青年|专班|科学家|企业家|联盟|平台|工作者|人员)$"
)
_NEW_SUBJECT = re.compile(
    r"[^，。；：]{2,24}(?:要|必须|一定|务必|应当)|[^，。；：]{0,12}(?:强调|指出|表示|要求|希望|主持|参加|出席)"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A numbered item: its place, the clause after its mark, and where it ends."""

    around: Around
    number: int
    start: int
    body: int
    end: int


def read_directives(arounds: Sequence[Around], people: Sequence[Named]) -> tuple[Directive, ...]:
    """Every enumerated instruction in reading order, with who gives it and to whom."""
    named = mentions_by_passage(people)
    speakers = _speakers(arounds, named)
    directives: list[Directive] = []
    for run in _numbered_runs(arounds):
        if _NO_ORDER.search(run[0].around.passage.text[: run[0].start]):
            continue
        directives += _directives(run, speakers)
    for around in arounds:
        if not any(
            one.span.start >= around.passage.paragraph.start
            and one.span.end <= around.passage.paragraph.end
            for one in directives
        ):
            for run in _bare_runs(around, speakers[around.passage.index][0]):
                directives += _directives(run, speakers)
    return tuple(sorted(directives, key=lambda one: one.span))


def _speakers(
    arounds: Sequence[Around], named: dict[int, list[Mention]]
) -> dict[int, tuple[tuple[Utterance, ...], str]]:
    """For each passage what is said in it, and who speaks where it begins."""
    found: dict[int, tuple[tuple[Utterance, ...], str]] = {}
    last = label = ""
    for around in arounds:
        mentions = named.get(around.passage.index, [])
        own = read_label(around, mentions)
        label = own or label
        said = find_utterances(around.passage, mentions, speaker=last)
        found[around.passage.index] = (said, label)
        last = said[-1].speaker if said else last
    return found


# --- numbered -------------------------------------------------------------------------------------


def _numbered_runs(arounds: Sequence[Around]) -> Iterator[list[_Item]]:
    """Runs of marks that count one, two, three, in one form."""
    run: list[tuple[Around, re.Match[str], int]] = []
    for around in arounds:
        for match in _MARK.finditer(around.passage.text):
            number = int(parse_numeral(match["number"] or match["nth"]) or 0)
            kind = match["kind"] or match["comma"]
            if (
                run
                and number == run[-1][2] + 1
                and kind == (run[-1][1]["kind"] or run[-1][1]["comma"])
            ):
                run.append((around, match, number))
            else:
                if len(run) > 1:
                    yield _items(run)
                run = [(around, match, number)] if number == 1 else []
    if len(run) > 1:
        yield _items(run)


def _items(run: Sequence[tuple[Around, re.Match[str], int]]) -> list[_Item]:
    items: list[_Item] = []
    for position, (around, match, number) in enumerate(run):
        after = run[position + 1] if position + 1 < len(run) else None
        if after is not None and after[0] is around:
            end = after[1].start()
        elif after is not None or match.start() <= 1:
            end = len(around.passage.text)
        else:
            end = _last_end(around.passage, match.end(), items)
        items.append(_Item(around, number, match.start(), match.end(), end))
    return [_trimmed(item) for item in items]


def _last_end(passage: Passage, body: int, items: Sequence[_Item]) -> int:
    """
    Where the last item ends: with its sentence where the others are one sentence each.

    Otherwise it goes on until somebody else is told something or says something.
    """
    sentence = passage.sentence_at(body)
    longest = max((_sentence_count(one) for one in items), default=1)
    if longest <= 1:
        return sentence.end
    end = sentence.end
    for following in passage.sentences:
        if following.start >= sentence.end:
            if _NEW_SUBJECT.match(passage.text, following.start):
                break
            end = following.end
    return end


def _sentence_count(item: _Item) -> int:
    return sum(1 for one in item.around.passage.sentences if item.start <= one.start < item.end)


def _trimmed(item: _Item) -> _Item:
    text = item.around.passage.text
    end = item.end
    while end > item.body and text[end - 1] in " \n":
        end -= 1
    return _Item(item.around, item.number, item.start, item.body, max(end, item.body))


# --- without numbers ------------------------------------------------------------------------------


def _bare_runs(around: Around, utterances: Sequence[Utterance]) -> Iterator[list[_Item]]:
    """Rows of sentences that begin with 要 after somebody spoke, in one passage."""
    passage = around.passage
    run: list[tuple[int, Span]] = []
    for position, sentence in enumerate(passage.sentences):
        if _BARE.match(passage.text, sentence.start):
            run.append((position, sentence))
            continue
        yield from _bare_items(around, run, utterances)
        run = []
    yield from _bare_items(around, run, utterances)


def _bare_items(
    around: Around, run: list[tuple[int, Span]], utterances: Sequence[Utterance]
) -> Iterator[list[_Item]]:
    if len(run) < _FEWEST_BARE - 1:
        return
    passage = around.passage
    starts = [(passage.text.index("要", span.start), span.end) for _position, span in run]
    if run[0][0] > 0:
        before = passage.sentences[run[0][0] - 1]
        said = [one for one in utterances if before.start <= one.end <= before.end]
        opening = _first_bare(passage, said[-1].end, before.end) if said else None
        if opening is not None:
            starts.insert(0, (opening, before.end))
    if len(starts) >= _FEWEST_BARE:
        yield [
            _trimmed(_Item(around, number, start, start + 1, end))
            for number, (start, end) in enumerate(starts, 1)
        ]


def _first_bare(passage: Passage, start: int, end: int) -> int | None:
    if passage.text.startswith("要", start):
        return start
    match = _BARE_FIRST.search(passage.text, start, end)
    return match.start() if match else None


# --- what is told, by whom, to whom ---------------------------------------------------------------


def _directives(
    run: Sequence[_Item],
    speakers: dict[int, tuple[tuple[Utterance, ...], str]],
) -> list[Directive]:
    first = run[0]
    passage = first.around.passage
    said, label = speakers[passage.index]
    before = [one for one in said if one.end <= first.body]
    said_by = before[-1].speaker if before else label
    said_to = _told(first.around, before[-1].end if before else first.start, first.start)
    return [_directive(item, said_by, said_to) for item in run if item.end > item.body]


def _directive(item: _Item, said_by: str, said_to: str) -> Directive:
    passage = item.around.passage
    match = _CLAUSE_END.search(passage.text, item.body, item.end)
    heading_end = match.start() if match else item.end
    return Directive(
        ordinal=item.number,
        heading=passage.verbatim(item.body, heading_end).strip(),
        text=passage.verbatim(item.start, item.end),
        said_by=said_by,
        said_to=said_to,
        span=passage.raw(item.start, item.end),
    )


def _told(around: Around, start: int, end: int) -> str:
    """Whom the words before the first item address: 科创专员要做好三件事：一要…."""
    passage = around.passage
    for match in _TOLD.finditer(passage.text, max(0, start - 1), end):
        who_start, who_end = match.span("who")
        if who_end in {one.end for one in around.offices} or _BODIES.search(match["who"]):
            words = [word for word in passage.words if who_start <= word.start < who_end]
            if words and words[0].kind[:1] not in "vpdcru":
                return passage.verbatim(who_start, who_end)
    return ""
