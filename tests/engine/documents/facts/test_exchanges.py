"""Talks: counterpart, our side, what was asked, what was answered, what was signed."""

import pytest

from queqiao.documents.facts import read_facts
from tests.factories.documents import document


def exchanges(*paragraphs):
    return read_facts(document("a.txt", *paragraphs)).exchanges


def texts(clauses):
    return [one.text for one in clauses]


def test_a_talk_in_one_paragraph():
    (found,) = exchanges(
        "在与科技部党组书记、部长王清远会谈时，韩文希望科技部在示范区申建、重点实验室重组等方面给予支持，"
        "助力创新型省份建设。王清远表示，一定加强战略对接，加大支持力度。"
    )
    assert (found.counterpart_org, found.counterpart_person) == ("科技部", "王清远")
    assert found.our_side == ("韩文",)
    assert texts(found.asks) == ["示范区申建", "重点实验室重组", "助力创新型省份建设"]
    assert texts(found.replies) == ["加强战略对接", "加大支持力度"]
    assert found.signed_document == ""


def test_what_was_signed_is_no_reply():
    (found,) = exchanges(
        "韩文与国家开发银行党委书记、董事长赵若安会谈并共同见证双方签署合作备忘录，希望国家开发银行进一步扩大信贷投放。"
        "赵若安表示，将加大服务力度，更好发挥作用。"
    )
    assert found.signed_document == "合作备忘录"
    assert texts(found.asks) == ["进一步扩大信贷投放"]
    assert texts(found.replies) == ["加大服务力度", "更好发挥作用"]


def test_the_hope_of_the_other_side_is_no_request_of_ours():
    text = (
        "景清、韩文与国家发展改革委主任何若山举行会谈，希望国家发展改革委支持项目建设。何若山充分肯定工作，"
        "表示国家发展改革委一定履职尽责。希望吉林锐意创新，作出更大贡献。"
    )
    facts = read_facts(document("a.txt", text))
    (found,) = facts.exchanges
    assert found.our_side == ("景清", "韩文")
    assert texts(found.asks) == ["支持项目建设"]
    assert texts(found.replies) == ["履职尽责"]
    assert [(one.said_by, one.stance, one.text) for one in facts.commitments] == [
        ("何若山", "hoped", "希望吉林锐意创新，作出更大贡献")
    ]


def test_a_talk_that_goes_on_over_paragraphs():
    (found,) = exchanges(
        "1月9日，市长邵景和会见了松江大学校长汪慎之一行。",
        "邵景和介绍了情况。他希望松江大学推动成果转化，鼓励毕业生就业。",
        "汪慎之表示学校将选派教师挂职。",
        "会见后，双方签署全面战略合作协议。",
    )
    assert (found.counterpart_org, found.counterpart_person) == ("松江大学", "汪慎之")
    assert texts(found.asks) == ["推动成果转化", "鼓励毕业生就业"]
    assert texts(found.replies) == ["选派教师挂职"]
    assert found.signed_document == "全面战略合作协议"


def test_a_counterpart_that_is_named_later():
    (found,) = exchanges(
        "市长褚南屏会见莱恩精工集团首席执行官一行。",
        "褚南屏希望集团扩大采购。集团首席执行官汉斯·伯格曼表示，愿意建设研发中心。",
    )
    assert (found.counterpart_org, found.counterpart_person) == ("莱恩精工集团", "汉斯·伯格曼")
    assert texts(found.replies) == ["建设研发中心"]


def test_each_counterpart_is_a_talk_of_its_own():
    found = exchanges(
        "罗景与国家知识产权局局长卫长明会谈。",
        "罗景与国家能源局局长章建业会谈。章建业表示，将认真研究。",
    )
    assert [one.counterpart_person for one in found] == ["卫长明", "章建业"]
    assert texts(found[1].replies) == ["认真研究"]


def test_a_tour_of_many_bodies_is_no_talk():
    assert exchanges("省长韩文率队赴北京分别与工信部、科技部、中国科学院举行工作会谈。") == ()


@pytest.mark.parametrize(
    ("hope", "items"),
    [
        ("支持创建中心、建设平台，扩大投放", ["支持创建中心", "建设平台", "扩大投放"]),
        ("聚焦“粮食、肉牛”工程、产业集群", ["聚焦“粮食、肉牛”工程", "产业集群"]),
        ("在新材料、智能建造等领域加强攻关", ["在新材料、智能建造等领域加强攻关"]),
        ("发挥资金、技术优势", ["发挥资金、技术优势"]),
    ],
)
def test_where_requests_are_cut(hope, items):
    (found,) = exchanges(f"韩文与科技部部长王清远会谈。韩文希望科技部{hope}。")
    assert texts(found.asks) == items
