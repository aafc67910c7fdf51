"""
Reading technical indices.

Whatever a demand or an achievement states in numbers becomes an index: what is measured, how it is
bound, between which values, in which unit, and what it does in the text.
"""

from queqiao.text.model import Op, Relative, SpecKind, SpecRole
from queqiao.text.quantities import parse_specs


def test_comparator_decides_which_bound_is_filled():
    """≥, 不低于 and 以上 include the bound; 大于 and 低于 do not; a bare value is exact."""
    text = "抗拉强度≥540MPa，延伸率18%以上，硬度大于200HV，漏率低于3%，厚度2mm"

    found = [(spec.parameter, spec.op, spec.low, spec.high) for spec in parse_specs(text)]

    assert found == [
        ("抗拉强度", Op.AT_LEAST, 540, None),
        ("延伸率", Op.AT_LEAST, 18, None),
        ("硬度", Op.ABOVE, 200, None),
        ("漏率", Op.BELOW, None, 3),
        ("厚度", Op.EQUAL, 2, 2),
    ]


def test_reached_binds_on_the_side_that_is_better():
    """达到 is at least for a yield, at most for a defect."""
    yielded, defect = parse_specs("成品率达到95%，不良率达到0.5%")

    assert (yielded.op, yielded.low) == (Op.AT_LEAST, 95)
    assert (defect.op, defect.high) == (Op.AT_MOST, 0.5)


def test_today_and_target_of_one_index_are_told_apart():
    """由A降至B: the first is today's state, the second what is wanted."""
    today, wanted = parse_specs("出水COD由120mg/L降至50 mg/L以下")

    assert (today.parameter, today.role) == ("出水COD", SpecRole.BASELINE)
    assert (wanted.parameter, wanted.role, wanted.high) == ("出水COD", SpecRole.TARGET, 50)


def test_working_condition_is_no_target():
    """在-46℃下 says under which condition the energy holds."""
    condition, energy = parse_specs("要求-46℃下夏比冲击功单值≥60J")

    assert (condition.role, condition.low) == (SpecRole.CONDITION, -46)
    assert (energy.role, energy.parameter) == (SpecRole.TARGET, "夏比冲击功单值")


def test_rise_and_fall_are_marked():
    """提高15个百分点 is a rise of something, not its value; the verb stays outside the span."""
    text = "回用率提高15个百分点，药剂成本降低20%以上"

    rise, fall = parse_specs(text)

    assert (rise.relative, text[rise.start : rise.end]) == (Relative.RISE, "15个百分点")
    assert (fall.relative, text[fall.start : fall.end]) == (Relative.FALL, "20%以上")


def test_company_background_and_standards_are_left_out():
    """Staff, floor space, revenue, certificates, standards and dates are no technical indices."""
    text = (
        "公司2016年成立，现有员工86人，厂房6000平方米；2018年销售收入3200万元，"
        "具有ISO9001:2015认证，执行GB/T 12459-2017。"
    )

    assert parse_specs(text) == ()


def test_money_and_time_are_told_from_performance():
    """A budget and a term are indices of their own kind."""
    budget, term = parse_specs("投资控制在300万以内，两年内收回投资")

    assert (budget.kind, budget.canonical_high, budget.canonical_unit) == (
        SpecKind.BUDGET,
        3_000_000,
        "CNY",
    )
    assert (term.kind, term.high, term.unit) == (SpecKind.DURATION, 2, "年")
