"""``find_dates``: whatever a formatter writes is read back."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from queqiao.text import find_dates

DAYS = st.dates(date(1949, 10, 1), date(2098, 11, 1))
HAN = "〇一二三四五六七八九"


def han_year(year):
    return "".join(HAN[int(digit)] for digit in str(year))


def han_small(number):
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (
        HAN[ones] if ones else ""
    )


FORMATS = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{han_year(d.year)}年{han_small(d.month)}月{han_small(d.day)}日",
    lambda d: d.isoformat(),
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
]


@given(DAYS, st.sampled_from(FORMATS))
def test_find_dates_reads_every_day_back(day, written):
    text = f"于{written(day)}完成。"

    (mention,) = find_dates(text, reference=None)

    assert (mention.begins_on, mention.ends_before) == (day, day + timedelta(days=1))
    assert text[mention.start : mention.end] == written(day)


@given(
    DAYS, st.integers(1, 400), st.sampled_from(FORMATS[:5]), st.sampled_from(["至", "到", "~", "—"])
)
def test_find_dates_joins_two_days(first, length, written, join):
    last = first + timedelta(days=length)
    text = f"{written(first)}{join}{written(last)}"

    (mention,) = find_dates(text, reference=None)

    assert (mention.begins_on, mention.ends_before) == (first, last + timedelta(days=1))


@given(DAYS, st.integers(-150, 150))
def test_find_dates_takes_the_nearest_year(reference, distance):
    """Five months away at most, so that no other year is nearer."""
    day = reference + timedelta(days=distance)

    (mention,) = find_dates(f"{day.month}月{day.day}日", reference=reference)

    if mention.resolved:
        assert mention.begins_on == day
    else:
        assert (day.month, day.day) == (2, 29)


@given(
    st.text(
        alphabet="0123456789年月日号至-~./第一二三四十〇季度上下半初底末今去明本“”期间前后以来。 ",
        max_size=30,
    )
)
def test_find_dates_never_fails_and_keeps_order(text):
    for reference in (None, date(2024, 2, 29)):
        mentions = find_dates(text, reference=reference)

        ends = [0, *(mention.end for mention in mentions)]
        assert all(
            end <= m.start < m.end <= len(text) for end, m in zip(ends, mentions, strict=False)
        )
        for mention in mentions:
            if mention.begins_on and mention.ends_before:
                assert mention.begins_on < mention.ends_before
            assert mention.resolved or mention.begins_on is mention.ends_before is None
