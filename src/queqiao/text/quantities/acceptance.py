"""Which readings stand: a bare number, a count or a weak unit needs more than its digits."""

from __future__ import annotations

import re

from queqiao.text.model import Op
from queqiao.text.quantities.mention import Mention
from queqiao.text.quantities.scenes import Scene

# Names whose values carry no unit.
_DIMENSIONLESS = re.compile(
    r"(?:pH值?|PH值?|折射率|系数|指数|因子|模数|数值孔径|比|值|得分|评分|分数|密度|比重|黏度比|倍率|倍数|屈强比|当量|Ceq|CEV|Pcm|COP|PUE|EER|F1|AUC|mAP|IoU|IOU|cosφ|tanδ|D[kf]|介电常数|损耗角正切|损耗因数|"
    r"常数|准确率|精度|召回率|精确率|F1值|F1分数|效率|率|孔隙比|长径比|深宽比|水灰比|压缩比|驻波比|功率因数|信噪比|Cpk|CPK|开口度|灵敏度|均匀性|均匀度|相似度|硬度|粗糙度|Ra|光洁度|度|等级|级|酸值|碘值|皂化值|熔指|浓度|数量|人数|并发数|用户数|并发|指标|次数|细度|寿命|数|PF|VSWR|M2|M²|K值|Ra值|粗糙度Ra|SPF|UPF|CTI|LOI|Q值|Lab|ΔE|色差|色差值)$"
)
_STRONG_OPS = {Op.AT_LEAST, Op.AT_MOST, Op.ABOVE, Op.BELOW}
_ELEMENT = re.compile(
    r"C|N|S|P|B|V|W|Si|Mn|Cr|Ni|Mo|Ti|Nb|Al|Cu|Co|Fe|Li|Mg|Zn|Zr|Sn|Pb|As|Sb|Ca|La|Ce|Ta|Re"
)  # contents of alloys: ``C0.38-0.44,Cr1.0-1.3``
_SYMBOL = re.compile(
    r"[≥≤<>=≈±]|小于|大于|不低于|不高于|不大于|不小于|不超过|不少于|低于|高于|超过|至少|以上|以下|以内|达到|达"
)
_NUMBER_AFTER = re.compile(r"\s?[:：]\s?\d")
_PARTED = re.compile(
    r"以[上下内]|左右|之间|[且并和或及,或]|时|的|范围|[提升降增减缩优改下]|至|到|一|、|为|分|[\u4e00-\u9fff]{0,2}以[上下]|不|,"
)
_JOINED_ON = re.compile(r"[A-Za-zα-ω#/\-]|@(?![ ]?[-+±]?\d)")
_SIZED = re.compile(r"\s?[×xX*/]\s?\d")
_SIZED_BEFORE = re.compile(r"\d\s?[×xX*]\s?$")
_GLUED = re.compile(r"[A-Za-zΑ-Ωα-ω\u4e00-\u9fff#/]|@(?![ ]?[-+±]?\d)|-[A-Za-z\d]|\.\d")
_LEVELS = re.compile(
    r"等级|精度|级别|防护|抗震|能效|标准|品质|评价|阻燃|防火|洁净|绝缘|防腐|成熟度|TRL|耐候|灰卡|色牢度|牢度|附着力|日晒|硬度|密封|风力|烈度|抗风|地震|IT|平整度|质量|清洁度|起球|洁净度|防水|评级|净化|环保|耐磨|漏电|浓度|防爆|光洁度|性|精度等级|可靠性"
)
_SCORE = re.compile(r"评分|得分|分数|满意度|打分|评价|考核|成绩|感官|考评|分值|总分|综合")
_GRADE_DENIED = re.compile(
    r"国家|省|市|县|部|一|二|三|第|甲|乙|丙|中|高|初|副|职|旅游|景区|医院|病"
)


