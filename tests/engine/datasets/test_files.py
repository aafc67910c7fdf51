"""JSON Lines, documents and folders."""

import gzip
import json

import pytest

from queqiao.datasets import read_rows
from queqiao.errors import Missing, WrongUsage
from tests.factories.files import pdf_document, word_document


def read(path):
    return read_rows(path, is_header=lambda name: name == "标题")


def only(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(path)


def cells(tmp_path, name, data):
    return dict(only(tmp_path, name, data).rows[0].cells)


def codes(read_back):
    return [(problem.message.code, problem.row) for problem in read_back.problems]


def test_json_lines_names_bad_lines_and_keeps_good_ones(tmp_path):
    lines = ['{"title":"一"}', "{oops", "[1]", "", '{"title":"五","keywords":["a","b"]}']

    read_back = only(tmp_path, "a.jsonl", "\n".join(lines))

    assert [(row.row, row.cells["title"]) for row in read_back.rows] == [(1, "一"), (5, "五")]
    assert read_back.rows[1].cells["keywords"] == ("a", "b")
    assert codes(read_back) == [
        ("datasets.json.malformed", 2),
        ("datasets.json.not_an_object", 3),
    ]


def test_json_lines_reads_packed(tmp_path):
    data = gzip.compress(b'{"title":"x"}\n')

    assert only(tmp_path, "a.jsonl.gz", data).rows[0].cells == {"title": "x"}


def test_json_lines_packed_and_cut_short_keeps_what_came_through(tmp_path):
    lines = b"".join(json.dumps({"title": f"{n} {n**9}"}).encode() + b"\n" for n in range(4000))
    data = gzip.compress(lines)

    read_back = only(tmp_path, "a.jsonl.gz", data[: len(data) // 2])

    assert len(read_back.rows) > 100
    assert codes(read_back)[0] == ("datasets.file.damaged", None)


def test_json_array_of_objects_reads(tmp_path):
    assert len(only(tmp_path, "a.json", '[{"title":"x"},\n{"title":"y"}]').rows) == 2


def test_json_nested_too_deeply_is_named(tmp_path):
    read_back = only(tmp_path, "a.jsonl", '{"a":' + "[" * 200_000 + "]" * 200_000 + "}")

    assert codes(read_back) == [("datasets.json.too_deep", 1)]


@pytest.mark.parametrize("data", [b"\x1c", "\u3000\n".encode(), b"\xef\xbb\xbf"])
def test_json_lines_that_hold_nothing_to_read_are_named(tmp_path, data):
    """Signs that are blank as text but not as bytes gave neither a row nor a problem."""
    read_back = only(tmp_path, "a.jsonl", data)

    assert (read_back.rows, codes(read_back)) == ((), [("datasets.file.empty", None)])


def test_text_takes_its_first_line_as_title(tmp_path):
    assert cells(tmp_path, "需求.txt", "陶瓷球研磨\n圆度≤0.08μm\n".encode("gbk")) == {
        "title": "陶瓷球研磨",
        "description": "圆度≤0.08μm",
    }


def test_text_of_one_long_line_takes_its_first_sentence_as_title(tmp_path):
    text = "产品开袋后变软。" + "希望有人解决" * 30

    assert cells(tmp_path, "a.txt", text) == {"title": "产品开袋后变软", "description": text}


def test_markdown_takes_its_heading_and_drops_marks(tmp_path):
    text = "---\ntags: x\n---\n引子\n\n## **研磨**工艺\n\n- 圆度 `0.08`\n- 见[说明](http://x)\n"

    read_back = cells(tmp_path, "a.md", text)

    assert read_back["title"] == "研磨工艺"
    assert "圆度 0.08" in read_back["description"]
    assert "http" not in read_back["description"]


def test_html_takes_its_heading_and_drops_navigation_and_scripts(tmp_path):
    text = (
        "<html><head><title>站名</title><script>x()</script></head><body><nav>首页</nav>"
        "<h1>研磨工艺</h1><p>圆度&le;0.08<p>第二段<table><tr><th>预算<td>80万元</table></body></html>"
    )

    assert cells(tmp_path, "a.html", text) == {
        "title": "研磨工艺",
        "description": "圆度≤0.08\n第二段\n预算：80万元",
    }


def test_word_takes_its_heading_and_writes_form_tables_as_labelled_lines(tmp_path):
    data = word_document(
        heading="研磨工艺开发",
        paragraphs=["圆度≤0.08μm"],
        table=[("预算", "80万元"), ("地区", "长春")],
    )

    assert cells(tmp_path, "a.docx", data) == {
        "title": "研磨工艺开发",
        "description": "圆度≤0.08μm\n预算：80万元\n地区：长春",
    }


def test_pdf_takes_its_first_line_and_joins_broken_lines(tmp_path):
    lines = ["Ceramic ball lapping", "The roundness of the ball must be kept below", "0.08 um."]

    assert cells(tmp_path, "a.pdf", pdf_document(lines)) == {
        "title": "Ceramic ball lapping",
        "description": "The roundness of the ball must be kept below 0.08 um.",
    }


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "datasets.file.empty"),
        ("a.txt", bytes(range(256)) * 9, "datasets.file.not_text"),
        ("a.docx", b"PK\x03\x04oops", "datasets.file.damaged"),
        ("a.docx", b"plain words", "datasets.file.damaged"),
        ("a.pdf", b"%PDF-1.4 oops", "datasets.file.damaged"),
        ("a.pdf", pdf_document([]), "datasets.file.scanned"),
        ("a.html", b"<html><body></body></html>", "datasets.file.no_text"),
        ("a.md", b"---\na: b\n---\n", "datasets.file.no_text"),
    ],
)
def test_document_that_gives_no_text_is_named_with_its_reason(tmp_path, name, data, code):
    assert codes(only(tmp_path, name, data)) == [(code, None)]


def test_folder_reads_its_documents_in_order_and_tells_what_it_left_out(tmp_path):
    (tmp_path / "二").mkdir()
    (tmp_path / "二" / "b.md").write_text("# 乙", encoding="utf-8")
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    (tmp_path / "c.csv").write_text("标题\n丙", encoding="utf-8")
    (tmp_path / "~$a.docx").write_bytes(b"lock")
    (tmp_path / ".DS_Store").write_bytes(b"x")

    read_back = read(tmp_path)

    assert [(row.source, row.cells["title"]) for row in read_back.rows] == [
        ("a.txt", "甲"),
        ("二/b.md", "乙"),
    ]
    assert [notice.message.params["names"] for notice in read_back.notices] == ["c.csv"]
    assert read_back.problems == ()


def test_folder_without_documents_is_a_problem(tmp_path):
    assert codes(read(tmp_path)) == [("datasets.folder.empty", None)]


def test_path_that_does_not_exist_is_missing(tmp_path):
    with pytest.raises(Missing, match="no"):
        read(tmp_path / "absent.csv")


def test_kind_that_cannot_be_read_is_wrong_usage(tmp_path):
    (tmp_path / "a.exe").write_bytes(b"MZ")

    with pytest.raises(WrongUsage, match="csv"):
        read(tmp_path / "a.exe")
