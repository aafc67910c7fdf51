"""What a value measures: the noun phrase before its comparator, else the one after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REACH = 60
# After one of these nothing before belongs to the noun phrase.
_DELIMITER = re.compile(
    r"[,。;!?\n、|\t\"“”‘’【】\[\]<>≥≤=《》…→]|(?<=[^A-Za-z]):|:(?=[^A-Za-z])|[ ]{2,}|@(?!\d)"
)
# Words between the noun phrase and its value. Longest first within the alternation.
_FILLER = re.compile(
    r"(?:[\s:=|~为是在至到达了均都也约可须需应要能将被即指其含占即还仍且共有,]"
    r"|拟|计划|力争|争取|不能|不得|能够|可以|应当|应该|必须|需要|要求|希望|期望|达到|达|可达|保持|维持|稳定|保证|确保|控制|限制|限定|设定|设置"
    r"|提高|提升|增加|增长|增大|增强|上升|升高|延长|扩大|扩展|降低|减少|下降|缩短|减小|减轻|降|升|减|缩小|压缩|节约|节省|节能|减排|改善|优化|削减|下调|上调|放大|拓展|加快|翻"
    r"|目前|现有|现在|当前|现阶段|现状|原来|原有|原先|以前|过去|传统|最终|平均|一般|通常|基本|普遍|大多|多|仅|只|只能|只有|仅有|仅能|最高|最低|最大|最小|最多|最少|至少|最好|高|大|低|长|快"
    r"|做到|处于|位于|介于|大约|左右|由|从|以|原|每小时|每天|每年|每月|每日|每分钟|之间|分别|依次|同时|进一步|大幅|显著|有效|明显|至今|以内"
    r"|实现|满足|具有|具备|超过|优于|不低于|不高于|不大于|不小于|相当于|等于|属于|折合|合计|总计|共计|累计|大概|近|接近|标准|水平|设计值|目标值|指标|要求值|规定|定为|调整|调节|提供|选用|设计|取|选|能达|再|更|已|已经|就|才|按|我们|我司"
    r"|is|are|be|should|must|shall|of|to|by|can|will|reach|reaches|than|with|from|was|been|at|has|have|a|the|an|in|for)$",
)
_ENGLISH_FILLER = re.compile(r"[a-z]$")
_KEPT_TAIL = re.compile(
    r"(?:性能|功能|产能|智能|储能|热能|动能|电能|机能|效能|节能|光能|多|"
    r"用水量|强度|高|长度|速度|最大|最高|额定功率|标准|水平|范围|设计|指标|平均|年份|时间|含水率)$"
)
# Where a noun phrase begins: after verbs and particles. (Exceptions look ahead or behind.)
_START = re.compile(
    r"的(?!确|士)"
    r"|使(?:得|其)?(?!用|役|能|命)|将(?!来|军)|把(?!手|握|控)|让(?!步)|令(?!牌)|被(?!动|覆|膜)|(?<![相绝成配面一针校反])对(?!比|称|流|数|位|地|齐|接|焦|象|苯|甲|外|照|映|心|开|标|二)"
    r"|(?<![性功节产智储热动光多电机势蓄释效职赋万太含耗氢核冷风潮])(?:能够|能|可以)(?=[\u4e00-\u9fff])(?!耗|量|源|效|级|力|谱|见|流|动|带|否)"
    r"|且(?!末)|并(?!发|行|网|联|购|线|条|轨|排|列|机)|(?<![尤极])其(?!中|他|它|余)|其中|其他"
    r"|(?<![实体表出再发显])现有|目前|当前|现阶段|现状为|要求|希望|期望|需要|需求为|必须|应当|应能|须(?=[\u4e00-\u9fff]{2})"
    r"|实现(?!率|度)|达到|满足(?!率|度)|保证(?!金|率|期)|确保|具有|具备|拥有|要达到|需达到|完成(?!率|量|度|时)"
    r"|采用|采取|使用(?!寿命|温度|年限|量|率|环境|压力|期|范围|条件|周期|次数|电压|时间|湿度|成本|功率|面积|场合|要求|频率|效率|过程|性能|费用|系数|工况)|利用(?!率|效率|系数|量)|通过(?!率|量|能力|性|时间|速度)|经过|根据|按照|针对|关于|由于|因为|以及|或者|同时|从而|进而|达成"
    r"|提高到|开发(?!周期|成本|时间|费用|费|投入|期|难度|效率|进度|工期|量|者|人员|板|区|出的)出?|研制(?!周期|成本|费|期|经费|时间)出?|研发(?!周期|投入|费用|成本|人员|经费|费|期|时间|团队|强度|占比|资金|进度|效率|预算|工期)出?|设计(?!寿命|压力|温度|产能|能力|使用|年限|值|参数|荷载|载荷|周期|速度|精度|容量|处理|流量|规模|功率|工期|时速|单位|水量|进水|出水|效率|基准|重量|用|强度|要求)出?|制备(?!周期|成本|时间|温度|效率|工艺|过程|得率|收率)出?|制造出|生产出|建设(?!周期|规模|期|成本|投资|用地|工期|费|面积)|建成|解决|突破|获得|取得|得到|形成|提供|支持(?!度)|接入(?!率|点|速率|数|量|设备|能力|带宽|时间|容量|终端|方式)|覆盖(?!率|面|度|范围|半径)|包含|包括|位于|用于|适用于|适用(?=[\u4e00-\u9fff])(?!性|范围|温度|条件|面|期|于|环境|压力|厚度|电压|介质)|应用于|针对|选用|形如"
    r"|(?<![存潜内外现所])在(?!线|研|位|岗|产|役|制|地|轨|校|用|册|途|库|建|刃)|从(?!业|动|属)|(?<![自理缘经])由(?!度|来)|(?<!参)与(?=[\u4e00-\u9fff])|(?<![比相])较(?!好|高|差|少|多|大|小|低|长|短|强)|(?<![对屈同性占配正之相料长高径深宽水灰摩流环强碳速传汽气胶油信噪液固硅类厚回压价焦孔风可数缩空燃])比(?!例|重|表|值|率|热|容|能|功|强|对|较|色|刚|电|阻|冲|转|推|体|浓|尺|模|活|消|负|耗|燃|磨|[A-Z]{2}|$)"
    r"|(?<![最前先落售])后(?!处理|续|期|端|置|角|备|级|效|桥|轴|轮|段|道|方|视|整理|固化)|(?<![小工耗用同定实准即及临暂延瞬平历课计何当此届千瓦安学费省])时(?!间|延|效|长|刻|速|域|差|序|钟|滞|变|代|段|频|耗|限|机)|(?<![以地水井如之上天高低不月线零旗况臂度])下(?!降|游|限|料|列|面|一|线|属|方|屈|层|渗|沉|滑|部|行|载|车|位|垂|班|单|达|壁|死|压|表|端|止|切|倾|模)|(?<=条件|环境|温度|工况|情况)下|(?<=前提|基础)[下上]|每(?!年|天|日|小时|平|吨|亩|公|千|个|台|套|升|克|立|分|秒|米|月|批|件|次)[条头只支片张份瓶袋盒枚株辆户]?"
    r"|我(?:公司|司|厂|院|校|单位|们|所|国|方)|(?:小|中)试样品(?=[\u4e00-\u9fff])|进口[卡件机料品](?=[\u4e00-\u9fff])|本(?:公司|项目|产品|课题|企业|单位|系统|成果|技术|设备|发明)(?!率|量)|该(?:产品|技术|系统|设备|公司|项目|装置|工艺|材料|企业|方法|机|炉具|成果)(?!率|量)?|公司(?=[\u4e00-\u9fff])|企业(?=[\u4e00-\u9fff])"
    r"|方面|以上|以下|以内|左右|之内|范围内|情况|相比|不影响|(?<![例诸])如(?=[\u4e00-\u9fff]{2})(?!何)|例如|比如|譬如|(?<![行作成人])为(?=[\u4e00-\u9fff])(?!主)|是(?=[\u4e00-\u9fff])|提升了?(?=[\u4e00-\u9fff])(?!率|量|幅|机|高度|速度|能力|阀|空间)|提高了?(?=[\u4e00-\u9fff])(?!率|量|幅)|降低了?(?=[\u4e00-\u9fff])(?!率|量|幅)|减少了?(?=[\u4e00-\u9fff])(?!率|量|幅)|缩短了?(?=[\u4e00-\u9fff])(?!率|量|幅)|增加了?(?=[\u4e00-\u9fff])(?!率|量|幅|值)|改善(?=[\u4e00-\u9fff])(?!率|度)|保持(?=[\u4e00-\u9fff])(?!率|架|时间|性|力)|维持(?=[\u4e00-\u9fff])(?!率)|(?<![温可质过自总量遥程数中主恒压湿张运集监风受流品])控制(?=[\u4e00-\u9fff])(?!精度|系统|器|率|温度|周期|范围|误差|点|柜|距离|时间|响应|频率|电压|电路|延|通道|方式|阀|压力|轴|板|节点|对象|线|信号|台|策略|算法|力|面|指标|单元|室|棒|参数|要求|模块|回路|芯片|棒|带宽|级)|节约(?=[\u4e00-\u9fff])(?!率|量)|加快(?=[\u4e00-\u9fff])|延长(?=[\u4e00-\u9fff])(?!率|段|线)|满足|符合(?!率|度)|属于|去除(?!率|量|效率|速率)|脱除(?!率|效率)|完全|分别|依次|(?<![平人户年月日单亩])均(?!匀|值|方|质|一|相|温|热|布|化|压|粒|分|价|衡|摊|线)|都(?=[\u4e00-\u9fff])|不(?=[\u4e00-\u9fff])(?!锈|良|均匀|平度|饱和|合格|确定|溶|透|燃|对称|圆|平|间断|脱|同轴|同心|停|稳|同|连续|匹配|凝|沉|挥|完整|可|皂|洁|符|直度|垂)|(?<![主重必首需纪摘概次只所若还也])(?:要|需)(?=[\u4e00-\u9fff]{2})(?!求|氧|水|量|素|点|件|热|料)|和(?=[\u4e00-\u9fff]{2,}(?:度|率|量|值|性|强度|时间|含量)$)|及其?(?=[\u4e00-\u9fff]{2,}(?:度|率|量|值|性|时间|含量)$)|及(?=[A-Z][\u4e00-\u9fffA-Za-z])|(?<![马雷到抵表传送])达(?=[\u4e00-\u9fff])(?!标|成率|产)"
    r"|(?<![A-Za-z])(?:of|the|is|be|should|must|shall|with|and|to|than|has|have|that|a|an|for|at|in|its|by|under|or|are|can|which|when|from|on|reach|need|needs|require|requires|required|achieve)(?![A-Za-z])"
)
_LEADING = re.compile(
    r"^(?:[\s:,.()/*\-—_·#]+|现用?(?!场|有|代|货|行|金|浇|存)|原(?!料|材|油|子|位|煤|水|液|生|型|始|理|矿|有|木|棉|奶|药)|下(?!降|限|游|料|线)|时(?!间|延|效|长|滞|速)|后(?!处理|端|角)|内(?!径|阻|部|压|应|孔|壁|存|容|胆|腔|层|置|衬|摩|聚|燃)|间(?!距|隙|隔)|及|和(?!易)|与|且|并(?!发|行|网|联|购|线)|其|等(?!离子|级|温|效|轴|静)|将|使(?!用)|即|但|而|则|中(?!心|间|子|位|值|试|频|波|空|径|温|压|频)|了|以(?!太)|该|此|新(?!能源|鲜|增|生|药)|种(?!子|植|类|苗|群|公)|个(?!体)|款|条件|环境|工况|情况|状态|范围|所有|各|全部|整个|主要|同时|另外|此外|还|技术指标|性能指标|主要指标|指标要求|技术要求|性能要求|产品要求|预期目标|需求内容|循环(?=容量)|要求|希望|提高|降低|提升|减少|增加|缩短|实现|满足|保证|确保|开发|研发|研制|一种|保持(?!率|架|力|时)|维持|达到|对应|单独|最终|最好|力争|争取|预计|预期|拟|计划|投入使用|成品?的|\(?\d{1,2}[)、.](?!\d)|如|能(?!耗|量|效|源|级|见|力|谱|流)|可(?=使|将|以)|平均(?=[\u4e00-\u9fff]{0,1}$)|要|需|应|须|也|约|只|仅|均(?!值|匀|方|质|一|相|温)|为|是|有(?!效|机|害|色|毒|氧|限)|在|由|从|按|[)])"
)
_BRACKETS = re.compile(r"\s*[(][^()]{0,24}[)]?\s*$|\s*[)]\s*$")
_LATIN_NAME = re.compile(r"[A-Za-zφΦδΔρσταβγηλμεθ][\w.%/\-]*$")
_REFERENCE = re.compile(
    r"(?:较|比|与|同|相比于?|相较于?|对比|和)(?!例|重|表|值|率|热|容|能|对)[^,。;]{1,16}?(?:相比|相较|比较|对比)?$"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at ``[start, end)``; ``skipped`` is what stands between it and the value."""

    start: int
    end: int
    skipped: str = ""