def is_meant(text: str, mention: Mention, scene: Scene) -> bool:  # noqa: C901, PLR0911 -- one rule a line
    """Whether the digits are a quantity at all."""
    value = mention.value
    if value.unit is None:
        return _bare_number(text, mention)
    spelled = text[value.unit_start : value.unit_end]
    if value.unit.dimension == (("count", 1),):
        return _count(text, mention, spelled)
    if spelled == "级":
        around = text[max(scene.clause_start, mention.start - 10) : mention.start]
        bound = mention.explicit and mention.op is not Op.EQUAL
        return (bound or bool(_LEVELS.search(around))) and not _GRADE_DENIED.search(around[-1:])
    if spelled == "分":
        return bool(
            _SCORE.search(text[max(scene.clause_start, mention.start - 12) : mention.end + 2])
        )
    if spelled in {"万", "亿", "千", "百", "百万", "千万"}:
        return _multiple_alone(text, mention)
    if spelled == "月":
        return (
            text[value.unit_end : value.unit_end + 1] in {"内", "左"}
            or text[value.unit_start - 1] == "个"
        )
    if spelled == "日":
        return bool(re.match(r"\s?(?:内|以内|之内|龄)", text[value.unit_end :][:4]))
    if spelled in {"时", "点", "B", "□"}:
        return False
    if spelled in {"个点", "个百分比"}:
        return mention.relative is not None or True
    if (
        value.low == 1
        and not mention.explicit
        and "." not in text[value.start : value.unit_start]
        and text[mention.start - 1 : mention.start] not in {"到", "至", "距", "为", ":"}
        and text[mention.end : mention.end + 1] != "处"
        and spelled in {"吨", "公斤", "kg", "t", "平方米", "立方米", "升", "千克", "克", "亩", "米"}
    ):
        return False
    return not _is_model(text, mention, spelled)


def _is_model(text: str, mention: Mention, spelled: str) -> bool:
    """``A-10W``, ``3C``: one clinging Latin letter is a unit only in plain surroundings."""
    start = mention.value.start
    before = text[start - 1 : start]
    return (
        len(spelled) == 1
        and spelled.isascii()
        and spelled.isalpha()
        and before.isascii()
        and before.isalpha()
        and before not in "φRLWHTtDdPUIBEF"
    )


def _bare_number(text: str, mention: Mention) -> bool:  # noqa: PLR0911 -- one rule a line
    value = mention.value
    name = text[mention.parameter_start : mention.parameter_end]
    bound = mention.explicit and mention.op in _STRONG_OPS
    glued = _GLUED.match(text, value.end) and not _PARTED.match(text, value.end)
    if glued and (not bound or _JOINED_ON.match(text, value.end)):
        return False
    if _NUMBER_AFTER.match(text, value.end) and not mention.explicit:
        return False
    if not name:
        return False
    if mention.parameter_start >= mention.start:
        return mention.op is Op.RANGE and mention.explicit
    if _SIZED.match(text, value.end) or _SIZED_BEFORE.search(
        text, max(0, value.start - 4), value.start
    ):
        return False
    if text[value.end : value.end + 1] in {"年", "月", "日", "号", "号线"}:
        return False
    symbol = _SYMBOL.search(text[mention.start : mention.end]) is not None
    if mention.explicit and mention.op is not Op.ABOUT and symbol:
        return (_is_noun(name) and mention.op is not Op.EQUAL) or bool(_DIMENSIONLESS.search(name))
    gap = text[mention.parameter_end : mention.start]
    if value.shape == "tolerance" or (
        value.shape == "range" and "±" in text[value.start : value.end]
    ):
        return True
    if _ELEMENT.fullmatch(name) and mention.start == mention.parameter_end:
        return "." in text[value.start : value.end] and (value.shape == "range" or len(name) > 1)
    return (
        bool(_DIMENSIONLESS.search(name))
        and re.fullmatch(r"[\s:为是在|=到至约达(由从]*(?:[A-Za-z()]{0,6})[\s:=]*", gap) is not None
    )


def _is_noun(name: str) -> bool:
    return not re.fullmatch(r"[\d\W]+", name)


