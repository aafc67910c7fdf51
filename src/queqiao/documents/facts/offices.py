"""Where organizations are named in a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.passages import Passage, Word, is_known_word
from queqiao.documents.facts.places import place_names

_LONGEST = 30
_PUNCTUATION = re.compile(r"[\s，。；：！？、“”‘’《》〈〉【】\[\]—…/|~\-+]")
_BRACKETED = re.compile(r"（(?P<place>[\u4e00-\u9fff]{2,8})）")
# Kinds of words that do not begin a name.
_WEAK_KINDS = frozenset(
    ["d", "p", "c", "u", "r", "f", "t", "y", "q", "uj", "ul", "ud", "ug", "uv", "uz", "m", "k"]
)
_NO_OPENING = frozenset(["（", "）", "全省", "全市", "全县"])
_JOINING = frozenset(["和", "与", "及", "同"])
_FIRMS = ("公司", "集团", "银行", "大学", "医院", "政府")
_VENUES = frozenset(["宾馆", "大厦", "酒店", "会议室", "礼堂", "机场", "车站", "中心", "饭店"])
_JOINT_KINDS = frozenset(["c", "p"])
_VERB_KINDS = frozenset(["v", "vd", "c", "p", "ad"])
_NAME_KINDS = frozenset(["nz", "nr", "nrt", "nrfg", "ns", "nt", "eng", "j"])
_LEVEL = re.compile(
    r"(?:自治区|省|市|州|盟|县|旗|区|镇|乡|街道|村)"
    r"(?:委|政府|人民政府|人大常委会|人大|政协|纪委监委|纪委|监委|党委)"
)
_PREPOSITIONS = "到为在与对向由从将把赴至让请于和及个"
_NATION = ("国家", "中国", "中央", "中共", "全国", "中华", "国务院", "国际")
# 全国重点实验室, 国家技术创新中心: a class of bodies and none of them.
_CLASS = re.compile(
    r"(?:国家级?|全国|省级|市级|校级|省|市)?"
    r"(?:技术创新|制造业创新|重点|工程|工程技术|企业技术|产业技术|综合性)*"
    r"(?:研究|创新|技术|国家科学)?(?:中心|实验室)"
)


@dataclass(frozen=True, slots=True)
class Office:
    """A named organization at a place of a passage; ``sure`` where the lexicon knows it."""

    start: int
    end: int
    name: str
    sure: bool


def find_offices(passage: Passage, *, lexicon: Lexicon) -> tuple[Office, ...]:
    """The organizations named in a passage in reading order, none inside another."""
    known = list(_known(passage, lexicon))
    finder = _Finder(passage, lexicon, {one.end: one.start for one in known})
    found = sorted(
        {*known, *finder.ended(), *_level_bodies(passage)}, key=lambda one: (one.start, -one.end)
    )
    return tuple(_joined(found, passage.text))


def _known(passage: Passage, lexicon: Lexicon) -> Iterator[Office]:
    for word in passage.words:
        name = lexicon.known.starting(passage.text, word.start)
        end = word.start + len(name)
        if name and (end in passage.ends or passage.text[end : end + 1] == "长"):  # 外交部长
            yield Office(word.start, word.start + len(name), name, sure=True)


def _level_bodies(passage: Passage) -> Iterator[Office]:
    """``省政府``, ``市委``: bodies named by their level alone."""
    for match in _LEVEL.finditer(passage.text):
        start, end = match.span()
        if start in passage.starts or (start and passage.text[start - 1] in "在与和、，。及"):
            yield Office(start, end, match[0], sure=False)


def name_start(passage: Passage, end: int, *, known: Mapping[int, int], lexicon: Lexicon) -> int:
    """
    Where the name begins that stands to the left of ``end``; ``end`` itself where none does.

    ``known`` are the bodies found already: their starts by their ends.
    """
    return _Finder(passage, lexicon, known).start_of(end)


class _Finder:
    """Finds names by their endings, and where each begins."""

    def __init__(self, passage: Passage, lexicon: Lexicon, known: Mapping[int, int]) -> None:
        self._passage = passage
        self._text = passage.text
        self._lexicon = lexicon
        self._known = known

    def ended(self) -> Iterator[Office]:
        """Names that end as organizations' names do."""
        for word in self._passage.words:
            ending = self._lexicon.endings.ending(self._text, word.end)
            if not ending and word.text[-1] in self._lexicon.strict_endings:
                yield from self._strictly_ended(word)
            if not ending or self._lexicon.continued.starting(self._text, word.end):
                continue
            ending_start = word.end - len(ending)
            soft = _JOINT_KINDS if ending.endswith("公司") else _VERB_KINDS
            hard = _JOINING if ending.endswith(_FIRMS) else frozenset[str]()
            start = min(self.start_of(ending_start, soft_kinds=soft, hard=hard), ending_start)
            start = self._past_prepositions(start, word.end)
            if self._is_name(start, word.end, ending):
                yield Office(start, word.end, self._text[start : word.end], sure=False)

    def _strictly_ended(self, word: Word) -> Iterator[Office]:
        """``中国科学院科技促进发展局``: the beginning tells that it is a name."""
        start = self.start_of(word.end)
        first = self._word_at(start)
        if (
            self._text[start : word.end] in self._lexicon.not_organizations
            or word.text in self._lexicon.not_organizations
            or (len(word.text) == 2 and word.kind != "nt" and is_known_word(word.text))  # 饭局
        ):
            return
        proper = start in self._known.values() or (first is not None and self._is_proper(first))
        goes_on = self._lexicon.continued.starting(self._text, word.end)
        if proper and word.end - start >= 4 and not goes_on:
            yield Office(start, word.end, self._text[start : word.end], sure=False)

    def _word_at(self, start: int) -> Word | None:
        index = self._word_before(start + 1)
        word = self._passage.words[index] if index >= 0 else None
        return word if word is not None and word.start == start else None

    def start_of(
        self,
        end: int,
        *,
        soft_kinds: frozenset[str] = _VERB_KINDS,
        hard: frozenset[str] = frozenset(),
    ) -> int:
        """
        Where the name that reaches to ``end`` from the left begins.

        Words of ``soft_kinds`` belong to it only where a place or a body begins it before them.
        Words of ``hard`` never do.
        """
        words = self._passage.words
        last = self._word_before(end)
        taken: list[Word] = []
        soft = -1  # how many words stood to the right of the first soft boundary
        for index in range(last, -1, -1):
            word = words[index]
            if end - word.start > _LONGEST or word.text in hard or self._stops(word):
                break
            if word.end in self._known and taken:
                start = self._known[word.end]
                taken.append(Word(self._text[start : word.end], start, word.end, "nt"))
                break
            if soft < 0 and (word.text in self._lexicon.soft_boundaries or word.kind in soft_kinds):
                soft = len(taken)
            taken.append(word)
        proper = next((n for n in range(len(taken) - 1, -1, -1) if self._is_proper(taken[n])), -1)
        if soft >= 0 and proper < soft:
            taken = taken[:soft]
        elif soft >= 0:
            taken = taken[: proper + 1] if self._joins(taken, proper) else taken[:soft]
        while taken and self._opens_no_name(taken[-1]):
            taken.pop()
        return taken[-1].start if taken else end

    def _past_prepositions(self, start: int, end: int) -> int:
        """Past what was cut together with a preposition: 景俊海到 before 吉林省."""
        for at in range(start, min(start + 8, end - 2)):
            if self._text[at] in _PREPOSITIONS and (
                self._text[at + 1] in "省市县区"
                or self._text[at + 1 : at + 3] in _NATION
                or self._text[at + 1 : at + 3] in place_names()
                or self._text[at + 1 : at + 4] in place_names()
            ):
                return at + 1
        return start

    def _word_before(self, end: int) -> int:
        words = self._passage.words
        low, high = 0, len(words)
        while low < high:
            middle = (low + high) // 2
            if words[middle].start < end:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def _stops(self, word: Word) -> bool:
        if word.text in ("（", "）"):
            return not self._bracketed(word.start)
        if _PUNCTUATION.match(word.text):
            return True
        if word.text in self._lexicon.boundaries or word.text in self._lexicon.heads.words:
            return True
        if word.kind == "m" and (word.text[0].isascii() or word.text in ("一", "两", "几", "多")):
            return True
        return (
            word.kind == "nr" and len(word.text) > 2 and word.text[0] in self._lexicon.surnames
        ) and self._passage.text[word.end : word.end + 1] in ("在", "到", "与")

    def _is_proper(self, word: Word) -> bool:
        """Whether a name may well begin with the word: a place, a body, the nation."""
        return (
            word.kind == "nt"
            or word.text in place_names()
            or word.text in _NATION
            or word.text in ("省", "市", "县", "区", "州")
            or (word.kind == "ns" and len(word.text) > 1)
        )

    def _joins(self, taken: list[Word], proper: int) -> bool:
        """``浙江省经济和信息化厅``, but not ``吉林省和某某公司``, which are two names."""
        for right, left in pairwise(taken[: proper + 1]):
            if right.text in _JOINING and (
                left.text in place_names()
                or left.text in _VENUES
                or left.end in self._known
                or self._lexicon.endings.ending(self._text, left.end)
            ):
                return False
        return True

    def _bracketed(self, offset: int) -> bool:
        """Whether the bracket at ``offset`` holds a place inside a name: 某某（北京）有限公司."""
        start = self._text.rfind("（", 0, offset + 1)
        match = _BRACKETED.match(self._text, start) if start >= 0 else None
        return match is not None and (match["place"] in place_names() or match["place"] == "集团")

    def _opens_no_name(self, word: Word) -> bool:
        if word.text.startswith("第") or word.text.isascii():
            return not word.text.isalnum()
        if word.text in ("省", "市", "县", "区"):
            return False
        return (
            word.kind in _WEAK_KINDS
            or word.text in ("）", "（")
            or word.text in ("全省", "全市", "全县")
        )

    def _is_name(self, start: int, end: int, ending: str) -> bool:
        """Whether something of its own stands before the ending."""
        if end - start == len(ending):
            return ending not in self._lexicon.weak_endings
        if self._text[start:end] in self._lexicon.not_organizations or _CLASS.fullmatch(
            self._text, start, end
        ):
            return False
        if ending not in self._lexicon.weak_endings:
            return True
        before = [w for w in self._passage.words if start <= w.start < end - len(ending)]
        return any(
            self._is_proper(word) or word.kind in _NAME_KINDS or not is_known_word(word.text)
            for word in before
        )


def _joined(found: list[Office], text: str) -> Iterator[Office]:
    """Longest first where two overlap; a body and its part that follow directly are one."""
    current: Office | None = None
    for one in found:
        if current is None:
            current = one
        elif one.start < current.end:
            if one.end > current.end:
                current = Office(
                    current.start, one.end, text[current.start : one.end], current.sure
                )
        elif one.start == current.end:
            current = Office(current.start, one.end, text[current.start : one.end], current.sure)
        else:
            yield current
            current = one
    if current is not None:
        yield current
