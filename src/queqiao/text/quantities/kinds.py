"""What a quantity is about: performance, capacity, duration, budget; and rises, falls, multiples."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re

from queqiao.text.model import Op, Relative, SpecKind
from queqiao.text.quantities.mention import Mention
from queqiao.text.quantities.scenes import Scene

_RISE = r"提高|提升|增加|增长|增大|增强|上升|升高|延长|扩大|扩展|增产|提速|增幅|增收|涨幅|高出|多出|加快|加长|增厚|上浮|涨|升幅|升温|放大|增值|拓宽|increased?|improved?|raised?|higher|grow"
_FALL = r"降低|减少|下降|缩短|减轻|减小|缩小|压缩|削减|减排|降幅|节约|节省|节能|节电|节水|节煤|节材|节油|节气|减幅|降耗|下调|减重|减薄|(?<![加衰])减|(?<![压温沉升])降(?![解噪雨尘])|省|少用|低于传统|下浮|reduced?|decreased?|lower(?:ed)?|shorten(?:ed)?|cut"
_CHANGE = re.compile(
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?P<noun>[\u4e00-\u9fff]{{0,10}}?)(?P<to>[到至为成])?(?:了|约|近|率|幅度|比例|幅|量)?(?:为|达到?|:)?\s*$"
)
_RATE = re.compile(
    r"(?:降级|降解|降水|省煤器|节[能电水煤材油气](?=率))率?(?:仅|只|约|高?达|为|:|\s)*$"
)
_TO = re.compile(r"(?:到|至|成|降为|增为|提高为)\s*$")
_TIMES_OF = re.compile(r"(?:是|为|相当于|达到?|的)[^,。;]{0,12}$")
_SHARE_OF = re.compile(
    r"(?:为|是|到|至|等于|达到?|相当于)(?:进口|原来|原有|现有|目前|国外|国内|同类|传统|母材|常规|普通)[\u4e00-\u9fff]{0,6}的[ \t]*$"
)
_CHANGED_AFTER = re.compile(
    r"\s*(?:的)?(?:(?P<rise>提升|提高|增长|增幅|增加)|(?P<fall>降低|下降|降幅|减少|缩短|节约|节省))(?!到|至)"
)
_DIFFERENT = re.compile(r"(?:比|较)[^,。;比]{1,14}(?:(?P<rise>高|多)|低|少)\s*(?:了|出|约|近)?\s*$")

_BUDGET = re.compile(
    r"投资|资金|预算|经费|费用|投入|出资|总价|报价|合同额|金额|转让费|酬金|悬赏|奖金|榜额|支持|资助|融资|万元以内|价格|研发费|科研费|委托费|开发费|技术费"
)
_DURATION = re.compile(
    r"周期|期限|工期|完成|交付|供货|交货|收回|回收期|回本|建成|实施|验收|投产|达产|项目|合作|研发|开发|服务期|质保|保修|执行期|年限|为期|历时|期|内完成|内实现|内达|上市|时间要求|进度|培训"
)
_PERFORMANCE_TIME = re.compile(
    r"寿命|使用|保质|耐|保存|储存|贮存|续航|响应|延迟|时延|处理时间|反应|停留|养护|固化|运行|循环|无故障|MTBF|老化|盐雾|保鲜|货架|发酵|生长|存放|耗时|加工|生产周期|检测时间|稳定性|降解|存活|上市时间"
)
_CAPACITY = re.compile(
    r"年产|日产|月产|产能|产量|处理量|处理能力|规模|首批|供货|年处理|日处理|生产能力|需求量|年需|用量|采购|批量|吞吐|供应|生产线|加工能力|存栏|出栏|年供|产出|储量|年用|总量|年加工|时产|班产|每[小年天日月班]|数量|年消耗|通量"
)
_PER_TIME = re.compile(
    r"(?P<year>年产|年处理|年加工|年需|年供|年用|每年|年生产|年消耗|年耗|年发电|年节)|(?P<day>日产|日处理|每天|每日|日加工|日均|昼夜)|(?P<hour>每小时|小时产|时产|小时处理)|(?P<month>每月|月产|月均)|(?P<minute>每分钟|每分)|(?P<second>每秒)"
)
SECONDS = {
    "year": 31557600.0,
    "month": 2629800.0,
    "day": 86400.0,
    "hour": 3600.0,
    "minute": 60.0,
    "second": 1.0,
}
_MONEY = frozenset({"CNY", "USD", "EUR", "JPY", "HKD", "GBP"})


def relative_of(text: str, mention: Mention, scene: Scene) -> Relative | None:
    """Rise, fall or multiple, where the value is one; a value changed *to* is a state."""
    before = text[scene.clause_start : mention.start]
    unit = text[mention.value.unit_start : mention.value.unit_end]
    times = unit.startswith(("倍", "fold", "times", "翻"))
    match = _CHANGE.search(before[-24:])
    if match is not None and _RATE.search(before):
        match = None
    if match is not None and match["to"] is None and not _TO.search(before) and _close(match, unit):
        return Relative.RISE if match["rise"] else Relative.FALL
    apart = _DIFFERENT.search(before[-24:])
    if apart is not None and not times:
        return Relative.RISE if apart["rise"] else Relative.FALL
    after = _CHANGED_AFTER.match(text, mention.end)
    if after is not None and unit.startswith(("%", "百分点", "个百分点", "倍", "成")):
        return Relative.RISE if after["rise"] else Relative.FALL
    return (
        Relative.MULTIPLE
        if times
        or (
            (not mention.value.unit or not mention.value.unit.dimension)
            and _SHARE_OF.search(before[-24:])
        )
        or text[mention.start : mention.end].endswith(("翻番", "翻倍"))
        or text[mention.start : mention.end].startswith("翻")
        else None
    )


def _close(match: re.Match[str], unit: str) -> bool:
    """``提高回用率15%`` is a rise; ``提高强度，硬度50HRC`` is not: the noun must be short."""
    noun = match["noun"]
    if not noun:
        return True
    return unit.startswith(("%", "百分点", "个百分点", "倍", "成", "％")) and not re.search(
        r"达|为|控制|保持|在|不|的|后|只|仅", noun
    )


def per_time(text: str, mention: Mention, scene: Scene) -> str:
    """``year``, ``hour`` ... where the words before the number say how often: 年产, 每小时."""
    before = text[max(scene.clause_start, mention.start - 8) : mention.start]
    found = ""
    for match in _PER_TIME.finditer(before):
        found = match.lastgroup or ""
    return found


def kind_of(text: str, mention: Mention, scene: Scene) -> SpecKind:  # noqa: PLR0911 -- one rule a line
    """What the quantity is about, from its unit first and the words around second."""
    unit = mention.value.unit
    if unit is None:
        return SpecKind.PERFORMANCE
    bases = dict(unit.dimension)
    around = text[max(scene.clause_start, mention.start - 14) : mention.end + 8]
    spelled = text[mention.value.unit_start : mention.value.unit_end]
    if len(bases) == 1 and next(iter(bases)) in _MONEY:
        return SpecKind.BUDGET if _BUDGET.search(around) else SpecKind.OTHER
    if spelled in {"万", "亿", "百万", "千万"}:
        return SpecKind.BUDGET if _BUDGET.search(around) else SpecKind.OTHER
    if unit.dimension == (("s", 1),):
        return _kind_of_time(around, unit.factor)
    if (
        mention.relative is None
        and set(bases) & {"kg", "m", "count"}
        and (mention.per or _is_flow(bases) or _CAPACITY.search(around))
    ):
        return SpecKind.CAPACITY if _is_amount(bases) else SpecKind.PERFORMANCE
    if unit.dimension == (("count", 1),) and not mention.explicit:
        return SpecKind.OTHER
    return SpecKind.PERFORMANCE


def _kind_of_time(around: str, factor: float) -> SpecKind:
    if _PERFORMANCE_TIME.search(around) or factor < 60:
        return SpecKind.PERFORMANCE
    return (
        SpecKind.DURATION if _DURATION.search(around) or factor >= 600000 else SpecKind.PERFORMANCE
    )


def _is_flow(bases: dict[str, int]) -> bool:
    return bases in ({"kg": 1, "s": -1}, {"count": 1, "s": -1})


def _is_amount(bases: dict[str, int]) -> bool:
    rest = {base: power for base, power in bases.items() if base != "s"}
    return rest in ({"kg": 1}, {"m": 3}, {"count": 1}, {"m": 2})


def is_reverse(op: Op) -> bool:
    """Whether the operator bounds from above."""
    return op in {Op.AT_MOST, Op.BELOW}
