"""Files as they really arrive, and rubbish: one clear error, nothing half-written, no traceback."""

import gzip
import io
import json
import random
import zipfile

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli
from queqiao.matching.io import load_demands
from tests.factories.files import HEADER, ROW, csv_text, pdf_document, word_document, workbook

TEXT = csv_text(ROW)
BOOK = workbook({"需求": [list(HEADER), list(ROW)]})
OFFER = '{"id": "A1", "title": "轴承球精密研磨工艺", "description": "研磨后圆度可达0.05μm"}\n'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def run(*arguments, **options):
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], **options)
    assert "Traceback" not in result.output
    assert result.exit_code in (0, 2, 3, 4), result.output
    return result


def put(folder, name, data):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in members.items():
            container.writestr(name, data)
    return file.getvalue()


GOOD = {
    "gbk.csv": TEXT.encode("gbk"),
    "bom.csv": TEXT.encode("utf-8-sig"),
    "utf16.csv": TEXT.encode("utf-16"),
    "utf16_no_mark.csv": TEXT.encode("utf-16-le"),
    "semicolon.csv": TEXT.replace(",", ";"),
    "tab.csv": TEXT.replace(",", "\t"),
    "old_mac.csv": TEXT.replace("\r\n", "\r"),
    "titles.csv": "需求汇总表,,,\r\n填报单位：某局,,,\r\n,,,\r\n" + TEXT,
    "full_width.csv": TEXT.replace("80", "８０").replace("2026-12-31", "２０２６-１２-３１"),
    "chinese_date.csv": TEXT.replace("2026-12-31", "二〇二六年十二月三十一日"),
    "blank_rows.csv": TEXT + ",,,\r\n" * 10_000,
    "book.xlsx": BOOK,
    "book.csv": BOOK,
    "text.xlsx": TEXT,
    "serial.xlsx": workbook({"S": [list(HEADER), [*ROW[:3], 46387]]}),
    "one_empty_sheet.xlsx": workbook({"空": [], "数据": [list(HEADER), list(ROW)]}),
    "page.xls": "<html><table><tr><th>需求名称<th>需求内容<th>预算（万元）<th>截止日期</tr><tr>"
    + "".join(f"<td>{cell}" for cell in ROW)
    + "</tr></table></html>",
    "traditional.csv": "需求名稱,需求內容,擬投入資金（萬元）,截止日期\r\n" + ",".join(ROW),
    "pretty.json": json.dumps(
        {"title": ROW[0], "description": ROW[1], "budget_cny": "80万元", "deadline_on": ROW[3]},
        indent=2,
        ensure_ascii=False,
    ),
    "中文 目录/需求 表(1).csv": TEXT,
}


@pytest.mark.parametrize("name", GOOD)
def test_demands_as_offices_send_them_read_whole(tmp_path, name):
    loaded = load_demands(put(tmp_path, name, GOOD[name]))
    record = loaded.records[0]
    assert loaded.problems == ()
    assert record.title == ROW[0]
    assert record.budget_cny == 800_000
    assert str(record.deadline_on) == ROW[3]


