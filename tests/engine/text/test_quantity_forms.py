"""Forms of quantities that a second person's texts brought up, one test a general cause."""

from __future__ import annotations

import pytest

from queqiao.text.model import Op, Relative, SpecRole
from queqiao.text.quantities import parse_specs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a decimal behind a colon is no list ordinal
        ("价格：3.5万元/吨以下", [("3.5万元/吨以下", "<=", None, 3.5, "万元/吨")]),
        ("总投资：2.5亿元", [("2.5亿元", "=", 2.5, 2.5, "亿元")]),
        ("工期：1.5年。", [("1.5年", "=", 1.5, 1.5, "年")]),
        # nor is one at the start of a sentence, unless it has a neighbor in the list
        ("难题。0.010mm膜强度好", [("0.010mm", "=", 0.010, 0.010, "mm")]),
        ("1.5mm膜，够用", [("1.5mm", "=", 1.5, 1.5, "mm")]),
        ("1.12小时续航；2.可折叠", [("12小时", "=", 12.0, 12.0, "小时")]),
        # a scanner's letter O
        ("流量12OL/min", [("12OL/min", "=", 120.0, 120.0, "L/min")]),
        ("Ra≤0.O5μm，", [("≤0.O5μm", "<=", None, 0.05, "μm")]),
        # grams are not the fifth generation, and what visitors of a page did is no index
        ("单批批量仅5g，收率低", [("5g", "=", 5.0, 5.0, "g")]),
        ("支持5G网络。浏览次数：1387", []),
        ("原料由4N级提到5N，纯度≥99.999%", [("≥99.999%", ">=", 99.999, None, "%")]),
        ("模具寿命不少于8万模次", [("不少于8万模次", ">=", 8.0, None, "万模次")]),
        ("3dB带宽≥20GHz", [("≥20GHz", ">=", 20.0, None, "GHz")]),
        # units
        ("加样量：80μl全血", [("80μl", "=", 80.0, 80.0, "μl")]),
        ("对映体纯度＞99.5%ee", [("＞99.5%ee", ">", 99.5, None, "%ee")]),
        ("剥离力不低于35N/15mm", [("不低于35N/15mm", ">=", 35.0, None, "N/15mm")]),
        ("再生能耗≤2.4GJ/tCO2", [("≤2.4GJ/tCO2", "<=", None, 2.4, "GJ/tCO2")]),
        ("算力不低于8TOPS", [("不低于8TOPS", ">=", 8.0, None, "TOPS")]),
        ("0°拉伸强度≥1800MPa", [("≥1800MPa", ">=", 1800.0, None, "MPa")]),
        ("续航不少于6个小时", [("不少于6个小时", ">=", 6.0, None, "小时")]),
        # below zero
        ("耐低温零下40℃不开裂", [("零下40℃", "=", -40.0, -40.0, "℃")]),
        ("零下30℃~50℃环境使用", [("零下30℃~50℃", "range", -30.0, 50.0, "℃")]),
        ("温度低至零下二十摄氏度", [("零下二十摄氏度", "=", -20.0, -20.0, "摄氏度")]),
        # Chinese numerals
        ("合作期限三到五年", [("三到五年", "range", 3.0, 5.0, "年")]),
        ("预算三至五万元", [("三至五万元", "range", 3.0, 5.0, "万元")]),
        ("预算3万到5万元", [("3万到5万元", "range", 3.0, 5.0, "万元")]),
        ("实干四五个小时。", [("四五个小时", "range", 4.0, 5.0, "小时")]),
        ("表干时间半小时", [("半小时", "=", 0.5, 0.5, "小时")]),
        ("氨气浓度三十多ppm，", [("三十多ppm", ">", 30.0, None, "ppm")]),
        ("准确率九成，", [("九成", "=", 9.0, 9.0, "成")]),
        ("公司十五年的经验，近两三天，三分之一的企业", []),
        # comparators
        ("单价别超过15万元", [("别超过15万元", "<=", None, 15.0, "万元")]),
        ("强度大于等于母材的60%", [("大于等于母材的60%", ">=", 60.0, None, "%")]),
        ("成本控制在5元内", [("5元内", "<=", None, 5.0, "元")]),
        ("用水量由15升降到", [("15升", "=", 15.0, 15.0, "升")]),
        ("H2检测下限10ppm", [("10ppm", "=", 10.0, 10.0, "ppm")]),
        ("药剂消耗减到1.0kg，", [("1.0kg", "=", 1.0, 1.0, "kg")]),
    ],
)  # fmt: skip
def test_parse_specs_of_forms(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [
        (text[s.start : s.end].removeprefix("低至"), s.op, s.low, s.high, s.unit)
        for s in parse_specs(text)
    ]
    assert found == expected


def test_contents_of_alloys_cling_to_their_elements() -> None:
    specs = parse_specs(
        "化学成分(wt%)：C0.38-0.44，Mn≤0.60，Cr1.0-1.3；Al1.2wt%。牌号Cr12MoV、Q235。"
    )
    assert [(s.parameter, s.low, s.high, s.unit) for s in specs] == [
        ("C", 0.38, 0.44, ""),
        ("Mn", None, 0.6, ""),
        ("Cr", 1.0, 1.3, ""),
        ("Al", 1.2, 1.2, "wt%"),
    ]


@pytest.mark.parametrize("text", ["煎煮时间压缩三分之一以上", "愈合时间缩短1/3以上"])
def test_a_fraction_counts_where_something_changes_by_it(text: str) -> None:
    (spec,) = parse_specs(text)
    assert (spec.op, spec.relative, spec.unit) == (Op.AT_LEAST, Relative.FALL, "")
    assert spec.low == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("树脂粘度（40℃）：300-600mPa·s", ["树脂粘度", "树脂粘度"]),
        ("60℃存储30天体积膨胀率小于8%", ["存储", "体积膨胀率", "体积膨胀率"]),
        ("边模抑制比SMSR>40dB", ["边模抑制比SMSR"]),
        ("有效期18个月", ["有效期"]),
        ("与PCR比符合率90%以上", ["符合率"]),
        ("发酵表达量8g/L，目标15g/L以上", ["发酵表达量", "发酵表达量"]),
        ("价格为进口的60%左右", ["价格"]),
    ],
)
def test_parameters_of_forms(text: str, parameters: list[str]) -> None:
    assert [s.parameter for s in parse_specs(text)] == parameters


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("60℃存储30天体积膨胀率小于8%", "condition condition target"),
        ("1）-20℃冷启动时间不超过30秒", "condition target"),
        ("45℃循环1000周容量保持率达到85%以上", "condition condition target"),
        ("蒸发温度50℃、冷凝温度130℃条件下COP≥2.6", "condition condition target"),
        ("进水水质：COD 300mg/L，氨氮50mg/L；出水COD≤50mg/L", "condition condition target"),
        ("浮选回收率仅58.3%。", "baseline"),
        ("换挡时间0.8s，司机抱怨大", "baseline"),
        ("损耗≤80μm(现有线切割为200~250μm)", "target baseline"),
        ("产率5%以内（现在约25%），占地＜500平米，工期6个月", "target baseline target target"),
        ("目前进口树脂5.2万元/吨", "baseline"),
        ("价格较进口降低15%", "target"),
        ("疲劳寿命达到原来的3倍以上，断裂率低于1%", "target target"),
        ("capacity above 1100 mAh/g at 0.1C after 300 cycles", "target condition condition"),
        ("药后2小时遇雨不影响药效", "condition"),
        ("焊缝-40℃冲击功不小于50J", "condition target"),
        ("运动粘度（135℃） | Pa·s | ≤3.0", "condition target"),
        (
            "辊道窑\n窑长280m。费用近600万元。计划改用掺氢，费用≤500万元",
            "condition baseline target",
        ),
        ("支持普通话，离线指令1000条以上", "target"),
        ("发酵表达量8g/L，目标15g/L以上", "baseline target"),
        ("阴极炭块\n系列500kA，槽寿命2200天。目标：槽寿命≥3000d", "condition baseline target"),
        ("换向阀\n压力：35MPa；流量≥600L/min。要求寿命≥5年", "target target target"),
        ("价格为进口的60%左右", "target"),
        ("国产化率百分之九十以上", "target"),
    ],
)
def test_roles_of_forms(text: str, roles: str) -> None:
    assert [s.role for s in parse_specs(text)] == [SpecRole(role) for role in roles.split()]


