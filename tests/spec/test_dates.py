"""
How dates are read.

A mention gives a half-open period: the first day, and the day after the last. What names no year
is resolved only where the sentence, the day of writing or an earlier full date tells the year.
"""

from datetime import date

import pytest

from queqiao.text import find_dates, normalize

WRITTEN_ON = date(2022, 1, 27)


def read(text, reference=None):
    """Each mention as its words and its period."""
    normalized = normalize(text).text
    return [
        (
            normalized[m.start : m.end],
            *(day and day.isoformat() for day in (m.begins_on, m.ends_before)),
        )
        for m in find_dates(normalized, reference=reference)
    ]


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2023年12月5日", "2023-12-05", "2023-12-06"),
        ("二〇二三年十二月", "2023-12-01", "2024-01-01"),
        ("二○二三年十二月三十一日", "2023-12-31", "2024-01-01"),
        ("２０２３年１２月５日", "2023-12-05", "2023-12-06"),
        ("23年5月1日", "2023-05-01", "2023-05-02"),
        ("2023-12-05", "2023-12-05", "2023-12-06"),
        ("2023.12.5", "2023-12-05", "2023-12-06"),
        ("2023/1/5", "2023-01-05", "2023-01-06"),
        ("2023年", "2023-01-01", "2024-01-01"),
        ("2023年第一季度", "2023-01-01", "2023-04-01"),
        ("2023年四季度", "2023-10-01", "2024-01-01"),
        ("2023年上半年", "2023-01-01", "2023-07-01"),
        ("2023年底", "2023-12-01", "2024-01-01"),
        ("2023年年初", "2023-01-01", "2023-02-01"),
        ("2023年3月初", "2023-03-01", "2023-03-11"),
        ("2023年6月中旬", "2023-06-11", "2023-06-21"),
        ("2024年2月下旬", "2024-02-21", "2024-03-01"),
    ],
)
def test_a_date_with_its_year(text, begins, ends):
    assert read(text) == [(normalize(text).text, begins, ends)]


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2023年2月28日至3月3日", "2023-02-28", "2023-03-04"),
        ("2023年3月1日-5日", "2023-03-01", "2023-03-06"),
        ("2023年3-5月", "2023-03-01", "2023-06-01"),
        ("2019—2021年", "2019-01-01", "2022-01-01"),
        ("2019年至2021年", "2019-01-01", "2022-01-01"),
        ("2023年12月28日至次年1月5日", "2023-12-28", "2024-01-06"),
        ("2023年12月28日至1月5日", "2023-12-28", "2024-01-06"),
        ("“十四五”期间", "2021-01-01", "2026-01-01"),
        ("十五五规划", "2026-01-01", "2031-01-01"),
        ("“十五”期间", "2001-01-01", "2006-01-01"),
    ],
)
def test_a_period(text, begins, ends):
    assert read(text) == [(normalize(text).text, begins, ends)]


def test_deadlines_end_a_period_without_beginning():
    """A named day is included, as contracts do; a named month or year is not."""
    assert read("2020年6月前供货") == [("2020年6月前", None, "2020-06-01")]
    assert read("2020年6月30日前供货") == [("2020年6月30日前", None, "2020-07-01")]
    assert read("2020年6月底前供货") == [("2020年6月底前", None, "2020-07-01")]
    assert read("2025年以前") == [("2025年以前", None, "2025-01-01")]


def test_since_and_after_begin_a_period_without_end():
    assert read("2020年以来") == [("2020年以来", "2020-01-01", None)]
    assert read("2020年6月之后") == [("2020年6月之后", "2020-07-01", None)]


def test_the_year_comes_from_the_same_sentence():
    assert read("2021年3月立项,12月验收") == [
        ("2021年3月", "2021-03-01", "2021-04-01"),
        ("12月", "2021-12-01", "2022-01-01"),
    ]


def test_the_year_comes_from_the_day_of_writing():
    """In January, 28 December is the last one."""
    assert read("2月28日至3月3日", WRITTEN_ON) == [("2月28日至3月3日", "2022-02-28", "2022-03-04")]
    assert read("12月28日", WRITTEN_ON) == [("12月28日", "2021-12-28", "2021-12-29")]
    assert read("今年3月,去年底,本月,上月", WRITTEN_ON) == [
        ("今年3月", "2022-03-01", "2022-04-01"),
        ("去年底", "2021-12-01", "2022-01-01"),
        ("本月", "2022-01-01", "2022-02-01"),
        ("上月", "2021-12-01", "2022-01-01"),
    ]


def test_the_year_comes_from_a_full_date_before():
    assert read("2022-03-04 来源：吉林日报\n2月28日至3月3日率队赴京")[1] == (
        "2月28日至3月3日",
        "2022-02-28",
        "2022-03-04",
    )


def test_an_unknown_year_is_not_guessed():
    (mention,) = find_dates("2月28日至3月3日", reference=None)

    assert not mention.resolved
    assert (mention.year, mention.month, mention.day) == (None, 2, 28)
    assert (mention.begins_on, mention.ends_before) == (None, None)


def test_a_year_alone_in_an_earlier_sentence_is_no_context():
    assert read("公司2016年成立。6月投产。")[1] == ("6月", None, None)


def test_a_day_that_does_not_exist_is_not_resolved():
    (mention,) = find_dates("2023年2月30日", reference=None)

    assert not mention.resolved


@pytest.mark.parametrize(
    "text",
    [
        "GB/T 1234-2017",
        "GB/T 12459-2017及协议",
        "国发〔2019〕12号",
        "版本3.1.2",
        "比例3/4",
        "三年内",
        "12个月",
        "5月龄",
        "电话0431-85170000",
        "型号2023-A",
        "192.168.1.1",
        "抗拉强度2000MPa",
        "10-15天",
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(text):
    assert read(text, WRITTEN_ON) == []
