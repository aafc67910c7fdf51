"""Facts read from JSON and tables: values, units, years, and every problem with its place."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.errors import BadInput, Missing, WrongUsage
from queqiao.rules.facts import Enterprise, facts_to_json, load_facts, table_of_enterprises
from queqiao.rules.facts.cells import UnreadableFactError, parse_fact
from queqiao.rules.facts.columns import heading, understand_column, understand_item
from queqiao.rules.facts.dictionary import FieldKind, field_dictionary, nearest_field
from tests.factories.files import workbook
from tests.strategies.facts import facts

FIELDS = field_dictionary()
AT = date(2026, 5, 1)


@pytest.fixture
def load(tmp_path):
    """Writes a file and reads the facts in it."""

    def write_and_load(content, name="facts.json"):
        path = tmp_path / name
        data = content if isinstance(content, bytes | str) else json.dumps(content)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return load_facts(path)

    return write_and_load


def only(loaded):
    assert [problem.describe() for problem in loaded.problems] == []
    (enterprise,) = loaded.enterprises
    return enterprise.facts


def told(error):
    return [(p.row, p.field, p.message.code) for p in error.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1200", "1200"),
        ("１，２００．５", "1200.5"),
        ("1,200,000元", "120"),
        ("1.2亿元", "12000"),
        ("3 500 万元", None),
        ("¥300", "300"),
        ("5千元", "0.5"),
        ("1e3", "1000"),
        ("0", "0"),
    ],
)
def test_money_comes_out_in_ten_thousand_yuan(text, expected):
    if expected is None:
        with pytest.raises(UnreadableFactError):
            parse_fact(text, FIELDS["revenue"])
    else:
        assert parse_fact(text, FIELDS["revenue"]) == Decimal(expected)


def test_money_is_kept_to_the_fen():
    assert parse_fact(0.1 + 0.2, FIELDS["revenue"]) == Decimal("0.3")
    assert parse_fact("33.33333349", FIELDS["revenue"]) == Decimal("33.333333")


@pytest.mark.parametrize("text", ["", "  ", "-", "——", "不详", "N/A", "nan", None])
def test_cell_that_says_nothing_is_unknown_and_never_zero(text):
    assert parse_fact(text, FIELDS["revenue"]) is None


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("revenue", "abc", "number"),
        ("revenue", True, "number"),
        ("revenue", float("nan"), "number"),
        ("revenue", float("inf"), "number"),
        ("revenue", "无", "number"),
        ("revenue", -1, "negative"),
        ("revenue", "1e15", "too_large"),
        ("revenue", "12美元", "money_unit"),
        ("revenue", "12%", "percent"),
        ("employees_avg", "100万元", "other_unit"),
        ("market_share", 35, "share"),
        ("resident_enterprise", "也许", "bool"),
        ("registered_on", "2020年", "day"),
        ("registered_on", "2020-02-30", "day"),
        ("registered_on", "0020-01-01", "day"),
        ("region_code", "不存在的地方", "region"),
        ("region_code", "朝阳区", "region_several"),
        ("industry_code", "X9999", "industry"),
        ("industry_code", "A3985", "industry"),
        ("uscc", 9.12201e17, "uscc_number"),
        ("incubator_kind", "一般", "choice"),
    ],
)
def test_value_of_another_kind_is_told_by_its_own_sentence(name, value, code):
    with pytest.raises(UnreadableFactError) as error:
        parse_fact(value, FIELDS[name])

    assert error.value.message.code == f"rules.facts.{code}"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("market_share", "35%", Decimal("0.35")),
        ("market_share", 0.35, Decimal("0.35")),
        ("resident_enterprise", "是", True),
        ("resident_enterprise", "√", True),
        ("resident_enterprise", 0, False),
        ("registered_on", "2020年1月5日", date(2020, 1, 5)),
        ("registered_on", "20200105", date(2020, 1, 5)),
        ("registered_on", 43835, date(2020, 1, 5)),
        ("segment_since", "2019", date(2019, 1, 1)),
        ("segment_since", "2019年6月", date(2019, 6, 1)),
        ("region_code", "吉林省长春市", "220100"),
        ("region_code", 220200, "220200"),
        ("region_code", "220201000000", "220201"),
        ("industry_code", "3985", "C3985"),
        ("industry_code", "c3985 电子元件", "C3985"),
        ("net_assets", "-12.5", Decimal("-12.5")),
        ("employees_avg", "100人", Decimal(100)),
        ("area_m2", "10000㎡", Decimal(10000)),
        ("uscc", "９１２２０１０１ＭＡ０Ｙ００００Ｘ１", "91220101MA0Y0000X1"),
        ("tech_domain", "新材料", "新材料"),
    ],
)
def test_value_is_read_as_people_write_it(name, value, expected):
    assert parse_fact(value, FIELDS[name]) == expected


@pytest.mark.parametrize(
    ("heading", "name", "year", "unit"),
    [
        ("revenue_2023", "revenue", 2023, ""),
        ("营业收入2023（万元）", "revenue", 2023, "万元"),
        ("2023年营业收入(亿元)", "revenue", 2023, "亿元"),
        ("2023年度 研发费用（元）", "rd_expense", 2023, "元"),
        ("高新技术产品（服务）收入2025", "hitech_income", 2025, ""),
        ("职工总数", "employees_avg", None, ""),
        ("*企业名称", "name", None, ""),
        ("市场占有率（%）", "market_share", None, "%"),
        ("统一社会信用代码", "uscc", None, ""),
    ],
)
def test_heading_names_field_year_and_unit(heading, name, year, unit):
    column = understand_column(heading)

    assert (column.field.name, column.year, column.unit) == (name, year, unit)


@pytest.mark.parametrize("heading", ["", "备注", "2023", "营业收入2022与2023", "注册地2023"])
def test_heading_of_no_field_has_no_meaning(heading):
    assert understand_column(heading) is None


def test_json_is_read_as_the_interface_states_it(load):
    loaded = load(
        {
            "uscc": "91220101MA0Y0000X1",
            "revenue": {"2023": 1200, "2024": None},
            "market_share": 0.12,
            "awards": [],
            "equity_in": [{"year": 2024, "paid_in": 2000, "qualified_investor": True}],
            "expert_scores": {"ip_advancement": 7},
            "manual_decisions": {"cn.hnte": {"tech_domain": True}},
            "employees_avg": None,
        }
    )

    assert only(loaded) == {
        "uscc": "91220101MA0Y0000X1",
        "revenue": {2023: Decimal(1200), 2024: None},
        "awards": (),
        "equity_in": (
            {"year": Decimal(2024), "paid_in": Decimal(2000), "qualified_investor": True},
        ),
        "market_share": Decimal("0.12"),
        "expert_scores": {"ip_advancement": Decimal(7)},
        "manual_decisions": {"cn.hnte": {"tech_domain": True}},
    }


def test_chinese_words_of_choices_become_codes(load):
    facts = only(load({"rd_institutions": [{"level": "省级"}], "ip": [{"class": "Ⅰ类"}]}))

    assert facts["rd_institutions"] == ({"level": "provincial"},)
    assert facts["ip"] == ({"class": "I"},)


def test_unknown_field_is_named_with_the_nearest_known(load):
    loaded = load({"name": "甲", "reveneu": {"2023": 1}, "ip": [{"clas": "I"}]})

    assert [(n.field, n.message.params["near"]) for n in loaded.notices] == [
        ("reveneu", "revenue"),
        ("ip[1].clas", "class"),
    ]
    assert nearest_field("营业收人") == "revenue"


def test_all_problems_of_all_enterprises_are_told_together(load):
    content = [
        {"name": "甲", "revenue": {"23": 1}, "ip": [{"granted_on": "昨天"}]},
        {"name": "乙", "certs": "高新技术企业", "expert_scores": {"talent_system": "四分"}},
        7,
        {},
    ]

    with pytest.raises(BadInput) as error:
        load(content)

    assert told(error) == [
        (1, "revenue.23", "rules.facts.year"),
        (1, "ip[1].granted_on", "rules.facts.day"),
        (2, "certs", "rules.facts.list"),
        (2, "expert_scores.talent_system", "rules.facts.number"),
        (3, "", "datasets.json.not_an_object"),
        (4, "", "rules.facts.nothing"),
    ]


def test_good_enterprises_stay_beside_bad_ones(load):
    loaded = load(b'{"name": "A"}\n{"name": "B", "employees_avg": -1}\n\n{"name": "C"}\n')

    assert [enterprise.label for enterprise in loaded.enterprises] == ["A", "C"]
    assert [(p.row, p.field) for p in loaded.problems] == [(2, "employees_avg")]


def test_key_named_twice_is_refused(load):
    with pytest.raises(BadInput) as error:
        load(b'{"employees_avg": 10, "employees_avg": 20}')

    assert told(error) == [(None, "", "rules.facts.repeated_key")]


@pytest.mark.parametrize(
    "content", [b"", b"   \n", b"\x00\x01\x02\xff" * 40, b"[1, 2", b"{" * 100_000, b"[]", b"{}"]
)
def test_rubbish_is_one_clear_error(load, content):
    with pytest.raises(BadInput):
        load(content)


def test_other_kinds_of_files_and_missing_ones_are_told(load, tmp_path):
    with pytest.raises(WrongUsage):
        load(b"text", name="facts.docx")
    with pytest.raises(Missing):
        load_facts(tmp_path / "absent.json")


def test_table_holds_an_enterprise_a_row_in_any_encoding(load):
    text = (
        "2025年企业情况汇总表,,,,,\r\n"
        "统一社会信用代码,企业名称,营业收入2023（万元）,2024年营业收入(亿元),职工总数,知识产权\r\n"
        "911,甲,１２００,0.5,１００,无\r\n"
        "912,乙,3000万元,不详,-,\r\n"
    )

    first, second = load(text.encode("gbk"), name="all.csv").enterprises

    assert first.facts == {
        "uscc": "911",
        "name": "甲",
        "employees_avg": Decimal(100),
        "revenue": {2023: Decimal(1200), 2024: Decimal(5000)},
        "ip": (),
    }
    assert second.facts == {
        "uscc": "912",
        "name": "乙",
        "revenue": {2023: Decimal(3000), 2024: None},
    }
    assert second.row == 4


def test_table_tells_each_bad_cell_and_enterprises_named_twice(load):
    text = "信用代码,企业名称,营收2023,备注\n911,甲,1,x\n912,乙,十,y\n911,丙,2,z\n"

    loaded = load(text, name="all.csv")

    assert [enterprise.label for enterprise in loaded.enterprises] == ["甲"]
    assert [(p.row, p.field) for p in loaded.problems] == [(3, "营收2023"), (4, "911")]
    assert [(n.row, n.field) for n in loaded.notices] == [(2, "备注")]


def test_columns_that_contradict_each_other_are_told(load):
    with pytest.raises(BadInput) as error:
        load("名称,revenue_2023,营业收入2023（万元）\n甲,1,2\n", name="all.csv")

    assert told(error) == [(2, "营业收入2023（万元）", "rules.facts.contradiction")]


def test_workbook_holds_lists_in_sheets_of_their_name(load):
    data = workbook(
        {
            "企业": [["企业名称", "职工总数", "知识产权"], ["甲", 10, "有"], ["乙", 20, "无"]],
            "知识产权": [["企业名称", "种类", "授权日期"], ["甲", "发明专利", date(2023, 5, 1)]],
        }
    )

    first, second = load(data, name="all.xlsx").enterprises

    assert first.facts["ip"] == ({"kind": "发明专利", "granted_on": date(2023, 5, 1)},)
    assert second.facts["ip"] == ()


@settings(max_examples=60, deadline=None)
@given(facts())
def test_facts_survive_json(tmp_path_factory, stated):
    path = tmp_path_factory.mktemp("facts") / "facts.json"
    path.write_text(json.dumps(facts_to_json(stated)), encoding="utf-8")

    (enterprise,) = load_facts(path).enterprises

    assert enterprise.facts == stated


@settings(max_examples=30, deadline=None)
@given(st.lists(facts(), min_size=1, max_size=3))
def test_facts_survive_a_table(tmp_path_factory, several):
    import csv
    import io

    stated = [{**one, "name": f"企业{n}", "uscc": str(n)} for n, one in enumerate(several)]
    head, rows = table_of_enterprises(Enterprise(one) for one in stated)
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    path = tmp_path_factory.mktemp("facts") / "all.csv"
    path.write_text(text.getvalue(), encoding="utf-8")

    loaded = load_facts(path)

    assert loaded.problems == ()
    assert [dict(enterprise.facts) for enterprise in loaded.enterprises] == [
        {name: one[name] for name in FIELDS if name in one} for one in stated
    ]


def test_every_heading_names_its_own_field_and_no_other():
    for field in FIELDS.values():
        column = understand_column(heading(field, 2024 if field.yearly else None))
        assert column.field.name == field.name
        for item in field.items.values() if field.kind is FieldKind.LIST else ():
            assert understand_item(heading(item), field).field.name == item.name


def test_single_figure_of_a_yearly_field_survives_a_table(load):
    import csv
    import io

    stated = load({"name": "甲", "platform_score": 61.5, "revenue": {"2024": 7}}).enterprises
    head, rows = table_of_enterprises(stated)
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])

    assert only(load(text.getvalue(), name="all.csv")) == stated[0].facts


def test_kinds_groups_and_choices_name_fields_that_exist():
    import yaml

    from queqiao.rules.facts import dictionary

    headings = yaml.safe_load(dictionary._text("facts", "headings.yaml"))
    known = set(FIELDS) | {f"{f.name}.{i}" for f in FIELDS.values() for i in f.items}
    named = [name for group in headings["groups"].values() for name in group["fields"]]

    assert len(named) == len(set(named))
    for section in (named, headings["aliases"], headings["choices"], headings["notes"]):
        assert [name for name in section if name not in known] == []


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["1.2亿元", "35%", "2023-05-01", "无", "不详", "省级", "99999-01-01", "0000"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=6) | st.just("2024"), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(FIELDS)) | st.text(max_size=8), JSON, max_size=4))
def test_no_json_at_all_breaks_the_reader_or_the_engine(stated):
    from queqiao.rules import bundled_rulebooks, determine_record
    from queqiao.rules.facts import enterprises_of
    from queqiao.rules.rows import prepare

    problems, read = (), ()
    try:
        read = enterprises_of([stated])
    except BadInput as error:
        problems = error.problems
    wanted = ["cn.tech-sme", "cn.hnte", "cn.uscc", "cn.technology-contract-vat"]
    answers = [
        determine_record(
            prepare(enterprise.facts), rulebooks=bundled_rulebooks(), at=AT, only=wanted
        )
        for enterprise in read
    ]

    assert bool(problems) != bool(read)
    assert all(problem.describe("zh") and problem.describe("en") for problem in problems)
    assert all([one.rulebook for one in found] == wanted for found in answers)