@pytest.mark.parametrize(
    ("text", "target", "name", "condition", "of"),
    [
        ("力效12g/W@20kgf", "12g/W", "力效", "20kgf", ""),
        ("力效：12 g/W ＠ 20 kgf。", "12 g/W", "力效", "20 kgf", ""),
        ("单桨力效达到12g/W@20kgf拉力", "达到12g/W", "单桨力效", "20kgf", "拉力"),
        ("容量100Ah@0.5C", "100Ah", "容量", "0.5C", ""),
        ("增益≥20dB@2.4GHz", "≥20dB", "增益", "2.4GHz", ""),
        ("驻波≤1.5@2~6GHz", "≤1.5", "驻波", "2~6GHz", ""),
        ("容量保持率≥80%@-20℃", "≥80%", "容量保持率", "-20℃", ""),
        ("准确率≥95%@IoU=0.5", "≥95%", "准确率", "=0.5", "IoU"),
        ("噪声≤45dB(A)@距离1m", "≤45dB(A)", "噪声", "1m", "距离"),
    ],
)
def test_what_follows_an_at_sign_is_the_condition(
    text: str, target: str, name: str, condition: str, of: str
) -> None:
    """``100Ah@0.5C`` was taken for a mail address, ``1.5@`` for a part number."""
    first, second = parse_specs(text)

    assert (text[first.start : first.end], first.parameter) == (target, name)
    assert (text[second.start : second.end], second.parameter) == (condition, of)
    assert (first.role, second.role) == (SpecRole.TARGET, SpecRole.CONDITION)


@pytest.mark.parametrize("text", ["邮箱 abc.12@163.com", "13800138000@139.com，q5V@sina.com.cn"])
def test_mail_addresses_are_no_indices(text: str) -> None:
    assert parse_specs(text) == ()


