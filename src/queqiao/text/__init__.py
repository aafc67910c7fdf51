"""Chinese technical text: normalizing, segmenting, quantities, numerals, dates."""

from queqiao.text.dates import DateMention, find_dates
from queqiao.text.normalize import NormalizedText, find_glosses, normalize, simplify
from queqiao.text.numerals import Numeral, find_numerals, parse_numeral
from queqiao.text.segment import (
    PART_WEIGHT,
    Segmenter,
    Token,
    default_segmenter,
    segmenter_with,
)

__all__ = [
    "PART_WEIGHT",
    "DateMention",
    "NormalizedText",
    "Numeral",
    "Segmenter",
    "Token",
    "default_segmenter",
    "find_dates",
    "find_glosses",
    "find_numerals",
    "normalize",
    "parse_numeral",
    "segmenter_with",
    "simplify",
]
