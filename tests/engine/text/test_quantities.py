"""Technical indices in text: what is read, what is left alone, and what always holds."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from queqiao.text.model import Op, Relative, SpecKind, SpecRole
from queqiao.text.quantities import parse_specs
from tests.strategies.quantities import written_specs


def read(text):
    return [
        (spec.parameter, str(spec.op), spec.low, spec.high, spec.unit) for spec in parse_specs(text)
    ]


def only(text):
    specs = parse_specs(text)
    assert len(specs) == 1, specs
    return specs[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("导热系数8W/m?K以上", ("导热系数", ">=", 8, None, "W/m?K")),
        ("体积电阻率1×1013Ω·cm", ("体积电阻率", "=", 1e13, 1e13, "Ω·cm")),
        ("击穿电压10kv/mm", ("击穿电压", "=", 10, 10, "kv/mm")),
        ("厚度0.5mm-5.0mm可选", ("厚度", "range", 0.5, 5, "mm")),
        ("使用温度－50~200度", ("使用温度", "range", -50, 200, "度")),
        ("密度3.2g／cm3左右", ("密度", "~=", 3.2, 3.2, "g／cm3")),
        ("硬度shore00 45±5", ("硬度", "range", 40, 50, "shore00")),
        ("漏报率低于3％", ("漏报率", "<", None, 3, "％")),
        ("投资控制在300万以内", ("投资", "<=", None, 300, "万")),
        ("疲劳寿命≥10 6 次", ("疲劳寿命", ">=", 1e6, None, "次")),
        ("漏率≤1.5×10⁻⁶ Pa·m³/s", ("漏率", "<=", None, 1.5e-6, "Pa·m³/s")),
        ("抗拉强度(MPa)≥540", ("抗拉强度", ">=", 540, None, "MPa")),
        ("密度 | g/cm3 | ≤1.2", ("密度", "<=", None, 1.2, "g/cm3")),
        ("精度±0.01mm", ("精度", "range", -0.01, 0.01, "mm")),
        ("电压220V±10%", ("电压", "range", 198, 242, "V")),
        ("5≤pH≤9", ("pH", "range", 5, 9, "")),
        ("硬度HRC58-62", ("硬度", "range", 58, 62, "HRC")),
        ("成本下降三成", ("成本", "=", 3, 3, "成")),
        ("预算五十万元", ("预算", "=", 50, 50, "万元")),
        ("废品率低于千分之三", ("废品率", "<", None, 3, "‰")),
        ("成品率达到95%", ("成品率", ">=", 95, None, "%")),
        ("不良率达到0.5%", ("不良率", "<=", None, 0.5, "%")),
        ("误差不得超过2%", ("误差", "<=", None, 2, "%")),
        ("具有500小时的寿命", ("寿命", "=", 500, 500, "小时")),
        ("3000次以上循环寿命", ("循环寿命", ">=", 3000, None, "次")),
        ("接入不少于2000个测点", ("测点", ">=", 2000, None, "个")),
        ("粒径D50：2-5μm", ("粒径D50", "range", 2, 5, "μm")),
        ("tensile strength no less than 540 MPa", ("tensile strength", ">=", 540, None, "MPa")),
        ("薄膜厚度50μm-1mm", ("薄膜厚度", "range", 0.05, 1, "mm")),
        ("蛋白质含量≥18g/100g", ("蛋白质含量", ">=", 18, None, "g/100g")),
    ],
)
def test_parse_specs_one_index(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "执行GB/T 12459-2017及客户技术协议",
        "通过ISO9001:2015、IATF16949认证",
        "2020年6月前供货",
        "2021-2025年发展规划",
        "电话0431-85168888，手机13812345678，QQ:123456789",
        "支持5G、3D打印、CO2捕集、H2O2消毒",
        "Q235钢、45#钢、304不锈钢、6061-T6铝合金、GH4169、CR2032、M10螺栓",
        "1、市场分析 2、技术路线 (3)人员安排",
        "第3代半导体，图1，表2，7×24小时服务，500强企业",
        "我公司成立于2008年，注册资本5000万元，占地120亩，员工350人，年销售收入2.6亿元",
        "拥有发明专利15项，实用新型36项",
        "国内市场规模约200亿元，年均增长率15%",
        "从事该行业20余年，未来5年将扩大规模",
        "邮箱abc123@163.com，网址https://www.a1.com/5mm",
        "达到国际先进水平",
        "料液比1:12",
    ],
)
def test_parse_specs_look_alikes_are_left_alone(text):
    assert read(text) == []


def test_parse_specs_change_from_and_to():
    first, second = parse_specs("单批研磨时间由目前的72h缩短到40小时以内")

    assert (first.parameter, first.role, first.op) == ("单批研磨时间", SpecRole.BASELINE, Op.EQUAL)
    assert (second.parameter, second.role, second.op) == (
        "单批研磨时间",
        SpecRole.TARGET,
        Op.AT_MOST,
    )
    assert first.canonical_low == 259200
    assert (second.canonical_high, second.canonical_unit) == (144000, "second")


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("回用率提高15个百分点", Relative.RISE),
        ("药剂成本降低20%以上", Relative.FALL),
        ("产量是原来的3倍", Relative.MULTIPLE),
        ("回用率提高到90%", None),
    ],
)
def test_parse_specs_relative(text, relative):
    assert only(text).relative is relative


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("在-46℃下使用", SpecRole.CONDITION),
        ("1C倍率下", SpecRole.CONDITION),
        ("成品圆度只能做到0.3μm", SpecRole.BASELINE),
        ("目前合格率约85%", SpecRole.BASELINE),
        ("希望合格率提高到98%", SpecRole.TARGET),
        ("我国每年产生秸秆约7亿吨", SpecRole.CONTEXT),
        ("使回用率提高15个百分点", SpecRole.TARGET),
    ],
)
def test_parse_specs_role(text, role):
    assert only(text).role is role


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("项目周期18个月", SpecKind.DURATION),
        ("投资控制在300万以内", SpecKind.BUDGET),
        ("年产5000吨", SpecKind.CAPACITY),
        ("使用寿命不低于10年", SpecKind.PERFORMANCE),
        ("强度≥50MPa", SpecKind.PERFORMANCE),
    ],
)
def test_parse_specs_kind(text, kind):
    assert only(text).kind is kind


def test_parse_specs_yearly_output_compares_with_tonnes_a_year():
    yearly, written = only("年产5000吨"), only("产能5000吨/年")

    assert yearly.canonical_unit == written.canonical_unit
    assert yearly.canonical_low == pytest.approx(written.canonical_low)


def test_parse_specs_temperature_difference_is_no_temperature():
    assert only("温差≤5K").canonical_unit == "delta_degree_Celsius"
    assert only("温差≤5K").canonical_high == 5


def test_parse_specs_offsets_count_into_the_original():
    text = "﻿【指標】&nbsp;抗拉強度&ge;６００ＭＰａ；設(shè)計壽命≥10年"

    spans = [text[spec.start : spec.end] for spec in parse_specs(text)]

    assert spans == ["&ge;６００ＭＰａ", "≥10年"]


def test_parse_specs_literal_line_breaks_end_a_line():
    assert read("1、强度≥50MPa;\\n2、伸长率≥8%") == [
        ("强度", ">=", 50, None, "MPa"),
        ("伸长率", ">=", 8, None, "%"),
    ]


@given(written_specs())
@settings(max_examples=200)
def test_parse_specs_reads_back_what_was_written(written):
    specs = parse_specs(written.text)

    assert [(s.start, s.end, s.op, s.low, s.high, s.unit, s.parameter) for s in specs] == [
        (
            written.start,
            written.end,
            written.op,
            written.low,
            written.high,
            written.unit,
            written.parameter,
        )
    ]


NOISE = st.text(
    alphabet=st.sampled_from(
        list(
            "0123456789.,-~±×≥≤%℃ \n\\n年月日万元个次由从到至提高降以上下内为的(（)）:：/·^mMPkgaW百十三一半第图&;l"
        )
    ),
    max_size=60,
)


@given(st.one_of(st.text(max_size=80), NOISE))
@example("1e999mm")
@example("9" * 400 + "mm")
@example("10^999mm")
@example("±")
@example("5≤pH≤")
@example("²³mm 10⁻ 1×10⁻⁻mm")
@settings(max_examples=300)
def test_parse_specs_never_raises_and_keeps_its_promises(text):
    cursor = 0
    for spec in parse_specs(text):
        assert 0 <= spec.start < spec.end <= len(text)
        assert spec.start >= cursor
        cursor = spec.start
        assert spec.parameter in text
        has_low = spec.op not in {Op.AT_MOST, Op.BELOW}
        has_high = spec.op not in {Op.AT_LEAST, Op.ABOVE}
        assert (spec.low is not None, spec.high is not None) == (has_low, has_high)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "10×",
        "(",
        "5mm、",
        "a1",
        "一",
        "±1",
        "1-",
        "第1",
        "年",
        "1.",
        "≥",
        "目前1%",
        "：",
        "W/",
    ],
)
def test_parse_specs_time_grows_with_length(unit):
    def seconds(length):
        text = (unit * length)[:length]
        start = time.process_time()
        parse_specs(text)
        return time.process_time() - start

    seconds(2000)
    small, large = seconds(5_000), seconds(40_000)
    assert large < 16 * small + 0.5
