"""Cells of forms: money, days, readiness, modes, as people fill them in."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.matching.io import cells
from queqiao.matching.io.cells import UnreadableCellError
from queqiao.matching.model import CooperationMode as Mode
from queqiao.matching.model import IpNeed, IpState

WAN = Decimal(10_000)


@pytest.mark.parametrize(
    ("cell", "unit", "low", "high"),
    [
        (80, WAN, 800_000, 800_000),
        (80.5, WAN, 805_000, 805_000),
        ("80", WAN, 800_000, 800_000),
        ("80万元", None, 800_000, 800_000),
        ("80万元", WAN, 800_000, 800_000),
        ("８０万元", None, 800_000, 800_000),
        ("五十万", None, 500_000, 500_000),
        ("五十万元", WAN, 500_000, 500_000),
        ("三百", WAN, 3_000_000, 3_000_000),
        ("1.5亿", None, 150_000_000, 150_000_000),
        ("100-200万", None, 1_000_000, 2_000_000),
        ("100万-200万元", WAN, 1_000_000, 2_000_000),
        ("50～80", WAN, 500_000, 800_000),
        ("不超过80万", WAN, 800_000, 800_000),
        ("80万以内", None, 800_000, 800_000),
        ("约80", WAN, 800_000, 800_000),
        ("80万元（含税）", WAN, 800_000, 800_000),
        ("1,200,000元", WAN, 1_200_000, 1_200_000),
        ("￥80万", None, 800_000, 800_000),
        ("预算80万元，可面议", WAN, 800_000, 800_000),
    ],
)
def test_money_is_read_as_written(cell, unit, low, high):
    money = cells.parse_money(cell, unit=unit)

    assert (money.low, money.high, money.assumed) == (low, high, False)


@pytest.mark.parametrize("cell", ["面议", "待定", "", None, "—", "无", "协商", "/", "不限"])
def test_money_not_stated_is_none(cell):
    assert cells.parse_money(cell, unit=WAN) is None


@pytest.mark.parametrize("cell", ["abc", "-5", "80和90和100万", "1234567x", True, "八成"])
def test_money_that_is_none_is_refused(cell):
    with pytest.raises(UnreadableCellError):
        cells.parse_money(cell, unit=WAN)


def test_money_in_a_foreign_currency_is_refused_with_its_own_words():
    with pytest.raises(UnreadableCellError) as caught:
        cells.parse_money("10万美元", unit=WAN)

    assert caught.value.message.code == "matching.io.money_foreign"


def test_money_without_any_unit_is_inferred_and_says_so():
    small, large = cells.parse_money("80", unit=None), cells.parse_money("800000", unit=None)

    assert (small.high, small.assumed) == (800_000, True)
    assert (large.high, large.assumed) == (800_000, True)


@given(st.integers(1, 10**7), st.sampled_from(["元", "万元", "亿元"]))
def test_money_round_trips_through_writing(amount, unit):
    factor = {"元": 1, "万元": 10_000, "亿元": 10**8}[unit]

    assert cells.parse_money(f"{amount}{unit}", unit=WAN).high == amount * factor


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 12, 31),
        datetime(2026, 12, 31, 8, 30),  # noqa: DTZ001 -- as Excel stores it
        46387,
        46387.0,
        "46387",
        "2026/12/31",
        "2026-12-31",
        "2026.12.31",
        "20261231",
        "2026-12-31 00:00:00",
        "2026-12-31T08:00:00",
        "2026年12月31日",
        "2026年12月31日前",
        "2026年12月31日前完成",
        "２０２６年１２月３１日",
        "二〇二六年十二月三十一日",
        "2026年12月",
        "2026.12",
        "2026年12月底前",
        "2026年底",
        "2026年",
        "2026年第四季度",
    ],
)
def test_last_day_is_read_as_written(cell):
    assert cells.parse_last_day(cell) == date(2026, 12, 31)


@pytest.mark.parametrize("cell", ["长期", "长期有效", "", None, "待定", "尽快", "不限"])
def test_day_not_stated_is_none(cell):
    assert cells.parse_last_day(cell) is None


@pytest.mark.parametrize("cell", ["2026-13-45", "2026-02-30", "abc", "12月31日", "99999999", 7])
def test_day_that_is_none_is_refused(cell):
    with pytest.raises(UnreadableCellError):
        cells.parse_last_day(cell)


def test_length_of_time_is_told_from_a_day():
    assert cells.is_term("6个月内")
    assert cells.is_term("两年")
    assert not cells.is_term("2026年")
    assert not cells.is_term("12月31日")


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_days_round_trip_through_every_spelling(day):
    spellings = [day.isoformat(), day.strftime("%Y%m%d"), f"{day.year}年{day.month}月{day.day}日"]

    assert {cells.parse_last_day(text) for text in spellings} == {day}
    assert cells.parse_first_day(spellings[0]) == day


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        (6, 6),
        (6.0, 6),
        ("TRL6", 6),
        ("TRL-6", 6),
        ("TRL 6-7", 6),
        ("6级", 6),
        ("第六级", 6),
        ("小试", 4),
        ("实验室阶段", 4),
        ("中试阶段", 6),
        ("中小试", 4),
        ("可产业化", 7),
        ("产业化", 8),
        ("已产业化", 9),
        ("批量生产", 9),
        ("未成熟，小试", 4),
        ("技术成熟度6级（中试）", 6),
        ("不限", None),
        ("", None),
    ],
)
def test_readiness_is_read_from_levels_and_stages(cell, level):
    assert cells.parse_level(cell) == level


@pytest.mark.parametrize("cell", [0, 15, "TRL", "很好", "十二级", "12级", "TRL12"])
def test_readiness_that_is_none_is_refused(cell):
    """十二级 was read as 二级."""
    with pytest.raises(UnreadableCellError):
        cells.parse_level(cell)


@pytest.mark.parametrize(
    ("cell", "modes", "unknown"),
    [
        ("技术转让、合作开发", (Mode.TRANSFER, Mode.JOINT_DEVELOPMENT), ()),
        ("转让/许可", (Mode.TRANSFER, Mode.LICENCE), ()),
        ("作价入股，先用后转", (Mode.EQUITY_CONTRIBUTION, Mode.USE_FIRST), ()),
        ("委托开发 技术服务", (Mode.COMMISSIONED_DEVELOPMENT, Mode.SERVICE), ()),
        ("转让或许可", (Mode.TRANSFER, Mode.LICENCE), ()),
        ("技术开发", (Mode.JOINT_DEVELOPMENT, Mode.COMMISSIONED_DEVELOPMENT), ()),
        ("licence;transfer", (Mode.LICENCE, Mode.TRANSFER), ()),
        (("transfer", "use_first"), (Mode.TRANSFER, Mode.USE_FIRST), ()),
        ("面议", (), ()),
        ("抵押", (), ("抵押",)),
    ],
)
def test_modes_are_read_from_lists(cell, modes, unknown):
    assert cells.parse_modes(cell) == (modes, unknown)


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("已授权发明专利3项", IpState.GRANTED),
        ("ZL202010123456.7", IpState.GRANTED),
        ("发明专利（申请中）", IpState.PENDING),
        ("未授权", IpState.PENDING),
        ("技术秘密", IpState.KNOW_HOW),
        ("已质押", IpState.ENCUMBERED),
        ("pending", IpState.PENDING),
        ("", IpState.UNKNOWN),
        ("自有", None),
    ],
)
def test_ip_state_is_read_from_words(cell, state):
    assert cells.parse_ip_state(cell) == state


@pytest.mark.parametrize(
    ("cell", "need"),
    [
        ("不限", IpNeed.ANY),
        ("权属清晰", IpNeed.CLEAR),
        ("须授权专利", IpNeed.GRANTED),
        ("共有", None),
    ],
)
def test_ip_need_is_read_from_words(cell, need):
    assert cells.parse_ip_need(cell) == need


def test_words_are_split_at_every_usual_mark_and_kept_once():
    assert cells.split_words("电池、正极 材料；包覆，电池") == ("电池", "正极 材料", "包覆")
    assert cells.split_words("电池 正极") == ("电池", "正极")
    assert cells.split_words("无") == ()
