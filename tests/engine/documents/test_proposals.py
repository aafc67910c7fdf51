"""What a model proposes counts only where the article bears it out, word for word."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.core import Span
from queqiao.documents.model import Document, Facts, Kind, Paragraph, Person, Stance
from queqiao.documents.proposals import (
    Proposal,
    ProposalKind,
    add_facts,
    parse_proposals,
    verify_proposals,
)
from tests.factories.documents import clause, document, exchange

TEXT = "江城大学校长汪慎之表示，将组织科技特派团深入企业，已对接企业140余家。"
FOUND = document("a.txt", TEXT, "“三大工程”即源头供给工程、转化通道工程、服务提升工程。")


def propose(kind, quote, *members, **values):
    return Proposal(ProposalKind(kind), quote, values, members)


def test_a_person_with_standing_verifies_and_is_located():
    one = propose(
        "person", "江城大学校长汪慎之", name="汪慎之", title="校长", organization="江城大学"
    )

    verified = verify_proposals(FOUND, [one])

    (person,) = verified.facts.people
    assert (person.name, person.title, person.organization) == ("汪慎之", "校长", "江城大学")
    assert [span.of(FOUND.raw) for span in person.spans] == ["汪慎之"]
    assert (verified.accepted, verified.refused) == (1, ())


def test_each_kind_verifies_with_its_values():
    verified = verify_proposals(
        FOUND,
        [
            propose("organization", "江城大学校长", name="江城大学"),
            propose("quantity", "对接企业140余家", text="140余家", unit="家", what="企业"),
            propose(
                "concept", FOUND.paragraphs[1].text, "源头供给工程", "转化通道工程", name="三大工程"
            ),
            propose(
                "commitment",
                "汪慎之表示，将组织科技特派团深入企业",
                said_by="汪慎之",
                text="将组织科技特派团深入企业",
                stance="promised",
            ),
            propose("relation", TEXT, subject="汪慎之", predicate="组织", object="科技特派团"),
        ],
    )

    facts = verified.facts
    assert verified.refused == ()
    assert facts.organizations[0].name == "江城大学"
    assert (facts.quantities[0].value, facts.quantities[0].span.of(FOUND.raw)) == (140.0, "140余家")
    assert facts.concepts[0].members == ("源头供给工程", "转化通道工程")
    assert facts.commitments[0].stance is Stance.PROMISED
    assert facts.relations[0].span.of(FOUND.raw) == TEXT


@pytest.mark.parametrize(
    ("proposal", "reason"),
    [
        (propose("person", "江城大学校长王慎之", name="王慎之"), "no_quote"),
        (propose("person", "", name="汪慎之"), "no_quote"),
        (propose("person", "江城大学校长汪慎之", title="校长"), "no_value"),
        (propose("person", "江城大学校长汪慎之", name="汪慎之", title="副校长"), "not_in_quote"),
        (propose("quantity", "140余家", text="140余家", what="高校"), "not_in_quote"),
        (propose("quantity", "江城大学校长", text="校长"), "no_number"),
        (propose("concept", FOUND.paragraphs[1].text, "人才工程", name="三大工程"), "not_in_quote"),
        (propose("commitment", TEXT, text="将组织科技特派团深入企业", stance="sure"), "no_stance"),
    ],
)
def test_what_the_text_does_not_bear_out_is_refused_with_its_reason(proposal, reason):
    verified = verify_proposals(FOUND, [proposal])

    codes = [refusal.reason.code.rsplit(".", 1)[-1] for refusal in verified.refused]
    assert codes == [reason]
    assert verified.facts == Facts()


def test_words_of_what_surrounds_the_article_are_no_ground():
    raw = "首页 热门：某市长王叙白出席活动\n正文第一段介绍项目进展。"
    start = raw.index("正文")
    places = tuple((i, i + 1) for i in range(start, len(raw)))
    found = Document(
        "a", Kind.PAGE, raw, "", "", "", None, (Paragraph(raw[start:], start, len(raw), places),)
    )

    verified = verify_proposals(found, [propose("person", "市长王叙白", name="王叙白")])

    assert [one.reason.code for one in verified.refused] == ["documents.proposal.no_quote"]


def test_span_of_a_word_with_a_tag_inside_covers_the_tag():
    raw = "发展六<a href='#'>新产业</a>。"
    text = "发展六新产业。"
    places = tuple((raw.index(c), raw.index(c) + 1) for c in text)
    found = Document("a", Kind.HTML, raw, "", "", "", None, (Paragraph(text, 0, len(raw), places),))

    verified = verify_proposals(found, [propose("concept", "发展六新产业", name="六新产业")])

    assert verified.facts.concepts[0].spans == (Span(2, raw.index("业") + 1),)


def test_what_was_read_stays_and_what_is_known_is_not_added_twice():
    read = Facts(
        people=(Person("汪慎之", "党委书记", "", (Span(6, 9),)),),
        exchanges=(exchange(FOUND, "江城大学", "汪慎之", replies=("组织科技特派团深入企业",)),),
    )
    verified = verify_proposals(
        FOUND,
        [
            propose("person", "校长汪慎之", name="汪慎之", title="校长"),
            propose("commitment", TEXT, text="将组织科技特派团深入企业", stance="promised"),
            propose("organization", "江城大学", name="江城大学"),
            propose("organization", "江城大学校长", name="江城大学"),
        ],
    )

    together = add_facts(read, verified.facts)

    assert together.people == read.people
    assert together.commitments == ()
    assert [one.name for one in together.organizations] == ["江城大学"]
    assert clause(FOUND, "江城大学").span in together.organizations[0].spans


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "抱歉，我无法完成。",
        "{",
        '{"facts": 3}',
        '{"facts": [3, {"kind": "ghost", "quote": "x"}, {"kind": "person"}]}',
        '{"facts": [{"kind": ["person"], "quote": "x"}]}',
        "[1]{]",
        "{" * 100_000,
    ],
)
def test_an_answer_that_makes_no_sense_proposes_nothing(answer):
    assert parse_proposals(answer) == ()


def test_json_between_fences_is_read():
    item = {"kind": "concept", "quote": "三大工程", "name": "三大工程", "members": ["甲", 3]}
    answer = f"好的：\n```json\n{json.dumps({'facts': [item]}, ensure_ascii=False)}\n```"

    assert parse_proposals(answer) == (propose("concept", "三大工程", "甲", name="三大工程"),)


@given(
    st.sampled_from(ProposalKind),
    st.integers(0, len(TEXT)),
    st.integers(0, len(TEXT)),
    st.dictionaries(
        st.sampled_from(("name", "title", "organization", "text", "unit", "subject", "object")),
        st.sampled_from(("汪慎之", "校长", "140余家", "王叙白", "江城大学", "")),
    ),
)
def test_every_fact_that_verifies_stands_in_the_raw_text(kind, start, end, values):
    quote = TEXT[min(start, end) : max(start, end)]

    facts = verify_proposals(FOUND, [Proposal(kind, quote, values)]).facts

    for person in facts.people:
        assert {span.of(FOUND.raw) for span in person.spans} == {person.name}
        assert person.title in quote
        assert person.organization in quote
    assert all(q.span.of(FOUND.raw) == q.text for q in facts.quantities)
    assert all(o.spans[0].of(FOUND.raw) == o.name for o in facts.organizations)
