"""Whether a quantity is a working or test condition of others."""

from __future__ import annotations

import re

from queqiao.text.model import Op
from queqiao.text.quantities.mention import Mention
from queqiao.text.quantities.scenes import Scene

_CONDITION_AFTER = re.compile(
    r"\s*\)?\s*(?:的)?(?:NaCl|HCl|NaOH|KOH|H2SO4|HNO3|[A-Z][A-Za-z0-9]{1,6})?(?:高温|低温|恒温|室温|高压|低压|常温|盐雾|恒流|倍率|湿度|相对湿度|水浴|油浴|真空|载荷|负载|工作|使用|极端|放电|充电|充放电|循环|负荷|风速|压力|电压|频率|温度|浓度|光照|辐照|深冷|超低温|"
    r"严寒|海拔|高原|大气|水压|气压|油压|转速|电流|应力|应变|条件|环境|工况|情况|状态|氛围|气氛|深度|水深|盐水|海水|溶液|热水|高湿|老化|存储|储存|贮存|浸泡|加热|煅烧|烧结|烘干|保温|退火|时效|热处理|焙烧|干燥|反应|扰动|热箱|热冲击|冷热冲击|冲击|针刺|燃烧|浸渍|水煮|沸水|紫外|老化试验|盐雾试验|次循环|测试){0,4}"
    r"(?:存放|储存|贮存|保存|冻藏|冷藏|浸泡|老化|保温|烘烤|煅烧|烧结|焙烧|养护|培养|热处理|退火|时效|暴露|搁置|静置|(?:下|时)(?!降|游|限|料|列|面|一|间|延|效|长|刻|达|调)|(?<=热箱|冲击|盐雾|老化|浸泡|存储|储存|高温|低温|高压|燃烧|紫外|循环|湿热|水煮|振动|跌落|疲劳|耐压)(?:试验|测试|实验|考核)|(?:的)?(?:温度)?(?:范围|区间)内(?=[^,。;]{0,4}(?:生长|工作|使用|正常|稳定|运行|存活|保持|可|能|连续|长期))|条件(?![为:是])|环境(?![为:是])|工况(?![为:是])|(?<=循环|老化|浸泡|存储|储存|贮存|处理|加热|煅烧|烧结|烘干|保温|退火|时效|焙烧|干燥|反应|试验|盐雾|放电|充电)后|(?<=度|煮|泡|晒|照|烘|蚀|验)后|中(?=[\u4e00-\u9fff]{0,6}(?:不|无|长期|稳定|连续|能|可|保持|使用|工作|浸泡)))"
)
_AFTERWARDS = re.compile(
    r"\s*(?:以上|以内)?\s*(?:的)?(?:充放电|高低温|冷热|疲劳|弯折|水洗|洗涤|摩擦|开合|插拔|盐雾|老化|湿热|冻融|储存|存储|浸泡|加速|紫外)?(?:循环|试验|测试|冲击|老化|使用|处理|水洗|洗涤|盐雾|存放|放置|贮存|弯折)?(?:之后|以后|后)(?!处理|续|期|端|完成|交|供|达产)"
)
_CONDITION_NAME = re.compile(
    r"(?:(?:工作|使用|环境|测试|试验|运行|服役|适用|储存|存储|贮存|存放|应用|操作|充电|放电|外界|作业|周围|检测|实验)(?:环境)?(?:的)?(?:温度|压力|湿度|环境|条件|电压|海拔|介质温度|水深|水温|工况|气温|相对湿度|工作压力|气压|频率|电源)(?:范围|区间|要求|条件)?|温度环境|湿度环境|海拔(?:高度)?|环温|气温|供电电压|供电电源|输入电压|电源电压|介质温度|工作介质|试验力|加载速率|测试频率)$"
)
_GIVEN = re.compile(
    r"(?:反应|退火|淬火|回火|正火|焙烧|煅烧|浇注|蒸发|冷凝|进水|进气|入口|进口|进料|冷却液|冷却水|污水|烟气|渣|来料|环境|试验|老化|烧结|烧成|熔化|熔炼|轧制|终轧|养护)(?:温度|压力|流量|浓度|湿度)$|^(?:渣|水|油)温$|空速$|喂入量$|埋深$|(?:开采|轨道|作业|安装)(?:深度|高度)$|(?:产线|生产线|线体|皮带)速度$"
    r"|(?:^|[^出])(?:进水|原水|来水)[^出]{0,6}$|坡度$"
)
_FED = re.compile(
    r"(?:进水|原水|来水)(?:水质|条件|指标|浓度)(?:为|:)(?:(?!出水|要求|处理后|达到)[^。;])*$"
)
_CONDITION_HEAD = re.compile(
    r"(?:测试条件|试验条件|工作条件|使用条件|环境条件|条件|工况|测试方法|测试环境)\s*(?:为|是|:)?\s*$"
)
_TODAY = re.compile(
    r"目前|现有|现在|当前|原有|现(?=[\u4e00-\u9fff]{2})|国内|进口|市售|传统|常规|[Cc]urrent|[Ee]xisting"
)