def test_pressure_drops_and_degradation_are_no_falls() -> None:
    specs = parse_specs("阴极压降≤260mV；180天降解率＞90%")
    assert [s.relative for s in specs] == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "公司专注储能系统集成8年，累计出货1.2GWh。",
        "我公司承担城市供热面积260万平方米",
        "猪场存栏8000头",
        "2022年实现产值1.8亿元，同比增长23%。",
        "公司研发人员占比18%。",
    ],
)
def test_the_scale_of_a_firm_is_no_index(text: str) -> None:
    assert [s for s in parse_specs(text) if s.role is not SpecRole.CONTEXT] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # units of hazes and traces, and what is no unit
        ("浊度不高于0.6EBC，", [("不高于0.6EBC", "<=", None, 0.6, "EBC")]),
        ("表面金属降到0.5ppbw以下", [("0.5ppbw以下", "<=", None, 0.5, "ppbw")]),
        ("力效12g/W@200W", [("12g/W", "=", 12.0, 12.0, "g/W"), ("200W", "=", 200.0, 200.0, "W")]),
        ("饲料系数不高于1.15 吨料电耗下降", [("不高于1.15", "<=", None, 1.15, "")]),
        ("老系统为Oracle 11g，", []),
        # values
        ("频率DC-67GHz，", [("DC-67GHz", "range", 0.0, 67.0, "GHz")]),
        ("膨胀系数(4.9±0.1)×10-6/K；", [("(4.9±0.1)×10-6/K", "range", 4.8e-6, 5e-6, "/K")]),
        ("库温－25±1℃，", [("－25±1℃", "range", -26.0, -24.0, "℃")]),
        ("1.2万吨冷库改造", [("1.2万吨", "=", 1.2, 1.2, "万吨")]),
        ("测一次要2个多小时，", [("2个多小时", ">", 2.0, None, "小时")]),
        ("整机功耗40kW max，", [("40kW max", "<=", None, 40.0, "kW")]),
        ("回波损耗优于15dB，", [("优于15dB", ">=", 15.0, None, "dB")]),
        ("插入损耗优于1dB，", [("优于1dB", "<=", None, 1.0, "dB")]),
        ("介电性能Dk 6.6，", [("6.6", "=", 6.6, 6.6, "")]),
    ],
)  # fmt: skip
def test_parse_specs_of_more_forms(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [(text[s.start : s.end], s.op, s.low, s.high, s.unit) for s in parse_specs(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        # what is told before the wish: today's state by its name, else what is given
        (
            "枪钻断屑难\n孔径8mm，孔深420mm，现在断刀率4%，想把断刀率降到1%以下。",
            ["condition", "condition", "baseline", "target"],
        ),
        (
            "胎面脱层\n轮胎规格40.00R57，载荷60t。退货率2%。希望生热低于90℃。",
            ["condition", "baseline", "target"],
        ),
        (
            "扫码通道\n单件人工扫码6秒，漏扫率0.8%。求扫码通道：读码率≥99.7%。",
            ["baseline", "baseline", "target"],
        ),
        (
            "污泥脱水\n工厂年产酱油3万吨，含水率80%。要求含水率低于60%。",
            ["context", "baseline", "target"],
        ),
        # the company's own figures are background, its groundwork is today's state
        ("一、企业概况\n规划产能24万辆/年\n二、目标\n准确率≥99%", ["context", "target"]),
        ("一、工作基础\n效率19.2%\n二、目标\n效率≥21%", ["baseline", "target"]),
        # what is wished of a domestic product, what must be survived
        ("希望国产价格不高于20万元", ["target"]),
        ("新装置-30℃可启动，单价1万元以下", ["condition", "target"]),
        ("热封强度现12N/15mm，要做到18N/15mm以上", ["baseline", "target"]),
    ],
)  # fmt: skip
def test_roles_of_what_is_told(text: str, roles: list[str]) -> None:
    assert [spec.role.value for spec in parse_specs(text)] == roles


def test_names_begin_behind_a_blank_or_a_sample() -> None:
    text = "征集盘点机器人 识别准确率99.9%以上，我方小试样品首效86%，热变形 温度≥100℃"
    assert [s.parameter for s in parse_specs(text)] == ["识别准确率", "首效", "热变形 温度"]


def test_rates_are_no_change_and_differences_are() -> None:
    rate, apart = parse_specs("降级率2.7%。成品率比进口管低20个百分点")
    assert (rate.relative, apart.relative) == (None, Relative.FALL)


def test_a_bare_value_before_a_plan_is_how_things_are() -> None:
    specs = parse_specs("现场排烟温度138℃，拟降到55℃；0.3MPa气压下泄漏量≤5mL/min")

    assert [spec.role for spec in specs] == [
        SpecRole.BASELINE,
        SpecRole.TARGET,
        SpecRole.CONDITION,
        SpecRole.TARGET,
    ]


def test_a_value_pressed_to_another_keeps_its_name() -> None:
    specs = parse_specs("液面波动从±5mm压缩到±3mm")

    assert [spec.parameter for spec in specs] == ["液面波动", "液面波动"]
