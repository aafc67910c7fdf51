"""Facts of enterprises of any shape that the dictionary allows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from queqiao.rules.facts.dictionary import Field, FieldKind, field_dictionary

WORDS = st.text("甲乙丙丁吉林光机电材料abcXYZ09（）", min_size=1, max_size=8)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def numbers(field: Field) -> st.SearchStrategy[Decimal]:
    low = -(10**9) if field.negative else 0
    return st.decimals(low, 10**9, places=6, allow_nan=False).map(lambda value: value + 0)


def scalars(field: Field) -> st.SearchStrategy[object]:
    if field.choices:
        known = st.sampled_from(sorted(field.choices))
        return known if field.closed else known | WORDS.map("其他".__add__)
    return {
        FieldKind.NUMBER: numbers(field),
        FieldKind.SHARE: st.decimals(0, 1, places=9, allow_nan=False),
        FieldKind.FLAG: st.booleans(),
        FieldKind.DATE: DAYS,
        FieldKind.TEXT: WORDS.map("企业".__add__),
        FieldKind.REGION: st.sampled_from(["220100", "220200", "222400", "220581"]),
        FieldKind.INDUSTRY: st.sampled_from(["C3985", "I6513", "A0111", "M7320", "F5181"]),
        FieldKind.CODE: st.sampled_from(["91220101MA0Y0000X1", "9122020100000000XX"]),
    }[field.kind]


def values(field: Field) -> st.SearchStrategy[object]:
    if field.kind is FieldKind.LIST:
        rows = st.fixed_dictionaries(
            {}, optional={name: scalars(item) for name, item in field.items.items()}
        )
        return st.lists(rows.filter(bool), max_size=3).map(tuple)
    if field.kind is FieldKind.SCORES:
        items = {name: scalars(item) for name, item in field.items.items()}
        return st.fixed_dictionaries({}, optional=items).filter(bool)
    if field.kind is FieldKind.DECISIONS:
        names = st.sampled_from(["cn.hnte", "cn.srdi-sme", "jilin.grant"])
        return st.dictionaries(
            names, st.dictionaries(st.just("chain_role"), st.booleans(), min_size=1), min_size=1
        )
    if field.yearly:
        return st.dictionaries(
            st.integers(2018, 2026), st.none() | numbers(field), min_size=1, max_size=4
        ).map(lambda years: dict(sorted(years.items())))
    return scalars(field)


def facts() -> st.SearchStrategy[dict[str, object]]:
    """Any subset of the dictionary, in its order, at least one fact."""
    dictionary = field_dictionary()

    def of(names: list[str]) -> st.SearchStrategy[dict[str, object]]:
        return st.fixed_dictionaries({n: values(dictionary[n]) for n in dictionary if n in names})

    return st.lists(st.sampled_from(sorted(dictionary)), min_size=1, max_size=8).flatmap(of)
