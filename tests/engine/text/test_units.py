"""The table of units against pint, and units as people write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.text import units

AS_WRITTEN = [
    (77, "℉", 25.0, "degree_Celsius"),
    (300, "K", 26.85, "degree_Celsius"),
    (3, "μm", 3e-6, "meter"),
    (3, "um", 3e-6, "meter"),
    (5, "MPa", 5e6, "pascal"),
    (1, "kgf/cm2", 98066.5, "pascal"),
    (8, "W/m?K", 8.0, "watt / meter / kelvin"),
    (8, "W/(m·K)", 8.0, "watt / meter / kelvin"),
    (8, "W·m-1·K-1", 8.0, "watt / meter / kelvin"),
    (1, "Ω·cm", 0.01, "ohm * meter"),
    (10, "kv/mm", 1e7, "volt / meter"),
    (50, "mg/l", 0.05, "kilogram / meter ** 3"),
    (3.2, "g／cm3", 3200.0, "kilogram / meter ** 3"),
    (3.2, "克/立方厘米", 3200.0, "kilogram / meter ** 3"),
    (2, "g·cm⁻³", 2000.0, "kilogram / meter ** 3"),
    (300, "万", 3e6, ""),
    (300, "万元", 3e6, "CNY"),
    (1.2, "亿元", 1.2e8, "CNY"),
    (5, "％", 5.0, "percent"),
    (50, "ppm", 0.005, "percent"),
    (3, "mg/kg", 0.0003, "percent"),
    (248, "HV10", 248.0, "hardness_vickers"),
    (45, "shore00", 45.0, "hardness_shore_oo"),
    (160, "mAh/g", 576000.0, "coulomb / kilogram"),
    (1200, "转/分", 1200.0, "revolutions_per_minute"),
    (30, "分贝", 30.0, "decibel"),
    (10, "万次", 1e5, "count"),
    (2, "亩", 4000 / 3, "meter ** 2"),
    (1, "度电", 3.6e6, "joule"),
    (3, "个/mL", 3e6, "count / meter ** 3"),
    (1, "ppm/℃", 1e-6, "1 / kelvin"),
    (3, "倍", 3, "dimensionless"),
    (7, "", 7, ""),
]


@pytest.mark.parametrize(("value", "unit", "expected", "name"), AS_WRITTEN)
def test_canonical_unit_as_written(value, unit, expected, name):
    found = units.canonical(value, unit)

    assert found is not None
    assert math.isclose(found[0], expected, rel_tol=1e-9)
    assert found[1] == name


@pytest.mark.parametrize("unit", ["10W", "foo", "m2/", "(", "GB/T 1234", "kgs?", "公里数"])
def test_canonical_what_is_no_unit(unit):
    assert units.canonical(1.0, unit) is None


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (25, "℃", "K", 298.15),
        (1, "bar", "MPa", 0.1),
        (10, "kgf/cm2", "MPa", 0.980665),
        (2, "h", "min", 120),
        (1, "年", "月", 12),
        (1, "年", "天", 365.25),
        (0.5, "", "%", 50),
        (500, "ppm", "%", 0.05),
        (7.8, "g/cm3", "kg/m3", 7800),
        (80, "μm", "mm", 0.08),
        (0.5, "元/kWh", "元/度电", 0.5),
    ],
)
def test_convert_between_units_as_written(value, source, target, expected):
    assert units.convert(value, source, target) == pytest.approx(expected, rel=1e-9)


def test_convert_units_that_do_not_compare():
    assert units.convert(1.0, "MPa", "mm") is None
    assert units.convert(1.0, "HRC", "HV") is None
    assert units.convert(1.0, "元", "美元") is None


def test_convert_difference_leaves_the_offset_out():
    assert units.convert_difference(5.0, "K", "℃") == 5.0
    assert units.convert_difference(9.0, "℉", "℃") == pytest.approx(5.0)


@pytest.fixture(scope="module")
def registry():
    return units.registry()


def test_every_unit_of_the_table_means_the_same_in_pint(registry):
    wrong = []
    seen = {
        (unit.name, unit.factor): (spelling, unit) for spelling, unit in units.spellings().items()
    }
    for (name, _), (spelling, unit) in sorted(seen.items()):
        if unit.offset:
            continue
        canonical, size = units.canonical_unit(unit.dimension) if unit.dimension else ("", 1.0)
        ours = unit.factor / size
        if canonical == "degree_Celsius":
            canonical = "kelvin"
        theirs = registry.Quantity(1.0, name).to(canonical).magnitude
        if not math.isclose(ours, theirs, rel_tol=1e-6):
            wrong.append((spelling, name, ours, theirs, canonical))
    assert wrong == []


@given(st.floats(-1e6, 1e6), st.sampled_from(["℃", "℉", "K"]), st.sampled_from(["℃", "℉", "K"]))
def test_convert_temperatures_there_and_back(value, source, target):
    there = units.convert(value, source, target)
    back = units.convert(there, target, source)
    assert math.isclose(back, value, rel_tol=1e-9, abs_tol=1e-6)


@given(st.text(max_size=12))
def test_parse_unit_never_raises(text):
    units.parse_unit(text)


@given(st.sampled_from(sorted(units.spellings())))
def test_parse_unit_reads_every_spelling(spelling):
    assert units.parse_unit(spelling) == units.spellings()[spelling]
