"""Digits that are no quantity: standards, dates, ordinals, telephone numbers, models, versions."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re

_STANDARD = r"""
    (?<![A-Za-z])(?:
      (?:GB|JB|HG|SH|SY|YY|YB|QB|DL|NY|HJ|CJ|JT|TB|SJ|FZ|LY|MT|AQ|GA|GJB|QJ|HB|YD|YS|JC|JG|JGJ|CB|EJ|
         BB|SB|SN|SL|WS|XB|ZB|DB|DZ|QC|LS|SC|TD|CH|WB|JR|MZ|NB|GY|T|Q|YBB|CECS|DB\d{2})
        \s*/\s*[A-Z]{0,6}\s*[-—]?\s*\d[\d.\-—:/]*(?:\s?年?版)?
      |(?:GB|GJB|JGJ|JJG|JJF|GBZ|GBJ|HJ|QC|CJJ|JTG|YBB|SL|DL|TSG|JB|CJ)\s?[-—]?\s?\d{2,}(?:[.\-—:]\d+)*(?:[A-Z]\b)?
      |(?:ISO|IEC|ASTM|ASME|DIN|BS|JIS|API|ANSI|UL|IEEE|SAE|AWS|AATCC|GOST|IATF|VDI|VDE|MIL|AMS|OHSAS|
          NACE|ETSI|EIA|IPC|JEDEC|AS|TS|EN|ICH|USP|EP|GMP|FDA|SEMI|ITU|RFC|CISPR|CE|CMMI|QS|FSC|GRS|OEKO)
        (?:[/\s]*(?:TR|TS|T|IEC|EN|ISO|STD|SPEC))*\s*[-—]?\s*[A-Z]{0,3}\s?\d[\d.\-—:/]*(?:[A-Z]\d*)?(?:\s?年?版)?
      |(?:Directive|标准|文号|证书号|编号|登记号|批准文号|许可证号|型号|货号|牌号|批号|代号|合同号|案号)
        [是为:号\s]*[A-Za-z\-/]*\d[\w\-./〔〕\[\]]*(?![\d.]*\s?(?:%|mm|MPa))
      |[〔\[]\s?(?:19|20)\d\d\s?[〕\]]\s?(?:第)?\d+号?
    )"""
_DATE = r"""
    (?<![\d.])(?:
      (?:19|20)\d\d\s?[-~/至到、和,]+\s?(?:19|20)\d\d(?:\s?年(?:度|底|末|初)?)?(?!\d)(?![\s]?(?:[A-Za-zμΩ℃%]|吨|元|万|亿|台|套|个|次|小时|米))
      |(?:19|20)\d\d\s?年?\s?[QqHh][1-4]
      |(?:18|19|20)\d\d\s?年(?:代|度|底|末|初|前|后|以来|起|间)?(?:\s?\d{1,2}\s?月(?:份|底|初|末)?(?:\s?\d{1,2}\s?[日号])?)?
        (?:\s?[-~至到]\s?(?:(?:19|20)?\d\d\s?年)?(?:\s?\d{1,2}\s?月(?:份|底)?)?(?:\s?\d{1,2}\s?[日号])?)?
      |(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])(?:[-/.](?:0?[1-9]|[12]\d|3[01]))?(?![\d.]|\s?(?:[A-Za-zμΩ℃%‰°]|元|吨|小时|万|亿|克|次|米|以[上下内]|左右))
      |\d{1,2}\s?月\s?\d{1,2}\s?[日号]
      |\d{1,2}\s?[-~至]\s?\d{1,2}\s?月(?!\s?内)(?:份)?
      |\d{1,2}\s?月(?:份|底|初|末|中旬|上旬|下旬|前|以前|之前)(?!\s?内)
      |(?<=[年、和])\d{1,2}\s?月(?![内左])
      |[5-9]0\s?(?:年代|后)
      |(?:1[89]|20)\d0s|\d{1,2}\s?世纪
      |\d{1,2}:\d{2}(?::\d{2})?\s?(?:-|~|至)\s?\d{1,2}:\d{2}(?::\d{2})?
      |\d{4}[-/]\d{1,2}[-/]\d{1,2}
      |(?:19|20)\d\d(?=\s?(?:届|版|财年|年版|学年))
    )"""
_ORDINAL = r"""
    (?:(?<=[\n;。:!])|^)[ \t\u3000]*[(\[【]?\d{1,2}(?:[)\]】]|[、．.](?!\d)|(?<!:\d)(?<!:\d\d)(?<!:[ ]\d)\.(?=\d+(?:\.\d+)?\s?(?:mm|%|℃)?(?!\d?万)[\u4e00-\u9fff])|[、](?=\d{4}年))[.、:]?
    |(?:(?<=\n)|^)[ \t]*\d{1,2}(?:\.\d{1,2}){1,3}(?=[\s、.]*[\u4e00-\u9fffA-Za-z(])(?!\s?(?:mm|cm|km|kg|MPa|kPa|GPa|nm|μm|kW|MW|g/|mg|m[/23\s]|[VAWNLJ][\s,。、]|[%℃‰]|h\b|s\b|min|万|亿|元|吨|个|台|小时|米|倍|秒|分钟|天|年))
    |(?:(?<=\n)|^)[ \t]*\d{1,2}[ \t]+(?=[\u4e00-\u9fff]{3,}[^\d\n]{0,12}(?:[≥≤><:]|不|达))
    |(?<=[\s,;。:、)])\(?\d{1,2}[)][.、]?(?=[\s\u4e00-\u9fffA-Za-z])
    |(?<=[\s,;。:])\d{1,2}[、.](?=\s{0,2}[\u4e00-\u9fff]{2})
    |(?<=[\u4e00-\u9fff])\d[、.](?=[\u4e00-\u9fff]{4,})
    |\(\d{1,2}\)|\[\d{1,3}(?:[-,、]\d{1,3})*\]
    |第\s?\d+(?:\s?[-~、至]\s?第?\d+)?
    |(?:图|表|式|公式|附件|附表|附图|附录|步骤|方案|阶段|课题|子课题|任务|实施例|对比例|权利要求|专题|指标|需求|问题|难题|目标|[Nn][Oo]\.?|Fig\.?|Table|序号|章节|Step)\s?\(?\d{1,2}(?:[-.]\d{1,2})?\)?(?=[\s:、,。)(;是为]|$|的|中|所|\n)
    |[Pp]age\s?\d+
    """
_CONTACT = r"""
    (?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)1[3-9]\d[- ]\d{4}[- ]\d{4}(?!\d)
    |(?<![\d.])0\d{2,3}\s?[-)]\s?\d{7,8}(?:-\d+)?|(?<!\d)[48]00-?\d{3,4}-?\d{3,4}(?!\d)
    |(?:QQ|qq|微信|微信号|电话|手机|传真|邮编|邮政编码|联系方式|热线|Tel|TEL|tel|Fax|FAX|客服|总机)[号码是为::\s(]*[+\d][\d\-\s()]{4,}\d
    |(?:https?://|www\.)[A-Za-z0-9_./\-?=&%#:]+|(?<![A-Za-z0-9_.\-])[A-Za-z0-9_.\-]{1,64}@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}
    |(?:ZL|CN|US|EP|WO|PCT/?[A-Z]*)\s?\d{4}[\d.]{3,}(?:\.[\dXx])?[A-Z]?\d?|\b20\d{2}[1-3]0\d{6}\.?[\dXx]?
    |(?<![\d.])\d{17}[\dXx](?!\d)|\b9[1-3][0-9A-Z]{16}\b
    """
_WORD = r"""
    7\s?[×xX*]\s?24\s?(?:小时|h|H)?|24\s?[×xX*]\s?7\s?(?:小时)?|24\s?小时(?=不间断|不停|在线|值守|服务|监控|监测|全天|无人|实时|运行|连续|自动|热线|作业)|(?:全天|连续)24\s?小时
    |(?<![\d.])\d{1,4}强|(?:浏览|点击|阅读|关注|收藏|访问|下载|查看|围观)(?:次数|人数|数|量)?\s?[:：]?\s?\(?\d+\s?(?:次|人)?(?=[\s,。;、)]|$)|(?<![\d.])-?[136]\s?dB(?=[^\S\n]?(?:带宽|截止|波束|线宽|频率|点|角))
    |(?<![\d.])[±]?\d{1,3}\s?[°˚](?=\s?(?:方向)?(?:拉伸|压缩|剥离|弯曲|层间|剪切|铺层|折弯|弯折))
    |(?<![\d.])[-+−]\s?0?\.\d+\s?mm(?=\s?(?:占|粒级|含量|的?比例))|(?<!\d)(?:985|211|863|973)(?=\s?(?:计划|工程|院校|高校|大学|项目|课题|、|和|/))|(?<![\d.])2011计划
    |(?<![\d.])[1-6](?:G|g(?=网|通|基站|时代))(?![A-Za-z/])(?!\s?(?:重力|加速|载荷|剂|以|左右|样品|的样))(?=[\s,。、/+及和与]|网|通|基站|技术|模|时代|信|环境|应用|工业|或|等|消息|专网|终端|手机|频|天线|切|无线|传|智|物|移|公|全|毫|与|\b)
    |(?<![\d.])[1-9]\s?[Dd](?=打印|视觉|模型|建模|扫描|成像|显示|玻璃|相机|曲面|动画|效果|可视|图|结构|重构|重建|测量|测|检测|激光|点云|编织|增材|NAND|集成|封装|技术|数据|机器|人脸|传感|感知|影|场景|仿真|设计|算法|定位|地图|引导|识别|立体|制造|雷达|轮廓|喷|线|数字|柔性|培养|虚拟|视频|电影|相|画|教|智能|[\s,。、/)]|$)
    |(?<![\d.≤≥<>=±~])[248][Kk](?=随机|视频|超高清|高清|分辨|显示|摄像|电视|屏|画|@|级|影|直播|\s?[,、。/])
    |(?<![\d.])[1-9][CS](?=产品|认证|数码|电子|行业|店|管理|领域|类|消费|标准|现场|企业|制造|\s?[,、。及和]|强制)
    |(?:Web|WEB|web|工业|互联网|版本|Industry|医药|制造|蓝牙|USB|HDMI|Bluetooth|Wi-?Fi|WiFi|PCIe|Windows|Win|Android|Linux|TLS|教育|农业|金融|数字化|Modbus|CAN|Oracle|MySQL|Python|Java|OPC|MQTT|HTTP|IPv)\s?\d+(?:\.\d+)*(?:[gc](?![A-Za-z/]))?
    |(?<![\d.])\d\.0(?=时代|版|标准|模式|智能|系统|阶段|\s?战略|接口|以上版本)
    |(?<![A-Za-z])[vV](?:er)?\.?\s?\d+(?:\.\d+)+
    |(?<!\d)\d+[万千百]级|12345(?=热线|平台|工单)|(?<!\d)0到1|从0到1|1\+N|N\+1|1\+1|(?<!\d)\d\+\d(?:\+[\dA-Z])+|(?<![\d.])(?:996|007)(?=工作|加班|模式|制)
    |(?<![\d.])(?:3[01]\d|4[1-4]\d|201|202|204|904|2205|2507|254|9[0-9]4)[LNSHTti]{0,2}\s?(?=不锈钢|[LNS](?![/a-zA-Z])|奥氏体|双相|系列|材质|钢|/3|或3)
    |(?<![\d.])[1-8]\d{3}(?:-?[TOHF]\d*)?\s?(?=系?铝|[-/][TOHF]\d|系列铝|系列|系合金|系高)
    |(?<![\d.A-Za-z])\d{1,3}(?:Cr|Mn|Ni|Si|Mo|CrMo|SiMn|Al|V|W|Ti|B|Nb|Cu)[A-Z\d][A-Za-z\d]*|(?<![\d.A-Za-z])\d{2}(?:Mn|Cr|CrMo|Ni|SiMn)(?![a-z])
    |(?<![\d.])\d{1,3}\s?\#(?:[-~/、]\d+\#)*|(?<![\d.])\#\s?\d{1,4}|(?<![\d.])\d{1,3}号(?=钢|楼|院|机|线|车间|炉|样|文|厂|高炉|公路|令|厅|室|窑|门|产品|路|仓|井)
    |(?<![\d.])(?:45|20|35|40|60|65|8|10|15|25)(?:号)?钢
    |(?<![\d.])\d{3,5}(?:型|系列|锂电池|圆柱|电芯|电池|芯片|封装|铝箔)|(?:型|型号|系列)\s?\d{2,}
    |(?<![\d.A-Za-z])\d(?:,\d)*(?:'|′)?-(?=[\u4e00-\u9fffA-Za-z]{1,8}(?:酸|醇|烷|烯|酮|胺|酯|酚|醛|苯|腺|胞|嘧|吡|甲|乙|丙|丁|羟|氨|氯|氟|硝|溴|碘|磷|硫|[A-Z]))
    |(?<![\d.])[2-9](?:\.5)?N(?=级|以上(?:纯|级)|高纯|[,，、。;]?即?(?:纯度|高纯)|[,，、。/和及](?:[2-9]N|即))
    |(?<![\d.])\d{1,3}/\d{1,3}(?=法兰|芯线)|P[23]实验室|[A-Z]级?\d{1,2}(?=实验室|厂房)
    """
# Every branch begins with one of these: the rest of a text is passed over quickly.
_FIRST = r"(?=[\d+\-−浏点阅关收访下查围A-Zvqtwnh\#(\[【〔\x20\t第图表式公附步方阶课子任实对权专指需问难目序章标文证编登批许型货牌代合案微电手传邮联热客总全连从工互版医制蓝教农金数])"
MASK = re.compile(
    _FIRST + "(?:" + "|".join((_STANDARD, _DATE, _ORDINAL, _CONTACT, _WORD)) + ")",  # noqa: FLY002 -- five named parts
    re.VERBOSE | re.MULTILINE,
)

_JOINED_ORDINAL = re.compile(r"[ \t\u3000]*(\d{1,2})\.")
_ORDINAL_BEGINS = re.compile(r"(?:^|[\n;。:!])[ \t\u3000]*(\d{1,2})[.、．]")


def masked(text: str) -> list[tuple[int, int]]:
    """The stretches of ``text`` whose digits are no quantity, in order."""
    found: list[tuple[int, int]] = []
    for start, end in _windows(text):
        begin = max(start, found[-1][1]) if found else start
        found += [
            match.span()
            for match in MASK.finditer(text, begin, min(len(text), end + _AFTER))
            if match.start() < end and not _is_decimal(text, match)
        ]
    return found


def _is_decimal(text: str, match: re.Match[str]) -> bool:
    """Whether what could be an ordinal (``1.5mm膜``) has no neighbor in a list, so that it is none."""
    number = _JOINED_ORDINAL.fullmatch(match[0])
    if number is None or not text[match.end() : match.end() + 1].isdigit():
        return False
    own = int(number[1])
    return own == 0 or not any(
        abs(int(other[1]) - own) == 1 for other in _ORDINAL_BEGINS.finditer(text)
    )


_DIGITS = re.compile(r"\d+")
_BEFORE, _AFTER = 24, 80


def _windows(text: str) -> list[tuple[int, int]]:
    """The neighborhoods of the digits: only there can a mask begin."""
    windows: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        start = max(0, match.start() - _BEFORE)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], match.end())
        else:
            windows.append((start, match.end()))
    return windows
