"""From bytes to text: what a page says of its encoding, and what its bytes say."""

from __future__ import annotations

import codecs
import re

from queqiao.datasets.encodings import UndecodableError, decode

_DECLARED = re.compile(
    rb"(?:charset\s*=\s*|encoding\s*=\s*)[\"']?\s*([A-Za-z0-9_:\-]{2,24})", re.IGNORECASE
)
_HEAD = 8_192
_SAMPLE = 40_000
_SAME_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_MOST_BAD_SHARE = 0.01
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后"
    "作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因"
    "只从想实這個們來為國說時要會對發後種經麼學現當沒動還進樣開從實，。、"
)


def read_text(data: bytes) -> str:
    """
    The text of a file in any encoding that Chinese texts come in, byte order mark removed.

    A few broken bytes, as cut-off feeds leave them, become ``U+FFFD``; many make it no text.

    Raises:
        UndecodableError: no encoding fits.
    """
    declared = _declared(data)
    if declared == "big5hkscs" and (text := _decoded(data, declared)):
        return text
    try:
        text = decode(data)
    except UndecodableError:
        return _with_faults(data, declared)
    if declared == "" and _is_unlikely(text) and (other := _decoded(data, "big5hkscs")):
        return text if _likelihood(text) >= _likelihood(other) else other
    return text


def _declared(data: bytes) -> str:
    """The codec that the beginning of the file names, ``""`` for none that is known."""
    found = _DECLARED.search(data, 0, _HEAD)
    if found is None:
        return ""
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return ""
    return _SAME_FAMILY.get(name, name)


def _decoded(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    return text if text.count("\ufffd") <= len(text) * _MOST_BAD_SHARE else ""


def _with_faults(data: bytes, declared: str) -> str:
    """The text with broken bytes marked, where there are few of them."""
    if b"\x00" in data[:_SAMPLE]:
        raise UndecodableError
    for encoding in dict.fromkeys((declared, "utf-8", "gb18030", "big5hkscs")):
        if encoding and (text := _decoded(data, encoding)) and not _is_unlikely(text):
            return text.removeprefix("\ufeff")
    raise UndecodableError


def _is_unlikely(text: str) -> bool:
    """Whether there is much Chinese and hardly a frequent character: a wrong encoding."""
    sample = text[:_SAMPLE]
    wide = sum(character > "\u2e7f" for character in sample)
    controls = sum(character < " " and character not in "\t\n\r\f\v" for character in sample)
    return (wide > 20 and _likelihood(text) < 0.08) or controls > len(sample) * 0.01


def _likelihood(text: str) -> float:
    """The share of the most frequent characters among all wide ones."""
    wide = [character for character in text[:_SAMPLE] if character > "\u2e7f"]
    return sum(character in _FREQUENT for character in wide) / max(1, len(wide))
