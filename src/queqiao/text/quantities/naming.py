"""Gives each quantity its parameter: before it, after it, or from its neighbor in a list."""

from __future__ import annotations

import re
from dataclasses import replace

from queqiao.text.quantities.mention import Mention
from queqiao.text.quantities.parameters import Phrase, phrase_after, phrase_before
from queqiao.text.quantities.scenes import Scene

_LIST_GAP = re.compile(
    r"[\s、/,×xX*和或及与至到~\-()|]*(?:最好|力争|争取|最佳|优选|优选为|其中|并|也|不|且|分别为)?\s*$"
)
_COMPARED = re.compile(
    r"(?:进口|原来|原有|现有|目前|国外|国内|同类|传统|母材|常规|普通)[\u4e00-\u9fff]{0,6}的[ \t]*$"
)
_BRACKETED = re.compile(r"[ \t]*\)[ \t]*(?::|为|是|=)?[ \t]*")
_COUNTED_BEFORE = re.compile(
    r"(?:用户|测点|通道|点位|数量|个数|品种|规格|产能|人数|次数|样本|容量|并发|台数|套数|节点|站点|终端|设备|路数|总数|层数|件数|批次|株数|密度|寿命|指标|数|量|率|数据|接口)$"
)
_VERB_ONLY = re.compile(
    r"(?:压缩|撑|能撑|接入|支持|提供|具备|实现|建立|建设|完成|开发|形成|申请|培养|拟|拟达到|希望|将|计划|力争|争取|包含|包括|配置|设置|覆盖|采集|识别|管理|监测|存储|同时|具有|达到|拥有|需要|要求|满足|可|能|经|经过|在|于|每|约|共|新增|制定|发表|研制|生产|使用|运行|工作|加热|保温|储存|存放|放置|投入|要求|采购|购买|供应|供货|需|有|含|为|是|超过|不少于|不低于|处理|连续|容纳|满足|承受|经受|耐受|抵抗|适应|适合|适用于|用于|通过|已建成|建成|已建有|建有|已形成|提|能提|目标|想|想要|要能|想能|国标|国家标准|行业标准|标准)$"
)


def name_mention(text: str, mention: Mention, previous: Mention | None, scene: Scene) -> Mention:
    """The mention with its parameter; where the text names none, an empty stretch."""
    if mention.parameter_end > mention.parameter_start:
        return mention
    floor = max(scene.sentence_start, previous.end if previous else 0)
    start = _head_start(mention)
    if text[floor:start].rstrip(" ").endswith("@"):
        previous = None  # 100Ah@0.5C: nothing before the sign names what stands behind it
    inherited = _inherit(text, mention, previous)
    before = phrase_before(text, start, max(floor, scene.sentence_start))
    if before is not None and _COMPARED.match(text, before.start, start):
        before = phrase_before(text, before.start, max(floor, scene.sentence_start)) or before
    gap = text[previous.end : start] if previous else ""
    if before is None and inherited is not None and "," not in gap:
        return inherited
    if (
        before is not None
        and _is_counted(mention)
        and not _COUNTED_BEFORE.search(text[before.start : before.end])
    ):
        after = _noun_after(text, mention)
        if after is not None and (
            _VERB_ONLY.search(text[before.start : before.end])
            or before.end - before.start < 2
            or before.skipped.strip(" :") not in {"", "为"}
        ):
            return _named(mention, after)
    if before is not None and _is_phrase(text, before):
        return _named(mention, before)
    after = _noun_after(text, mention)
    if after is not None:
        return _named(mention, after)
    return inherited or _recall(mention, previous, scene) or mention


def _recall(mention: Mention, previous: Mention | None, scene: Scene) -> Mention | None:
    """``目前20件/分，希望提高到60件/分``: nothing is named, so the last of its kind is meant."""
    if previous is None or previous.start < scene.sentence_start:
        return None
    if not _same_dimension(previous, mention) or mention.value.unit is None:
        return None
    return replace(
        mention, parameter_start=previous.parameter_start, parameter_end=previous.parameter_end
    )


def _head_start(mention: Mention) -> int:
    """Where the comparator starts, or the column unit that stands between name and number."""
    unit = mention.value.unit_start
    if mention.value.unit is not None and unit < mention.start:
        return unit
    return mention.start


def _inherit(text: str, mention: Mention, previous: Mention | None) -> Mention | None:
    if previous is None or previous.parameter_end <= previous.parameter_start:
        return None
    if _is_bracketed(text, previous, mention):
        return replace(
            mention, parameter_start=previous.parameter_start, parameter_end=previous.parameter_end
        )
    same = _same_dimension(previous, mention) or "," not in text[previous.end : mention.start]
    if (
        not same
        or mention.start - previous.end > 16
        or not _LIST_GAP.match(text[previous.end : _head_start(mention)])
    ):
        from_change = _change_gap(text, previous, mention)
        if not from_change:
            return None
    return replace(
        mention, parameter_start=previous.parameter_start, parameter_end=previous.parameter_end
    )


def _is_bracketed(text: str, previous: Mention, mention: Mention) -> bool:
    """``粘度(40℃):300mPa·s``: the value before stands in brackets behind the common name."""
    return (
        _BRACKETED.fullmatch(text, previous.end, _head_start(mention)) is not None
        and "(" in text[previous.parameter_end : previous.start]
    )


_CHANGE_GAP = re.compile(
    r"\s*(?:左右|以上|以下)?(?:,)?(?:现)?(?:的)?(?:水平)?(?:大幅|显著|进一步|逐步)?(?:升|降|提高|提升|缩短|减少|降低|增加|增长|改善|下降|减小|延长|压缩|扩大|上升|增大|优化|减|缩|改进|控制|变|突破)?(?:高|低|小)?(?:到|至|为|成|在|了)?(?:现在的|目前的)?\s*$"
)


def _same_dimension(first: Mention, second: Mention) -> bool:
    if first.value.unit is None or second.value.unit is None:
        return first.value.unit is second.value.unit
    return first.value.unit.dimension == second.value.unit.dimension


def _change_gap(text: str, previous: Mention, mention: Mention) -> bool:
    gap = text[previous.end : mention.start]
    return (
        len(gap) <= 20
        and re.search(r"[升降提缩减增改延压扩变优突到至]", gap) is not None
        and _CHANGE_GAP.match(text[previous.end : mention.start]) is not None
    )


def _is_counted(mention: Mention) -> bool:
    unit = mention.value.unit
    return unit is not None and (unit.dimension in {(("count", 1),), (("s", 1),)})


def _is_phrase(text: str, phrase: Phrase) -> bool:
    words = text[phrase.start : phrase.end]
    return not _VERB_ONLY.fullmatch(words) and len(words) > 0


def _noun_after(text: str, mention: Mention) -> Phrase | None:
    if text[mention.end : mention.end + 1] in {"", ",", "。", ";", "、", "\n", ")", ":", "("}:
        return None
    phrase = phrase_after(text, mention.end)
    if phrase is None or _NO_NOUN.match(text, phrase.start):
        return None
    return phrase


_NO_NOUN = re.compile(
    r"缩短|降|升|提高|提升|增|减|以|的|时|下|内|变|不|可|能够|并|且|无|未|后|左右|之|为|是|由|从|到|至|和|与|及|或|等|也|都|均|再|就|才|达|使|将|被|进行|能(?!耗|量)|需|应|必|要|即|最|投|改|扩|延|超|低于|高于|大于|小于|范围|可调|可选|\d"
)


def _named(mention: Mention, phrase: Phrase) -> Mention:
    return replace(mention, parameter_start=phrase.start, parameter_end=phrase.end)
