"""What a file is, by its content; its name decides only where the content does not."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import PurePath

from queqiao.documents.model import Kind

ZIP, PDF, OLE, RTF = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf"
"""How files begin that are no text."""

FRONT_MATTER = re.compile(r"\A\ufeff?\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^[A-Za-z_][\w\-]*\s*:", re.MULTILINE)
_ROOT_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|span|br|td|tr|table|a|li|ul|font|h[1-6]|section|article|strong|img|meta|title)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"^ {0,3}(?:#{1,6} \S|```|> \S)|\[[^\]\n]{1,80}\]\([^)\s]{1,300}\)|\*\*\S[^*\n]{0,80}\*\*",
    re.MULTILINE,
)
_SURROUNDINGS = re.compile(
    r"^.{0,20}(?:首页|首頁).{0,4}[>»›]|\s[|｜]\s.*\s[|｜]\s"
    r"|^[^。\n]{0,60}(?:发布时间|發布時間|来源|來源|发布日期|责任编辑|責任編輯)[^。\n]{0,60}$"
    r"|^\s*(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?[^。\n]{0,40}$"
    r"|版权(?:声明|所有)|版權|相关(?:阅读|新闻)|上一篇|下一篇|ICP备",
    re.MULTILINE,
)
_SAMPLE = 200_000
_FEWEST_TAGS = 3


def detect_kind(text: str, *, path: str = "") -> Kind:
    """The kind of a file whose text is known (Word and PDF are told by their bytes)."""
    suffix = PurePath(path).suffix.lower()
    head = FRONT_MATTER.match(text)
    if head is not None and _FIELD.search(head[1]):
        return Kind.FRONT_MATTER
    sample = text[:_SAMPLE]
    if _ROOT_TAG.search(sample) or is_markup(sample):
        return Kind.HTML
    marks = len(_MARKDOWN.findall(sample))
    if suffix in {".md", ".markdown"} or marks >= 2:
        return Kind.MARKDOWN
    if suffix in {".html", ".htm", ".xhtml", ".shtml"} and "<" in text:
        return Kind.HTML
    return Kind.PAGE if _SURROUNDINGS.search(sample) else Kind.TEXT


def is_markup(text: str) -> bool:
    """Whether a text is marked up with the tags of HTML."""
    tags = islice(_TAG.finditer(text[:_SAMPLE]), _FEWEST_TAGS)
    return sum(1 for _ in tags) == _FEWEST_TAGS
