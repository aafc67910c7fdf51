"""
# Completeness

A vague demand is answered with questions that an enterprise clerk can answer, the most blocking
first.
"""

from datetime import date
from decimal import Decimal

from queqiao.core import render
from queqiao.matching.completeness import explain_none, questions_for
from queqiao.matching.model import CooperationMode, Demand
from queqiao.matching.results import LocatedSpec
from queqiao.text.quantities import parse_specs


def questions(demand):
    specs = [
        LocatedSpec(field, spec)
        for field in ("title", "description")
        for spec in parse_specs(getattr(demand, field))
    ]
    return questions_for(demand, specs)


def test_vague_wish_is_asked_for_its_number_and_pointed_at():
    demand = Demand(
        id="D1",
        title="电机灌封材料",
        description="需要一种导热性好、耐高温的灌封胶，用于新能源汽车电机定子灌封，现用材料夏季温升高。",
    )

    asked = [(render(question.message), question.place) for question in questions(demand)]

    assert [text for text, _ in asked] == [
        "文中写了“导热性好”但没有数值：导热系数要达到多少 W/(m·K)？",
        "文中写了“耐高温”但没有数值：要在多少 ℃ 下长期使用？短时最高多少 ℃？",
        "愿意为解决这个问题投入多少钱（万元）？给一个上限即可。",
        (
            "能接受什么成熟度的技术：实验室样品（4 级）、中试（6 级），"
            "还是必须已在生产中用过（8 级以上）？"
        ),
        "最晚什么时候要用上？请填年月日。",
        "希望怎样合作：买断技术、取得许可、合作开发、委托开发，还是请专家咨询？可多选。",
        "问题出在什么行业、什么产品上？请选国民经济行业分类的一项。",
        "企业在哪个省、市、区（县）？",
    ]
    assert [place.span.of(demand.description) for _, place in asked[:2]] == ["导热性好", "耐高温"]


def test_demand_with_its_index_and_fields_is_asked_nothing():
    demand = Demand(
        id="D1",
        title="电机灌封材料",
        description=(
            "需要一种高导热灌封胶，用于新能源汽车电机定子灌封，现用材料夏季温升高、易开裂。"
            "要求导热系数不低于1.5W/(m·K)。"
        ),
        budget_cny=Decimal(600_000),
        trl_min=6,
        deadline_on=date(2027, 12, 31),
        modes=(CooperationMode.JOINT_DEVELOPMENT,),
        industry="3812",
        region="220100",
    )

    assert questions(demand) == ()


def test_one_sentence_is_asked_to_say_more():
    demand = Demand(
        id="D1",
        title="冻干果蔬脆片返潮问题",
        description="产品开袋后变软，想找能解决的专家，费用可谈。",
    )

    first, second = questions(demand)[:2]

    assert render(first.message).startswith("描述只有 22 个字")
    assert render(second.message).startswith("没有写出可以核对的技术指标")


def test_sales_pitch_financing_and_literature_review_are_recognized():
    pitch = Demand(
        id="D1",
        title="新型节能炉具",
        description="我公司研制的炉具热效率高，已获专利3项，现寻求资金500万元扩大生产，可出让股份。",
    )
    money = Demand(
        id="D2",
        title="流动资金",
        description="公司订单增长较快，急需融资800万元补充流动资金。",
    )
    review = Demand(
        id="D3",
        title="肠道菌群与代谢病关系的机制研究",
        description="已有研究表明二者密切相关，但作用机制尚不明确，本课题拟探讨其调控机制。",
    )

    said = [
        [render(q.message)[:15] for q in questions(demand)] for demand in (pitch, money, review)
    ]

    assert said == [
        ["这段文字像是在推介本企业的产品"],
        ["这里只提出了资金需求，没有技术"],
        ["这段文字像研究课题或文献综述，"],
    ]


def test_demand_without_a_match_is_told_why():
    demand = Demand(id="D1", title="叶片", description="希望提高叶片质量，怎么办。")

    why = render(explain_none(demand, (), questions(demand)))

    assert why.startswith("没有找到内容相近的成果。需求写得不够具体，先回答这一问再匹配：描述只有")
