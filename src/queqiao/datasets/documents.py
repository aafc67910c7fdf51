"""Documents, one record a file: plain text, Markdown, HTML, Word, PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from queqiao.datasets.encodings import UndecodableError, decode
from queqiao.datasets.model import SourceRow, SourceRows, unreadable
from queqiao.datasets.tables import packed_problem
from queqiao.errors import Problem
from queqiao.messages import Message

TITLE, BODY = "title", "description"
"""The two cells of a row made from a document."""

_MAX_TITLE = 80
_PARAGRAPH_END = re.compile(r"[。；;！？!?：:.]$")
_NEW_PARAGRAPH = re.compile(
    r"^(?:[（(]?[0-9一二三四五六七八九十]{1,3}(?:[）)、．]|\.(?!\d))|[-•●◆■□*]|第.{1,3}[章节条])"
)
_ENDS_TITLE = re.compile(r"[。；！？\n]")
_MARKDOWN_MARKS = re.compile(r"(?m)^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|(?:[-*_]\s*){3,}$)")
_MARKDOWN_INLINE = re.compile(r"(\*\*|__|`)(.+?)\1")
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---(?:\n|\Z)", re.DOTALL)
_JUNK_TAGS = ["script", "style", "noscript", "template", "nav", "footer", "header", "form", "svg"]
_BLOCK_TAGS = "p, div, li, tr, br, h1, h2, h3, h4, h5, h6, section, article, table, ul, ol, dd, dt"

Text = tuple[str, str]
"""Title, or ``""`` where the document names none, and body."""


def read_document(path: Path, *, name: str) -> SourceRows:
    """
    One row with ``title`` and ``description``.

    The title is the document's first heading, else its first line or sentence, else the name of the
    file. Tables of a form come out as lines ``label：value``.
    """
    data = path.read_bytes()
    if not data.strip():
        return unreadable(Problem(Message("datasets.file.empty"), name))
    found = _READERS[path.suffix.lower()](data, name)
    if isinstance(found, Problem):
        return unreadable(found)
    title, body = (part.strip() for part in found)
    if not title:
        title, body = _split_title(body)
    if not (title or body):
        return unreadable(Problem(Message("datasets.file.no_text"), name))
    return SourceRows((SourceRow(name, None, {TITLE: title or path.stem, BODY: body}),))


def _split_title(text: str) -> Text:
    """The first line as the title; of a line too long for one, its first sentence or beginning."""
    line, _, rest = text.partition("\n")
    if len(line) <= _MAX_TITLE:
        return line.strip(), rest.strip()
    sentence = _ENDS_TITLE.split(line, maxsplit=1)[0]
    return sentence[:_MAX_TITLE].strip(), text


def _plain(data: bytes, name: str) -> Text | Problem:
    try:
        return "", decode(data).replace("\r\n", "\n").strip()
    except UndecodableError:
        return Problem(Message("datasets.file.not_text"), name)


def _markdown(data: bytes, name: str) -> Text | Problem:
    read = _plain(data, name)
    if isinstance(read, Problem):
        return read
    text = _FRONT_MATTER.sub("", read[1])
    heading = re.search(r"(?m)^\s{0,3}#{1,6}\s+(.+?)\s*#*$", text)
    title = heading[1] if heading else ""
    if heading:
        text = text[: heading.start()] + text[heading.end() :]
    text = _MARKDOWN_LINK.sub(r"\1", _MARKDOWN_MARKS.sub("", text))
    return _MARKDOWN_INLINE.sub(r"\2", title), _MARKDOWN_INLINE.sub(r"\2", text)


def _html(data: bytes, name: str) -> Text | Problem:
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 -- slow import

    read = _plain(data, name)
    if isinstance(read, Problem):
        return read
    tree = LexborHTMLParser(read[1])
    heading = tree.css_first("h1") or tree.css_first("h2")
    title = heading.text(strip=True) if heading else ""
    if not title and (named := tree.css_first("title")):
        title = named.text(strip=True)
    tree.strip_tags([*_JUNK_TAGS, "title"])
    if tree.body is None:
        return title, ""
    if heading and title:
        heading.decompose()
    for node in tree.css(_BLOCK_TAGS):
        node.insert_before("\n")
        node.insert_after("\n")
    for node in tree.css("td + td, th + td"):
        node.insert_before("：")
    lines = (re.sub(r"[ \t\xa0\u3000]+", " ", x).strip() for x in tree.body.text().split("\n"))
    return title, "\n".join(line for line in lines if line)


def word_text(data: bytes, name: str) -> Text | Problem:
    """Title and lines of a Word document, tables as lines ``label：value``."""
    import docx  # noqa: PLC0415 -- slow import
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 -- slow import
    from docx.table import Table  # noqa: PLC0415 -- slow import

    if problem := packed_problem(data, name):
        return problem
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError):
        return Problem(Message("datasets.file.damaged"), name)
    title, lines = "", []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += _word_table(block)
            continue
        text, style = block.text.strip(), (block.style.name if block.style else "") or ""
        if text and not title and (style == "Title" or style.startswith(("Heading", "标题"))):
            title = text
        elif text:
            lines.append(text)
    return title, "\n".join(lines)


def _word_table(table: object) -> list[str]:
    """Each row's cells: two as ``label：value``, four as two such pairs, others with spaces."""
    lines: list[str] = []
    for row in table.rows:  # type: ignore[attr-defined] # docx ships no types
        cells: list[str] = []
        for cell in row.cells:  # merged cells come once a column
            text = "\n".join(p.text.strip() for p in cell.paragraphs if p.text.strip())
            if text and (not cells or text != cells[-1]):
                cells.append(text)
        if cells and len(cells) % 2 == 0 and len(cells) <= 6:
            lines += [f"{a}：{b}" for a, b in zip(cells[::2], cells[1::2], strict=True)]
        elif cells:
            lines.append(" ".join(cells))
    return lines


def pdf_text(data: bytes, name: str) -> Text | Problem:
    """The text of a PDF, lines broken by the width of the page joined; it names no title."""
    import pypdfium2  # noqa: PLC0415 -- slow import

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "password" if "password" in str(error).lower() else "damaged"
        return Problem(Message(f"datasets.file.{code}"), name)
    try:
        pages = [_page_text(document, number) for number in range(len(document))]
    finally:
        document.close()
    text = "\n".join(page for page in pages if page)
    if not text.strip():
        return Problem(Message("datasets.file.scanned"), name)
    return "", _rejoin(text)


def _page_text(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index] # pypdfium2 ships no types
    text_page = page.get_textpage()
    text = str(text_page.get_text_bounded())
    text_page.close()
    page.close()
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").strip()


def _rejoin(text: str) -> str:
    """Lines broken by the page's width joined again; the first line stays alone, as a title."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    widest = max(len(line) for line in lines)
    paragraphs = [lines[0]]
    for before, line in pairwise(lines):
        full = len(before) >= widest * 0.75
        fresh = len(paragraphs) == 1 and before is lines[0] and not full
        if fresh or not full or _PARAGRAPH_END.search(before) or _NEW_PARAGRAPH.match(line):
            paragraphs.append(line)
        else:
            ascii_seam = before[-1].isascii() and line[0].isascii()
            paragraphs[-1] += (" " if ascii_seam else "") + line
    return "\n".join(paragraphs)


_READERS: dict[str, Callable[[bytes, str], Text | Problem]] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": word_text,
    ".pdf": pdf_text,
}
DOCUMENT_SUFFIXES = frozenset(_READERS)
