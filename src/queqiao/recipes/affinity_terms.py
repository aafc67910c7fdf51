"""
Texts in Chinese and English as counts of terms, and counts as vectors of unit length.

Chinese is cut by the segmenter of matching and counted in characters and pairs of characters;
English words lose their endings and are counted in letters by fours and fives, word by word. The
weight of a term is that of matching: ``log1p(count) * log((1.5 + N) / (0.5 + n))``, over all texts
that were given together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from queqiao.matching.ranking import RankDocument
from queqiao.matching.ranking.analysis import clean
from queqiao.text import Segmenter
from queqiao.text.stems import stem

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Counts = Mapping[str, float]
TITLE_WEIGHT = 2.0
"""A word of the title or of the keywords counts twice."""

_LATIN_GRAMS = (4, 5)
_HAN_GRAMS = (1, 2)
_RUN = re.compile(r"[a-zà-ÿ0-9]+(?:['-][a-zà-ÿ0-9]+)*|[㐀-鿿]+")
_COMMON_WORDS = """
    a about after all also among an and any are as at be because been before being between both
    but by can could did do does during each et etc few for from further had has have he her his
    how however i if in into is it its may might more most must no nor not of off on only or
    other our out over own same several she should since so some such than that the their them
    then there these they this those through thus to too under until up upon us use used using
    very via was we well were what when where which while who whose why will with within without
    would you your
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())
_SOLID = re.compile(r"[a-zà-ÿ0-9]+|[㐀-鿿]+")


def count_words(document: RankDocument, segmenter: Segmenter) -> dict[str, float]:
    """The words of a text: stems of English ones, terms of Chinese ones."""

    def words(text: str) -> Counts:
        found: dict[str, float] = {}
        for run in _RUN.findall(text):
            if run[0] >= "㐀":
                terms = segmenter.query_terms(run)
            else:
                parts = run.replace("'s", "").split("-")
                terms = dict.fromkeys((stem(part) for part in parts if _tells(part)), 1.0)
            for term, weight in terms.items():
                found[term] = found.get(term, 0.0) + weight
        return found

    return _by_field(document, words)


def _tells(word: str) -> bool:
    return bool(word) and word not in _COMMON and not word.isdigit()


def count_characters(document: RankDocument) -> dict[str, float]:
    """The character n-grams of a text: inside each English word, its ends marked by blanks."""

    def grams(text: str) -> Counts:
        found: Counter[str] = Counter()
        for run in _SOLID.findall(text):
            han = run[0] >= "㐀"
            marked = run if han else f" {run} "
            for length in _HAN_GRAMS if han else _LATIN_GRAMS:
                found.update(marked[at : at + length] for at in range(len(marked) - length + 1))
        return found

    return _by_field(document, grams)


def _by_field(document: RankDocument, count: Callable[[str], Counts]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text, weight in zip(document.texts(), (TITLE_WEIGHT, 1.0, TITLE_WEIGHT), strict=True):
        for term, number in count(clean(text)).items():
            found[term] = found.get(term, 0.0) + weight * number
    return found


def unit_vectors(counts: Sequence[Counts]) -> csr_matrix:
    """One row of unit length for each text, all zero for an empty one: ``(texts, terms)``."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 -- slow import

    numbers: dict[str, int] = {}
    ids = [numbers.setdefault(term, len(numbers)) for one in counts for term in one]
    values = np.array([value for one in counts for value in one.values()], np.float32)
    ends = np.cumsum([0, *(len(one) for one in counts)])
    shape = (len(counts), len(numbers))
    matrix = csr_matrix((np.log1p(values), np.array(ids, np.int32), ends), shape=shape)
    holders = np.bincount(matrix.indices, minlength=shape[1])
    rarity = np.log((1.5 + shape[0]) / (0.5 + holders)).astype(np.float32)
    matrix.data *= rarity[matrix.indices]
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(matrix.indptr))
    return matrix