def phrase_before(text: str, end: int, floor: int) -> Phrase | None:
    """The noun phrase before ``end``, looking back no further than ``floor``."""
    begin = max(floor, end - _REACH)
    left = text[begin:end]
    stripped = _strip_filler(left)
    skipped = left[len(stripped) :]
    if not stripped:
        return None
    stripped = _drop_reference(stripped, skipped)
    cut = 0
    for match in _DELIMITER.finditer(stripped):
        cut = match.end()
    parted = _PARTED.search(stripped, cut)
    if parted is not None:
        cut = parted.start("name")
    cut = _after_starts(stripped, cut)
    cut = _skip_leading(stripped, cut)
    if cut >= len(stripped) or not any(char.isalpha() for char in stripped[cut:]):
        return None
    return Phrase(begin + cut, begin + len(stripped), skipped)


# 征集盘点机器人 识别准确率: words of its own before a blank; 热变形 温度 is one name
_PARTED = re.compile(
    r"(?<=[\u4e00-\u9fff])[ ]"
    r"(?P<name>[\u4e00-\u9fff]{4,}|(?<=[\u4e00-\u9fff]{5}[ ])[\u4e00-\u9fff]{2,3})$"
)


def _strip_filler(left: str) -> str:
    current = left
    for _ in range(12):
        trimmed = current.rstrip(" \t:|~/·,-—_*")
        bracket = (
            _BRACKETS.search(trimmed, max(0, len(trimmed) - 32))
            if trimmed[-1:] in {")", "("}
            else None
        )
        if bracket is not None and bracket.start() > 0:
            trimmed = trimmed[: bracket.start()]
        elif trimmed.endswith("("):
            trimmed = trimmed[:-1]
        match = _FILLER.search(trimmed, max(0, len(trimmed) - 8))
        if match is not None and _is_filler(trimmed, match):
            trimmed = trimmed[: match.start()]
        trimmed = trimmed.removesuffix("的")
        if trimmed == current:
            break
        current = trimmed
    return current


