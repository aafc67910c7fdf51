"""From bytes to text: the encodings that Chinese offices really use."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LAYOUT_CONTROLS = frozenset("\t\n\r\f\v\x1a\x1c\x1d\x1e\x1f\x85")
_SAMPLE = 65_536
_MAX_CONTROL_SHARE = 0.005
_MAX_STRAY_CONTROLS = 3  # so many are passed over in a text of any length
_MIN_NULL_SHARE = 0.02


class UndecodableError(ValueError):
    """The bytes are no text in any encoding tried."""


def decode(data: bytes) -> str:
    """
    The text of a file, byte order mark removed.

    Tries, in order: the encoding that a byte order mark names, UTF-8, UTF-16 without a mark (where
    every other byte is null), GB18030 with GBK and GB2312 inside it.

    Raises:
        UndecodableError: none fits, or the result is full of control characters.
    """
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.removeprefix("\ufeff")
        if _looks_like_text(text):
            return text
    raise UndecodableError


def _candidates(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    sample = data[:_SAMPLE]
    nulls = sample.count(0)
    if nulls > _MAX_STRAY_CONTROLS and nulls / len(sample) > _MIN_NULL_SHARE:
        odd = sample[1::2].count(0)
        return ["utf-16-le" if odd * 2 > nulls else "utf-16-be"]
    return ["utf-8", "gb18030"]


def _looks_like_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    controls = sum(
        (character < " " and character not in _LAYOUT_CONTROLS) or "\x7f" <= character <= "\x84"
        for character in sample
    )
    if controls <= min(_MAX_STRAY_CONTROLS, len(sample) // 8):
        controls = 0
    private = sum("\ue000" <= character <= "\uf8ff" for character in sample)
    return controls + private <= len(sample) * _MAX_CONTROL_SHARE
