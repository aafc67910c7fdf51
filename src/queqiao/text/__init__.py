"""Chinese technical text: normalizing, segmenting, quantities, numerals, dates."""

from queqiao.text.normalize import NormalizedText, normalize
from queqiao.text.segment import PART_WEIGHT, Segmenter, Token, default_segmenter

__all__ = [
    "PART_WEIGHT",
    "NormalizedText",
    "Segmenter",
    "Token",
    "default_segmenter",
    "normalize",
]
