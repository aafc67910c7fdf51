"""From text to specs: read, name, judge, compare; offsets go back to the text as given."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re
from dataclasses import replace

from queqiao.text.model import Op, Spec, SpecRole
from queqiao.text.normalize import NormalizedText, normalize
from queqiao.text.quantities.acceptance import is_meant
from queqiao.text.quantities.canonical import canonical_bounds
from queqiao.text.quantities.directions import is_smaller_better
from queqiao.text.quantities.kinds import kind_of, per_time, relative_of
from queqiao.text.quantities.mention import Mention
from queqiao.text.quantities.naming import name_mention
from queqiao.text.quantities.reading import read_mentions
from queqiao.text.quantities.roles import Cues, is_index, role_of
from queqiao.text.quantities.scenes import Scene, Scenery
from queqiao.text.quantities.stages import told_before_wish

_ANY_NUMBER = re.compile(
    r"[\d０-９百半番]|分之|[一二两三四五六七八九十][\s余多]?[年天周个小分秒倍成元万亿吨米公千毫厘微平立兆斤亩升度星余多十百]"
)
_CHANGED_TO = re.compile(
    r"\s*(?:左右|以上|以下)?\s*(?:,)?\s*(?:[\u4e00-\u9fff]{0,4}?)(?:升|降|提高|提升|缩短|减少|降低|增加|增长|改善|下降|减小|延长|压缩|扩大|上升|增大|优化|减|缩|改进|控制|突破|变)(?:高|低|小|到|至|为|成|了)*\s*(?:约|不到|小于|大于|低于|高于|不高于|不低于|不超过)?\s*$"
)
_PLAIN_NEXT = re.compile(
    r"(?!以[上下内]|左右|之间|[且并和或及与分时的范至到为不一提升降增减缩优改下])[\u4e00-\u9fffA-Za-z]|[:：]\d"
)
_FROM = re.compile(r"(?:由|从|将|自)[^,。;]{0,16}$|(?:由|从)[^。;]{0,24}$")


def parse_specs(text: str) -> tuple[Spec, ...]:
    """
    Every quantified technical index of ``text``, in order; offsets count into ``text`` as given.

    Standards, dates, ordinals, models and company background are left out. Never raises; time
    grows linearly with the length of ``text``.
    """
    if _ANY_NUMBER.search(text) is None:
        return ()
    normalized = normalize(text)
    return tuple(_spec(normalized, mention) for mention in parse_mentions(normalized.text))


def parse_mentions(text: str) -> list[Mention]:
    """The quantities of a normalized text that are technical indices, fully judged."""
    scenery, cues = Scenery(text), Cues(text)
    found: list[Mention] = []
    previous: Mention | None = None
    for read in read_mentions(text):
        if _is_plain_number(text, read):
            continue
        scene = scenery.at(read.value.start, read.end)
        named = name_mention(text, read, previous, scene)
        if not is_meant(text, named, scene):
            continue
        judged = _judge(text, named, scene, cues)
        judged = replace(judged, keep=is_index(text, judged, scene))
        if previous is not None and _is_change(text, previous, judged):
            if found and found[-1].start == previous.start:
                found[-1] = replace(found[-1], role=SpecRole.BASELINE, relative=None)
            judged = replace(judged, role=SpecRole.TARGET, relative=None)
        previous = judged
        if judged.keep:
            found.append(judged)
    return told_before_wish(text, _spread_conditions(text, found))


def _is_plain_number(text: str, mention: Mention) -> bool:
    """A number alone that nothing around makes a quantity: most numbers of a text, told quickly."""
    value = mention.value
    if value.unit is not None or mention.explicit or value.shape != "one":
        return False
    if _PLAIN_NEXT.match(text, value.end):
        return True
    before = text[max(0, value.start - 3) : value.start].rstrip(" \t")
    return not before or before[-1] in ".,;。、\\{}_^$+*/-~" or before[-1].isdigit()


def _judge(text: str, mention: Mention, scene: Scene, cues: Cues) -> Mention:
    """The mention with relative, kind, role, and the side on which 达到 and 优于 bind it."""
    relative = relative_of(text, mention, scene)
    judged = replace(mention, relative=relative, per=per_time(text, mention, scene))
    op = mention.op
    if mention.reached or mention.better:
        words = text[mention.parameter_start : mention.parameter_end]
        dimension = mention.value.unit.dimension if mention.value.unit else ()
        smaller = relative is None and is_smaller_better(words, dimension)
        op = Op.AT_MOST if smaller else Op.AT_LEAST
    kind = kind_of(text, judged, scene)
    return replace(judged, op=op, kind=kind, role=role_of(text, judged, scene, cues))


def _is_change(text: str, first: Mention, second: Mention) -> bool:
    """``由72h缩短到40小时``: the first is today's state, the second what is wanted."""
    between = text[first.end : second.start]
    if len(between) > 24 or not _CHANGED_TO.match(between):
        return False
    before = text[max(0, first.start - 24) : first.start]
    return (_FROM.search(before) is not None and re.search(r"[到至为成]", between) is not None) or (
        re.search(r"[到至]", between) is not None and first.role is SpecRole.BASELINE
    )


