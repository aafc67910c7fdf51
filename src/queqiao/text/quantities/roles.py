"""What a quantity does in its text, and which quantities are no technical index at all."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re
from bisect import bisect_left

from queqiao.text.model import Op, SpecRole
from queqiao.text.quantities.conditions import is_condition
from queqiao.text.quantities.mention import Mention
from queqiao.text.quantities.scenes import Scene

_REFERENCE_BEFORE = re.compile(
    r"(?:比|较|与|同|对|和|替代|取代|针对|解决|改造|突破|改变|优于|超过|高于|低于|克服|改进|优化|改善|满足|提升|提高|降低|在|利用|依托|基于|结合|相对|相对于|相比|相较|打破|按照|根据|参照)(?:我公司|我司|公司|我厂|本公司|企业|产品|国内|其|了)?$"
)
_IS_WHERE = re.compile(r"[^,。;]{0,14}(?:基础|前提|之上|相比|条件不变)")
_BASELINE = re.compile(
    r"目前|现有|现在|当前|现阶段|现行|原有|原来|原先|原(?=[\u4e00-\u9fff]{1,4}为)|原(?:产品|工艺|设计|系统|设备|能耗|方案)|以往|以前|此前|现状|现为|现用|现(?=[\u4e00-\u9fff]{2,8}(?:为|约|仅|只))|已有|已实现|已达|已经达到|只能|仅能|仅为|只有|仅有|只达|仅达|只能做到|最多只|"
    r"国内(?:同类|现有|产品|水平|一般|普遍|大多|企业|目前|多数|主流|市场)|国产(?!化)(?:设备|产品|材料|同类)?|市售|市面|市场上|常规|普通(?!话)|传统|通常|普遍|实际(?:生产|运行|只|仅|使用)|去年|上年|改造前|改进前|长期以来|往往|存在|不足以|问题是|导致|造成|现场|[Cc]urrent|[Ee]xisting|[Aa]t present|[Cc]onventional|[Pp]resently|过去|同类产品|一直(?:在|停留|徘徊)|停留在|徘徊|人工(?:检测|操作|作业|装配|方式)|在用|平时|经常|常年|(?<![非正日通平])常在|现(?=\s?\d)|我们自己|我方(?=目前|小试|中试|样品|产品|现)|近年|生产过程中|由于"
)
_TARGET = re.compile(
    r"要求|希望|期望|需要(?=[^,。;]{0,3}(?:提高|提升|降|达|开发|实现|解决|将|把|使|研|改|攻|一[种套款]|寻|能))|(?<!市场)需求(?!量|旺|大)|需达|须达|须满足|应达|应满足|应不|应能|应小于|应大于|应低于|应高于|目标|拟|预期|力争|争取|计划|使(?!用)|实现|提高到|提升到|提升至|降低到|降至|降到|提高至|缩短到|缩短至|减少到|减少至|降低至|升至|控制在|将(?!来)|寻求|寻找|征集|急需|亟需|想(?=[\u4e00-\u9fff])|要(?:做到|达到|降到|提到)|新(?:产品|工艺|系统|材料|技术|设备|型号|一代)|指标|改进后|改造后|优化后|投产后|建成后|达产后|完成后|开发(?=[\u4e00-\u9fff])(?!难|周期|区|成本)|研制|研发(?=[\u4e00-\u9fff])(?!人|投|费|团|中心)|"
    r"应为|保证|确保|必须|不得|如能|若能|能够|能否|攻克|突破|设计(?=为|成)|合格标准|达标|须(?=[\u4e00-\u9fff])|解决后|优化至|改善至"
)
_COMPANY = re.compile(
    r"公司|企业|我厂|集团|我司|本厂|工厂|本单位|我单位|合作社|厂区|园区|基地|股份"
)
_INTRODUCTION = re.compile(
    r"成立|创建|始建|创立|创办|位于|坐落|占地|注册资|员工|职工|是一家|是[^,。;]{0,20}(?:企业|公司|厂家|基地)|主营|专业从事|专业生产|主要从事|主要生产|主要经营|销售收入|总产值|年产值|营业|纳税|总资产|高新技术企业|荣获|下设|隶属|子公司|历史|经营范围|上市|拥有[^,。;]{0,12}(?:生产线|设备|专利|实验室|基地)|年产[^,。;]{0,16}的(?:企业|公司|厂|生产线|规模)"
)
_CONTEXT = re.compile(
    r"据(?:统计|测算|估计|报道|预测|了解|不完全统计|调查|介绍|中国|国家|有关|相关|悉)|全球|全世界|世界(?:上|范围|各国|产量)|全国|我国|中国(?:市场|每年|是)|市场(?:规模|容量|需求|前景|潜力|总量|空间|增长)|行业(?:规模|产值|内|平均)|每年(?:全|我|产生|需|消耗|约|因|排放)|需求量|总产量|年产量|文献|研究表明|研究发现|研究显示|报道|国外|(?<!达到)(?<!达)(?<!处于)国际(?:上|先进|市场)|发达国家|欧美|日本|德国|美国|进口(?:产品|设备|件|同类|材料)?|随着|预计到|政策|规定|国家标准|国标|欧盟|双碳|占全"
)

_PEOPLE = re.compile(r"(?:人|名|人次|位)$")
_PEOPLE_KEPT = re.compile(
    r"用工|人工|操作(?:人员|工|人数)?|岗位|容纳|乘员|载客|定员|座|可供|并发|培养|培训|服务|同时在线|使用人数|减少|节省|作业人员|巡检|减员|带动|就业"
)
_PEOPLE_NOUN = re.compile(
    r"员工|职工|研发人员|技术人员|科研人员|博士|硕士|工程师|教授|人才|团队|骨干|高级|中级|职称|学历|本科|大专|院士|专家|从业|管理人员|科技人员|人员|在职|在岗|总人数|研究生|学者|研究员|顾问"
)
_AREA_NOUN = re.compile(
    r"占地|厂房|建筑面积|厂区|车间|办公|实验室|场地|建有|总面积|用地|园区|仓库|库房|拥有|展厅|自有|土地|净化车间|洁净"
)
_MONEY_NOUN = re.compile(
    r"销售|营业|营收|收入|产值|利润|税|资产|注册资|实缴|资本(?!金投)|估值|市值|出口|创汇|市场规模|市场容量|规模|交易额|市场|产业|需求量|贷款|融资额|经济损失|损失|总额|补贴|奖励|创收|效益|价值|采购|进口|货值|订单"
)
_EXPECTED = re.compile(
    r"预计|预期|可实现|可新增|新增|年增|力争|达产|投产后|将实现|实现|可增加|增加|完成后|项目实施后|可带来|产生|可降低|可节约|节约|节省|年节|达到|目标"
)
_HAVE = re.compile(
    r"已|现有|拥有|累计|目前|先后|共有|曾|获得|获|荣获|持有|具有|授权|申请了|取得|现|共(?=\d|$)|承担|主持|参与|完成了|发表|制定|其中|近|建有|建成|配备|购置|下设|设有|覆盖|服务|合作|具备"
)
_PAPERS = re.compile(
    r"专利|软著|著作权|论文|商标|标准|奖|成果|课题|荣誉|证书|登记|认证|称号|科研项目|项目|新产品|科技进步|品种权|专著"
)
_AIMED = re.compile(
    r"申请|形成|新增|制定|提交|发表|授权|申报|建立|建设|建成|开发|完成|培养|培训|示范|推广|提供|实现|预期|目标|不少于|以上|支持|接入|并发|同时|配置|覆盖|识别|管理|监测|采集|储存|存储|可"
)
_YEARS_BEFORE = re.compile(
    r"成立|创办|从事|深耕|专注|近|过去|历史|已有|已经|未来|运营了|历经|经过|行业经验|积累|经验|今后|接下来|(?<!目)前|后|连续(?!阴|运|工|雨|使|生)|长达|服务|研究了?|第|至今|用了|花了|沉淀|探索"
)
_DEVOTED = re.compile(r"(?:专注|深耕|从事|致力)[^,。;]{0,14}$")
_YEARS_AFTER = re.compile(
    r"\s?(?:余|多)?\s?(?:以来|来|的?历史|的?经验|前|的?行业|的?发展|的?研[究发]|的?生产|的?积累|的?技术|的?从业|之前|的?努力|的?工作|专注|间|后(?!容量|效率|保持)|之后|的?实践|的?摸索|潜心|沉淀|磨|生(?!产|物|存))"
)
_SHARES = re.compile(
    r"同比|人员占比|股份|股权|控股|占股|入股|持股|出让|市场占有率|占有率|市场份额|复合增长|年均增长|销售收入|销售额|研发投入占|研发费用占|研究开发费|科研投入|税率|利率|补贴比例|占总数|占员工|占职工|人数|出口占|占比达|国产化率(?=仅|不足|低)|本科|硕士"
)
_LINES = re.compile(
    r"生产线|设备|机床|实验室|车间|分公司|子公司|基地|门店|网点|仪器|装置|客户|用户单位|国家|地区|省|城市|家企业|窑炉|炉|机组|车床|检测设备|加工中心|仓库|院校|高校|合作社|农户|品种|系列|系列产品|产品|大棚|牧场|猪场|鱼塘|学校|医院|平台|中心|研究所|工作站|工厂|分厂|部门|案例|行业|领域|类产品"
)


def is_index(text: str, mention: Mention, scene: Scene) -> bool:  # noqa: PLR0911 -- one rule a line
    """Whether the quantity can be a technical index: company background is none."""
    value = mention.value
    clause = text[scene.clause_start : mention.start]
    near = text[max(scene.sentence_start, mention.start - 16) : mention.start]
    after = (
        text[mention.end : mention.end + 10].split(",", maxsplit=1)[0].split("。", maxsplit=1)[0]
    )
    sentence = text[scene.sentence_start : scene.sentence_end]
    if value.unit is None:
        return True
    unit = text[value.unit_start : value.unit_end]
    dimension = value.unit.dimension
    company = (
        scene.section in {"company", "groundwork"} or _INTRODUCTION.search(sentence) is not None
    )
    if dimension == (("count", 1),) and _is_own_scale(text, mention, near, clause, sentence):
        return False
    if dimension == (("count", 1),):
        return _counts(mention, unit, near, after, clause, company=company)
    if _is_own_scale(text, mention, near, clause, sentence):
        return False
    if dimension == (("m", 2),):
        return (mention.explicit and mention.op in {Op.AT_MOST, Op.BELOW}) or not (
            _AREA_NOUN.search(clause)
            and (
                company
                or _COMPANY.search(sentence)
                or re.search(r"占地|厂房|建筑面积|厂区|办公", clause)
            )
        )
    if dimension in {(("CNY", 1),), (("USD", 1),), (("EUR", 1),)} or unit in {
        "万",
        "亿",
        "千万",
        "百万",
    }:
        return _is_money_index(near, after, clause, sentence, company=company)
    if dimension == (("s", 1),) and mention.op is Op.ABOUT and text[mention.start] == "近":
        return False
    if dimension == (("s", 1),) and value.unit.factor >= 80000:
        return not (
            _YEARS_AFTER.match(after)
            or _DEVOTED.search(clause)
            or (
                _YEARS_BEFORE.search(
                    text[max(scene.clause_start, mention.start - 5) : mention.start]
                )
                and not mention.explicit
            )
        )
    if not dimension and (
        _SHARES.search(near) or re.match(r"\s?的?(?:股份|股权|市场份额|市场占有)", after)
    ):
        return False
    return not (
        company
        and re.search(r"是一家|企业|公司", sentence)
        and re.search(r"年产|产能|年加工|年处理|年生产|年销", near)
        and re.search(
            r"的?(?:企业|公司|厂|能力|规模|生产线)",
            sentence[mention.end - scene.sentence_start :][:24] + "",
        )
        and not _TARGET.search(clause)
    )


_SCALE = re.compile(
    r"出货|装机|已建成|供热面积|日处理|受理|设计生产能力|种植|养殖|年产|年加工|年销|年出栏|存栏|年生产|年处理|流转|基地面积|产量|年屠宰"
)
_OURS = re.compile(
    r"[猪牛羊鸡鱼农牧养][\u4e00-\u9fff]{0,2}场|中心|矿井|我(?:公司|司|厂|合作社|们|场|单位|县|市|院)|公司|企业|合作社|集团"
)


def _is_own_scale(text: str, mention: Mention, near: str, clause: str, sentence: str) -> bool:
    """``我合作社种植蓝莓1200亩``: how large the demander is, and no index of what is wanted."""
    unit = mention.value.unit
    if mention.explicit or unit is None or not set(dict(unit.dimension)) & {"m", "kg", "count"}:
        return False
    if not _SCALE.search(near) or not _OURS.search(
        sentence[: mention.end - sentence_start(text, mention, sentence)]
    ):
        return False
    return _TARGET.search(sentence) is None and _BASELINE.search(clause) is None


def sentence_start(text: str, mention: Mention, sentence: str) -> int:
    """Where ``sentence`` begins in ``text``, looking back from the mention."""
    return max(0, text.rfind(sentence[:12], 0, mention.start + 1))


def _counts(  # noqa: PLR0913 -- the words around
    mention: Mention, unit: str, near: str, after: str, clause: str, *, company: bool
) -> bool:
    around = near[-12:] + after
    if _PEOPLE.search(unit):
        if _PEOPLE_NOUN.search(around) and not re.search(r"减少|节省|用工|操作|作业", near):
            return False
        return bool(_PEOPLE_KEPT.search(near + after)) and not (company and not mention.explicit)
    if _PAPERS.search(around):
        aimed = (mention.explicit and mention.op is Op.AT_LEAST) or bool(_AIMED.search(clause))
        return aimed and not (_HAVE.search(near) or company)
    if company and not mention.explicit:
        return False
    if _LINES.search(after) and _HAVE.search(near) and not mention.explicit:  # noqa: SIM103 -- one rule a line
        return False
    return True


_INVESTED = re.compile(r"(?:投资|预算|经费|投入|费用|成本)[^,。;]{0,4}$")


def _is_money_index(near: str, after: str, clause: str, sentence: str, *, company: bool) -> bool:
    around = (
        near[-8:].rsplit(",", maxsplit=1)[-1] + after if _INVESTED.search(near) else near + after
    )
    if _MONEY_NOUN.search(around):
        return (
            bool(_EXPECTED.search(clause))
            and not company
            and not re.search(
                r"去年|上年|同比|目前|现有|市场规模|全球|全国|我国|(?:19|20)\d\d年(?!.{0,6}(?:达|实现))",
                sentence,
            )
        )
    return not (company and not re.search(r"投资|预算|经费|资金|投入|费用|成本|出资", near))


class Cues:
    """Where a text says that something is wanted, present or background, found once for all."""

    def __init__(self, text: str) -> None:
        self._wanted = _places(_TARGET, text)
        self._present = [
            place for place in _places(_BASELINE, text) if not _is_reference(text, *place)
        ]
        self._background = [
            place
            for place in _places(_CONTEXT, text)
            if not _MEASURED_BY.search(text, max(0, place[0] - 3), place[0])
        ]
        self._brackets = [match.span() for match in _CLOSED.finditer(text)]

    def before(self, start: int, end: int) -> tuple[int, int, int]:
        """The last place in ``[start, end)`` that says wanted, present, background; -1 if none."""
        return (
            self._last(self._wanted, start, end),
            self._last(self._present, start, end),
            self._last(self._background, start, end),
        )

    def _last(self, places: list[tuple[int, int]], start: int, end: int) -> int:
        """The last that ends before ``end`` and is not in brackets that close before it."""
        index = bisect_left(places, (end, 0)) - 1
        while index >= 0 and places[index][0] >= start:
            if places[index][1] <= end and not self._is_closed(places[index][0], end):
                return places[index][0]
            index -= 1
        return -1

    def _is_closed(self, place: int, end: int) -> bool:
        index = bisect_left(self._brackets, (place, 0)) - 1
        return index >= 0 and place < self._brackets[index][1] <= end


def _places(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


_CLOSED = re.compile(r"\([^()\n]*\)")
_COMPLAINED = re.compile(
    r"[^,。;\d]{0,6}(?:就坏|就要|而已)|[^。;\d]{0,12}?(?:投诉|抱怨|不好用|不能接受|无法接受|跟不上|吃不消|不理想|太[长慢高低大小短差多少]|过[长慢高低大小短多少](?!程)|偏[长慢高低大小短多少])"
)
_MEASURED_BY = re.compile(r"(?:较|比|对标|相比|优于)于?$")
_ONLY = re.compile(r"(?<!不)[仅只]\s?$")
_COMPARED = re.compile(r"(?:为|是|相当于|达到?)[^,。;]{2,12}的\s?$")


def role_of(text: str, mention: Mention, scene: Scene, cues: Cues) -> SpecRole:
    """Target, baseline, condition or context, from the words around and the heading above."""
    if is_condition(text, mention, scene):
        return SpecRole.CONDITION
    wanted, present, background = cues.before(scene.sentence_start, mention.start)
    if _is_told_as_present(text, mention, scene, wanted, max(present, background)):
        return SpecRole.BASELINE
    bound = (
        mention.start < mention.value.start
        and mention.op in {Op.AT_LEAST, Op.AT_MOST}
        and not mention.reached
    )
    if present > max(wanted, background) and (
        present >= scene.clause_start or not bound or scene.section == "present"
    ):
        return SpecRole.BASELINE
    if background > wanted and (background >= scene.clause_start or not bound):
        return _of_others(text, mention, scene, present)
    if wanted >= 0 or bound:
        return SpecRole.TARGET
    return _BY_SECTION.get(scene.section, SpecRole.TARGET)


def _is_told_as_present(text: str, mention: Mention, scene: Scene, wanted: int, told: int) -> bool:
    """Whether the words beside the value say that it is how things are: 仅58%, 0.8s，司机抱怨大."""
    if told <= wanted and mention.op is Op.EQUAL and _asked_later(text, mention, scene):
        return True
    if _ONLY.search(text[max(0, mention.start - 2) : mention.start]):
        return True
    return wanted < 0 and _COMPLAINED.match(text, mention.end, scene.sentence_end) is not None


def _of_others(text: str, mention: Mention, scene: Scene, present: int) -> SpecRole:
    """A value beside 进口 or 国外: today's in 目前进口树脂, the measure in 为进口的60%."""
    if present >= scene.clause_start:
        return SpecRole.BASELINE
    before = text[max(scene.clause_start, mention.start - 18) : mention.start]
    return SpecRole.TARGET if _COMPARED.search(before) else SpecRole.CONTEXT


