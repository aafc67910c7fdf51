"""A collection is what its documents say: leave one out, and what rested on it alone is gone."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.core import Span
from queqiao.documents.collections import (
    Mention,
    MentionKind,
    Period,
    StatementKind,
    build_collection,
    fitting_period,
    list_statements,
    without_document,
)
from tests.factories.documents import (
    FILLER,
    commitment,
    concept,
    directive,
    document,
    event_date,
    exchange,
    mechanism,
    organization,
    person,
    reading,
)

PROMISE = "计划到2026年建成中试平台六十个"
ORDER = "坚持项目为王"
ASK = "支持建设精密仪器研究院"
REPLY = "推动更多成果落地转化"
PEOPLE = ("罗景行", "温若谦", "杜望溪", "卫长明")
FIRMS = ("星澜储能科技有限公司", "东湖科技大学", "江南自动化研究所")
CONCEPTS = ("四新产业", "一区一链", "三大工程")


def drawn_reading(path, day, chosen, people, firms, concepts):  # noqa: PLR0917 -- as drawn
    """A document that says what was drawn, in words of its own place in time."""
    words = [f"{day.month}月{day.day}日，{path}号会议召开。", FILLER]
    words += [f"{name}出席。" for name in people] + [f"{name}参加。" for name in firms]
    words += [f"推进“{name}”建设。" for name in concepts] + [f"{one}。" for one in chosen]
    words.append(
        "揭榜挂帅。" + "".join(chr(0x4E00 + ord(c) * 31 + i) for i, c in enumerate(path * 30))
    )
    found = document(path, *words, published_on=day.isoformat())
    talks = ()
    if firms and ASK in chosen:
        talks = (exchange(found, firms[0], people[0], "罗景行", asks=(ASK,), signed="备忘录"),)
    return reading(
        found,
        event_dates=(event_date(found, f"{day.month}月{day.day}日", day.isoformat()),),
        people=tuple(person(found, name) for name in people),
        organizations=tuple(organization(found, name) for name in firms),
        concepts=tuple(concept(found, name) for name in concepts),
        mechanisms=(mechanism(found, "揭榜挂帅"),),
        exchanges=talks,
        directives=(directive(found, 1, ORDER, "罗景行"),) if ORDER in chosen else (),
        commitments=(commitment(found, PROMISE, "温若谦"),) if PROMISE in chosen else (),
    )


DRAWN = st.builds(
    lambda day, chosen, people, firms, concepts: (day, chosen, people, firms, concepts),
    st.dates(date(2023, 1, 1), date(2023, 6, 30)),
    st.lists(st.sampled_from((PROMISE, ORDER, ASK, REPLY)), unique=True),
    st.lists(st.sampled_from(PEOPLE), unique=True, min_size=1),
    st.lists(st.sampled_from(FIRMS), unique=True),
    st.lists(st.sampled_from(CONCEPTS), unique=True),
)


def everything_said(collection):
    """Every statement of any kind by what it says, with the documents that it cites."""
    said = {}
    for one in collection.statements:
        key = one.kind, one.who, one.to, one.text, one.firmness, one.due_on
        said[key] = {citation.path for citation in one.citations}
    for one in collection.series:
        said[one.kind, one.name] = set(one.paths)
    return said


@settings(max_examples=60, deadline=None)
@given(st.lists(DRAWN, min_size=1, max_size=5), st.data())
def test_a_document_takes_with_it_what_rested_on_it_alone(drawn, data):
    readings = [drawn_reading(chr(97 + i), *one) for i, one in enumerate(drawn)]
    gone = data.draw(st.sampled_from([one.document.path for one in readings]))
    before = build_collection(readings)

    after = without_document(before, gone)

    told = everything_said(before)
    assert everything_said(after) == {
        key: paths - {gone} for key, paths in told.items() if paths != {gone}
    }
    cited = [c.path for e in after.events for c in e.citations]
    assert gone not in cited
    assert gone not in [path for event in after.events for path in event.paths]
    assert gone not in [path for story in after.stories for path in story.paths]
    assert gone not in [mention.path for mention in after.mentions]
    assert all(sum(s.totals) <= len(readings) - 1 for s in after.series)


@settings(max_examples=30, deadline=None)
@given(st.lists(DRAWN, min_size=1, max_size=4), st.randoms())
def test_the_order_of_reading_changes_nothing(drawn, random):
    readings = [drawn_reading(chr(97 + i), *one) for i, one in enumerate(drawn)]
    shuffled = list(readings)
    random.shuffle(shuffled)

    assert build_collection(shuffled) == build_collection(readings)


@settings(max_examples=30, deadline=None)
@given(st.lists(DRAWN, min_size=1, max_size=4))
def test_every_citation_is_a_stretch_of_its_document(drawn):
    readings = [drawn_reading(chr(97 + i), *one) for i, one in enumerate(drawn)]
    raw = {one.document.path: one.document.raw for one in readings}
    collection = build_collection(readings)

    cited = [c for s in collection.statements for c in s.citations]
    cited += [c for e in collection.events for c in e.citations]
    cited += [c for s in collection.series for part in s.citations for c in part]
    assert all(0 <= c.span.start < c.span.end <= len(raw[c.path]) for c in cited)
    for one in collection.statements:
        if one.kind in {StatementKind.ASKED, StatementKind.COMMITTED, StatementKind.DIRECTED}:
            assert {c.span.of(raw[c.path]) for c in one.citations} == {one.text}


def test_a_reprint_adds_a_citation_and_no_count():
    day = date(2023, 3, 1)
    first = drawn_reading("a", day, [PROMISE], ["罗景行"], [FIRMS[0]], [CONCEPTS[0]])
    words = [p.text for p in first.document.paragraphs]
    copy = document("b", *words, "（转载）", published_on="2023-03-02")
    second = reading(
        copy,
        concepts=(concept(copy, CONCEPTS[0]),),
        commitments=(commitment(copy, PROMISE, "温若谦"),),
    )
    collection = build_collection([first, second])

    series = next(s for s in collection.series if s.name == CONCEPTS[0])
    promise = next(s for s in collection.statements if s.kind is StatementKind.COMMITTED)
    assert series.counts == (1,)
    assert series.paths == ("a", "b")
    assert [citation.path for citation in promise.citations] == ["a", "b"]


def test_wording_that_differs_in_punctuation_alone_is_one_statement():
    one = document("a", "温若谦表示，将在审查、培训上倾斜。")
    other = document("b", "溫若謙表示,將在審查、培訓上傾斜。")
    said = [
        reading(one, commitments=(commitment(one, "将在审查、培训上倾斜", "温若谦"),)),
        reading(
            other,
            commitments=(commitment(other, "將在審查、培訓上傾斜", "温若谦"),),
        ),
    ]

    (statement,) = list_statements(said)

    assert statement.text == "将在审查、培训上倾斜"
    assert [citation.path for citation in statement.citations] == ["a", "b"]


def test_talks_keep_asking_replying_and_signing_apart():
    found = document("a", f"罗景行与东湖科技大学会谈，希望{ASK}。杜望溪表示{REPLY}。签署备忘录。")
    talk = exchange(
        found, "东湖科技大学", "杜望溪", "罗景行", asks=(ASK,), replies=(REPLY,), signed="备忘录"
    )

    statements = list_statements([reading(found, exchanges=(talk,))])

    assert [(s.kind, s.who, s.to, s.text) for s in statements] == [
        (StatementKind.MET, ("罗景行",), ("杜望溪", "东湖科技大学"), ""),
        (StatementKind.SIGNED, ("罗景行",), ("杜望溪", "东湖科技大学"), "备忘录"),
        (StatementKind.ASKED, ("罗景行",), ("杜望溪", "东湖科技大学"), ASK),
        (StatementKind.REPLIED, ("杜望溪", "东湖科技大学"), ("罗景行",), REPLY),
    ]


def test_what_the_caller_finds_is_counted_too():
    day = date(2023, 3, 1)
    one = drawn_reading("a", day, [], ["罗景行"], [], [])

    def named(readings):
        return [
            Mention(MentionKind.TECHNOLOGY, "质谱", r.document.path, (Span(0, 2),))
            for r in readings
        ]

    collection = build_collection([one], named=named)

    assert [(s.name, s.counts) for s in collection.series if s.kind is MentionKind.TECHNOLOGY] == [
        ("质谱", (1,))
    ]
    assert without_document(collection, "a", named=named).series == ()


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (date(2023, 1, 31), date(2023, 2, 1), Period.MONTH),
        (date(2020, 1, 1), date(2023, 6, 1), Period.QUARTER),
        (date(2001, 1, 1), date(2023, 6, 1), Period.YEAR),
    ],
)
def test_time_is_cut_so_that_it_can_be_read(first, last, period):
    assert fitting_period([first, last]) is period


def test_quarters_begin_in_january_april_july_and_october():
    days = [date(2022, 12, 31), date(2023, 2, 1), date(2023, 8, 15)]
    readings = [drawn_reading(chr(97 + i), d, [], ["罗景行"], [], []) for i, d in enumerate(days)]

    collection = build_collection(readings, period=Period.QUARTER)

    (series,) = [s for s in collection.series if s.kind is MentionKind.MECHANISM]
    assert [start.isoformat() for start in series.starts] == [
        "2022-10-01",
        "2023-01-01",
        "2023-04-01",
        "2023-07-01",
    ]
    assert series.counts == (1, 1, 0, 1)


def test_a_document_without_a_day_is_read_but_not_counted():
    found = document("a", "推进“一区一链”建设。")
    collection = build_collection([reading(found, concepts=(concept(found, "一区一链"),))])

    assert collection.series == ()
    assert [mention.name for mention in collection.mentions] == ["一区一链"]
