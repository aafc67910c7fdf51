"""The five first articles: what an officer would write down from them, field by field."""

from pathlib import Path

import pytest

from queqiao.documents import load_document
from queqiao.documents.facts import read_facts

ARTICLES = Path(__file__).parents[4] / ".." / "shared" / "articles"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are not beside the checkout"),
]


@pytest.fixture(scope="module")
def facts():
    return [read_facts(load_document(path)) for path in sorted(ARTICLES.glob("*.txt"))]


def people(found):
    return [(one.name, one.title, one.organization) for one in found.people]


def headings(found):
    return [(one.ordinal, one.heading) for one in found.directives]


def texts(clauses):
    return [one.text for one in clauses]


def test_days(facts):
    days = [[(str(d.begins_on), str(d.ends_on)) for d in one.event_dates] for one in facts]
    assert days == [
        [("2022-02-23", "2022-02-23")],
        [],
        [("2022-02-28", "2022-03-03")],
        [("2021-11-17", "2021-11-17")],
        [("2022-01-26", "2022-01-26")],
    ]


def test_people(facts):
    assert people(facts[0]) == [("景俊海", "省委书记", ""), ("胡家福", "", ""), ("蔡东", "", "")]
    assert people(facts[1]) == [("李岩", "厅长、党组书记", "吉林省科学技术厅")]
    assert people(facts[2])[:2] == [("景俊海", "省委书记", ""), ("韩俊", "省委副书记、省长", "")]
    assert people(facts[2])[3:13] == [
        ("肖亚庆", "党组书记、部长", "工信部"),
        ("王志刚", "党组书记、部长", "科技部"),
        ("侯建国", "院长、党组书记", "中国科学院"),
        ("钱文挥", "党委书记、董事长", "中国农业发展银行"),
        ("赵欢", "党委书记、董事长", "国家开发银行"),
        ("林念修", "副主任", "国家发展改革委"),
        ("赵辰昕", "秘书长", "国家发展改革委"),
        ("辛国斌", "副部长", "工信部"),
        ("王志军", "副部长", "工信部"),
        ("邵新宇", "副部长", "科技部"),
    ]
    leaders = ["吴靖平", "胡家福", "安立佳", "蔡东", "王子联"]
    assert people(facts[2])[13:] == [
        *((name, "省及长春市领导", "") for name in leaders),
        ("安桂武", "秘书长", "省政府"),
    ]
    assert people(facts[3]) == [
        ("景俊海", "省委书记", ""),
        ("韩俊", "省委副书记、省长", ""),
        *((name, "", "") for name in ["胡家福", "张志军", "李伟", "王子联", "安桂武", "田锦尘"]),
    ]
    assert people(facts[4]) == [
        ("曹立军", "副省长、市委书记", ""),
        ("杨鲁峰", "院长", "中国航发涡轮院"),
        *((name, "市领导", "") for name in ["黄朝阳", "梁磊", "姚永红", "刘海昌"]),
    ]


def test_someone_with_two_organizations(facts):
    found = facts[2].people[2]
    assert (found.name, found.organization) == ("何立峰", "国家发展改革委")
    assert found.title.endswith("党组书记、主任")


def test_directives(facts):
    assert headings(facts[0]) == [
        (1, "以新兴产业发展为方向"),
        (2, "以高等院校、科研院所科技成果为源头"),
        (3, "以专业企业孵化器为依托"),
        (4, "以投资为手段"),
        (5, "以“专精特新”中小企业为服务主体"),
    ]
    assert headings(facts[1]) == [
        (1, "聚焦产业链供应链"),
        (2, "支持产学研用融通创新"),
        (3, "推动更多科技成果转化与产业化"),
        (4, "围绕攻关产业关键共性技术"),
        (5, "强化科技人才“引育留用”"),
    ]
    assert headings(facts[2]) == []
    assert headings(facts[3]) == [
        (1, "坚持项目立区"),
        (2, "坚持产业支撑"),
        (3, "坚持优化环境"),
        (4, "坚持创新发展"),
        (5, "坚持绿色转型"),
    ]
    assert headings(facts[4])[1:] == [
        (2, "做好大整合大聚集文章"),
        (3, "以创新赋能产业发展"),
        (4, "大力培育资本市场"),
        (5, "完善服务企业创新机制"),
        (6, "积极引进创新人才"),
        (7, "不断优化创新生态"),
    ]
    speakers = [{one.said_by for one in found.directives} for found in facts]
    assert speakers == [{"景俊海"}, {"李岩"}, set(), {"景俊海"}, {"曹立军"}]
    assert {one.said_to for one in facts[0].directives} == {"省工业技术研究院"}