def is_condition(text: str, mention: Mention, scene: Scene) -> bool:  # noqa: PLR0911 -- one rule a line
    """Whether the words around make ``mention`` what the others hold under: 在25℃下, 工作温度."""
    if _CONDITION_AFTER.match(text, mention.end) or _is_after_word(text, mention):
        return True
    if _is_survived(text, mention):
        return True
    name = text[mention.parameter_start : mention.parameter_end]
    if _CONDITION_NAME.search(name):
        return True
    if not mention.explicit and _is_given(text, mention, scene, name):
        return True
    if _AFTERWARDS.match(text, mention.end) and not re.search(
        r"完成|交付|供货|投产", text[mention.end : mention.end + 8]
    ):
        return not re.search(r"项目|合同", text[scene.clause_start : mention.start])
    if _CONDITION_HEAD.search(text[scene.clause_start : mention.start]):
        return True
    return _is_bracketed_condition(text, mention, scene)


_ENDURED = re.compile(
    r"[ \t]*(?:时|下)?(?:可|能|仍[可能]?|应能|可以|能够)(?:正常|直接|顺利|冷)?"
    r"(?:启动|起动|工作|使用|运行|作业)"
    r"|[ \t]*不(?:断电|间断供电|停机|影响(?:测量|使用|工作))"
)
_SINGLE_DEGREE = (("K", 1),)


def _is_survived(text: str, mention: Mention) -> bool:
    """``-30℃可启动``, ``阴雨15天不断电``: what the thing must go on under."""
    unit = mention.value.unit
    if unit is None or mention.relative is not None:
        return False
    if unit.dimension == _SINGLE_DEGREE or text[mention.end : mention.end + 2].strip()[:1] == "不":
        return _ENDURED.match(text, mention.end) is not None
    return False


_AFTER_WORD = re.compile(r"(?:\b(?:at|after|under|for)[ ](?:an?[ ])?|@[ ]?|[\u4e00-\u9fff]后[ ]?)$")


def _is_after_word(text: str, mention: Mention) -> bool:
    """``at 0.1C``, ``12g/W@20kgf``, ``after 300 cycles``, ``药后2小时``."""
    if text[: mention.parameter_start].rstrip(" ").endswith("@"):
        return mention.parameter_start < mention.start  # @IoU=0.5
    if mention.explicit or mention.value.unit is None or mention.relative is not None:
        return False
    match = _AFTER_WORD.search(text, max(0, mention.start - 10), mention.start)
    if match is None:
        return False
    return match.group()[0].isascii() or mention.value.unit.dimension == (("s", 1),)


def _is_given(text: str, mention: Mention, scene: Scene, name: str) -> bool:
    """What goes in or stands around: 反应温度, 喂入量, all of 进水水质：COD 300mg/L、氨氮50mg/L."""
    if mention.relative is not None:
        return False
    return (
        _GIVEN.search(name) is not None
        or _FED.search(text, scene.sentence_start, mention.start) is not None
    )


_INSIDE = re.compile(r"\((?P<lead>[^()\n]{0,16})$")
_OUTSIDE = re.compile(
    r"[^()\n]{0,16}\)\s*[^,。;\n]{0,14}?(?:[≥≤<>=~:]|不|大于|小于|达|为|约|以上)?\s*[-+±]?\d"
)


def _is_bracketed_condition(text: str, mention: Mention, scene: Scene) -> bool:
    """``粘度(25℃) 200mPa·s``: a bare value in brackets beside the value that counts."""
    inside = _INSIDE.search(text, max(scene.sentence_start, mention.start - 18), mention.start)
    if inside is None or mention.explicit:
        return False
    if mention.op is Op.RANGE and mention.value.shape == "tolerance":
        return False
    if _TODAY.search(inside["lead"]):
        return False
    before = text[max(0, inside.start() - 3) : inside.start()]
    if re.search(r"[\dA-Za-z%℃°Ω]\s?$|以[上下内]$|左右$", before) and re.search(
        r"\d", text[max(0, inside.start() - 10) : inside.start()]
    ):
        return mention.value.unit is not None
    return (
        _OUTSIDE.match(text, mention.end) is not None
        and re.search(r"[\u4e00-\u9fffA-Za-z]\s?$", before) is not None
    )
