"""
Words and character n-grams of a text, as counts.

Characters catch what segmentation cuts differently in two texts, and names that no dictionary
holds; words catch the rest. Both are counted field by field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queqiao.matching.ranking.model import RankDocument
from queqiao.text import Segmenter, normalize

# PDF extraction leaves formulas as $...$: their letters are no evidence of a shared subject.
_FORMULA = re.compile(r"\$[^$\n]{0,300}\$")
_WORD = re.compile(r"\w+")
_SHIFT = np.int64(21)  # code points have 21 bits


@dataclass(frozen=True, slots=True)
class Analysis:
    """
    One text, counted.

    ``words`` maps a word to its counts in title, abstract and keywords. ``gram_codes`` are sorted
    distinct codes of character 1- and 2-grams, ``gram_counts`` their counts, one column a field.
    ``lengths`` are the fields' letters.
    """

    words: dict[str, list[float]]
    gram_codes: NDArray[np.int64]
    gram_counts: NDArray[np.float32]
    lengths: tuple[int, int, int]


def clean(text: str) -> str:
    """The text that grams are taken from: normalized, lower-cased, formulas out."""
    return _FORMULA.sub(" ", normalize(text).text.lower())


def analyze(document: RankDocument, segmenter: Segmenter) -> Analysis:
    """The counted words and grams of all fields."""
    words: dict[str, list[float]] = {}
    codes: list[NDArray[np.int64]] = []
    lengths: list[int] = []
    for field, text in enumerate(document.texts()):
        cleaned = clean(text)
        for word, count in segmenter.query_terms(cleaned).items():
            words.setdefault(word, [0.0, 0.0, 0.0])[field] += count
        grams, length = _grams(cleaned)
        codes.append(grams)
        lengths.append(length)
    distinct, inverse = np.unique(np.concatenate(codes), return_inverse=True)
    which = np.repeat(np.arange(3), [len(part) for part in codes])
    flat = np.bincount(inverse * 3 + which, minlength=len(distinct) * 3)
    counts = flat.reshape(-1, 3).astype(np.float32)
    return Analysis(words, distinct, counts, (lengths[0], lengths[1], lengths[2]))


def _grams(cleaned: str) -> tuple[NDArray[np.int64], int]:
    """Codes of all 1- and 2-grams inside runs of letters and digits, and the letters' number."""
    runs = _WORD.findall(cleaned)
    if not runs:
        return np.empty(0, np.int64), 0
    joined = "\0".join(runs)
    points = np.frombuffer(joined.encode("utf-32-le"), np.uint32).astype(np.int64)
    pairs = (points[:-1] << _SHIFT) | points[1:]
    whole = (points[:-1] > 0) & (points[1:] > 0)
    singles = points[points > 0]
    return np.concatenate([singles, pairs[whole]]), len(singles)