_JOINED = re.compile(r"\s*(?:[、,/和及与~]|且|以及)?\s*[\u4e00-\u9fffA-Za-z]{0,6}(?:为|:)?\s*$")
_UNDER = re.compile(r"\s?的?(?:条件|环境|工况)下")
_STANDING = {("s", 1), ("K", 1), ("c_rate", 1)}


def _spread_conditions(text: str, mentions: list[Mention]) -> list[Mention]:
    """``在25℃、60%RH条件下``: what is joined to a condition is one too."""
    spread = _standing_before(text, mentions)
    for place in range(len(spread) - 2, -1, -1):
        first, second = spread[place], spread[place + 1]
        if (
            second.role is not SpecRole.CONDITION
            or first.role is SpecRole.CONDITION
            or first.explicit
        ):
            continue
        if _JOINED.match(text[first.end : second.start]) and (
            re.search(
                r"(?:在|经|于|\((?!\d{1,2}\)))[^,。;]{0,10}$",
                text[max(0, first.start - 12) : first.start],
            )
            or (_UNDER.match(text, second.end) and "," not in text[first.end : second.start])
        ):
            spread[place] = replace(first, role=SpecRole.CONDITION)
    return spread


def _standing_before(text: str, mentions: list[Mention]) -> list[Mention]:
    """
    ``24h吸水率≤0.5%``: a bare time or temperature at the head of a named index is its condition.

    So are ``循环500次`` straight before its name, and the chain of ``60℃存储30天体积膨胀率``.
    """
    marked = list(mentions)
    for place in range(len(marked) - 2, -1, -1):
        first, second = marked[place], marked[place + 1]
        if first.explicit or first.role is not SpecRole.TARGET or not _can_stand(text, first):
            continue
        if _heads(text, first, second) or (
            second.role is SpecRole.CONDITION
            and _TREATED.fullmatch(text, first.end, second.start) is not None
        ):
            marked[place] = replace(first, role=SpecRole.CONDITION)
    return marked


def _can_stand(text: str, mention: Mention) -> bool:
    """Whether such a unit says under what an index holds: time, temperature, 循环 and 倍率."""
    value = mention.value
    before = text[max(0, mention.start - 4) : mention.start]
    if value.unit is None:
        return False
    if text[value.unit_start : value.unit_end] == "C":
        return not _NAMED_BEFORE.search(before)
    if value.unit.dimension == (("count", 1),):
        return _GONE_THROUGH.search(before) is not None
    if value.unit.dimension == (("s", 1),):
        return _LASTING.search(before) is None
    if value.unit.dimension == (("K", 1),):
        return _WARM.search(before) is None
    standing = len(value.unit.dimension) == 1 and value.unit.dimension[0] in _STANDING
    return standing and not _NAMED_BEFORE.search(before)


def _heads(text: str, first: Mention, second: Mention) -> bool:
    """Whether the name of ``second`` begins where ``first`` ends."""
    gap = second.parameter_start - first.end
    return (
        0 <= gap <= 1 < second.parameter_end - second.parameter_start
        and re.search(r"[,。;、\n]", text[first.end : second.parameter_start]) is None
    )


_TREATED = re.compile(
    r"[ \t]*(?:循环|充放电|存储|储存|贮存|保存|存放|放置|搁置|静置|老化|浸泡|保温|加热|处理|养护|烘烤|培养|运行|/)[ \t]*"
)
_WARM = re.compile(r"(?:温度?|点|耐|Tg|[差升为是到至达~])[ \t]*[:为]?[ \t]*$")
_LASTING = re.compile(r"(?:时间|寿命|周期|期|期限|年限|续航|时长|时|延迟|时延)[ \t]*[:为]?[ \t]*$")
_GONE_THROUGH = re.compile(r"(?:循环|弯折|弯曲|洗涤|水洗|冻融|摩擦|拉伸|插拔|充放电|老化)[ \t]*$")
_NAMED_BEFORE = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z]|(?<!\d)\))"
    r"(?<!存放)(?<!储存)(?<!存储)(?<!贮存)(?<!浸泡)(?<!老化)(?<!处理)(?<!保存)(?<!循环)(?<!放置)[ \t]*[:为]?[ \t]*$"
)


def _spec(normalized: NormalizedText, mention: Mention) -> Spec:
    value = mention.value
    span = normalized.original_span(mention.start, mention.end)
    low, high = _bounds(mention)
    canonical = canonical_bounds(normalized.text, mention, low, high)
    return Spec(
        start=span.start,
        end=span.end,
        parameter=_written(normalized, mention.parameter_start, mention.parameter_end),
        op=mention.op,
        low=low,
        high=high,
        unit=_written(normalized, value.unit_start, value.unit_end),
        canonical_low=canonical[0],
        canonical_high=canonical[1],
        canonical_unit=canonical[2],
        kind=mention.kind,
        role=mention.role,
        relative=mention.relative,
    )


def _bounds(mention: Mention) -> tuple[float | None, float | None]:
    low, high = mention.value.low, mention.value.high
    if mention.op in {Op.AT_LEAST, Op.ABOVE}:
        return low, None
    if mention.op in {Op.AT_MOST, Op.BELOW}:
        return None, high
    return low, high


_SHARES = {"百分之": "%", "千分之": "‰"}


def _written(normalized: NormalizedText, start: int, end: int) -> str:
    if start >= end:
        return ""
    written = normalized.original_span(start, end).of(normalized.original).strip()
    return _SHARES.get(written, written)