_FILLER_NOUNS = {
    "能": "性功节产智储热动光电机势蓄释效职赋万太核冷风潮",
    "要": "主重必",
    "达": "马雷",
    "大": "最宽粗放",
    "高": "最提身净扬株层",
    "长": "波全总身焦增生边周时",
    "低": "最降",
    "快": "",
    "升": "温提抬公毫爬",
    "降": "温压沉",
    "减": "加",
    "量": "",
    "有": "含所",
    "含": "硫包固灰水",
    "占": "",
    "在": "存现",
    "为": "行作",
    "多": "最",
    "取": "提萃抽",
    "选": "分筛精浮磁",
    "近": "相附最远临接",
    "标准": "达",
    "设计": "",
    "水平": "",
    "指标": "",
    "平均": "",
    "翻": "",
    "压缩": "",
    "节能": "",
    "均": "平",
    "约": "节",
    "到": "",
    "至": "",
    "需": "",
    "共": "",
    "按": "",
    "指": "",
    "由": "自",
    "其": "",
    "被": "",
    "可": "",
    "应": "响反效感供对",
    "了": "",
    "减排": "",
    "再": "",
    "范围": "",
    "控制": "",
    "调节": "",
    "合计": "",
    "将": "",
    "以": "",
    "增加": "",
    "以内": "",
    "才": "",
    "更": "",
    "就": "",
    "降低": "",
    "仅": "",
    "只": "",
    "已": "",
    "还": "偿",
    "即": "",
    "且": "",
    "也": "",
    "都": "",
    "须": "",
    "仍": "",
    "从": "",
    "近似": "",
    "a": "",
}


