"""What is said about the future, mechanisms, and triples."""

from datetime import date

import pytest

from queqiao.documents.facts import read_facts
from tests.factories.documents import document


def commitments(*paragraphs):
    found = read_facts(document("a.txt", *paragraphs, published_on="2023-09-19")).commitments
    return [(one.said_by, one.stance, one.text, one.due_on) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "市长鲁清源表示，宜宾将全力做好保障，推动项目早开工。",
            ("鲁清源", "promised", "宜宾将全力做好保障，推动项目早开工", None),
        ),
        (
            "厅长詹怀远说，力争到2026年培养技术经纪人3000名。",
            ("詹怀远", "planned", "力争到2026年培养技术经纪人3000名", date(2026, 12, 31)),
        ),
        (
            "星澜储能科技有限公司计划到2026年建成生产线。",
            ("星澜储能科技有限公司", "planned", "计划到2026年建成生产线", date(2026, 12, 31)),
        ),
        (
            "省科技厅计划于2024年6月底前完成立项。",
            ("省科技厅", "planned", "计划于2024年6月底前完成立项", date(2024, 6, 30)),
        ),
        (
            "所长封尧臣介绍，项目一期将于年内开工。",
            ("封尧臣", "intended", "项目一期将于年内开工", None),
        ),
        (
            "市委书记阎沐霖希望研究所深化合作，推动转化。",
            ("阎沐霖", "hoped", "希望研究所深化合作，推动转化", None),
        ),
    ],
)
def test_how_firmly_it_was_said(text, expected):
    assert commitments(text) == [expected]


def test_what_others_are_required_to_do():
    found = commitments("省长陆知行强调，要抓好落实。省直有关部门一定当好坚强后盾。")
    assert found == [("陆知行", "required", "省直有关部门一定当好坚强后盾", None)]


def test_an_object_put_first_is_no_future():
    assert commitments("厅长詹怀远说，全会将科技创新提升到更加重要的战略高度。") == []


def test_what_a_talk_holds_is_not_told_twice():
    assert commitments("韩文与科技部部长王清远会谈。王清远表示，将加大支持力度。") == []


def test_mechanisms_from_the_lexicon():
    found = read_facts(
        document("a.txt", "完善“揭榜挂帅(军令状)”机制，落实“免申即享”政策，推进“一区一链”。")
    ).mechanisms
    assert [(one.name, one.code) for one in found] == [
        ("揭榜挂帅", "open_challenge"),
        ("军令状", "performance_pledge"),
        ("免申即享", "automatic_entitlement"),
        ("一区一链", "zone_chain"),
    ]


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("中国科学院院长汤慕白讲话。", ("汤慕白", "院长", "中国科学院")),
        (
            "2月23日，省长陆知行到省工业技术研究院，就转化工作进行调研。",
            ("陆知行", "调研", "省工业技术研究院"),
        ),
        ("韩文与科技部部长王清远会谈。", ("韩文", "会谈", "王清远")),
        (
            "宜宾市与星澜储能科技有限公司在成都签署投资合作协议。",
            ("宜宾市", "签署", "星澜储能科技有限公司"),
        ),
        ("江淮产业研究院发布《竞争力百强榜》。", ("江淮产业研究院", "发布", "竞争力百强榜")),
        ("首任理事长由石佑安担任。", ("石佑安", "担任", "理事长")),
    ],
)
def test_triples(text, triple):
    found = read_facts(document("a.txt", text, published_on="2022-03-01")).relations
    assert triple in [(one.subject, one.predicate, one.object) for one in found]
