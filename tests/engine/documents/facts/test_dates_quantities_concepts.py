"""Days of events, numbers that are facts, concepts with their members."""

import pytest

from queqiao.documents.facts import read_facts
from tests.factories.documents import document


def facts(*paragraphs, published_on="2022-03-04"):
    return read_facts(document("a.txt", *paragraphs, published_on=published_on))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2月23日，会议召开。", [("2022-02-23", "2022-02-23")]),
        ("2月28日至3月3日，率队赴京。", [("2022-02-28", "2022-03-03")]),
        ("12月30日至1月2日，展会举办。", [("2021-12-30", "2022-01-02")]),
        ("2023年4月15日至17日考察。", [("2023-04-15", "2023-04-17")]),
        ("近日，会议召开。", []),
        ("2020年综合考评结果公布。", []),
        ("请于2022年3月31日前申报。", []),
        ("他生于1966年5月4日。", []),
    ],
)
def test_days_of_what_is_told(text, days):
    found = facts(text).event_dates
    assert [(one.begins_on.isoformat(), one.ends_on.isoformat()) for one in found] == days


def test_a_day_without_a_year_needs_the_day_of_publication():
    assert facts("2月23日，会议召开。", published_on=None).event_dates == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("星座将实现138颗卫星组网。", ("138颗卫星", 138, "颗", "卫星")),
        ("与140余家科研院所开展合作。", ("140余家", 140, "家", "科研院所")),
        ("创新能力排名全国第18位。", ("全国第18位", 18, "位", "创新能力排名")),
        ("排名较上年上升6位。", ("上升6位", 6, "位", "排名")),
        ("观看人次约61万。", ("观看人次约61万", 610_000, "人次", "观看人次")),
        ("完成中试项目41项。", ("41项", 41, "项", "中试项目")),
        ("项目总投资65亿元。", ("65亿元", 6.5e9, "元", "项目总投资")),
        ("研发投入强度达3.4%。", ("3.4%", 3.4, "%", "研发投入强度")),
        ("技术合同1263项。", ("1263项", 1263, "项", "技术合同")),
    ],
)
def test_a_quantity_and_what_it_measures(text, expected):
    (found,) = facts(text).quantities
    assert (found.text, found.value, found.unit, found.what) == expected


@pytest.mark.parametrize(
    "text",
    [
        "实施“一主六双”战略，发展“六新产业”。",
        "党的二十大胜利召开，省委十二届四次全会部署。",
        "坚持一张蓝图绘到底，一手抓发展、一手抓安全。",
        "根据《区域创新能力评价报告2023》。",
        "2021年12月5日，“十三五”以来。",
        "执行GB/T 1234-2017标准。",
    ],
)
def test_round_numbers_of_names_and_dates_are_none(text):
    assert facts(text).quantities == ()


def test_whose_a_quantity_is_and_of_when():
    (found,) = facts("2022年，我省高新技术企业达到3112家。").quantities
    assert (found.of, found.when) == ("我省", "2022年")


def test_members_before_a_name():
    (found,) = facts("聚焦新能源、新汽车、新材料、新农业、新旅游、新电商“六新产业”发力。").concepts
    assert found.name == "六新产业"
    assert found.members == ("新能源", "新汽车", "新材料", "新农业", "新旅游", "新电商")


def test_members_after_a_name():
    (found,) = facts("推动“四链融合”（创新链、产业链、资金链、人才链）。").concepts
    assert (found.name, found.members) == ("四链融合", ("创新链", "产业链", "资金链", "人才链"))


def test_members_are_never_invented():
    assert [(one.name, one.members) for one in facts("实施“一主六双”战略。").concepts] == [
        ("一主六双", ())
    ]


def test_a_list_of_another_length_is_no_expansion():
    assert facts("围绕数据、算法“三大行动”攻坚。").concepts[0].members == ()


def test_a_code_is_a_concept_and_no_quantity():
    found = facts(
        "围绕“1210”目标，即坚持“科技强省”一个中心，突出“供给和转化”两项基本任务，抓好“十大行动”。"
    )
    assert found.concepts[0].name == "1210"
    assert found.concepts[0].members == ("一个中心", "两项基本任务", "十大行动")
    assert found.quantities == ()


def test_figures_of_speech_are_no_concepts():
    assert facts("当好“后勤部”“服务员”，破解“两张皮”。").concepts == ()
