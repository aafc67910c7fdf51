"""Requirement checks on indices given as values: no parser involved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.matching.checks import check_specs
from queqiao.matching.results import Outcome
from queqiao.text.model import SpecRole
from queqiao.text.units import convert
from tests.engine.matching.indices import index


def verdict(demanded, *offered):
    (result,) = check_specs([index(demanded)], [item_of(o) for o in offered])
    return result.outcome.value, result.shortfall


def item_of(offered):
    return index(offered) if isinstance(offered, str) else offered


@pytest.mark.parametrize(
    ("demanded", "offered", "expected"),
    [
        ("抗拉强度>=350MPa", "拉伸强度=0.36GPa", ("met", None)),
        ("抗拉强度>=350MPa", "抗拉强度=350MPa", ("met", None)),
        ("抗拉强度>350MPa", "抗拉强度=350MPa", ("short", 0.0)),
        ("抗拉强度>350MPa", "抗拉强度>350MPa", ("met", None)),
        ("抗拉强度>350MPa", "抗拉强度>=350MPa", ("short", 0.0)),
        ("抗拉强度>=350MPa", "抗拉强度=340..400MPa", ("short", 10.0)),
        ("延迟<200ms", "时延=0.2s", ("short", 0.0)),
        ("延迟<=200ms", "时延=0.2s", ("met", None)),
        ("延迟<=200ms", "时延<=250ms", ("short", 50.0)),
        ("厚度=1mm", "厚度=1000μm", ("met", None)),
        ("循环寿命>=2000次", "循环次数=2000", ("met", None)),
    ],
)
def test_boundaries_are_exact_across_units(demanded, offered, expected):
    assert verdict(demanded, offered) == expected


def test_shortfall_has_no_noise_of_binary_arithmetic():
    assert verdict("损耗<=0.1%", "损耗=0.3%") == ("short", 0.2)
    assert verdict("纯度>=99.999%", "纯度=99.99%") == ("short", 0.009)


@pytest.mark.parametrize(
    ("demanded", "offered", "expected"),
    [
        ("能耗=100kWh", "能耗=90kWh", ("met", None)),
        ("能耗=100kWh", "能耗=120kWh", ("short", 20.0)),
        ("合格率=95%", "合格率=97%", ("met", None)),
        ("合格率=95%", "合格率=90%", ("short", 5.0)),
        ("中心频率=10MHz", "中心频率=12MHz", ("short", 2.0)),
        ("密度~=3.2g/cm3", "密度=3.4g/cm3", ("met", None)),
        ("密度~=3.2g/cm3", "密度=4.2g/cm3", ("short", 1.0)),
        ("导热系数=0.03W/(m·K)", "热导率=0.02W/(m·K)", ("met", None)),
        ("导热系数=8W/(m·K)", "热导率=10W/(m·K)", ("met", None)),
    ],
)
def test_bare_value_asks_for_the_better_side(demanded, offered, expected):
    assert verdict(demanded, offered) == expected


@pytest.mark.parametrize(
    ("demanded", "offered", "expected"),
    [
        ("使用温度=-40..85℃", "工作温度=-50..120℃", ("met", None)),
        ("使用温度=-40..85℃", "工作温度=-20..120℃", ("short", 20.0)),
        ("使用温度=-40..85℃", "工作温度=25℃", ("short", 65.0)),
        ("使用温度=-40..85℃", "工作温度<=125℃", ("not_stated", None)),
        ("使用温度=-40..85℃", "工作温度<=70℃", ("short", 15.0)),
        ("使用温度>=200℃", "工作温度=-50..250℃", ("met", None)),
        ("使用温度<=-40℃", "工作温度=-50..250℃", ("met", None)),
        ("测量范围=0..10MPa", "量程=0..16MPa", ("met", None)),
        ("粒径=2..5μm", "粒径=2.5..4μm", ("met", None)),
        ("粒径=2..5μm", "粒径=1..4μm", ("short", 1.0)),
        ("硬度=40..50HRC", "硬度=55HRC", ("short", 5.0)),
        ("厚度=0.5..5mm", "厚度=0.2..8mm", ("met", None)),
        ("厚度=0.5..5mm", "厚度=2mm", ("met", None)),
        ("循环寿命=2000..3000次", "循环寿命=5000次", ("met", None)),
        ("误差=-1..1%", "误差=0.5%", ("met", None)),
        ("误差=-1..1%", "误差=-2..2%", ("short", 1.0)),
        ("控温精度=-0.5..0.5℃", "温度控制精度=-0.3..0.3K", ("met", None)),
    ],
)
def test_range_is_a_band_or_has_to_be_covered(demanded, offered, expected):
    assert verdict(demanded, offered) == expected


@pytest.mark.parametrize(
    ("demanded", "offered"),
    [
        ("屈服强度>=400MPa", "抗拉强度=600MPa"),
        ("准确率>=90%", "误报率=95%"),
        ("效率>=90%", "损耗=95%"),
        ("冲击功单值>=60J", "冲击功均值=80J"),
        ("出水COD<=50mg/L", "进水COD=40mg/L"),
        ("抗拉强度>=500MPa", "强度=600MPa"),
        ("高温抗拉强度>=300MPa", "抗拉强度=500MPa"),
        ("抗拉强度<=500MPa", "抗拉强度>=400MPa"),
        ("抗拉强度>=500MPa", "抗拉强度+ >=20%"),
    ],
)
def test_what_the_offer_does_not_state_never_counts(demanded, offered):
    assert verdict(demanded, offered) == ("not_stated", None)


def test_units_of_one_parameter_that_do_not_compare_conflict():
    assert verdict("硬度>=60HRC", "硬度=780HV") == ("conflict_unit", None)


def test_comparable_statement_is_preferred_to_one_in_another_unit():
    assert verdict("硬度>=60HRC", "硬度=780HV", "硬度=58HRC") == ("short", 2.0)


def test_worst_of_equal_statements_counts():
    assert verdict("抗拉强度>=500MPa", "抗拉强度=600MPa", "抗拉强度=450MPa") == ("short", 50.0)


@pytest.mark.parametrize("role", [SpecRole.BASELINE, SpecRole.CONTEXT])
def test_only_targets_of_the_offer_answer(role):
    assert verdict("圆度<=0.08μm", index("圆度=0.05μm", role=role)) == ("not_stated", None)


def test_named_condition_that_no_target_stands_under_is_a_demand_itself():
    alone = index("工作压力>=10MPa", role=SpecRole.CONDITION)

    assert [v.outcome.value for v in check_specs([alone], [index("工作压力=120bar")])] == ["met"]
    assert check_specs([alone, index("流量>=5m3/h", start=10)], [])[0].parameter == "流量"


@pytest.mark.parametrize("role", [SpecRole.BASELINE, SpecRole.CONTEXT])
def test_only_targets_of_the_demand_are_checked(role):
    assert check_specs([index("圆度<=0.08μm", role=role)], [index("圆度=0.05μm")]) == ()


@pytest.mark.parametrize(
    ("demanded", "offered", "expected"),
    [
        ("药剂成本- >=20%", "药剂成本- =25%", ("met", None)),
        ("药剂成本- >=20%", "药剂成本- =15%", ("short", 5.0)),
        ("药剂成本- =20%", "药剂成本- =25%", ("met", None)),
        ("回用率+ >=15个百分点", "回用率+ =12个百分点", ("short", 3.0)),
        ("回用率+ >=15个百分点", "回用率+ =20%", ("conflict_unit", None)),
        ("产量x >=2倍", "产量x =3倍", ("met", None)),
        ("产量+ >=20%", "产量- =30%", ("not_stated", None)),
    ],
)
def test_changes_compare_with_changes(demanded, offered, expected):
    assert verdict(demanded, offered) == expected


def test_change_is_computed_from_the_offers_own_baseline():
    baseline = index("能耗=120kWh/t", role=SpecRole.BASELINE)
    value = index("能耗=96kWh/t", start=10)

    assert verdict("能耗- >=20%", baseline, value) == ("met", None)
    assert verdict("能耗- >=25%", baseline, value) == ("short", 5.0)


def test_change_is_computed_from_the_demands_baseline_where_the_offer_has_none():
    baseline = index("能耗=120kWh/t", role=SpecRole.BASELINE)
    demanded = index("能耗- >=20%", start=10)

    (result,) = check_specs([baseline, demanded], [index("能耗=90kWh/t")])

    assert result.outcome is Outcome.MET


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("=-46℃", "冲击功=70J", "met"),
        ("=-60℃", "冲击功=70J", "met"),
        ("=-20℃", "冲击功=70J", "not_stated"),
        ("=-20℃", "冲击功=50J", "short"),
        ("=-60℃", "冲击功=50J", "not_stated"),
    ],
)
def test_conditions_decide_what_a_value_tells(condition, value, expected):
    def under(written, spec):
        return [index(written, role=SpecRole.CONDITION, start=0), index(spec, start=8)]

    (result,) = check_specs(under("=-46℃", "冲击功>=60J"), under(condition, value))

    assert result.outcome.value == expected


def test_qualifier_alone_goes_on_with_the_parameter_before():
    demanded = [index("冲击功单值>=60J"), index("均值>=80J", start=10)]
    offered = [index("冲击功单值=65J"), index("平均值=75J", start=10)]

    results = check_specs(demanded, offered)

    assert [(r.outcome.value, r.shortfall) for r in results] == [("met", None), ("short", 5.0)]


UNITS = st.sampled_from(["mm", "μm", "m", "cm", "nm"])
SIZES = st.decimals("0.001", "9999", places=3)


@given(demanded=SIZES, offered=SIZES, unit=UNITS, other=UNITS)
def test_verdict_does_not_depend_on_the_offers_unit(demanded, offered, unit, other):
    turned = convert(float(offered), unit, other)
    plain = verdict(f"圆度<={demanded}{unit}", f"圆度={offered}{unit}")

    other_spec = index("圆度=1" + other)
    from dataclasses import replace

    spec = replace(other_spec.spec, low=turned, high=turned)
    converted = verdict(f"圆度<={demanded}{unit}", replace(other_spec, spec=spec))

    assert converted[0] == plain[0]
    assert converted[1] == pytest.approx(plain[1]) if plain[1] else converted[1] == plain[1]


@given(demanded=SIZES, offered=SIZES)
def test_met_or_short_by_the_difference(demanded, offered):
    outcome, shortfall = verdict(f"强度>={demanded}MPa", f"强度={offered}MPa")

    if offered >= demanded:
        assert (outcome, shortfall) == ("met", None)
    else:
        assert (outcome, shortfall) == ("short", float(demanded - offered))


@given(values=st.lists(SIZES, min_size=1, max_size=4), bound=SIZES)
def test_order_of_the_offer_does_not_matter(values, bound):
    offers = [index(f"强度={value}MPa", start=20 * i) for i, value in enumerate(values)]
    forward = verdict(f"强度>={bound}MPa", *offers)

    assert verdict(f"强度>={bound}MPa", *reversed(offers)) == forward
