"""Broken, empty, huge and hostile files: one clear problem each, or the article, never a crash."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.documents import load_document, parse_document
from queqiao.errors import BadInput, Missing
from tests.factories.files import pdf_document, word_document

SENTENCE = "<p>这是一段用来试验的文字，说的是某县的一个项目，投资三亿元，明年建成。</p>"


def read(data):
    """The document, or the codes of the problems."""
    try:
        return parse_document(data, path="x"), []
    except BadInput as error:
        return None, [one.message.code for one in error.problems]


def problem(data, path="x"):
    with pytest.raises(BadInput) as caught:
        parse_document(data, path=path)
    (one,) = caught.value.problems
    assert one.source == path
    for language in ("zh", "en"):
        assert "\n" not in one.describe(language)
    return one.message.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "datasets.file.empty"),
        (b" \n\t ", "datasets.file.empty"),
        (bytes(1000), "datasets.file.empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "documents.file.save_as"),
        (rb"{\rtf1\ansi text}", "documents.file.save_as"),
        (b"PK\x03\x04 no zip at all", "datasets.file.damaged"),
        (b"%PDF-1.4 no pdf at all", "datasets.file.damaged"),
        (b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(5000), "documents.file.not_text"),  # noqa: S311
        (random.Random(2).randbytes(50_000), "documents.file.not_text"),  # noqa: S311
        (b"<html><body><script>var a = 1</script></body></html>", "documents.file.no_article"),
    ],
)
def test_what_is_no_document(data, code):
    assert problem(data) == code


def test_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(Missing):
        load_document(tmp_path / "none.html")
    with pytest.raises(BadInput):
        load_document(tmp_path)


def test_ten_thousand_nested_tags():
    document = parse_document(("<div>" * 10_000 + SENTENCE + "</div>" * 10_000).encode(), path="x")

    assert len(document.paragraphs) == 1


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td><b><font>",
        "<div>",
        "<a href=x>",
        '<a "',
        "<a '\">",
        "<!--",
        "<script>",
        "</div>",
        "<",
        "<ul><li>a",
        "&amp;",
        "<p>(hé",
        "<svg>",
        "<?",
        "</",
        "<![CDATA[",
    ],
)
def test_endless_repetition_stays_quick(markup):
    """Each of these once made some parser quadratic; 20,000 of them must not be felt."""
    document, codes = read((markup * 20_000 + SENTENCE * 3).encode())

    assert document is not None or codes == ["documents.file.no_article"]


def test_fifty_megabytes_of_script_around_an_article():
    filling = "x" * 25_000_000
    data = f"<html><script>{filling}</script>{SENTENCE * 3}<!-- {filling} -->".encode()

    assert len(parse_document(data, path="x").paragraphs) == 3


def test_fifty_megabytes_of_text_are_refused():
    assert problem(("某县的一个项目。\n" * 2_000_000).encode()) == "documents.file.too_long"
    assert problem(("<p>" + "某县的一个项目。" * 2_200_000).encode()) == "documents.file.too_long"


def test_too_many_tags_are_refused():
    assert problem(b"<html>" + b"<i>a</i>" * 800_000) == "documents.file.too_many_tags"


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_one_problem(data):
    document, codes = read(data)

    assert len(codes) == 1 if document is None else document.paragraphs


def test_word_and_pdf(tmp_path):
    text = "会议强调，要抓好科技成果转化，推动创新链和产业链融合。"
    word = tmp_path / "a.docx"
    word.write_bytes(word_document(heading="某市召开科技工作会议", paragraphs=[text]))
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(
        pdf_document(["Meeting on transfer", "The meeting was held in spring, and all were glad."])
    )

    made = load_document(word)
    assert (made.kind.value, made.title, made.paragraphs[-1].text) == (
        "docx",
        "某市召开科技工作会议",
        text,
    )
    span = made.paragraphs[-1].raw_span(0, 4)
    assert span.of(made.raw) == "会议强调"
    assert load_document(pdf).kind.value == "pdf"