_BY_SECTION = {
    "present": SpecRole.BASELINE,
    "company": SpecRole.CONTEXT,
    "groundwork": SpecRole.BASELINE,
    "background": SpecRole.CONTEXT,
}


_HANDLED = re.compile(r"要求|希望|期望|处理后|需要?(?:处理|降|提高|将)|降至|降到|提高到")


def _asked_later(text: str, mention: Mention, scene: Scene) -> bool:
    """``浓度高达2%，要求处理后低于0.1%``: the first is how it is."""
    stated = text[mention.start : mention.value.start]
    rest = text[mention.end : scene.sentence_end]
    return (
        stated.startswith(("高达", "多达", "长达", "仅", "低至"))
        and _HANDLED.search(rest) is not None
    )


_TO = frozenset("到为是至达于")
_WISHED = re.compile(r"(?:希望|期望|要求|力争|目标)$")


def _is_reference(text: str, start: int, end: int) -> bool:
    """``较现有产品``, ``在现有工艺基础上``: only what something is compared with or built on."""
    if _REFERENCE_BEFORE.search(text, max(0, start - 8), start):
        return True
    if text[start:end] == "国产" and _WISHED.search(text, max(0, start - 4), start):
        return True  # 希望国产价格不高于20万元
    if text[end : end + 1] == "的" and text[start - 1 : start] in _TO:
        return True  # 达到原来的3倍
    return (
        text[start:end] in {"现有", "原有", "目前", "当前"}
        and _IS_WHERE.match(text, end, end + 24) is not None
    )
