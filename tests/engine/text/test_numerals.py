"""Chinese numerals, against a formatter written the other way round."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.text import find_numerals, parse_numeral

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千万亿", "壹贰叁肆伍陆柒捌玖拾佰仟萬億")


def spoken(number: int) -> str:
    """The oracle: how a person says a number, built digit by digit from the left."""
    if number == 0:
        return "零"
    groups, scales = [], ["", "万", "亿"]
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for position in range(len(groups) - 1, -1, -1):
        group = groups[position]
        if group == 0:
            continue
        if said and group < 1000:
            said += "零"
        said += four_digits(group) + scales[position]
    return said


def four_digits(group: int) -> str:
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = group // unit % 10
        if digit == 0:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + DIGITS[digit] + name
        gap = False
    return said


@given(st.integers(0, 10**12 - 1))
def test_parse_numeral_reads_what_is_said(number):
    assert parse_numeral(spoken(number)) == number


@given(st.integers(1, 10**12 - 1))
def test_parse_numeral_reads_formal_characters(number):
    assert parse_numeral(spoken(number).translate(FORMAL)) == number


@given(st.integers(10, 19))
def test_parse_numeral_one_before_ten_may_be_left_out(number):
    assert parse_numeral(spoken(number).removeprefix("一")) == number


@given(st.integers(100, 10**6))
def test_parse_numeral_reads_digit_by_digit(number):
    assert parse_numeral("".join(DIGITS[int(d)] for d in str(number))) == number


@given(st.integers(0, 9999), st.integers(0, 999))
def test_parse_numeral_reads_decimals(whole, fraction):
    digits = str(fraction)

    text = f"{spoken(whole)}点{''.join(DIGITS[int(d)] for d in digits)}"

    assert parse_numeral(text) == Decimal(f"{whole}.{digits}")


@given(st.integers(0, 10**12))
def test_parse_numeral_reads_thousands_separators(number):
    assert parse_numeral(f"{number:,}") == number


@given(st.integers(1, 99))
def test_parse_numeral_reads_percentages(number):
    assert parse_numeral(f"百分之{spoken(number)}") == Decimal(number) / 100
    assert parse_numeral(f"{number}%") == Decimal(number) / 100


@given(
    st.integers(1, 9),
    st.integers(1, 9),
    st.sampled_from([("百", 100), ("千", 1000), ("万", 10_000)]),
)
def test_parse_numeral_last_digit_takes_the_next_unit(high, low, unit):
    name, factor = unit

    assert parse_numeral(f"{DIGITS[high]}{name}{DIGITS[low]}") == high * factor + low * factor // 10


@given(st.text(alphabet="零一二两三十百千万亿点半多余0123456789.,%分之成", max_size=12))
def test_parse_numeral_never_fails(text):
    value = parse_numeral(text)

    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一百二十三万", 1_230_000),
        ("两千五", 2500),
        ("五十多万", 500_000),
        ("十余", 10),
        ("3.5万", 35_000),
        ("12亿5千万", 1_250_000_000),
        ("3千5百万", 35_000_000),
        ("廿五", 25),
        ("半", "0.5"),
        ("千分之五", "0.005"),
        ("两成五", "0.25"),
        ("3×10^-6", "0.000003"),
        ("负三十", -30),
    ],
)
def test_parse_numeral_examples(text, value):
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "二三十", "三五", "一二万", "百", "万", "三十五千", "1,20", "电池", "一百零", "三万三万"],
)
def test_parse_numeral_refuses_what_has_no_one_reading(text):
    assert parse_numeral(text) is None


def found(text):
    return [(text[n.start : n.end], n.value, n.more) for n in find_numerals(text)]


def test_find_numerals_in_running_text():
    text = (
        "项目需三年,投入五十多万元,提高百分之三十以上,共1,200台,产值3.5亿元,员工300余人,半年内完成"
    )

    assert found(text) == [
        ("三", 3, False),
        ("五十多万", 500_000, True),
        ("百分之三十", Decimal("0.3"), False),
        ("1,200", 1200, False),
        ("3.5亿", 350_000_000, False),
        ("300余", 300, True),
        ("半", Decimal("0.5"), False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("统一标准", "二氧化硅", "半导体", "Q235", "第三条", "二三十家", "三五年", "几十万"),
        *("三元正极材料", "十四五规划", "GB/T 1234-2017", "版本3.1.2", "万向节", "一体化"),
    ],
)
def test_find_numerals_leaves_names_alone(text):
    assert found(text) == []


def test_find_numerals_leaves_the_unit_its_thousand():
    assert found("功率五十千瓦") == [("五十", 50, False)]


@given(st.integers(21, 10**9), st.sampled_from(["元", "吨", "人", "台"]))
def test_find_numerals_finds_a_said_number_whole(number, unit):
    said = spoken(number)

    (numeral,) = find_numerals(f"共计{said}{unit}。")

    assert (numeral.start, numeral.end, numeral.value) == (2, 2 + len(said), number)
