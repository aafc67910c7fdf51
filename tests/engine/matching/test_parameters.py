"""Which names mean the same quantity; which must never be taken for each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.matching.parameters import (
    Agreement,
    Better,
    agreement,
    better_side,
    groups,
    read_name,
)
from queqiao.text.units import parse_unit

SAME = [
    ("抗拉强度", "拉伸强度"),
    ("室温抗拉强度", "抗拉强度"),
    ("铝合金型材抗拉强度", "抗拉强度"),
    ("tensile strength", "抗拉强度"),
    ("夏比冲击功单值", "冲击吸收功"),
    ("比能量", "能量密度"),
    ("导热系数", "热导率"),
    ("黏度(25℃)", "粘度"),
    ("循环寿命", "循环次数"),
    ("表面粗糙度Ra", "Ra"),
    ("球圆度", "圆度"),
    ("出水COD", "CODcr"),
    ("碳含量", "含碳量"),
    ("成品率", "一次合格率"),
    ("端到端延迟", "时延"),
    ("缺陷检测准确率", "缺陷识别准确率"),
    ("单批研磨时间", "研磨时间"),
    ("接入测点", "测点数"),
    ("VOCs排放浓度", "非甲烷总烃排放浓度"),
    ("平均故障间隔时间", "MTBF"),
    ("回用率", "中水回用率"),
    ("效率", "转换效率"),
    ("药液附着率", "药液的附着率"),
]
DIFFERENT = [
    ("抗拉强度", "屈服强度"),
    ("抗拉强度", "强度"),
    ("高温抗拉强度", "抗拉强度"),
    ("冲击功单值", "冲击功均值"),
    ("出水COD", "进水COD"),
    ("准确率", "误报率"),
    ("误报率", "漏报率"),
    ("效率", "损耗"),
    ("故障识别准确率", "语音识别准确率"),
    ("识别准确率", "预测准确率"),
    ("定位精度", "重复定位精度"),
    ("测量精度", "控制精度"),
    ("铅含量", "镉含量"),
    ("COD去除率", "氨氮去除率"),
    ("脱硫率", "脱硝率"),
    ("发酵时间", "检测时间"),
    ("药剂成本", "人工成本"),
    ("正极压实密度", "负极压实密度"),
    ("容量保持率", "容量衰减率"),
    ("表面粗糙度Ra", "粗糙度Rz"),
    ("D50", "D90"),
    ("单体能量密度", "系统能量密度"),
    ("离子电导率", "电导率"),
    ("均值", "平均值"),
]


@pytest.mark.parametrize(("demanded", "offered"), SAME)
def test_names_of_the_same_quantity_agree(demanded, offered):
    assert agreement(read_name(demanded), read_name(offered)) > Agreement.NONE


@pytest.mark.parametrize(("demanded", "offered"), DIFFERENT)
def test_names_of_different_quantities_do_not(demanded, offered):
    assert agreement(read_name(demanded), read_name(offered)) is Agreement.NONE


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("抗拉强度", Better.HIGHER),
        ("吨水电耗", Better.LOWER),
        ("测量误差", Better.LOWER),
        ("漏报率", Better.LOWER),
        ("表面粗糙度Ra", Better.LOWER),
        ("药剂成本", Better.LOWER),
        ("端到端延迟", Better.LOWER),
        ("密度", Better.NOMINAL),
        ("中心频率", Better.NOMINAL),
        ("夹杂物破碎率", Better.LOWER),
        ("叶片捕获率", Better.HIGHER),
        ("最高使用温度", Better.HIGHER),
        ("最低使用温度", Better.LOWER),
    ],
)
def test_better_side_is_known_or_told_by_the_parts_of_the_name(name, side):
    assert better_side(read_name(name)) is side


def test_better_side_may_turn_with_the_value():
    name = read_name("导热系数")

    assert better_side(name, value=0.03, unit="W/(m·K)") is Better.LOWER
    assert better_side(name, value=8, unit="W/(m·K)") is Better.HIGHER
    assert better_side(name, value=30, unit="mW/(m·K)") is Better.LOWER


def test_lexicon_gives_every_name_to_one_group():
    owners: dict[str, list[str]] = {}
    for entry in groups().values():
        for name in set(entry.names):
            owners.setdefault(name, []).append(entry.id)

    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_lexicon_is_broad_and_sound():
    assert len(groups()) >= 250
    for entry in groups().values():
        assert entry.broader == "" or entry.broader in groups()
        assert entry.pivot is None or entry.better is Better.PIVOT


def test_suggested_units_can_be_read():
    unread = {e.id: e.unit for e in groups().values() if e.unit and parse_unit(e.unit) is None}

    assert unread == {}


@pytest.mark.parametrize("entry", groups().values(), ids=lambda entry: entry.id)
def test_every_name_is_read_as_its_own_group(entry):
    wrong = {name: read_name(name).group for name in entry.names}

    assert {name for name, found in wrong.items() if found is None or found.id != entry.id} == set()


@given(text=st.text(max_size=30))
def test_any_text_can_be_read_and_agrees_with_itself_or_is_bare(text):
    name = read_name(text)

    assert name.bare or agreement(name, name) >= Agreement.LOOSER
