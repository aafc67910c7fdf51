"""Which row of the ministry's size table an industry belongs to."""

import pytest

from queqiao.core.codes import SizeIndustry, is_outside_sizes, size_industry
from queqiao.core.codes.tables import load_table


@pytest.mark.parametrize(
    ("code", "industry"),
    [
        ("A0111", "agriculture"),
        ("A0511", "agriculture"),
        ("B0610", "industry"),
        ("C3985", "industry"),
        ("D4411", "industry"),
        ("E4710", "construction"),
        ("F5111", "wholesale"),
        ("F5211", "retail"),
        ("G5431", "transport"),
        ("G5531", "transport"),
        ("G5631", "transport"),
        ("G5720", "transport"),
        ("G5810", "transport"),
        ("G5910", "transport"),
        ("G5920", "storage"),
        ("G5990", "storage"),
        ("G6010", "post"),
        ("H6110", "accommodation"),
        ("H6210", "catering"),
        ("I6311", "telecommunications"),
        ("I6421", "telecommunications"),
        ("I6513", "software"),
        ("K7010", "property_development"),
        ("K7020", "property_management"),
        ("K7030", "other"),
        ("K7090", "other"),
        ("L7111", "leasing_and_business"),
        ("L7211", "leasing_and_business"),
        ("M7320", "other"),
        ("N7721", "other"),
        ("O8111", "other"),
        ("Q8512", "other"),
        ("R8710", "other"),
        ("3985", "industry"),
        ("C", "industry"),
    ],
)
def test_code_belongs_to_its_row(code, industry):
    assert size_industry(code) == industry
    assert not is_outside_sizes(code)


@pytest.mark.parametrize(
    "code", ["G5311", "J6621", "K7040", "P8310", "Q8411", "S9100", "T9700", "53", "J"]
)
def test_industries_outside_the_table_have_no_row(code):
    assert size_industry(code) is None
    assert is_outside_sizes(code)


@pytest.mark.parametrize("code", ["F", "G", "59", "K", "70", "Q", "", "X9999", "A3985"])
def test_codes_that_do_not_decide_have_no_row_and_are_not_outside(code):
    assert size_industry(code) is None
    assert not is_outside_sizes(code)


def test_every_class_is_in_one_row_or_outside():
    classes = [row[0] for row in load_table("industries.tsv") if len(row[0]) == 4]

    placed = {code: size_industry(code) for code in classes}

    assert set(placed.values()) - {None} == set(SizeIndustry)
    assert [c for c, row in placed.items() if (row is None) != is_outside_sizes(c)] == []