def test_exchanges(facts):
    assert [found.exchanges for found in (facts[0], facts[1], facts[3], facts[4])] == [()] * 4
    talks = facts[2].exchanges
    both = ("景俊海", "韩俊")
    assert [
        (one.counterpart_org, one.counterpart_person, one.our_side, one.signed_document)
        for one in talks
    ] == [
        ("国家发展改革委", "何立峰", both, ""),
        ("工信部", "肖亚庆", both, ""),
        ("科技部", "王志刚", ("韩俊",), ""),
        ("中国科学院", "侯建国", ("韩俊",), ""),
        ("中国农业发展银行", "钱文挥", ("韩俊",), "合作框架协议"),
        ("国家开发银行", "赵欢", ("韩俊",), "合作备忘录"),
    ]
    assert texts(talks[2].asks)[:4] == [
        "国家自主创新示范区和国家农业高新技术产业示范区申建",
        "全国重点实验室重组建设",
        "半导体激光国家技术创新中心创建",
        "新一代人工智能创新发展试验区创建",
    ]
    assert texts(talks[4].replies) == [
        "紧扣服务吉林提升粮食综合生产能力和农业农村现代化",
        "在资源配置上全力倾斜",
    ]
    assert texts(talks[5].replies) == [
        "加大融资融智服务力度",
        "更好发挥开发性金融作用",
        "助力吉林全面振兴全方位振兴",
    ]


def test_concepts(facts):
    assert {one.name: one.members for one in facts[0].concepts} == {
        "一主六双": (),
        "六新产业": (),
        "四新设施": (),
        "专精特新": (),
    }
    ten = {one.name: one.members for one in facts[1].concepts}["十大跃升行动"]
    assert (len(ten), ten[0], ten[-1]) == (10, "区域创新体系效能", "医药强省建设")
    six = {one.name: one.members for one in facts[3].concepts}["六新产业"]
    assert six == ("新能源", "新汽车", "新材料", "新农业", "新旅游", "新电商")


def test_quantities(facts):
    found = [{(one.value, one.unit) for one in each.quantities} for each in facts]
    assert found[0] == set()
    assert found[1] >= {(138, "颗"), (18, "位"), (6, "位"), (1, "位"), (8, "位")}
    assert found[3] == {(30, "周年"), (30, "年"), (610_000, "人次")}
    assert found[4] == {(140, "家"), (2400, "家")}


def test_aliases(facts):
    assert [(one.name, one.aliases) for one in facts[0].organizations] == [
        ("吉林省工业技术研究院", ("省工业技术研究院",))
    ]
    by_name = {one.name: one.aliases for one in facts[4].organizations}
    assert by_name["中国航发四川燃气涡轮研究院"] == ("中国航发涡轮院",)
    assert {one.name: one.aliases for one in facts[1].organizations}["吉林省科学技术厅"] == (
        "省科技厅",
    )


def test_places(facts):
    assert {(one.name, one.region_code) for one in facts[4].places} == {
        ("游仙区", "510704"),
        ("绵阳", "510700"),
        ("四川", "510000"),
    }


def test_every_span_of_a_name_shows_it(facts):
    documents = [load_document(path) for path in sorted(ARTICLES.glob("*.txt"))]
    for index in (0, 1, 2, 4):  # the other is glossed and traditional
        for person in facts[index].people:
            assert {one.of(documents[index].raw) for one in person.spans} == {person.name}