_AFTER_COUNT = re.compile(r"\s?[\u4e00-\u9fffA-Za-z]")
_COUNT_HEADS = re.compile(
    r"(?:像素|用户|测点|通道|点位|数量|个数|品种|规格|产能|次数|样本|容量|并发|台数|套数|节点|站点|终端|路数|总数|层数|件数|批次|株数|密度|寿命|循环|疲劳|弯折|插拔|折叠|产量|处理能力|节拍|效率|吞吐|数|量|率|速度|使用|年产|日产|月产|细菌|菌落|菌|开合|冲击|洗涤|耐洗|水洗|耐折|机械|电气|触发|擦写|每小时|每天|每年|每分钟|每班|每秒|每月|首批|批量|供货|采购|需求|需要|测试|试验|采集|监测|摄像头|传感器|设备|机器人|专利|论文|软著|标准|人员|操作工|用工|工序|示范|轴数|自由度|通量|接口|按键|灯珠|发射|存栏|出栏|养殖|种植|并发用户|在线|请求|承载|支持|接入|管理|识别|图片|图像|模型|数据|完成|建立|建设|建成|开发|形成|申请|制定|培养|培训|提供|发表|获得|授权|配备|配置|同时|不少于|覆盖|服务|部署|新增|编制|设置|设计|提交|试制|制造|研制|研发|减少|节省|节约|增加|可达)"
)
_IDIOMS = re.compile(
    r"(?:1|一)\s?(?:个|种|次|家|款|项|套|台|条|名|位|只|代|类|片|张|块|头|门|支|段|批|场|口|部|双|对|组|份|处|把)$"
)
_DENIED = re.compile(
    r"(?:第|每|各|这|那|哪|某|另|同|逐|其他|上|下|本|前|后|其中|以下|如下|上述|近|等)$"
)
_TOPICS = re.compile(
    r"\s?(?:方面|问题|难题|难点|内容|部分|步骤|阶段|课题|原因|需求|特点|优势|关键|环节|领域|目标|系列|方向|要点|条件|核心|重点|层次|维度|模块|子系统|大类|主要|技术(?:难|问|关|需|指)|因素|角度|以下|地区|省|市|国家|城市|县)"
)


def _count(text: str, mention: Mention, spelled: str) -> bool:  # noqa: PLR0911 -- one rule a line
    """A count is an index where a comparator binds it or a counted thing is being asked for."""
    value = mention.value
    before = text[max(0, mention.start - 14) : mention.start]
    if _TOPICS.match(text, mention.end) and not mention.explicit:
        return False
    if _DENIED.search(before) and not mention.explicit:
        return False
    if (
        text[value.unit_start : value.unit_end] in {"位", "代", "轮", "口", "词", "字"}
        and not mention.explicit
    ):
        return False
    if mention.explicit and mention.op is not Op.EQUAL:
        return not (mention.op is Op.ABOUT and value.low < 3)
    if value.shape == "tolerance" or (value.unit is not None and value.unit.factor >= 1e4):
        return True
    if _IDIOMS.search(text[value.start : value.end]) and value.low == 1:
        return bool(
            re.search(r"(?:建成|建立|建设|开发|形成|研制)[^,。;]{2,16}$", before)
        ) and not _AFTER_COUNT.match(text, mention.end)
    if spelled == "cycles":
        return True
    if any(mark in spelled for mark in ("次", "循环", "cycle", "CFU", "cfu", "cop")):
        return bool(
            _COUNT_HEADS.search(before + text[mention.end : mention.end + 6])
        ) and not re.match(r"\s?(?:会议|机会)", text[mention.end :][:4])
    return bool(_COUNT_HEADS.search(before.split(",")[-1].split("。")[-1].split(";")[-1]))


def _multiple_alone(text: str, mention: Mention) -> bool:
    """万 alone is money where money is spoken of, else a count of what follows."""
    around = text[max(0, mention.start - 16) : mention.end + 6]
    return bool(
        mention.explicit
        or re.search(
            r"投资|资金|预算|经费|费用|成本|投入|价格|报价|出资|转让|奖|酬|次|产|量|数|用户|寿命|元|规模|像素|分辨率",
            around,
        )
    )
