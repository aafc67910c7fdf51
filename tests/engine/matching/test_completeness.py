"""Which question is asked of which demand, where it points, and why nothing matched."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.core import ALLOWED, Message, render
from queqiao.matching.changes import propose_changes
from queqiao.matching.completeness import (
    MOST_QUESTIONS,
    Nature,
    explain_none,
    nature_of,
    questions_for,
)
from queqiao.matching.gates import evaluate_gates
from queqiao.matching.model import Achievement, CooperationMode, Demand
from queqiao.matching.results import Gate, Match
from queqiao.text.model import SpecRole
from tests.engine.matching.indices import index
from tests.strategies.records import achievements, demands

AT = date(2026, 11, 22)
LONG = (
    "我公司生产工业风机，现有叶片在北方冬季运行时容易开裂，返修多、客户投诉多，"
    "希望改进叶片材料和成型工艺。"
)
STATED = {
    "budget_cny": Decimal(500_000),
    "trl_min": 6,
    "deadline_on": date(2027, 12, 31),
    "modes": (CooperationMode.JOINT_DEVELOPMENT,),
    "industry": "3462",
    "region": "220100",
}


def demand_of(description=LONG, title="风机叶片低温开裂问题", **fields):
    return Demand(id="D1", title=title, description=description, **{**STATED, **fields})


def asked(demand, *specs):
    return [question.field for question in questions_for(demand, specs)]


def test_complete_demand_is_asked_nothing():
    assert asked(demand_of(), index("拉伸强度>=80MPa")) == []


@pytest.mark.parametrize("field", ["budget_cny", "trl_min", "deadline_on", "industry", "region"])
def test_field_left_out_is_asked_for(field):
    assert asked(demand_of(**{field: None}), index("拉伸强度>=80MPa")) == [field]


def test_modes_left_out_are_asked_for():
    assert asked(demand_of(modes=()), index("拉伸强度>=80MPa")) == ["modes"]


def test_demand_without_an_index_is_asked_for_one():
    assert asked(demand_of()) == ["index"]


@pytest.mark.parametrize("role", [SpecRole.BASELINE, SpecRole.CONTEXT, SpecRole.CONDITION])
def test_todays_state_is_no_index(role):
    assert asked(demand_of(), index("合格率=80%", role=role)) == ["index"]


def test_short_description_is_told_its_length():
    (question,) = questions_for(demand_of("叶片冬天开裂"), [index("拉伸强度>=80MPa")])

    assert question.field == "description"
    assert "6 个字" in render(question.message)


@pytest.mark.parametrize(
    ("words", "part_of_the_question"),
    [
        ("导热性好", "W/(m·K)"),
        ("导热要求高", "W/(m·K)"),
        ("耐高温", "℃"),
        ("高强度", "MPa"),
        ("长寿命", "多少年"),
        ("低成本", "多少元"),
        ("高精度", "±0.01 mm"),
        ("速度快", "m/min"),
        ("低能耗", "kWh"),
        ("耐腐蚀", "盐雾"),
        ("高纯度", "ppm"),
        ("噪音小", "dB(A)"),
    ],
)
def test_vague_words_become_a_question_that_points_at_them(words, part_of_the_question):
    description = f"{LONG}新材料要求{words}。"

    (question,) = questions_for(demand_of(description), [])

    assert question.place is not None
    assert question.place.span.of(description) == words
    assert words in render(question.message)
    assert part_of_the_question in render(question.message)


def test_vague_words_with_their_index_elsewhere_are_left_alone():
    description = f"{LONG}新材料要求高强度。"

    assert asked(demand_of(description), index("抗拉强度>=80MPa")) == []


def test_vague_words_with_a_number_close_behind_are_left_alone():
    description = f"{LONG}要求耐高温120℃以上。"
    start = description.index("120")

    assert asked(demand_of(description), index(">=120℃", start=start)) == []


def test_vague_words_of_the_title_are_found_too():
    (question,) = questions_for(demand_of(title="高导热垫片开发"), [])

    assert (question.place.field, question.place.span.start) == ("title", 0)


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        (LONG, Nature.TECHNICAL),
        ("产品开袋后2小时内变软，想找能解决的专家，费用可谈。", Nature.TECHNICAL),
        (
            "我公司自主研发的净水机获得专利5项，性能优异，国内领先，现诚招各地代理商，欢迎洽谈。",
            Nature.SALES_PITCH,
        ),
        ("公司订单增长较快，急需融资800万元补充流动资金，也可出让股权。", Nature.FINANCING),
        (
            (
                "已有研究表明氧化应激参与该病的发生，但其作用机制尚不明确。本课题拟研究信号通路的"
                "调控机制，探讨二者关系的研究意义，为后续基础研究提供依据。"
            ),
            Nature.RESEARCH,
        ),
        (
            "我公司自主研发的净水机已批量生产，但滤芯寿命达不到客户要求，希望解决膜污染问题，需要抗污染膜材料技术。",
            Nature.TECHNICAL,
        ),
    ],
)
def test_nature_of_a_text(text, nature):
    assert nature_of(Demand(id="D", title="需求", description=text)) is nature


def test_text_of_another_nature_gets_that_one_question():
    text = "公司订单增长较快，急需融资800万元补充流动资金，也可出让股权。"

    assert asked(demand_of(text, budget_cny=None, trl_min=None)) == ["description"]


@given(description=st.text(max_size=300), title=st.text(min_size=1, max_size=30))
def test_questions_are_few_and_point_into_the_text(description, title):
    demand = Demand(id="D1", title=title, description=description)

    questions = questions_for(demand, [])

    assert len(questions) <= MOST_QUESTIONS
    for question in questions:
        assert render(question.message, "zh")
        assert render(question.message, "en")
        if question.place is not None:
            text = title if question.place.field == "title" else description
            assert question.place.span.of(text)


def miss(demand, achievement, score=0.8):
    return Match(
        demand.id,
        achievement.id,
        score,
        (),
        (),
        evaluate_gates(demand, achievement, at=AT),
        propose_changes(demand, achievement, at=AT),
    )


def test_no_match_names_the_gate_that_holds_back_and_the_nearest_change():
    demand = demand_of()
    misses = [
        miss(demand, Achievement(id="A1", title="甲", price_cny=Decimal(800_000), trl=4)),
        miss(demand, Achievement(id="A2", title="乙", price_cny=Decimal(650_000), trl=7)),
    ]

    text = render(explain_none(demand, misses, ()))

    assert text == (
        "有 2 项内容相近的成果，都被前置条件挡住，主要是预算（2 项）。"
        "最接近的一项：成果报价 65 万元，超出预算 50 万元，差 15 万元。可以把预算提高到 65 万元。"
    )


def test_no_match_of_a_vague_demand_repeats_the_first_question():
    demand = demand_of("希望提高叶片质量，怎么办。")
    questions = questions_for(demand, [])

    text = render(explain_none(demand, (), questions))

    assert render(questions[0].message) in text


def test_no_match_of_a_clear_demand_says_that_nothing_similar_is_on_file():
    assert explain_none(demand_of(), (), ()) == Message("matching.none.nothing_similar")


def test_open_gates_are_no_near_misses():
    demand = demand_of()
    match = miss(demand, Achievement(id="A1", title="甲"))

    assert match.allowed
    assert all(gate.decision.allowed is ALLOWED.allowed for gate in match.gates)
    assert explain_none(demand, [match], ()).code == "matching.none.nothing_similar"


@given(demand=demands(), achievement=achievements())
def test_every_reason_can_be_said_in_both_languages(demand, achievement):
    message = explain_none(demand, [miss(demand, achievement)], questions_for(demand, []))

    assert render(message, "zh")
    assert render(message, "en")


def test_every_gate_has_a_name():
    for gate in Gate:
        assert render(Message(f"matching.gate_name.{gate.value}"))
