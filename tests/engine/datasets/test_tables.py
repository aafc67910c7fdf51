"""Tables as they come out of offices: encodings, headers, merged cells, damage."""

import datetime as dt
import zipfile
from io import BytesIO

import pytest

from queqiao.datasets import read_rows
from queqiao.datasets.model import MAX_UNPACKED_BYTES
from tests.factories.files import HEADER, ROW, csv_text, workbook


def known(name):
    return name in {*HEADER, "名称", "单位", "预算", "标题"}


def read(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_rows(path, is_header=known)


def codes(problems):
    return [problem.message.code for problem in problems]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_csv_reads_in_every_usual_encoding(tmp_path, encoding):
    read_back = read(tmp_path, "t.csv", csv_text(ROW).encode(encoding))

    assert [dict(row.cells) for row in read_back.rows] == [dict(zip(HEADER, ROW, strict=True))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
def test_csv_delimiter_is_found(tmp_path, delimiter):
    text = "\n".join(delimiter.join(cells) for cells in (HEADER, ROW))

    assert dict(read(tmp_path, "t.csv", text).rows[0].cells) == dict(zip(HEADER, ROW, strict=True))


def test_csv_header_is_found_below_title_lines(tmp_path):
    text = "2026年企业技术需求征集汇总表,,,\n填报单位：市科技局,,,\n" + csv_text(ROW)

    row = read(tmp_path, "t.csv", text).rows[0]

    assert (row.row, row.cells["需求名称"]) == (4, ROW[0])


def test_csv_row_numbers_count_blank_lines_and_cells_of_several_lines(tmp_path):
    text = csv_text(('"两\n行"', "", "", ""), (), ROW)

    assert [row.row for row in read(tmp_path, "t.csv", text).rows] == [2, 4]


def test_csv_quotation_mark_never_closed_costs_its_row_only(tmp_path):
    text = csv_text(ROW, ('"没有结尾', "", "", ""), ("第三条", "", "", ""))

    read_back = read(tmp_path, "t.csv", text)

    assert [row.cells["需求名称"] for row in read_back.rows] == [ROW[0], "第三条"]
    assert [(p.message.code, p.row) for p in read_back.problems] == [
        ("datasets.table.open_quote", 3)
    ]


def test_csv_quotation_marks_inside_a_cell_do_no_harm(tmp_path):
    text = csv_text(('"鹊桥"工程', '6" 晶圆', "", ""), ROW)

    names = [row.cells["需求名称"] for row in read(tmp_path, "t.csv", text).rows]

    assert len(names) == 2
    assert names[1] == ROW[0]


def test_csv_cell_of_ten_megabytes_reads(tmp_path):
    text = csv_text(("大", "长" * 3_500_000, "", ""))

    assert len(read(tmp_path, "t.csv", text).rows[0].cells["需求内容"]) == 3_500_000


def test_csv_header_repeated_on_each_printed_page_is_no_row(tmp_path):
    text = csv_text(ROW, HEADER, ROW)

    assert len(read(tmp_path, "t.csv", text).rows) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "datasets.file.empty"),
        (b" \r\n \r\n", "datasets.file.empty"),
        (bytes(range(256)) * 40, "datasets.file.not_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200, 256)) * 9, "datasets.file.not_text"),
        (b"a,b\n1,2\n", "datasets.table.no_header"),
        (csv_text().encode(), "datasets.table.header_only"),
        (b"PK\x03\x04 broken", "datasets.file.damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "datasets.file.damaged"),
    ],
)
def test_file_that_holds_no_table_is_named_with_its_reason(tmp_path, data, code):
    read_back = read(tmp_path, "t.csv", data)

    assert read_back.rows == ()
    assert codes(read_back.problems) == [code]
    assert read_back.problems[0].source == "t.csv"


def test_workbook_reads_numbers_days_and_texts(tmp_path):
    day = dt.datetime(2026, 12, 31)  # noqa: DTZ001 -- as Excel stores it
    data = workbook({"需求": [list(HEADER), ["研磨", "圆度", 80, day]]})

    row = read(tmp_path, "t.xlsx", data).rows[0]

    assert row.source == "t.xlsx [需求]"
    assert (row.row, row.cells["拟投入资金（万元）"]) == (2, 80.0)
    assert row.cells["截止日期"] == dt.date(2026, 12, 31)


def test_workbook_fills_merged_cells_and_finds_the_header_below_a_merged_title(tmp_path):
    rows = [["征集表", "", ""], ["单位", "名称", "预算"], ["甲厂", "研磨", 80], ["", "清洗", 50]]

    read_back = read(tmp_path, "t.xlsx", workbook({"s": rows}, ["A1:C1", "A3:A4"]))

    assert [row.cells["单位"] for row in read_back.rows] == ["甲厂", "甲厂"]
    assert read_back.rows[1].inherited == frozenset({"单位"})


def test_workbook_with_several_sheets_reads_those_with_records(tmp_path):
    table = [list(HEADER), list(ROW)]
    data = workbook({"一": table, "填表说明": [["请如实填写"]], "二": table})

    read_back = read(tmp_path, "t.xlsx", data)

    assert [row.source for row in read_back.rows] == ["t.xlsx [一]", "t.xlsx [二]"]
    assert codes(read_back.problems) == []
    assert [notice.source for notice in read_back.notices] == ["t.xlsx [填表说明]"]


def test_workbook_trailing_blank_rows_and_columns_are_left_out(tmp_path):
    rows = [
        [*HEADER, None, " "],
        [*ROW, None, None],
        ["", " ", None],
        [None, None, None, None, " "],
    ]

    read_back = read(tmp_path, "t.xlsx", workbook({"s": rows}))

    assert [tuple(row.cells) for row in read_back.rows] == [HEADER]


def test_workbook_named_csv_reads_all_the_same(tmp_path):
    assert len(read(tmp_path, "t.csv", workbook({"s": [list(HEADER), list(ROW)]})).rows) == 1


def test_tab_separated_text_and_html_named_xls_read_all_the_same(tmp_path):
    tabs = "\n".join("\t".join(cells) for cells in (HEADER, ROW)).encode("gbk")
    cells = ("".join(f"<td>{cell}" for cell in cells) for cells in (HEADER, ROW))
    html = f"<html><table><tr>{'<tr>'.join(cells)}</table></html>"

    assert read(tmp_path, "a.xls", tabs).rows[0].cells["需求名称"] == ROW[0]
    assert read(tmp_path, "b.xls", html).rows[0].cells["需求名称"] == ROW[0]


def test_workbook_that_unpacks_to_too_much_is_refused_before_unpacking(tmp_path):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "x")
    data = bytearray(file.getvalue())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (MAX_UNPACKED_BYTES + 1).to_bytes(4, "little")

    read_back = read(tmp_path, "t.xlsx", bytes(data))

    assert codes(read_back.problems) == ["datasets.file.unpacks_too_large"]
