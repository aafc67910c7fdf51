"""What a text tells before it says what is wanted: how things are, and what is given."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from queqiao.text.model import Op, SpecRole
from queqiao.text.quantities.mention import Mention

_WISH = re.compile(
    r"指标|参数|要求|需求|目标|希望|期望|期待|想(?=[要找把将请能])|拟|预期|需要|需(?=将|把)|"
    r"寻求|计划(?=[改采用将建开])|急需|亟需|力争|攻关|考核|规格|求购|征集|应达|研发|研制|开发"
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
    if 3 * sum(m.explicit and m.op in _BOUNDS for m in before) >= max(1, len(before)):
        return mentions  # a list of requirements that needs no wish
    names = [text[m.parameter_start : m.parameter_end] for m in later]
    return [
        replace(mention, role=_role(text[mention.parameter_start : mention.parameter_end], names))
        if _is_told(text, mention, title, wish.start())
        else mention
        for mention in mentions
    ]


_AIM = re.compile(
    r"[ \t]*,?[ \t]*(?:目标|要求|希望|期望|力争)(?:值|为|是|达到?|提高到|降到|:)*[ \t]*"
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


def _is_told(text: str, mention: Mention, title: int, wish: int) -> bool:
    return (
        title < mention.start < mention.end <= wish
        and mention.role is SpecRole.TARGET
        and mention.relative is None
        and (not mention.explicit or mention.op is Op.ABOUT)
        and mention.op in _TOLD
        and _PAUSED.search(text, mention.end, wish) is not None
    )


def _role(name: str, wished: list[str]) -> SpecRole:
    alike = any(name and other and (name in other or other in name) for other in wished)
    return SpecRole.BASELINE if alike else SpecRole.CONDITION
