"""Files to demands and achievements: columns understood, every bad row named, good rows kept."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.errors import BadInput
from queqiao.matching.io import load_achievements, load_demands
from queqiao.matching.io.columns import RecordKind, understand_column
from queqiao.matching.model import CooperationMode, IpNeed, IpState
from tests.factories.files import csv_text, word_document, workbook


@pytest.fixture
def write(tmp_path):
    def file(data, name="demands.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return file


def told(problems):
    return [(p.message.code.removeprefix("matching.io."), p.row, p.field) for p in problems]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("需求名称", "title"),
        ("*题目（必填）", "title"),
        ("項目名稱", "title"),
        ("一、需求内容", "description"),
        ("拟解决的技术难题及指标", "description"),
        ("企业名称", "owner"),
        ("拟投入资金(万元)", "budget_cny"),
        ("拟投入资金总额", "budget_cny"),
        ("預算（萬元）", "budget_cny"),
        ("预算/万元", "budget_cny"),
        ("所在地區", "region"),
        ("合作方式（可多选）", "modes"),
        ("ＴＲＬ", "trl_min"),
        ("技术领域", "keywords"),
        ("截止日期", "deadline_on"),
        ("budget_cny", "budget_cny"),
        ("联系人", ""),
        ("需求单位联系电话", ""),
        ("序号", ""),
        ("天气", None),
    ],
)
def test_column_of_demands_is_understood(name, field):
    column = understand_column(name, kind=RecordKind.DEMAND)

    assert (column.field if column else None) == field


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("成果名称", "title"),
        ("第一完成单位", "owner"),
        ("成熟度", "trl"),
        ("成果所处阶段", "trl"),
        ("转让价格（万元）", "price_cny"),
        ("专利号", "ip_state"),
        ("成果完成人", ""),
    ],
)
def test_column_of_achievements_is_understood(name, field):
    assert understand_column(name, kind=RecordKind.ACHIEVEMENT).field == field


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("预算（万元）", 10_000),
        ("预算(单位：元)", 1),
        ("预算/亿元", 10**8),
        ("budget_cny", 1),
        ("预算", None),
    ],
)
def test_unit_in_a_column_name_is_honoured(name, unit):
    assert understand_column(name, kind=RecordKind.DEMAND).unit == unit


def test_full_row_becomes_a_demand(write):
    header = (
        "需求编号,需求名称,需求内容,关键词,企业名称,所属行业,所在地区,拟投入资金（万元）,"
        "成熟度,截止日期,合作方式,知识产权要求,接受地区,更新日期"
    )
    row = (
        "X1,轴承球研磨,圆度≤0.08μm,陶瓷；研磨,甲厂,C3451,吉林省长春市,五十,"
        "中试,2026/12/31,技术转让、许可,须已授权,吉林省、辽宁,2026-10-01"
    )

    loaded = load_demands(write(f"{header}\n{row}\n".encode("gbk")))

    assert (loaded.problems, loaded.notices) == ((), ())
    demand = loaded.records[0]
    assert (demand.id, demand.title, demand.description) == ("X1", "轴承球研磨", "圆度≤0.08μm")
    assert (demand.keywords, demand.owner) == (("陶瓷", "研磨"), "甲厂")
    assert (demand.industry, demand.region) == ("3451", "220100")
    assert (demand.budget_cny, demand.trl_min) == (Decimal(500_000), 6)
    assert (demand.deadline_on, demand.confirmed_on) == (date(2026, 12, 31), date(2026, 10, 1))
    assert demand.modes == (CooperationMode.TRANSFER, CooperationMode.LICENCE)
    assert (demand.ip_need, demand.accepted_regions) == (IpNeed.GRANTED, ("220000", "210000"))


def test_full_row_becomes_an_achievement(write):
    header = "成果名称,成果简介,完成单位,转让价格（万元）,所处阶段,可交付时间,专利情况"
    row = "研磨机,双盘研磨,某大学,100-200,小试,2026年6月,已授权发明专利2项"

    achievement = load_achievements(write(f"{header}\n{row}\n")).records[0]

    assert (achievement.price_cny, achievement.trl) == (Decimal(1_000_000), 4)
    assert (achievement.ready_on, achievement.ip_state) == (date(2026, 6, 30), IpState.GRANTED)


def test_bad_rows_are_named_with_field_and_reason_and_good_rows_kept(write):
    rows = [
        ("好的一条", "描述", "80", "2026-12-31"),
        ("预算写错", "描述", "abc", ""),
        ("", "", "80", ""),
        ("日期写错", "描述", "x", "2026-13-45"),
        ("又一条好的", "描述", "面议", "长期"),
    ]

    loaded = load_demands(write(csv_text(*rows)))

    assert [demand.title for demand in loaded.records] == ["好的一条", "又一条好的"]
    assert told(loaded.problems) == [
        ("money", 3, "拟投入资金（万元）"),
        ("no_title", 4, "需求名称"),
        ("money", 5, "拟投入资金（万元）"),
        ("day", 5, "截止日期"),
    ]
    assert loaded.problems[0].describe() == (
        "demands.csv 第 3 行 拟投入资金（万元）: "
        "“abc”不是金额；请写成 80、80万元、50-80万元 或 面议"
    )


def test_file_without_one_good_row_is_bad_input_with_every_problem(write):
    with pytest.raises(BadInput) as caught:
        load_demands(write(csv_text(("", "", "1", ""), ("名", "", "x", ""))))

    assert told(caught.value.problems) == [
        ("no_title", 2, "需求名称"),
        ("money", 3, "拟投入资金（万元）"),
    ]


def test_table_without_a_title_column_is_one_problem_and_not_one_a_row(write):
    with pytest.raises(BadInput) as caught:
        load_demands(write("预算（万元）,截止日期\n80,2026-12-31\n90,2026-12-31\n"))

    assert told(caught.value.problems) == [("no_title_column", None, "")]


def test_description_alone_gives_the_title(write):
    loaded = load_demands(write("需求内容,预算（万元）\n产品开袋后变软。想找专家,5\n"))

    assert loaded.records[0].title == "产品开袋后变软"


def test_double_ids_name_both_rows(write):
    loaded = load_demands(write("编号,名称\nA,一\nB,二\nA,三\n"))

    assert [demand.title for demand in loaded.records] == ["一", "二"]
    assert (loaded.problems[0].row, loaded.problems[0].field) == (4, "编号")
    assert loaded.problems[0].message.params == {"id": "A", "source": "demands.csv", "row": 2}


def test_double_ids_are_found_across_files(write):
    first, second = write("编号,名称\nA,一\n"), write("编号,名称\nA,二\n", "more.csv")

    loaded = load_demands(first, second)

    assert (len(loaded.records), loaded.problems[0].source) == (1, "more.csv")


def test_missing_ids_are_the_same_in_every_order(write):
    one, two = ("一", "甲", "", ""), ("二", "乙", "", "")

    forward = load_demands(write(csv_text(one, two))).records
    backward = load_demands(write(csv_text(two, one))).records

    assert {d.id: d.title for d in forward} == {d.id: d.title for d in backward}
    assert all(d.id.startswith("D-") for d in forward)


def test_several_text_columns_are_joined_under_their_names(write):
    loaded = load_demands(write("需求名称,技术难题,现有基础\n研磨,圆度不够,有产线两条\n"))

    assert loaded.records[0].description == "技术难题：圆度不够\n现有基础：有产线两条"


def test_columns_without_use_are_told_once(write):
    loaded = load_demands(write("需求名称,天气,心情,联系人\n研磨,晴,好,某某\n清洗,阴,好,某某\n"))

    assert told(loaded.notices) == [("extra_columns", None, "")]
    assert loaded.notices[0].message.params["names"] == "天气、心情"


def test_words_of_no_code_are_told_and_taken_as_not_stated(write):
    loaded = load_demands(write("需求名称,所属行业,所在地区,合作方式\n研磨,新材料,东北三省,抵押\n"))

    demand = loaded.records[0]
    assert (demand.industry, demand.region, demand.modes) == (None, None, ())
    assert {code for code, _, _ in told(loaded.notices)} == {"industry", "region", "mode"}


def test_bare_amounts_say_which_unit_was_assumed(write):
    loaded = load_demands(write("需求名称,预算\n研磨,80\n清洗,900000\n"))

    assert [demand.budget_cny for demand in loaded.records] == [800_000, 900_000]
    assert told(loaded.notices) == [("unit_assumed", 2, "预算")]


def test_record_over_several_rows_of_a_merged_title_is_one(write):
    rows = [
        ["需求名称", "技术指标", "预算（万元）"],
        ["研磨", "圆度≤0.08μm", 80],
        ["", "粗糙度≤5nm", 80],
    ]
    data = workbook({"s": rows}, ["A2:A3", "C2:C3"])

    loaded = load_demands(write(data, "t.xlsx"))

    assert len(loaded.records) == 1
    assert loaded.records[0].description == "圆度≤0.08μm\n粗糙度≤5nm"
    assert loaded.records[0].budget_cny == 800_000


def test_form_with_labels_one_below_the_other_is_one_record(write):
    rows = [
        ["企业技术需求征集表", "", "", ""],
        ["需求名称", "轴承球研磨工艺", "", ""],
        ["单位名称", "甲厂", "联系人", "某某"],
        ["所在地区", "长春市", "拟投入资金（万元）", 80],
        ["需求内容", "圆度≤0.08μm", "", ""],
    ]
    data = workbook({"s": rows}, ["A1:D1", "B2:D2", "B5:D5"])

    loaded = load_demands(write(data, "t.xlsx"))

    demand = loaded.records[0]
    assert len(loaded.records) == 1
    assert (demand.title, demand.description) == ("轴承球研磨工艺", "圆度≤0.08μm")
    assert (demand.owner, demand.region, demand.budget_cny) == ("甲厂", "220100", 800_000)


def test_titles_that_end_like_column_names_make_no_form(write):
    titles = [f"第{n}号设备改造技术需求" for n in range(20)]
    rows = [(title, "说明", "", "") for title in titles]

    assert [d.title for d in load_demands(write(csv_text(*rows))).records] == titles


def test_equal_names_under_group_headings_are_told_apart(write):
    rows = [
        ["企业信息", "", "需求信息", ""],
        ["名称", "地址", "名称", "内容"],
        ["甲厂", "x", "研磨", "圆度"],
    ]

    loaded = load_demands(write(workbook({"s": rows}, ["A1:B1", "C1:D1"]), "t.xlsx"))

    assert [(d.title, d.description) for d in loaded.records] == [("研磨", "圆度")]


def test_merged_owner_is_filled_down_to_every_record(write):
    rows = [["企业名称", "需求名称"], ["甲厂", "研磨"], ["", "清洗"]]

    loaded = load_demands(write(workbook({"s": rows}, ["A2:A3"]), "t.xlsx"))

    assert [(d.owner, d.title) for d in loaded.records] == [("甲厂", "研磨"), ("甲厂", "清洗")]


def test_document_states_fields_as_labelled_lines(write):
    data = word_document(
        heading="轴承球研磨工艺",
        paragraphs=["圆度≤0.08μm。"],
        table=[("拟投入资金", "80万元"), ("所在地区", "长春市"), ("联系人", "某某")],
    )

    demand = load_demands(write(data, "a.docx")).records[0]

    assert (demand.title, demand.budget_cny, demand.region) == (
        "轴承球研磨工艺",
        800_000,
        "220100",
    )


def test_text_longer_than_anyone_writes_is_refused_with_its_length(write):
    rows = [("长", "长" * 1_000_001, "", ""), ("短", "短", "", "")]

    loaded = load_demands(write(csv_text(*rows)))

    assert [demand.title for demand in loaded.records] == ["短"]
    assert loaded.problems[0].message.params["length"] == 1_000_001


@pytest.mark.parametrize(
    ("table", "heading"),
    [
        ("标题,内容\n球,{long}\n", "内容"),
        ("标题,背景,详细描述\n球,短,{long}\n", "详细描述"),
        ("需求名称\n{long}\n", "需求名称"),
    ],
)
def test_a_text_that_is_too_long_is_told_under_the_heading_of_the_file(write, table, heading):
    text = table.format(long="长" * 1_000_001)

    with pytest.raises(BadInput) as caught:
        load_demands(write(text))

    (problem,) = caught.value.problems
    assert problem.message.code == "matching.io.too_long"
    assert (problem.row, problem.field) == (2, heading)
    assert heading in problem.describe()


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.jsonl", "a.xlsx", "a.txt", "a.pdf"]))
def test_no_bytes_whatever_end_in_anything_but_records_or_problems(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("fuzz") / name
    path.write_bytes(data)

    try:
        found = load_demands(path).records
    except BadInput as error:
        found = error.problems

    assert found
