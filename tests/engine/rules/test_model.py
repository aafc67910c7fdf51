"""Rulebooks as values, their sets, and the field dictionary that they draw on."""

from datetime import date
from decimal import Decimal

import pytest

from queqiao.errors import Missing
from queqiao.rules import bundled_rulebooks
from queqiao.rules.codec import determination_to_json
from queqiao.rules.determine import determine_record
from queqiao.rules.fields import fields
from queqiao.rules.kinds import AREA, ITEMS, MONEY, PERSONS, POINTS, Kind, Shape, product
from queqiao.rules.model import Basis, Grade, Label, Period
from queqiao.rules.results import Outcome
from queqiao.rules.rows import Record
from queqiao.rules.showing import as_decimal, as_yuan, shown, unit_of

AT = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (date(2022, 5, 31), False),
        (date(2022, 6, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_periods_include_both_ends(day, covered):
    period = Period(starts_on=date(2022, 6, 1), through=date(2026, 3, 31))

    assert period.covers(day) is covered


def test_only_what_was_found_nowhere_is_unverified():
    assert [Basis(grade=grade).verified for grade in Grade] == [True, True, True, True, False]


def test_dimensions_multiply_and_cancel():
    assert product(MONEY, PERSONS, sign=-1) == Kind(Shape.NUMBER, (("money", 1), ("persons", -1)))
    assert product(product(ITEMS, AREA, sign=-1), AREA) == ITEMS


def test_money_of_files_is_kept_to_the_fen():
    revenue = fields()["revenue"]

    assert revenue.base(Decimal("1200.5")) == 1_200_500_000
    assert revenue.base(Decimal("0.0000005")) == 1
    assert revenue.base(Decimal("0.0000004")) == 0


def test_values_are_shown_as_people_write_them():
    assert (shown(5_000_000, MONEY), unit_of(MONEY)) == (Decimal(5), "万元")
    assert unit_of(POINTS) == "分"
    assert as_yuan(37_500_000) == Decimal("375000.00")
    assert as_decimal(1) == Decimal(1)


def test_every_part_names_a_whole_that_there_is():
    assert [one.id for one in fields().values() if one.within and one.within not in fields()] == []


def test_every_row_that_can_be_added_fills_known_columns():
    for one in fields().values():
        for addition in one.additions:
            assert set(addition.row) <= set(one.columns)


def test_an_unknown_rulebook_names_those_that_are_there():
    with pytest.raises(Missing) as caught:
        determine_record(Record(), rulebooks=bundled_rulebooks(), at=AT, only=["cn.none"])

    assert "cn.tech-sme" in caught.value.describe("zh")


def test_json_has_the_keys_of_the_interface():
    (found,) = determine_record(
        Record(), rulebooks=bundled_rulebooks(), at=AT, only=["cn.tech-sme"]
    )

    written = determination_to_json(found)

    assert list(written) == [
        "rulebook", "version", "outcome", "amount_cny", "class", "score", "conditions",
        "changes", "pays_from",
    ]  # fmt: skip
    assert (written["outcome"], written["amount_cny"]) == (Outcome.UNKNOWN.value, None)
    assert {tuple(one) for one in written["conditions"]} == {
        ("id", "outcome", "value", "threshold", "clause", "source", "verified")
    }
    assert set(written["score"]) == {"low", "high"}


def test_labels_speak_two_languages():
    label = Label(zh="小微企业", en="micro enterprise")

    assert (label.in_language("zh"), label.in_language("en")) == ("小微企业", "micro enterprise")
