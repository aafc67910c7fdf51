"""
What is read from an article.

Officers read hundreds of pages of meetings, talks and inspections. These are the facts that are
taken from them. Each carries the stretch of the file it was read from; what cannot be shown in the
text is not told.
"""

from queqiao.documents import parse_document
from queqiao.documents.facts import read_facts

PAGE = """\
<html><head><title>韩望舒率队赴京举行会谈_松江新闻网</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/a">要闻</a> <a href="/b">专题</a></div>
<h1>韩望舒率队赴京举行会谈</h1>
<div class="info">2023-06-15 08:12 来源：松江日报 编辑：施雨</div>
<div id="content">
<p>6月12日至14日，省委副书记、省长韩望舒率队赴北京举行工作会谈。</p>
<p>在与中国科学院院长、党组书记侯若谷会谈时，韩望舒希望中国科学院在重点实验室重组、“黑土粮仓”科技会战等方面
给予支持。侯若谷表示，将加强成果转化，推动合作再上新台阶。</p>
<p>韩望舒与国家开发银行党委书记、董事长赵景明会谈并共同见证双方签署合作备忘录。赵景明表示，将加大服务力度。</p>
<p>韩望舒强调，省直部门要抓好落实。一要坚持项目立区，聚焦新能源、新材料、新医药“三新产业”。二要坚持优化环境，
完善“揭榜挂帅”机制。三要坚持创新发展，力争到2025年技术合同成交额突破950亿元。</p>
<p>目前，全省高新技术企业达到3112家，创新能力排名全国第18位。</p>
<p>省政府秘书长安若素，胡清河、蔡东参加。（记者黄小鹭）</p>
</div><div class="footer">Copyright 松江新闻网 版权所有</div></body></html>
"""


def article():
    document = parse_document(PAGE.encode(), path="talks.html")
    return document, read_facts(document)


def test_every_fact_shows_where_it_was_read():
    document, facts = article()
    for person in facts.people:
        assert [span.of(document.raw) for span in person.spans] == [person.name] * len(person.spans)
    for quantity in facts.quantities:
        assert quantity.span.of(document.raw) == quantity.text


def test_days_of_the_event_take_their_year_from_the_day_of_publication():
    _document, facts = article()
    (visit,) = facts.event_dates
    assert (str(visit.begins_on), str(visit.ends_on)) == ("2023-06-12", "2023-06-14")


def test_people_with_their_posts_and_without_those_who_made_the_page():
    _document, facts = article()
    assert [(one.name, one.title, one.organization) for one in facts.people] == [
        ("韩望舒", "省委副书记、省长", ""),
        ("侯若谷", "院长、党组书记", "中国科学院"),
        ("赵景明", "党委书记、董事长", "国家开发银行"),
        ("安若素", "秘书长", "省政府"),
        ("胡清河", "", ""),
        ("蔡东", "", ""),
    ]


def test_talks_keep_requests_replies_and_signatures_apart():
    _document, facts = article()
    academy, bank = facts.exchanges
    assert (academy.counterpart_org, academy.counterpart_person) == ("中国科学院", "侯若谷")
    assert [one.text for one in academy.asks] == ["重点实验室重组", "“黑土粮仓”科技会战"]
    assert [one.text for one in academy.replies] == ["加强成果转化", "推动合作再上新台阶"]
    assert academy.signed_document == ""
    assert [one.text for one in bank.replies] == ["加大服务力度"]
    assert bank.signed_document == "合作备忘录"


def test_instructions_with_who_gives_them_and_to_whom():
    _document, facts = article()
    assert [(one.ordinal, one.heading) for one in facts.directives] == [
        (1, "坚持项目立区"),
        (2, "坚持优化环境"),
        (3, "坚持创新发展"),
    ]
    assert {(one.said_by, one.said_to) for one in facts.directives} == {("韩望舒", "省直部门")}


def test_concepts_with_members_and_no_number_of_theirs_among_the_quantities():
    _document, facts = article()
    assert [(one.name, one.members) for one in facts.concepts] == [
        ("黑土粮仓", ()),
        ("三新产业", ("新能源", "新材料", "新医药")),
    ]
    assert [(one.text, one.what) for one in facts.quantities] == [
        ("950亿元", "技术合同成交额"),
        ("3112家", "高新技术企业"),
        ("全国第18位", "创新能力排名"),
    ]


def test_plans_with_the_day_they_are_due():
    _document, facts = article()
    (plan,) = facts.commitments
    assert (plan.said_by, plan.stance, str(plan.due_on)) == ("韩望舒", "planned", "2025-12-31")


def test_mechanisms_and_places_by_their_codes():
    _document, facts = article()
    assert [(one.name, one.code) for one in facts.mechanisms] == [("揭榜挂帅", "open_challenge")]
    assert [(one.name, one.region_code) for one in facts.places] == [("北京", "110000")]


def test_triples_tell_who_met_whom_and_who_holds_what():
    _document, facts = article()
    triples = [(one.subject, one.predicate, one.object) for one in facts.relations]
    assert ("韩望舒", "会谈", "侯若谷") in triples
    assert ("侯若谷", "院长、党组书记", "中国科学院") in triples
    assert ("国家开发银行", "签署", "合作备忘录") in triples
