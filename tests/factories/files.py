"""Input files as offices produce them."""

from __future__ import annotations

import io
from collections.abc import Sequence

HEADER = ("需求名称", "需求内容", "拟投入资金（万元）", "截止日期")
ROW = ("轴承球研磨工艺", "圆度≤0.08μm", "80", "2026-12-31")


def csv_text(*rows: Sequence[str], header: Sequence[str] = HEADER) -> str:
    """Comma-separated text; cells are taken as they are."""
    return "".join(",".join(row) + "\r\n" for row in (header, *rows))


def workbook(sheets: dict[str, list[list[object]]], merges: Sequence[str] = ()) -> bytes:
    """An xlsx file; ``merges`` are areas such as ``A2:A4`` of the first sheet."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy/m/d"})
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for area in merges if number == 0 else ():
                sheet.merge_range(area, "")
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is None:
                        continue
                    if hasattr(value, "year"):
                        sheet.write_datetime(at, column, value, day)
                    else:
                        sheet.write(at, column, value)
    return file.getvalue()


def word_document(*, heading: str = "", paragraphs: Sequence[str] = (), table=()) -> bytes:
    """A docx file with a heading, paragraphs and one table."""
    import docx

    document = docx.Document()
    if heading:
        document.add_heading(heading, level=1)
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_document(lines: Sequence[str]) -> bytes:
    """A PDF of one page whose text layer holds ``lines`` (Latin letters only)."""
    drawn = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {drawn}ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)
