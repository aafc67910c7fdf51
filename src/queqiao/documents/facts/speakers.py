"""Who says what follows: the utterances of a passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from queqiao.documents.facts.around import Around
from queqiao.documents.facts.mentions import Mention
from queqiao.documents.facts.passages import Passage
from queqiao.documents.facts.people import Named

_VERB = re.compile(
    r"(?:强调说|强调|指出|表示|介绍说|介绍|认为|要求|提出|说道|说|称|透露|明确|坦言|告诉记者|告诉|建议|宣布|承诺|回应|勉励|谈到|重申|通报|呼吁|期待|希望|鼓励)"
    r"(?![书法明了话词着辞服等]|会[上议])"
)
_SUBJECT = re.compile(
    r"(?:《[^》]{2,40}》|会议|全会|大会|会上|座谈会|通知|报告|双方|对方|校方|院方|企业方|主办方|方案|规划|意见|办法|措施|决定|他|她|该负责人)$"
)
_BETWEEN = re.compile(r"[^，。；：！？、]{0,14}")
_LABEL = re.compile(r"\s*[：:]\s*")
_PAPERS = ("方案", "规划", "意见", "办法", "措施", "决定", "通知", "报告")
_PRONOUNS = ("他", "她", "该负责人")
_COLLECTIVE = ("会议", "全会", "大会", "座谈会", "双方", "校方", "院方", "主办方", "对方")


@dataclass(frozen=True, slots=True)
class Utterance:
    """``speaker`` says what begins at ``end``; ``start`` is where the subject stands."""

    start: int
    end: int
    speaker: str
    verb: str


def mentions_by_passage(people: Iterable[Named]) -> dict[int, list[Mention]]:
    """The mentions of everyone, by passage and in reading order."""
    found: dict[int, list[Mention]] = {}
    for one in people:
        for mention in one.mentions:
            found.setdefault(mention.passage.index, []).append(mention)
    for mentions in found.values():
        mentions.sort(key=lambda one: one.start)
    return found


def find_utterances(
    passage: Passage, mentions: Sequence[Mention], *, speaker: str = ""
) -> tuple[Utterance, ...]:
    """
    Every place where somebody says something.

    ``speaker`` is who spoke last before the passage: 他 means him until somebody else is named.
    """
    text = passage.text
    found: list[Utterance] = []
    last = speaker
    for match in _VERB.finditer(text):
        subject = _subject(text, match.start(), mentions)
        if subject is None:
            continue
        start, name = subject
        if name in _PAPERS:
            name = _paper(text, start, name) or name
        if name in _PRONOUNS:
            name = _latest_name(mentions, start, passage) or last
        if name:
            last = name if name not in (*_COLLECTIVE, *_PAPERS) else last
            end = match.end()
            if text[end : end + 1] in ("，", "："):
                end += 1
            found.append(Utterance(start, end, name, match[0]))
    return tuple(found)


def _subject(text: str, verb: int, mentions: Sequence[Mention]) -> tuple[int, str] | None:
    """Who stands before the verb in its clause: a person, a pronoun, a meeting."""
    for mention in reversed(mentions):
        if mention.end <= verb:
            if _BETWEEN.fullmatch(text, mention.end, verb) and not _is_object(text, mention):
                return mention.start, mention.name
            break
    if match := _SUBJECT.search(text, max(0, verb - 44), verb):
        return match.start(), match[0].strip("《》")
    if text[verb - 1 : verb] in ("，", "并"):
        return _continued(text, verb, mentions)
    return None


def _continued(text: str, verb: int, mentions: Sequence[Mention]) -> tuple[int, str] | None:
    """The person a sentence is about, where the verb opens a later clause of it."""
    start = max(text.rfind(sign, 0, verb) for sign in "。！？\n") + 1
    for mention in mentions:
        if start <= mention.start < verb:
            origin = mention.standing.start if mention.standing else mention.start
            opens = origin == start or text[origin - 1] in "，：、"
            return (mention.start, mention.name) if opens else None
    return None


def _paper(text: str, before: int, kind: str) -> str:
    """``方案`` by its title, where one of the kind was named before."""
    titles = re.findall(rf"《([^《》]{{2,40}}{kind})(?:（[^（）]*）)?》", text[:before])
    return str(titles[-1]) if titles else ""


def _is_object(text: str, mention: Mention) -> bool:
    """``对王强表示``: the one before the verb is spoken to."""
    origin = mention.standing.start if mention.standing else mention.start
    return text[max(0, origin - 1) : origin] in ("对", "向")


def _latest_name(mentions: Sequence[Mention], before: int, passage: Passage) -> str:
    """The subject of the sentence before: its first person; else of this sentence."""
    earlier = [one for one in mentions if one.end <= before]
    if not earlier:
        return ""
    sentence = passage.sentence_at(earlier[-1].start)
    return next(one.name for one in earlier if one.start >= sentence.start)


def read_label(around: Around, mentions: Sequence[Mention]) -> str:
    """The name of who speaks in what follows: a paragraph such as ``李岩：`` or its beginning."""
    if not mentions:
        return ""
    first = mentions[0]
    if around.passage.text[: first.start].strip():
        return ""
    return first.name if _LABEL.match(around.passage.text, first.end) else ""
