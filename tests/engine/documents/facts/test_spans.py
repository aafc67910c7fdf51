"""Whatever is read lies in the text, and says what stands there."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.documents.facts import read_facts
from queqiao.documents.facts.passages import fold
from queqiao.documents.model import Paragraph
from tests.factories.documents import document

WORDS = """
省委书记 景清海 国家发展改革委 主任 何立山 与 会谈 希望 表示 一要 二要 三是 必须 强调 的 在 他
将 要 2月28日 至3月3日 近日 计划到2025年 约61万人次 第18位 138颗卫星 六新产业 一主六双 3.4% 签署
合作协议 吉林省 长春市 朝阳区 工业技术研究院 有限公司 以下简称 汉斯·伯格曼 该校 揭榜挂帅 1210
十大行动 记者 摄 发布 等方面给予支持 习近平总书记 重要讲话精神 欧阳 同志 、 ， 。 ： ； “ ” （
） 《 》 ( ) , A ① 😀 Ａ
"""
PIECES = [*WORDS.split(), " ", "\n", "\u3000"]

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(max_size=60),
)


def spaced(text, at):
    """A paragraph whose characters stand apart in the raw text, as glosses and tags leave them."""
    places = tuple((at + 3 * i, at + 3 * i + 1) for i in range(len(text)))
    return Paragraph(text, at, at + 3 * len(text), places)


def stretch(paragraphs, span):
    """The cleaned text behind a raw span that was made by ``spaced``."""
    for one in paragraphs:
        starts = [place[0] for place in one.places]
        ends = [place[1] for place in one.places]
        if span.start in starts and span.end in ends:
            return one.text[starts.index(span.start) : ends.index(span.end) + 1]
    raise AssertionError(span)


def located(facts):
    """Every stretch with what it is to say; ``None`` where only the place is promised."""
    for one in facts.people:
        yield from ((span, (one.name,)) for span in one.spans)
    for one in facts.organizations:
        yield from ((span, (one.name, *one.aliases)) for span in one.spans)
    for one in (*facts.places, *facts.concepts):
        yield from ((span, (one.name,)) for span in one.spans)
    for one in facts.event_dates:
        yield from ((span, None) for span in one.spans)
    for one in (*facts.quantities, *facts.directives, *facts.commitments):
        yield one.span, (one.text,)
    for one in facts.exchanges:
        yield from ((span, None) for span in one.spans)
        yield from ((clause.span, (clause.text,)) for clause in (*one.asks, *one.replies))
    for one in facts.mechanisms:
        yield one.span, (one.name,)
    for one in facts.relations:
        yield one.span, None


@given(st.lists(texts, max_size=4))
@settings(max_examples=150)
def test_any_text_gives_facts_that_stand_there(lines):
    paragraphs, at = [], 0
    for line in lines:
        paragraphs.append(spaced(line, at))
        at += 3 * len(line) + 1
    empty = document("a.txt", published_on="2022-03-04")
    found = replace(empty, raw="x" * (at + 3), paragraphs=tuple(paragraphs))
    for span, said in located(read_facts(found)):
        text = stretch(paragraphs, span)
        assert said is None or text in said or fold(text) in said


@given(st.lists(texts, min_size=1, max_size=3))
@settings(max_examples=30)
def test_reading_twice_gives_the_same(lines):
    found = document("a.txt", *lines, published_on="2022-03-04")
    assert read_facts(found) == read_facts(found)


def test_a_title_is_read_where_it_stands():
    raw = "標題：省長陸知行到松(sōng)江(jiāng)大(dà)學(xué)調研"
    found = replace(
        document("a.txt", "省长陆知行到会。"),
        raw=raw + "\n省长陆知行到会。",
        title_span=None,
        published_on=date(2022, 3, 4),
    )
    start = raw.index("省")
    titled = replace(found, title_span=type(read_facts(found).people[0].spans[0])(start, len(raw)))
    facts = read_facts(titled)
    assert facts.people[0].spans[1].of(titled.raw) == "陸知行"
    assert facts.organizations[0].spans[0].of(titled.raw).startswith("松(sōng)江")


def test_an_endless_paragraph_is_read_from_its_beginning():
    found = read_facts(document("a.txt", "省长陆知行到会。" + "数" * 300_000))
    assert [one.name for one in found.people] == ["陆知行"]
