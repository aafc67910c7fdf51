"""Units in running text: where a spelling that could be a word is a unit, and where it is a word."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re

from queqiao.text.units import Unit, parse_unit, scan_unit

# Chinese units that begin ordinary words: what must not follow them.
_WORDS_AFTER = {
    "天": "线然津窗",
    "年": "轻级度报鉴画薪",
    "周": "边围口期转身长年",
    "时": "",
    "分": "析布别为钟离子类散解配之辨支级成公享数阶区组段枝色层步贝开",
    "秒": "杀",
    "米": "饭粉糠面色线制厂",
    "克": "服隆莱拉",
    "升": "级高至到降温压为值华",
    "方": "面案法式向便程形可位块针管差才",
    "度": "假过",
    "元": "素件器合金年旦宝钢",
    "次": "级品要序谐氯生元声",
    "目": "标前的录光测视",
    "成": "本品果为功分立熟熟型都套员长就像形交活果份员",
    "支": "持撑架付路承护",
    "牛": "奶肉皮羊市场只",
    "安": "全装排徽置防徽康",
    "伏": "特加",
    "法": "国律规兰定人拉",
    "库": "存房区容",
    "特": "点性种征殊定色别",
    "开": "发关放展始路工",
    "焦": "炭化点虑距油煤耳炉",
    "卡": "片车口通槽脖尔位具",
    "帕": "金尔",
    "托": "盘管辊架板卡",
    "巴": "西基",
    "泊": "位松车",
    "旦": "",
    "埃": "及",
    "尺": "寸度",
    "瓦": "斯片楞解",
    "转": "化变移让型换速子动为向录运",
    "圈": "子",
    "斤": "",
    "吨": "位",
    "磅": "秤",
    "倍": "频体增",
    "位": "于移置点数",
    "帧": "率",
    "级": "别联数配差",
    "点": "击阵云火",
    "个": "性人体别",
    "人": "工员才民为类均体群员机参",
    "台": "湾阶账风面架",
    "套": "管装筒餐膜",
    "件": "",
    "名": "称牌义单",
    "项": "目下",
    "条": "件码形款带状例",
    "种": "植子类养苗公猪",
    "类": "型别似",
    "组": "件成织分装合建",
    "路": "线由面径基灯",
    "片": "区段状剂材",
    "块": "状体",
    "张": "力紧",
    "页": "岩面",
    "份": "额",
    "批": "发量次生",
    "层": "压间面次级",
    "轴": "承向类线瓦",
    "辆": "",
    "部": "分门位件署委级",
    "座": "位谈标",
    "间": "隔距歇接",
    "户": "外型口",
    "家": "庭电具居用畜禽",
    "篇": "章幅",
    "例": "如",
    "道": "路德具",
    "回": "收用路转流馈归",
    "孔": "径隙洞板型",
    "列": "车入",
    "袋": "装",
    "箱": "体",
    "包": "装括含覆",
    "对": "比应象于称接",
    "头": "部",
    "株": "高",
    "粒": "径度状子",
    "门": "槛",
    "款": "项式",
    "口": "径感服岸",
    "支纱": "",
    "节": "能约水电点省",
    "平方": "根",
    "单位": "面质体时产能成",
    "吋": "",
    "字": "符",
    "维": "护修度持",
    "段": "落",
    "根": "据系部本",
    "代": "替表码理谢",
    "格": "式",
    "环": "境保节氧形",
    "步": "骤进",
    "循环": "水利使经",
    "细胞": "",
    "场": "地景合所强效",
    "行": "业为程驶",
    "词": "条",
    "把": "握",
    "双": "方向",
    "只": "需要能有是",
    "单": "位个体独一",
    "面": "积",
    "串": "联口",
    "处": "理于",
    "车": "间辆身载型床",
    "班": "组",
    "针": "对",
    "像素": "级",
    "毫米级": "",
}
_RARE = frozenset("法库特开牛安巴托焦卡帕泊旦埃尺伏尔乏")
_AFTER_RARE = re.compile(r"[\s,。;、:)~\-—/以左的每至到]|$|以[上下内]|电压|电流")
# one Latin letter is a unit only where nothing joins it to a name
_LATIN_TAIL = re.compile(r"[A-Za-z0-9_#]|@(?!\d)|-(?=[A-Za-z\u4e00-\u9fff])")
_FULL_SCALE = re.compile(
    r"\s?\(?(?:F\.?S\.?|FS|RH|wt|vol|V/V|v/v|w/w|W/W|质量分数|体积分数)\)?(?![A-Za-z])"
)
_DENOMINATOR_ONLY = frozenset({"a", "单", "维", "处", "行", "格", "面", "车", "角度"})
_GAP = re.compile(r"[ \t]{0,2}")


def unit_at(text: str, start: int) -> tuple[int, int, Unit] | None:
    """The unit after a number that ends at ``start``: its start, its end, what it is."""
    begin = start
    while begin < start + 3 and text[begin : begin + 1] in {" ", "\t"}:
        begin += 1
    head = text[begin : begin + 1]
    if not head or head in ",。;、:\n)":
        return None
    if head in "/每" and begin + 1 < len(text):
        return _inverse(text, begin)
    if head in "([" and begin + 1 < len(text):
        return _bracketed(text, begin)
    found = scan_unit(text, begin)
    if found is None:
        return _unknown(text, begin)
    end, unit = found
    if text.startswith(("个小时", "个星期"), begin):
        begin += 1  # the measure word is no part of the unit
    if text[end - 1 : end] == "%" or (text[begin] == "%" and end == begin + 1):
        scale = _FULL_SCALE.match(text, end)
        end = scale.end() if scale else end
    if _is_word(text, begin, end, gap=begin - start):
        return None
    return begin, end, unit


_STRANGE = re.compile(r"[A-Za-zμ]{1,6}\s?/\s?(?=[A-Za-z千毫克升平方立])(?!T\s?\d)")


def _unknown(text: str, begin: int) -> tuple[int, int, Unit] | None:
    """A unit of unknown name per a known one, ``FPU/mL``: it compares with nothing but itself."""
    match = _STRANGE.match(text, begin)
    found = scan_unit(text, match.end()) if match else None
    if match is None or found is None or _LATIN_TAIL.match(text, found[0]):
        return None
    return begin, found[0], Unit(1.0, ((text[begin : found[0]], 1),), "unknown")


def _inverse(text: str, begin: int) -> tuple[int, int, Unit] | None:
    """``/℃`` and ``/min``: the inverse of a unit, where the thing counted is not written."""
    found = scan_unit(text, begin + 1)
    if found is None or text[begin] != "/":
        return None
    end, unit = found
    spelled = text[begin + 1 : end]
    if spelled not in {
        "℃",
        "K",
        "min",
        "h",
        "s",
        "d",
        "天",
        "小时",
        "分钟",
        "年",
        "cm3",
        "m3",
        "mL",
        "cm2",
        "m2",
    }:
        return None
    inverse = Unit(
        1.0 / unit.factor, tuple((base, -power) for base, power in unit.dimension), "inverse"
    )
    return begin, end, inverse


def _bracketed(text: str, begin: int) -> tuple[int, int, Unit] | None:
    """``540(MPa)``: a unit alone in brackets."""
    found = scan_unit(text, begin + 1)
    if found is None or text[found[0] : found[0] + 1] != ")":
        return None
    if found[1].dimension == (("count", 1),):
        return None
    return begin + 1, found[0], found[1]


_NEXT_NAME = re.compile(r"[\u4e00-\u9fff]{1,4}(?:耗|成本|费用?|单价|[电汽水煤]耗)")  # 1.15 吨料电耗
_CHANGED_TO = re.compile("降[到至为低]")  # 由15升降到1升


def _is_word(text: str, begin: int, end: int, *, gap: int) -> bool:  # noqa: PLR0911 -- one rule a line
    spelled = text[begin:end]
    after = text[end : end + 1]
    if spelled in _DENOMINATOR_ONLY:
        return True
    last = spelled if spelled in _WORDS_AFTER else spelled[-1]
    blocked = _WORDS_AFTER.get(last)
    if (
        blocked
        and after
        and after in blocked
        and not _CHANGED_TO.match(text, end)
        and (len(spelled) == 1 or last == spelled or len(spelled) == 2)
    ):
        return True
    if gap and spelled in {"吨", "亩", "台", "件"} and _NEXT_NAME.match(text, end):
        return True
    if spelled in _RARE and not _AFTER_RARE.match(text, end):
        return True
    if spelled[-1].isascii() and spelled[-1].isalpha():
        if _LATIN_TAIL.match(text, end) and text[end : end + 1] != "-":
            return True
        if len(spelled) == 1 and text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
            return True
        if gap and len(spelled) == 1 and spelled in "dhslmtvwx" and after.isalpha():
            return True
    return False


_COLUMN = re.compile(r"(?:^|[\s|(,/:])([^\s|(),:。;]{1,12})[\s|):：]*$")


_ELEMENTS = frozenset(
    {"C/N", "C/H", "N/C", "Mn", "Cd", "Pb", "Mg", "Th", "Gd"}
)  # elements that spell a unit, too


def unit_before(text: str, start: int, end: int) -> tuple[int, int, Unit] | None:
    """A unit written before its number, ``抗拉强度(MPa)≥`` or ``密度 | g/cm3 |``, in the window."""
    window = text[start:end]
    match = _COLUMN.search(window)
    if match is None or (
        not window[match.start() : match.start() + 1].strip(" \t|") and not match[1]
    ):
        return None
    spelled = match[1]
    place = start + match.start(1)
    if match.start(1) == 0:
        return None
    unit = None if spelled in _ELEMENTS else parse_unit(spelled)
    if (
        unit is None
        or spelled[0].isdigit()
        or (unit.dimension == (("count", 1),) and len(spelled) > 1)
    ):
        return None
    if len(spelled) == 1 and spelled not in "%℃VAWNJKgmshLΩ元天年次个台吨°目‰倍":
        return None
    return place, place + len(spelled), unit


_HARDNESS = re.compile(
    r"(?:HRC|HRA|HRB|HBW|HB|HV|HS|HRR|(?:[Ss]hore|邵氏|邵尔|SHORE|邵)\s?(?:00|OO|A|D|C)?|肖氏|莫氏|pH|PH)[=:\s]{0,2}$"
)


def hardness_before(text: str, start: int, end: int) -> tuple[int, int, Unit] | None:
    """A hardness scale written before its number: ``HRC58-62``, ``shore00 45±5``."""
    match = _HARDNESS.search(text, max(start, end - 12), end)
    if match is None:
        return None
    spelled = match.group().rstrip("=: ")
    unit = parse_unit(spelled)
    return None if unit is None else (match.start(), match.start() + len(spelled), unit)
