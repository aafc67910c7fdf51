"""What a text tells before it says what is wanted: how things are, and what is given."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from queqiao.text.model import Op, SpecRole
from queqiao.text.quantities.mention import Mention

_WISH = re.compile(
    r"指标|参数|要求|需求(?!(?:描述|说明|简介|概述|背景|单位)[】:\n])|目标|希望|期望|期待|想(?=[要找把将请能解])|拟|预期|需要|"
    r"需(?=将|把)|寻求|计划(?=[改采用将建开])|急需|亟需|力争|攻关|考核|规格(?=要求|:)|求购|征集|应达|研发|研制|开发|"
    r"(?:改[进造]|优化|升级)后|要(?:做到|达到|降到|提到)|(?<=[。;\n])(?:诚|特|现)?求(?=[\u4e00-\u9fff])"
)
_REACH = 60  # the wish must go on to a quantity this near
_PAUSED = re.compile(r"[。;!\n]")
_BOUNDS = frozenset({Op.AT_LEAST, Op.AT_MOST, Op.ABOVE, Op.BELOW})
_TOLD = frozenset({Op.EQUAL, Op.RANGE, Op.ABOUT})


def told_before_wish(text: str, mentions: list[Mention]) -> list[Mention]:
    """
    The mentions, with the bare values that stand in sentences before the first wish made known.

    ``槽寿命2200天。目标：槽寿命≥3000天``: a value of what is wished for is today's state;
    another is a condition. The title tells nothing of the kind, nor does a text that wishes for no
    quantity.
    """
    mentions = _followed_by_aim(text, mentions)
    title = text.find("\n")
    wish = _WISH.search(text, title + 1)
    if title < 0 or wish is None:
        return mentions
    later = [m for m in mentions if m.start >= wish.end()]
    if not later or later[0].start - wish.end() > _REACH:
        return mentions
    before = [mention for mention in mentions if title < mention.start < wish.start()]
    if 3 * sum(_is_bound(mention) for mention in before) >= max(1, len(before)):
        return mentions  # a list of requirements that needs no wish
    names = [text[m.parameter_start : m.parameter_end] for m in later]
    return [
        replace(mention, role=_role(text, mention, names))
        if _is_told(text, mention, title, wish.start(), mentions)
        else mention
        for mention in mentions
    ]


_AIM = re.compile(
    r"[ \t]*,?[ \t]*(?:目标|要求|希望|期望|力争|拟|计划|想)"
    r"(?:[要将把其]|值|为|是|达到?|(?:提[高升]|降低?|减少?|缩短|升高?)[到至]|:)*[ \t]*"
)


def _followed_by_aim(text: str, mentions: list[Mention]) -> list[Mention]:
    """``表达量8g/L，目标15g/L以上``: the first of the two is today's."""
    marked = list(mentions)
    for place, (first, second) in enumerate(pairwise(mentions)):
        if (
            first.role is SpecRole.TARGET
            and not first.explicit
            and first.parameter_end == second.parameter_end
            and _AIM.fullmatch(text, first.end, second.start)
        ):
            marked[place] = replace(first, role=SpecRole.BASELINE)
    return marked


def _is_bound(mention: Mention) -> bool:
    return mention.explicit and mention.op in _BOUNDS and mention.role is SpecRole.TARGET


def _is_told(text: str, mention: Mention, title: int, wish: int, mentions: list[Mention]) -> bool:
    return (
        title < mention.start < mention.end <= wish
        and mention.role is SpecRole.TARGET
        and mention.relative is None
        and (not mention.explicit or mention.op is Op.ABOUT)
        and mention.op in _TOLD
        and (
            _PAUSED.search(text, mention.end, wish) is not None
            or any(
                mention.end < other.start < wish and other.role is SpecRole.BASELINE
                for other in mentions
            )
        )
    )


def _role(text: str, mention: Mention, wished: list[str]) -> SpecRole:
    """Background, today's state or condition: by the name, and by how the value is told."""
    name = text[mention.parameter_start : mention.parameter_end]
    lead = text[max(0, mention.start - 10) : mention.start].rsplit(",", maxsplit=1)[-1]
    if _YEARLY.search(lead):
        return SpecRole.CONTEXT
    alike = any(name and other and (name in other or other in name) for other in wished)
    if alike or _OUTCOME.search(name) or _SUFFERED.search(lead):
        return SpecRole.BASELINE
    return SpecRole.CONDITION


_YEARLY = re.compile(
    r"(?:年产(?!生)|年加工|年处理|年发电|年出栏|每年[产副加处]|[日月]均(?:处理|出库|发货|客流|接诊)"
    r")(?![\u4e00-\u9fff]{0,3}[废危渣])"
)
_OUTCOME = re.compile(
    r"人工|(?:合格|成品|良品|优等|一次通过|不良|废品|降级|退货|返修|返工|故障|漏检|误检|误报|漏报|漏扫"
    r"|误宰|断[刀丝线]|破损|破碎|粉化|堵塞|病[果株穗叶]|死亡|发病|差错|投诉|回收|利用)率?$"
    r"|(?:费|(?<!热)耗)$|成本$|单价$|售价$|误差$|偏差$|损失$|损耗$|缺陷"
)
_SUFFERED = re.compile(r"仍|只|仅|才|波动|高到|低到|掉到|降到|居高|常[在达有]")
