"""``queqiao read`` as a user types it."""

# ruff: noqa: E501 -- markup as pages have it

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from click.testing import CliRunner

from queqiao.cli.main import cli
from queqiao.recipes.reading import batch

TALK = """---
title: 省政府与某集团举行工作会谈
date: 2022-03-04 08:00:00 +0800
source: 某某日报
---
<p>3月2日，省委副书记、省长周明远与青禾集团董事长林亦舟举行会谈，希望青禾集团扩大在省内投资、参与科技成果转化。</p>
<p>林亦舟表示，将加大研发投入，支持建设联合实验室。</p>
<p>责任编辑：王一</p>
"""
PAGE = """<html><head><title>某县召开会议-某县网</title></head><body><div class="nav"><a href="/">首页</a></div>
<h1>某县召开会议</h1><div>2021-05-06 来源：某县网</div><div class="content">
<p>会议强调，一要抓项目，确保投资增长12%。二要抓人才，引进博士30名。三要抓服务，让企业少跑腿。</p></div></body></html>"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "会谈.md").write_text(TALK, encoding="utf-8")
    (tmp_path / "会议.html").write_bytes(PAGE.encode("gbk"))
    return tmp_path


def run(*arguments):
    result = CliRunner().invoke(cli, ["read", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def entries(text):
    return [json.loads(line) for line in text.splitlines()]


def test_json_lines_in_the_order_given(folder):
    result = run("会议.html", "会谈.md", "--json")

    assert result.exit_code == 0, result.output
    meeting, talk = entries(result.stdout)
    assert (meeting["path"], meeting["published_on"], meeting["source"]) == (
        "会议.html",
        "2021-05-06",
        "某县网",
    )
    assert [d["heading"] for d in meeting["directives"]] == ["抓项目", "抓人才", "抓服务"]
    assert talk["title"] == "省政府与某集团举行工作会谈"
    assert talk["event_dates"] == ["2022-03-02"]
    assert talk["exchanges"][0]["counterpart_person"] == "林亦舟"
    assert [one["text"][:4] for one in talk["paragraphs"]] == ["3月2日", "林亦舟表"]


def test_places_lead_back_into_the_file(folder):
    (talk,) = entries(run("会谈.md", "--json").stdout)

    for person in talk["people"]:
        for start, end in person["spans"]:
            assert TALK[start:end] == person["name"]
    start, end = talk["event_date_spans"][0][0]
    assert TALK[start:end] == "3月2日"
    assert len(talk["relations"]) == len(talk["relation_spans"])
    for talked in talk["exchanges"]:
        places = zip(talked["asks"], talked["ask_spans"], strict=True)
        assert all(TALK[start:end] == ask for ask, (start, end) in places)


def test_a_summary_for_people(folder):
    result = run("会谈.md")

    assert result.exit_code == 0, result.output
    assert "省长周明远" in result.stdout
    assert "会谈" in result.stdout
    assert "2022-03-04  某某日报" in result.stdout


def test_broken_files_are_told_and_the_rest_goes_on(folder):
    (folder / "空.txt").write_bytes(b"")
    (folder / "乱.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "坏.docx").write_bytes(b"PK\x03\x04")

    result = run("空.txt", "乱.txt", "会谈.md", "坏.docx", "没有.txt", "--json")

    assert result.exit_code == 0, result.output
    assert [one["path"] for one in entries(result.stdout)] == ["会谈.md"]
    told = result.stderr.splitlines()
    for name in ("空.txt", "乱.txt", "坏.docx", "没有.txt"):
        assert sum(name in line for line in told) == 1
    assert "共 5 份文档，读出 1 份" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("没有.txt",), 4),
        (("空.txt",), 3),
        (("空.txt", "没有.txt"), 3),
        (("会谈.md", "空.txt", "--strict"), 3),
        (("会谈.md", "--chains", "c.yaml"), 2),
        (("会谈.md", "--output", "会议.html"), 2),
        (("会谈.md", "--report", "没有/r.html"), 4),
        (("会谈.md", "--lexicon", "没有.yaml"), 4),
        ((), 2),
    ],
)
def test_exit_codes(folder, arguments, code):
    (folder / "空.txt").write_bytes(b"")

    assert run(*arguments).exit_code == code


def test_a_folder_stands_for_its_documents(folder):
    (folder / "里").mkdir()
    (folder / "里" / "a.txt").write_text(
        "会议指出，要抓好科技成果转化，服务企业。\n" * 2, encoding="utf-8"
    )
    (folder / "里" / "b.png").write_bytes(b"\x89PNG")
    (folder / "里" / ".c.txt").write_text("x", encoding="utf-8")

    result = run("里", "--json")

    assert [one["path"] for one in entries(result.stdout)] == ["里/a.txt"]
    assert "有 1 个文件不是文档" in result.stderr
    (folder / "空").mkdir()
    assert run("空").exit_code == 4


def test_output_folder_and_going_on(folder, monkeypatch):
    (folder / "空.txt").write_bytes(b"")
    first = run("会谈.md", "会议.html", "空.txt", "--output", "结果")
    assert first.exit_code == 0, first.output
    lines = (folder / "结果" / "readings.jsonl").read_text(encoding="utf-8")
    assert [one["path"] for one in entries(lines)] == ["会谈.md", "会议.html"]
    assert "空.txt" in (folder / "结果" / "problems.txt").read_text(encoding="utf-8")
    (folder / "会议.html").write_bytes(PAGE.replace("30名", "50名").encode("gbk"))
    read = []
    original = batch._read_one
    monkeypatch.setattr(batch, "_read_one", lambda *a: read.append(str(a[0])) or original(*a))

    second = run("会谈.md", "会议.html", "空.txt", "--output", "结果")

    assert "接着上次继续：已读过 2 份" in second.stderr
    assert read == ["会议.html", "空.txt"]  # what changed, and what could not be read
    again = entries((folder / "结果" / "readings.jsonl").read_text(encoding="utf-8"))
    assert "50名" in again[1]["paragraphs"][0]["text"]


def test_an_interrupted_run_keeps_what_it_read(folder, monkeypatch):
    original = batch._read_one

    def read_or_stop(path, keep):
        if str(path) == "会议.html":
            raise KeyboardInterrupt
        return original(path, keep)

    monkeypatch.setattr(batch, "_read_one", read_or_stop)
    stopped = run("会谈.md", "会议.html", "--output", "结果")
    assert stopped.exit_code == 130
    assert "读好的 1 份已保存" in stopped.stderr
    journal = folder / "结果" / "journal.jsonl"
    with journal.open("a", encoding="utf-8") as file:
        file.write('{"path": "会议.html", "dig')  # a power cut in the middle of a line
    monkeypatch.setattr(batch, "_read_one", original)

    finished = run("会谈.md", "会议.html", "--output", "结果")

    assert finished.exit_code == 0, finished.output
    assert "已读过 1 份" in finished.stderr
    assert len(entries((folder / "结果" / "readings.jsonl").read_text(encoding="utf-8"))) == 2


def test_another_lexicon_reads_anew(folder):
    run("会谈.md", "--output", "结果")
    (folder / "词.yaml").write_text("posts: [首席科创官]\n", encoding="utf-8")

    result = run("会谈.md", "--output", "结果", "--lexicon", "词.yaml")

    assert "接着上次" not in result.stderr


def test_a_fault_in_one_file_does_not_stop_the_others(folder, monkeypatch):
    original = batch.read_facts

    def read_or_fail(document, *, lexicon):
        if document.path == "会谈.md":
            raise ZeroDivisionError("spoiled")
        return original(document, lexicon=lexicon)

    monkeypatch.setattr(batch, "read_facts", read_or_fail)

    result = run("会谈.md", "会议.html", "--json")

    assert result.exit_code == 0
    assert [one["path"] for one in entries(result.stdout)] == ["会议.html"]
    assert "程序出错（ZeroDivisionError：spoiled）" in result.stderr


def test_two_processes_give_what_one_gives(folder):
    for number in range(batch.WORTH_PROCESSES + 3):
        text = f"会议指出，第{number}号项目投资{number + 1}亿元，要抓好落实。\n" * 3
        (folder / f"f{number:03}.txt").write_text(text, encoding="utf-8")
    (folder / "f007.txt").write_bytes(b"")
    files = sorted(str(path) for path in folder.glob("f*.txt"))

    one = run(*files, "--json", "--workers", 1)
    two = run(*files, "--json", "--workers", 2)

    assert one.stdout == two.stdout
    assert one.stderr == two.stderr
    assert len(entries(two.stdout)) == len(files) - 1


def test_a_report(folder):
    result = run("会谈.md", "会议.html", "--report", "报告.html")

    assert result.exit_code == 0, result.output
    page = (folder / "报告.html").read_text(encoding="utf-8")
    assert "省政府与某集团举行工作会谈" in page


def test_english(folder):
    (folder / "空.txt").write_bytes(b"")

    result = run("会谈.md", "空.txt", "--lang", "en")

    assert "People" in result.stdout
    assert "1 of 2 document(s) read" in result.stderr
    assert "the file is empty" in result.stderr


class _Model(BaseHTTPRequestHandler):
    answer = ""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"choices": [{"message": {"content": self.answer}}]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_a_model_counts_only_where_the_text_bears_it_out(folder, monkeypatch):
    facts = [
        {"kind": "concept", "quote": "支持建设联合实验室", "name": "联合实验室"},
        {"kind": "concept", "quote": "支持建设量子中心", "name": "量子中心"},
    ]
    monkeypatch.setattr(_Model, "answer", json.dumps({"facts": facts}, ensure_ascii=False))
    server = HTTPServer(("127.0.0.1", 0), _Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("QUEQIAO_MODEL_URL", f"http://127.0.0.1:{server.server_port}/v1")

    result = run("会谈.md", "--json")
    server.shutdown()
    server.server_close()

    names = [one["name"] for one in entries(result.stdout)[0]["concepts"]]
    assert "联合实验室" in names
    assert "量子中心" not in names


def test_a_model_that_does_not_answer_is_told(folder, monkeypatch):
    monkeypatch.setenv("QUEQIAO_MODEL_URL", "http://127.0.0.1:9/v1")

    result = run("会谈.md", "--json")

    assert result.exit_code == 0
    assert len(entries(result.stdout)) == 1
    assert "模型有 1 次没有答复" in result.stderr
    monkeypatch.setenv("QUEQIAO_MODEL_URL", "ftp://x")
    assert run("会谈.md").exit_code == 2
