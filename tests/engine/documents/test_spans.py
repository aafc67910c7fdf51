"""Every character of a paragraph has its place in the raw text, whatever the markup."""

import html

from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.documents import parse_document
from queqiao.text import simplify
from tests.engine.documents.layouts import all_pages

WORDS = st.text(
    alphabet="会议强调要抓好科技成果转化，。、“”ABC123 &<>\n\u3000\u200b設發(shè)",
    min_size=1,
    max_size=40,
)
OPEN = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='a'>",
        "</div>",
        "<br>",
        "<b>",
        "</b>",
        "<a href='/'>",
        "</a>",
        "<td>",
        "</table>",
        "<table><tr>",
        "<!-- x -->",
        "<script>var a='<p>';</script>",
        "<li>",
        "<ul>",
        "</ul>",
        "<span style='display:none'>",
        "</span>",
        "<h2>",
        "</h1>",
        "<",
        "<p",
        "&nbsp;",
        "&#8203;",
        "&amp;lt;",
    ]
)
MARKUP = st.lists(st.one_of(OPEN, WORDS.map(html.escape), WORDS), min_size=1, max_size=40).map(
    "".join
)
SURE = "<p>这一段用来保证有正文，里面有两三句话。会议指出，要抓好落实。</p>"


def check(document):
    raw = document.raw
    for paragraph in document.paragraphs:
        assert len(paragraph.places) == len(paragraph.text) > 0
        assert paragraph.text == paragraph.text.strip()
        assert (paragraph.start, paragraph.end) == (paragraph.places[0][0], paragraph.places[-1][1])
        last = paragraph.start
        shown = simplify(raw)
        for character, (start, end) in zip(paragraph.text, paragraph.places, strict=True):
            assert last <= start < end <= paragraph.end
            last = start
            piece = shown[start:end]
            spelled = html.unescape(html.unescape(piece))
            assert character in spelled or character == " ", (character, piece)
            if character == " ":
                between_cells = piece == ">"
                assert between_cells or any(not c.strip() for c in spelled)
    for (span, _), (other, _) in zip(document.dropped, document.dropped[1:], strict=False):
        assert span.start <= other.start


@settings(max_examples=150)
@given(MARKUP)
def test_places_of_any_markup(markup):
    check(parse_document(f"<html><body>{SURE}{markup}".encode(), path="x"))


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1))
def test_places_of_any_text(text):
    sure = "这一段用来保证有正文，里面有两三句话。会议指出，要抓好落实。"

    document = parse_document(f"{sure}\n{text}".encode("utf-8", "replace"), path="x.txt")

    for paragraph in document.paragraphs:
        assert len(paragraph.places) == len(paragraph.text)
        assert 0 <= paragraph.start < paragraph.end <= len(document.raw)


def test_places_of_composed_pages():
    for made in all_pages():
        check(parse_document(made.data, path=made.name))


def test_raw_span_shows_what_was_written():
    raw = (
        "<p>他說(shuō)，<b>設(shè)</b>備&ldquo;發(fā)&rdquo;到(dào)了，請(qǐng)大家查收並(bìng)回覆。</p>"
        * 3
    )

    document = parse_document(raw.encode(), path="x.html")

    first = document.paragraphs[0]
    assert first.text == "他说，设备“发”到了，请大家查收并回复。"
    at = first.text.index("设备")
    assert first.raw_span(at, at + 2).of(raw) == "設(shè)</b>備"
