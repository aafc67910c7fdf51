"""Numbers that are facts: what they measure, whose they are, of when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from queqiao.documents.facts.around import Around
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.passages import Word
from queqiao.documents.model import Quantity
from queqiao.text import find_numerals

_RANK = re.compile(
    r"(?P<scope>全[国省市县区球]|世界|全世界|亚洲|全系统|同行业|行业)?(?:排名)?(?P<form>第|前)(?P<number>[0-9]{1,4}|[一二三四五六七八九十百]{1,4})(?P<unit>[位名])"
)
_MOVE = re.compile(
    r"(?P<move>上升|提升|提高|前移|上移|跃升|前进|下降|下滑|后退)(?:了)?(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>个?位次?)"
)
_RANK_LIST = re.compile(r"第(?P<number>[0-9]{1,4})(?=、第[0-9]{1,4}[位名])")
# What stands between a measured thing and its number.
_FILLER = re.compile(
    r"(?:(?:总额|总量|总数|共计|合计|累计|同比|环比|比上年|较上年|比去年|较去年|分别|已经|已|均|将|仅|还|就|再|预计|力争|有望|年均|平均|每年)|增长|增加|提高|上升|下降|减少|增至|提升|降低|缩短|达到|达成|达|突破|超过|完成|实现|新增|获得|为|有|至|到|共|占|超|逾|近|约|了|由|从|高居|位居|位列|名列|跃居|居|列|约为|不低于|不少于|不超过|最高|：|:|，)+$"
)
_BROKEN = re.compile(r"[，。；：！？、（）“”《》\s]")
_NAMED = re.compile(
    r"《[^》]*》|“[^”]{1,14}”|[〔\[][^〕\]]*[〕\]]|[A-Za-z]+[-/]?[0-9][0-9A-Za-z\-./]*"
)
# 三大工程, 五个方面, 一体化: counts of a name or a manner of speaking, no facts.
_ROUND = re.compile(
    r"[大个项点方条]?(?:方面|任务|重点|工程|行动|战略|计划|体系|目标|中心任务|阶段|环节|维度|层面|关键|大局|原则|步骤|问题|新高|台阶|区域|文章|要素|优势|面向|不变|基本任务|中心|结合|统一|难题|现代化|道理|意识|自信|维护|确立|字|转变|理念)"
)
_LOOSE = frozenset("一两二三四五六七八九十百千万半")
_UNIT_BEFORE = re.compile(r"[\u4e00-\u9fff]{0,4}(?P<unit>人次|户次|车次|人数)$")
_BOOK = re.compile(r"《[^》]*》")
_SCOPE = re.compile(
    r"(?:全省|全市|全县|全区|我国|我省|我市|我县|我区|我校|我院|公司|集团|园区|学校)"
)
# With a spelled number below ten these count nothing: 一批, 两手, 三点.
_VAGUE_UNITS = frozenset(
    "个大点种次位级方面层步段年天路条道周期轮批门起对双成把头支单片块首部本名件类家"
)
_MOST_WHAT = 16


def read_quantities(arounds: Sequence[Around], *, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """The quantities of a document in reading order, dates and names left out."""
    return tuple(one for around in arounds for one in _Reader(around, lexicon).read())


class _Reader:
    """Reads the quantities of one passage."""

    def __init__(self, around: Around, lexicon: Lexicon) -> None:
        self._around = around
        self._passage = around.passage
        self._lexicon = lexicon
        self._taken = bytearray(len(around.passage.text))
        for mention in around.passage.dates:
            self._take(mention.start, mention.end)
        for match in _NAMED.finditer(around.passage.text):
            self._take(*match.span())
        for office in around.offices:
            self._take(office.start, office.end)
        self._previous = ""

    def _take(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)

    def _is_free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def read(self) -> Iterator[Quantity]:
        found = sorted([*self._ranks(), *self._counts()], key=lambda one: one[0])
        for start, end, value, unit in found:
            yield self._quantity(start, end, value, unit)

    def _ranks(self) -> Iterator[tuple[int, int, float, str]]:
        text = self._passage.text
        for pattern in (_RANK, _MOVE, _RANK_LIST):
            for match in pattern.finditer(text):
                start, end = match.span()
                number = match["number"]
                numerals = find_numerals(number)
                if len(numerals) != 1 or not self._is_free(start, end):
                    continue
                if pattern is _RANK and number == "一" and match["scope"] is None:
                    continue  # 第一位 of a list, 第一名 in a manner of speaking
                self._take(start, end)
                unit = match["unit"] if pattern is not _RANK_LIST else "位"
                yield start, end, float(numerals[0].value), unit

    def _counts(self) -> Iterator[tuple[int, int, float, str]]:
        text, lexicon = self._passage.narrow, self._lexicon
        for numeral in find_numerals(text):
            if not self._is_free(numeral.start, numeral.end):
                continue
            start, end = numeral.start, numeral.end
            share = text[end - 1] in "%‰"
            gap = 1 if text[end : end + 1] == " " else 0
            unit = text[end - 1] if share else lexicon.units.starting(text, end + gap)
            if not unit and not (start and text[start - 1] in "约近" and numeral.value > 99):
                continue
            if not self._counts_something(start, end, unit, numeral.value):
                continue
            end += 0 if share or not unit else gap + len(unit)
            unit = self._passage.verbatim(end - len(unit), end) if unit else ""
            value = numeral.value * (100 if share and unit == "%" else 1000 if share else 1)
            if before := lexicon.number_before.ending(text, start):
                start -= len(before)
            end += len(lexicon.number_after.starting(text, end))
            yield start, end, float(value), unit

    def _counts_something(self, start: int, end: int, unit: str, value: Decimal) -> bool:
        text = self._passage.text
        if text[start - 1 : start] in ("第", "“", "·") or (
            text[start:end].startswith("0") and value >= 1
        ):
            return False
        spelled = text[start] in _LOOSE
        if spelled and (value == 1 or unit == "届"):
            return False
        if _ROUND.match(text, end) and (spelled or value < 20):
            return False
        if spelled and value < 10:
            return bool(unit) and unit[0] not in _VAGUE_UNITS
        if spelled and unit in ("年", "大", "天", "个", "次", "方", "级", "条"):
            return False
        return not (unit == "年" and text[end + 1 : end + 2] in ("前", "级", "代"))

    # --- what is measured -------------------------------------------------------------------------

    def _quantity(self, start: int, end: int, value: float, unit: str) -> Quantity:
        passage = self._passage
        noun_end = self._noun_after(end) if unit and unit not in ("%", "‰", "元") else end
        what = passage.verbatim(end, noun_end) or self._noun_before(start) or self._previous
        if unit in ("个", "颗") and 0 < noun_end - end <= 4:
            end = noun_end
        self._previous = what
        if not unit:
            start, unit = self._unit_before(start)
        return Quantity(
            text=passage.verbatim(start, end),
            value=value,
            unit=unit,
            what=what,
            of=self._owner(start),
            when=self._when(start),
            span=passage.raw(start, end),
        )

    def _unit_before(self, start: int) -> tuple[int, str]:
        """``观看人次约18万``: the unit stands before the number."""
        match = _UNIT_BEFORE.search(self._passage.text, max(0, start - 10), start)
        return (match.start(), match["unit"]) if match else (start, "")

    def _noun_after(self, at: int) -> int:
        """Where the noun that is counted ends: 140余家科研院所."""
        end = at
        for word in self._words_from(at):
            if word.start != end or word.end - at > _MOST_WHAT:
                break
            if not _is_noun(word) or _BROKEN.match(word.text):
                break
            end = word.end
        return end

    def _words_from(self, at: int) -> Iterator[Word]:
        words = self._around.words_by_start
        if at not in words:
            cut = next((one for one in self._passage.words if one.start < at < one.end), None)
            if cut is not None:
                yield Word(cut.text[at - cut.start :], at, cut.end, cut.kind)
                at = cut.end
        while word := words.get(at):
            yield word
            at = word.end

    def _noun_before(self, at: int) -> str:
        """The noun that a number is said of: 研发投入强度达3.4%."""
        text = self._passage.text
        sentence = self._passage.sentence_at(max(0, at - 1))
        filler = _FILLER.search(text, sentence.start, at)
        end = filler.start() if filler else at
        start = end
        for word in reversed(
            [w for w in self._passage.words if sentence.start <= w.start and w.end <= end]
        ):
            if word.end != start or end - word.start > _MOST_WHAT:
                break
            if _BROKEN.match(word.text) or not (_is_noun(word) or word.kind in ("v", "b", "a")):
                break
            if word.text in self._lexicon.boundaries or word.text in self._lexicon.counted_by:
                break
            start = word.start
        return self._passage.verbatim(start, end).strip()

    def _owner(self, at: int) -> str:
        """Whose it is: the body, the whole or the place named last before it in the sentence."""
        passage = self._passage
        sentence = passage.sentence_at(at)
        titles = [match.span() for match in _BOOK.finditer(passage.text, sentence.start, at)]
        found = [(one.start, one.end) for one in self._around.offices]
        found += [(start, end) for end, start in self._around.place_starts.items()]
        found += [match.span() for match in _SCOPE.finditer(passage.text, sentence.start, at)]
        if passage.text[at - 1 : at] == "等":
            return ""
        inside = [
            one
            for one in found
            if sentence.start <= one[0]
            and one[1] <= at
            and not any(a <= one[0] < b for a, b in titles)
        ]
        return passage.verbatim(*max(inside)) if inside else ""

    def _when(self, at: int) -> str:
        """The time named last before the number in its sentence."""
        passage = self._passage
        sentence = passage.sentence_at(at)
        times = [
            one
            for one in passage.dates
            if sentence.start <= one.start
            and one.end <= at
            and passage.text[one.start - 1 : one.start] not in ("较", "比")
        ]
        return passage.verbatim(times[-1].start, times[-1].end) if times else ""


def _is_noun(word: Word) -> bool:
    return word.kind[:1] in "njl" or (
        word.kind in ("vn", "an", "b", "eng", "i", "x") and word.text.isalnum()
    )
