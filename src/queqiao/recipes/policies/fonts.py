"""A Chinese font for PDF: a TrueType one of the system, embedded, else STSong-Light."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

FALLBACK = "STSong-Light"
"""A font that PDF readers bring along; the file only names it."""

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("C:/Windows/Fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
)
_LIKELY = (
    "notosanssc", "notoserifsc", "notosanscjksc", "sourcehansans", "sourcehanserif", "simsun",
    "simhei", "msyh", "deng", "simfang", "fangsong", "simkai", "wqy", "droidsansfallback", "uming",
    "ukai", "lxgw", "stheiti", "songti", "arialunicode", "fzsong", "fzhei", "hanazono",
)  # fmt: skip
_PROBE = "企业政策符合鹊桥"


@cache
def chinese_font(folders: Sequence[Path] = FOLDERS) -> str:
    """
    The name of a registered font that draws Chinese.

    Only TrueType outlines can be embedded; fonts with PostScript outlines (the usual Noto CJK
    collections) are passed over.
    """
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 -- slow import
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415 -- slow import

    for path in _candidates(folders):
        if (font := _embeddable(path)) is not None:
            pdfmetrics.registerFont(font)
            return str(font.fontName)
    pdfmetrics.registerFont(UnicodeCIDFont(FALLBACK))
    return FALLBACK


def _candidates(folders: Iterable[Path]) -> list[Path]:
    found: list[tuple[int, str, Path]] = []
    for folder in folders:
        if not folder.is_dir():
            continue
        for path in folder.rglob("*"):
            plain = path.stem.lower().replace("-", "").replace("_", "").replace(" ", "")
            if path.suffix.lower() not in {".ttf", ".ttc"} or "bold" in plain:
                continue
            rank = next((n for n, word in enumerate(_LIKELY) if plain.startswith(word)), None)
            if rank is not None:
                found.append((rank, path.name, path))
    return [path for _, _, path in sorted(found)]


def _embeddable(path: Path):  # type: ignore[no-untyped-def] # noqa: ANN202 -- reportlab has no types
    from reportlab.pdfbase.ttfonts import TTFError, TTFont  # noqa: PLC0415 -- slow import

    try:
        font = TTFont("QueqiaoChinese", str(path), subfontIndex=0)
    except (TTFError, OSError, ValueError, KeyError):
        return None
    known = font.face.charToGlyph
    return font if all(ord(character) in known for character in _PROBE) else None