def _is_filler(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    before = text[match.start() - 1 : match.start()]
    if word.isascii() and word.isalpha():
        return not (before.isalnum() and before.isascii())
    blocked = _FILLER_NOUNS.get(word)
    if blocked and before and before in blocked:
        return False
    if word in {"压缩", "节能", "设计", "水平", "指标", "标准", "范围", "调节", "控制", "合计"}:
        # a noun by themselves where nothing else is left
        rest = text[: match.start()]
        return bool(rest) and rest[-1] not in " ,。;:\n、"
    return True


def _drop_reference(text: str, skipped: str) -> str:
    """``生产效率较传统工艺``, when a rise or fall follows: without what it is compared with."""
    match = re.search(
        r"(?:相?较(?:于|之)?|比|与|同|和|相对于?|在)(?P<thing>[^,。;的]{1,18}?)(?:相比|相较|比较|对比|基础上|之上)?,?$",
        text,
    )
    if match is None or not re.search(
        r"提高|提升|增|上升|升|延长|扩|降|减|缩|下降|节|翻|高|低|快|改善|大|长|少", skipped
    ):
        return text
    if not re.search(
        r"传统|现有|目前|原|同类|国内|国外|进口|市场|市售|常规|普通|以往|上一|行业|人工|对照|未|单|去年|上年|改造前|现行|同期|竞品|一般|基准|[A-Za-z]|工艺|产品|方法|技术|材料|设备|机|炉|方案|水平|模型|系统|合金|钢|膜|剂",
        match["thing"],
    ):
        return text
    rest = text[: match.start()].rstrip(" ,")
    return rest if len(rest) >= 2 else text


def _after_starts(text: str, cut: int) -> int:
    for match in _START.finditer(text, cut):
        if match.end() < len(text):
            cut = match.end()
    return cut


def _skip_leading(text: str, cut: int) -> int:
    for _ in range(8):
        match = _LEADING.match(text[cut:])
        if match is None or match.end() == 0 or cut + match.end() >= len(text):
            return cut
        cut += match.end()
    return cut


_AFTER = re.compile(
    r"\s*(?:的|之)?(?:完成|实现)?\s*(?P<noun>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9·/\-]{0,13}?)(?=[\s,。;、:!?()\[\]|\n\"”]|"
    r"要求|需求|条件|下(?!降|游)|的|以上|以下|以内|左右|小于|大于|低于|高于|超过|控制|进行|同时|并(?!发|行|网|联)|且|(?<!饱)和|及|与|或|为|是|达到|不|无|可|能(?!耗|量|力|效)|时(?!间|延)|后|中|内|[≥≤<>=\d]|接入|稳定|同步|连续|运行|工作|检测|$)"
)


def phrase_after(text: str, end: int) -> Phrase | None:
    """The noun phrase right after a value: ``3000次以上循环寿命``, ``2000个测点``."""
    match = _AFTER.match(text, end)
    if match is None or match.end("noun") - match.start("noun") < 1:
        return None
    return Phrase(match.start("noun"), match.end("noun"))
