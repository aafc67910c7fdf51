"""Random technical indices as people write them, with what they must be read as."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from queqiao.text.model import Op

PARAMETERS = [
    "抗拉强度",
    "导热系数",
    "出水COD",
    "表面粗糙度Ra",
    "循环寿命",
    "转换效率",
    "涂层厚度",
    "额定功率",
]
UNITS = [
    "MPa",
    "mm",
    "μm",
    "%",
    "℃",
    "kg/m3",
    "W/(m·K)",
    "mg/L",
    "小时",
    "kW",
    "mAh/g",
    "元/吨",
    "dB",
    "Ω·cm",
]
BEFORE = {
    Op.AT_LEAST: ["≥", ">=", "不低于", "不小于", "至少", "≧", "不得低于"],
    Op.AT_MOST: ["≤", "<=", "不超过", "不大于", "不高于", "≦", "不得超过"],
    Op.ABOVE: [">", "大于", "高于", "超过", "＞"],
    Op.BELOW: ["<", "小于", "低于", "＜"],
    Op.EQUAL: ["为", "：", " ", ""],
    Op.ABOUT: ["约", "≈", "大约"],
}
AFTER = {Op.AT_LEAST: ["以上", "及以上"], Op.AT_MOST: ["以下", "以内"], Op.ABOUT: ["左右"]}
RANGES = ["-", "~", "～", "至", "－", "—"]


@dataclass(frozen=True, slots=True)
class Written:
    """An index in words, the span of comparator, value and unit, and its meaning."""

    text: str
    start: int
    end: int
    parameter: str
    op: Op
    low: float | None
    high: float | None
    unit: str


def amounts() -> st.SearchStrategy[str]:
    """Positive numbers as written, up to three decimals."""
    return st.builds(
        lambda whole, decimals: f"{whole}.{decimals}" if decimals else str(whole),
        st.integers(1, 1999),
        st.sampled_from(["", "5", "25", "08", "125"]),
    )


@st.composite
def written_specs(draw: st.DrawFn) -> Written:
    """One index: name, comparator before or after, value or range, unit."""
    name, unit = draw(st.sampled_from(PARAMETERS)), draw(st.sampled_from(UNITS))
    op = draw(st.sampled_from(list(Op)))
    gap = draw(st.sampled_from(["", " "]))
    if op is Op.RANGE:
        return _range(draw, name, unit, gap)
    amount = draw(amounts())
    value = float(amount)
    low = value if op not in {Op.AT_MOST, Op.BELOW} else None
    high = value if op not in {Op.AT_LEAST, Op.ABOVE} else None
    if op in AFTER and draw(st.booleans()):
        head, body = name, f"{amount}{gap}{unit}{draw(st.sampled_from(AFTER[op]))}"
    elif op is Op.EQUAL:
        head, body = name + draw(st.sampled_from(BEFORE[op])), f"{amount}{gap}{unit}"
    else:
        head, body = name, f"{draw(st.sampled_from(BEFORE[op]))}{amount}{gap}{unit}"
    return Written(head + body + "。", len(head), len(head + body), name, op, low, high, unit)


def _range(draw: st.DrawFn, name: str, unit: str, gap: str) -> Written:
    low = draw(st.integers(1, 800))
    high = low + draw(st.integers(1, 900))
    if draw(st.booleans()):
        body = f"{low}{draw(st.sampled_from(RANGES))}{high}{gap}{unit}"
        return Written(
            name + body + "。", len(name), len(name + body), name, Op.RANGE, low, high, unit
        )
    body = f"{high}±{low}{gap}{unit}"
    return Written(
        name + body + "。",
        len(name),
        len(name + body),
        name,
        Op.RANGE,
        high - low,
        high + low,
        unit,
    )
