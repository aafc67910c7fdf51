"""The workbook for an enterprise's facts: filled in, read back, and read with mistakes."""

import io

import openpyxl
import pytest
from hypothesis import given, settings

from queqiao.errors import BadInput
from queqiao.rules.facts import load_facts
from queqiao.rules.facts.dictionary import FieldKind, field_dictionary
from queqiao.rules.facts.layout import CODE, FACTS, LISTS, YEARS, sheet_name
from queqiao.rules.template import render_template
from tests.strategies.facts import facts


def filled(tmp_path, entries, stated=None):
    """The template with ``{(sheet, code): {heading: value}}`` typed into it, saved."""
    data = render_template(years=(2023, 2024, 2025), facts=stated)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, code), cells in entries.items():
        page = book[sheet]
        head = {cell.value: cell.column for cell in page[1]}
        codes = {row[head[CODE] - 1].value: row[0].row for row in page.iter_rows()}
        for heading, value in cells.items():
            page.cell(codes[code], head[heading], value)
    path = tmp_path / "facts.xlsx"
    book.save(path)
    return path


@settings(max_examples=25, deadline=None)
@given(facts())
def test_template_filled_by_us_reads_back_without_loss(tmp_path_factory, stated):
    path = tmp_path_factory.mktemp("template") / "facts.xlsx"
    path.write_bytes(render_template(years=(2024, 2025), facts=stated))

    loaded = load_facts(path)

    assert (loaded.problems, loaded.notices) == ((), ())
    assert loaded.enterprises[0].facts == stated


def test_empty_template_says_that_nothing_is_filled_in(tmp_path):
    path = tmp_path / "facts.xlsx"
    path.write_bytes(render_template(years=(2024, 2025)))

    with pytest.raises(BadInput) as error:
        load_facts(path)

    assert [p.message.code for p in error.value.problems] == ["rules.facts.nothing"]


def test_template_names_every_field_of_the_dictionary():
    book = openpyxl.load_workbook(io.BytesIO(render_template(years=(2025,))))
    codes = {
        str(row[-1].value).split(".")[0]
        for name in (FACTS, YEARS, LISTS)
        for row in book[name].iter_rows(min_row=2)
        if row[-1].value
    }
    lists = [f for f in field_dictionary().values() if f.kind is FieldKind.LIST]

    assert codes == set(field_dictionary()) - {"manual_decisions"}
    assert {sheet_name(field) for field in lists} <= set(book.sheetnames)


def test_what_a_person_types_is_understood(tmp_path):
    path = filled(
        tmp_path,
        {
            (FACTS, "name"): {"填写内容": "甲公司"},
            (FACTS, "region_code"): {"填写内容": "吉林省长春市"},
            (FACTS, "resident_enterprise"): {"填写内容": "是"},
            (FACTS, "market_share"): {"填写内容": 0.125},
            (FACTS, "expert_scores.ip_advancement"): {"填写内容": 7},
            (YEARS, "revenue"): {"2024年": "1.2亿元", "2025年": 15000},
            (LISTS, "awards"): {"有或无": "无"},
        },
    )

    (enterprise,) = load_facts(path).enterprises

    assert {k: str(v) for k, v in enterprise.facts.items() if not isinstance(v, dict | tuple)} == {
        "name": "甲公司",
        "region_code": "220100",
        "resident_enterprise": "True",
        "market_share": "0.125",
    }
    assert enterprise.facts["revenue"] == {2024: 12000, 2025: 15000}
    assert enterprise.facts["awards"] == ()
    assert enterprise.facts["expert_scores"] == {"ip_advancement": 7}


def test_mistakes_name_sheet_row_and_item(tmp_path):
    path = filled(
        tmp_path,
        {
            (FACTS, "name"): {"填写内容": "甲公司"},
            (FACTS, "registered_on"): {"填写内容": "去年"},
            (YEARS, "revenue"): {"2024年": "很多"},
            (LISTS, "ip"): {"有或无": "有"},
        },
    )

    with pytest.raises(BadInput) as error:
        load_facts(path)

    assert [(p.source, p.field, p.message.code) for p in error.value.problems] == [
        ("facts.xlsx [企业情况]", "注册成立日期", "rules.facts.day"),
        ("facts.xlsx [年度数据]", "营业收入2024年", "rules.facts.number"),
        ("facts.xlsx", "知识产权", "rules.facts.list_empty"),
    ]


def test_template_is_the_same_whenever_it_is_made():
    assert render_template(years=(2025,)) == render_template(years=(2025,))
