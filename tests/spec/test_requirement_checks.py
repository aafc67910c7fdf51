"""
# Requirement checks

Each index of a demand is held against an offer. These tables are the manual: demand, offer, and
what is said of each index, in the order of the demand.
"""

import pytest

from queqiao.matching.checks import check_texts


def said_of(demand, offer):
    """``met``, ``short 20 MPa``, ``not_stated`` or ``conflict_unit`` for each demanded index."""
    return [
        f"short {verdict.shortfall:g} {verdict.unit}".strip()
        if verdict.shortfall is not None
        else verdict.outcome.value
        for verdict in check_texts(demand, offer)
    ]


def table(*rows):
    return pytest.mark.parametrize(("demand", "offer", "expected"), rows)


@table(
    ("抗拉强度不低于350MPa", "拉伸强度可达0.36GPa", ["met"]),
    ("比能量大于300Wh/kg", "能量密度0.29kWh/kg", ["short 10 Wh/kg"]),
    ("检测限低于0.1mg/L", "检出限为50μg/L", ["met"]),
    ("亩产600公斤以上", "亩产1000斤", ["short 100 公斤"]),
    ("投资不超过300万元", "设备投资0.04亿元", ["short 100 万元"]),
    ("杂质含量≤50ppm", "杂质含量0.004%", ["met"]),
)
def test_synonyms_and_units_are_understood(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("抗拉强度≥600MPa", "抗拉强度600MPa", ["met"]),
    ("抗拉强度>600MPa", "抗拉强度600MPa", ["short 0 MPa"]),
    ("抗拉强度>600MPa", "抗拉强度大于600MPa", ["met"]),
    ("响应时间小于50ms", "响应时间为0.05s", ["short 0 ms"]),
    ("响应时间不超过50ms", "响应时间为0.05s", ["met"]),
)
def test_boundaries_are_exact(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("抗拉强度≥600MPa", "抗拉强度580~640MPa", ["short 20 MPa"]),
    ("噪声≤60dB", "噪声55~65dB", ["short 5 dB"]),
    ("收率不低于90%", "收率91~93%", ["met"]),
)
def test_offered_range_is_judged_at_its_worst_end(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("使用温度-40~85℃", "工作温度-50~120℃", ["met"]),
    ("使用温度-40~85℃", "工作温度-20~120℃", ["short 20 ℃"]),
    ("测量范围0-10MPa", "量程0~16MPa", ["met"]),
)
def test_working_range_must_be_covered(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("粒径2-5μm", "粒径2.5~4μm", ["met"]),
    ("粒径2-5μm", "粒径1~4μm", ["short 1 μm"]),
    ("屈服强度485～605MPa", "屈服强度620MPa", ["short 15 MPa"]),
    ("固含量45%±2%", "固含量46%", ["met"]),
)
def test_band_must_be_kept(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("定位精度±0.05mm", "定位精度±0.03mm", ["met"]),
    ("误差±1%以内", "误差±1.5%", ["short 0.5 %"]),
    ("控温精度±0.5℃", "控温精度±0.3K", ["met"]),
)
def test_deviation_counts_by_its_size(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("整机功耗15W", "整机功耗12W", ["met"]),
    ("整机功耗15W", "整机功耗18W", ["short 3 W"]),
    ("合格率95%", "合格率97%", ["met"]),
    ("密度3.2g/cm³左右", "密度3.3g/cm³", ["met"]),
)
def test_bare_value_asks_for_the_better_side(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("药剂成本降低20%以上", "药剂成本降低25%", ["met"]),
    ("单位产品能耗降低15%以上", "单位产品能耗由120kWh/t降至96kWh/t", ["met"]),
    ("单位产品能耗降低25%以上", "单位产品能耗由120kWh/t降至96kWh/t", ["short 5 %"]),
    ("回用率提高15个百分点", "回用率提高12个百分点", ["short 3 个百分点"]),
)
def test_changes_compare_with_changes_and_with_stated_baselines(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("导热系数≥5W/(m·K)", "导热性能优异，散热好", ["not_stated"]),
    ("屈服强度≥400MPa", "抗拉强度600MPa", ["not_stated"]),
    ("漏报率低于3%", "误报率2%", ["not_stated"]),
    ("圆度≤0.08μm", "传统工艺圆度只能做到0.05μm，本成果正在改进", ["not_stated"]),
    ("抗拉强度≥500MPa", "抗拉强度提高20%", ["not_stated"]),
)
def test_what_is_not_stated_never_counts_as_met(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("-46℃下冲击功≥60J", "-46℃下冲击功70J", ["met"]),
    ("-46℃下冲击功≥60J", "-20℃下冲击功95J", ["not_stated"]),
    ("-46℃下冲击功≥60J", "-60℃下冲击功65J", ["met"]),
    ("-46℃下冲击功≥60J", "-20℃下冲击功50J", ["short 10 J"]),
)
def test_value_under_other_conditions_counts_only_where_it_decides(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("硬度≥60HRC", "硬度780HV", ["conflict_unit"]),
    ("硬度≥60HRC", "硬度780HV，相当于62HRC", ["met"]),
)
def test_units_that_do_not_compare_are_said_to(demand, offer, expected):
    assert said_of(demand, offer) == expected


@table(
    ("我公司现有员工86人，2018年销售收入3200万元。要求圆度≤0.08μm。", "圆度0.06μm", ["met"]),
    ("成品率由85%提高到95%以上", "成品率96%", ["met"]),
)
def test_background_and_baselines_of_the_demand_are_no_requirements(demand, offer, expected):
    assert said_of(demand, offer) == expected
