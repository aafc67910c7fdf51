"""Chinese technical text: normalizing, segmenting, quantities, numerals, dates."""

from queqiao.text.normalize import NormalizedText, normalize

__all__ = [
    "NormalizedText",
    "normalize",
]