BAD = {
    "empty.csv": (b"", "文件是空的"),
    "blank.csv": (b"\r\n  \r\n", "文件是空的"),
    "header.csv": (csv_text(), "只有表头"),
    "no_header.csv": ("甲,乙,80\r\n丙,丁,90\r\n", "没有找到表头行"),
    "big5.csv": ("需求名稱,需求內容\r\n軸承,圓度\r\n".encode("big5"), "认不出文字编码"),
    "noise.csv": (random.Random(1).randbytes(20_000), "认不出文字编码"),  # noqa: S311 -- rubbish, not a secret
    "nulls.csv": (bytes(5_000), "认不出文字编码"),
    "cut.xlsx": (BOOK[: len(BOOK) // 2], "已损坏"),
    "junk.xls": (OLE, "已损坏"),
    "other.xlsx": (zipped(**{"a.txt": "x"}), "已损坏"),
    "nothing.xlsx": (zipped(), "已损坏"),
    "bomb.xlsx": (zipped(a=bytes(600 * 1024**2), b=bytes(600 * 1024**2)), "超过上限"),
    "empty_sheets.xlsx": (workbook({"S": [], "T": []}), "没有任何内容"),
    "book.jsonl": (BOOK, "文件名与内容不符"),
    "book.txt": (BOOK, "文件名与内容不符"),
    "text.docx": (TEXT, "已损坏"),
    "other.docx": (zipped(**{"a.txt": "x"}), "已损坏"),
    "text.pdf": ("hello", "已损坏"),
    "scan.pdf": (pdf_document([]), "没有文字层"),
    "wrapped.json": ('{"data": {"items": [{"title": "甲"}]}}', "记录包在“data”里面"),
    "records.json": ('{"code": 0, "rows": [{"title": "甲"}]}', "记录包在“rows”里面"),
    "cut.json": ('[\n {"title": "甲"},\n {"title": "乙', "JSON 不完整"),
    "deep.jsonl": ("[" * 100_000 + "\n", "嵌套太深"),
    "long.jsonl": ('{"title": "甲", "budget_cny": ' + "9" * 5_000 + "}\n", "数字太长"),
    "bare.jsonl": ("{}\n", "第 1 行: 这一行是空对象"),
    "cut.jsonl.gz": (gzip.compress(OFFER.encode() * 9)[:20], "已损坏"),
    "tables/需求.csv": (TEXT, None),
    "old.doc": (OLE, "另存为 .docx"),
    "slides.pptx": (zipped(a="x"), "另存为 .pdf"),
    "picture.png": (b"\x89PNG", "不认识"),
    "no_ending": (TEXT, "不认识"),
}


@pytest.mark.parametrize("name", BAD)
def test_match_rubbish_ends_with_one_clear_error(tmp_path, name):
    """What cannot be read is named with its reason and remedy, and the old result stays."""
    data, words = BAD[name]
    path = put(tmp_path, name, data)
    offers, output = put(tmp_path, "成果.jsonl", OFFER), put(tmp_path, "旧.json", "old")
    target = path.parent if words is None else path
    command = ("match", "--demands", target, "--achievements", offers, "--output", output)
    result = run(*command)
    assert result.exit_code in (2, 3)
    assert (words or "表格请逐个作为输入文件给出") in result.output
    assert result.output.startswith("错误：")
    assert output.read_bytes() == b"old"
    assert not list(tmp_path.glob(".*part"))
    english = run(*command, "--lang", "en")
    assert english.exit_code == result.exit_code
    assert english.output.startswith("Error: ")


def test_bad_rows_are_all_named_and_good_rows_kept(tmp_path):
    rows = [
        ROW,
        ("甲", "a", "-80", "2026-12-31"),
        ("乙", "b", "80", "2026-13-31"),
        ("丙", "c", "八成", "明年"),
        ("", "", "5", ""),
    ]
    loaded = load_demands(put(tmp_path, "需求.csv", csv_text(*rows)))
    assert [record.title for record in loaded.records] == [ROW[0]]
    assert [(problem.row, problem.field) for problem in loaded.problems] == [
        (3, "拟投入资金（万元）"),
        (4, "截止日期"),
        (5, "拟投入资金（万元）"),
        (5, "截止日期"),
        (6, "需求名称"),
    ]


def test_broken_lines_are_named_and_good_lines_kept(tmp_path):
    lines = ['{"title": "甲", "description": "a"}', '{"title":', "[1]", "null", "{}", OFFER]
    loaded = load_demands(put(tmp_path, "需求.jsonl", "\n".join(lines)))
    assert len(loaded.records) == 2
    assert [problem.row for problem in loaded.problems] == [2, 3, 4, 5]


def test_folder_keeps_good_documents_and_names_the_others(tmp_path):
    put(tmp_path, "件/甲.txt", "轴承球研磨\n预算：80万元\n圆度≤0.08μm")
    put(tmp_path, "件/乙.docx", word_document(heading="齿轮热处理", paragraphs=["硬度≥60HRC"]))
    put(tmp_path, "件/坏.pdf", "%PDF-1.4 cut")
    put(tmp_path, "件/扫描.pdf", pdf_document([]))
    put(tmp_path, "件/图.jpg", b"\xff\xd8")
    loaded = load_demands(tmp_path / "件")
    assert sorted(record.title for record in loaded.records) == ["轴承球研磨", "齿轮热处理"]
    assert [problem.source for problem in loaded.problems] == ["坏.pdf", "扫描.pdf"]
    assert "图.jpg" in loaded.notices[0].describe("zh")


def test_region_of_several_places_is_told_apart_from_an_unknown_one(tmp_path):
    header = ("需求名称", "需求内容", "所在地区")
    rows = [("甲", "a", "朝阳区"), ("乙", "b", "火星"), ("丙", "c", "长春市朝阳区")]
    loaded = load_demands(put(tmp_path, "需求.csv", csv_text(*rows, header=header)))
    several, unknown = (notice.describe("zh") for notice in loaded.notices)
    assert "不止一个（如 北京市朝阳区、吉林省长春市朝阳区" in several
    assert "认不出地区“火星”" in unknown
    assert [record.region for record in loaded.records] == [None, None, "220104"]


def test_half_characters_do_not_stop_the_output(tmp_path):
    """Python reads ``\\ud800`` out of JSON and then cannot write it: match used to fail."""
    demands = put(tmp_path, "d.jsonl", '{"title": "甲\\ud800", "description": "b\\u0000"}\n')
    offers, output = put(tmp_path, "a.jsonl", OFFER), tmp_path / "o.json"
    files = ("--demands", demands, "--achievements", offers)
    assert run("match", *files, "--output", output).exit_code == 0
    assert json.loads(output.read_bytes())["demands"][0]["demand"]["title"] == "甲\ufffd"


def test_stray_null_costs_its_own_row_only(tmp_path):
    text = csv_text(ROW, ("齿轮", "强度", "8\x000", "2026-12-31"))
    loaded = load_demands(put(tmp_path, "需求.csv", text))
    assert [record.title for record in loaded.records] == [ROW[0]]
    assert [problem.row for problem in loaded.problems] == [3]


def test_problems_never_command_the_terminal(tmp_path):
    """A cell with escape codes is quoted without them."""
    path = put(tmp_path, "需求.csv", csv_text(("甲", "a", "\x1b[2J\x07八成", "")))
    result = run("match", "--demands", path, "--achievements", path)
    assert result.exit_code == 3
    assert "八成" in result.output
    assert not {"\x1b", "\x07"} & set(result.output)


@pytest.mark.parametrize("letter", "ab")
def test_huge_cell_is_named_and_the_next_row_kept(tmp_path, letter):
    rows = [("巨", letter * 1_100_000, "80", ""), ROW]
    loaded = load_demands(put(tmp_path, "需求.csv", csv_text(*rows)))
    assert [record.title for record in loaded.records] == [ROW[0]]
    assert loaded.problems[0].row == 2


WRONG = {
    ("match", "--demands", "", "--achievements", "a.csv"): "文件名是空的",
    ("match", "--demands"): "--demands 后面没有写值",
    ("match", "--demands", "a", "--achievements", "b", "c d"): "多出了参数 c d",
    ("match", "--top", "0", "--demands", "a", "--achievements", "b"): "请写 1 到 1000 之间的整数",
    ("match", "--format", "pdf", "--demands", "a", "--achievements", "b"): "只能是下列之一",
    ("words", "grow", "x", "--top", "0"): "请写不小于 1 的整数",
    ("specs",): "缺少 FILE|-",
    ("search", "x", "轴承", "--filter", "region=朝阳区"): "不是唯一的地区",
    ("search", "x", "轴承", "--filter", "mode=抢"): "认不出合作方式",
    ("search", "x", "轴承", "--filter", "trl=12"): "不是成熟度等级",
    ("search", "x", "轴承", "--filter", "kind=人"): "只能是 achievement",
    ("search", "x", "轴承", "--filter", "industry=玄学"): "不是 GB/T 4754 行业",
}


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_usage_is_told_in_chinese(arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert WRONG[arguments] in result.output


def test_missing_files_are_named_together():
    files = ("--demands", "x.csv", "--demands", "y.csv", "--achievements", "z.csv")
    result = run("match", *files, "--arrivals", "w.csv")
    assert result.exit_code == 4
    assert [name for name in "wxyz" if f"“{name}.csv”" in result.output] == list("wxyz")


def test_bad_files_of_both_sides_are_told_together(tmp_path):
    """One round of mending is enough: what is wrong on the other side used to wait."""
    demands, offers = put(tmp_path, "需求.csv", b""), put(tmp_path, "成果.csv", csv_text())
    arrivals = put(tmp_path, "新到.csv", "甲,乙,80\r\n")
    files = ("--demands", demands, "--achievements", offers)
    result = run("match", *files, "--arrivals", arrivals)
    assert result.exit_code == 3
    assert "输入有 3 处问题" in result.output
    for words in ("需求.csv: 文件是空的", "成果.csv: 只有表头", "新到.csv: 没有找到表头行"):
        assert words in result.output


def test_missing_and_bad_files_are_told_together(tmp_path):
    bad, picture = put(tmp_path, "空.csv", b""), put(tmp_path, "图.png", b"\x89PNG")
    demands = ("--demands", bad, "--demands", tmp_path / "无.csv")
    result = run("match", *demands, "--achievements", picture)
    assert result.exit_code == 4  # of the first that is told
    for words in ("无.csv”", "空.csv: 文件是空的", "不认识“"):
        assert words in result.output


def test_specs_of_a_folder_are_refused(tmp_path):
    result = run("specs", tmp_path)
    assert result.exit_code == 3
    assert "这是文件夹" in result.output


@pytest.mark.parametrize("data", [b"%PDF-1.7\nBT 12 Tf", b"\x89PNG\r\n", b"{\\rtf1 5MPa}"])
def test_specs_of_no_text_are_refused(tmp_path, data):
    """The bytes of a PDF decode, and its drawing commands used to be read as newtons."""
    result = run("specs", put(tmp_path, "件.txt", data))
    assert result.exit_code == 3
    assert "不是文本" in result.output


def test_system_errors_say_what_to_do(tmp_path):
    blocked = put(tmp_path, "件", "x") / "里面.txt"
    result = CliRunner().invoke(cli, ["words", "check", "--words", str(blocked), "轴承"])
    assert result.exit_code in (1, 4)
    assert "Not a directory" not in result.output


def test_help_speaks_chinese_to_its_last_remark():
    text = run("match", "--help").output
    assert "[必填]" in text
    assert "[默认 10；1-1000]" in text
    assert not {"[OPTIONS]", "[required]"} & set(text.split())
