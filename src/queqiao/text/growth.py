"""
New words from text: what holds together inside and stands free outside.

A string of Han characters is proposed when it is frequent, when its parts occur together far more
often than chance has it (cohesion: the lowest pointwise mutual information over all ways to cut it
in two), and when many different characters stand before and after it (freedom: the lower of the two
branching entropies). Both measures are in nats. What people then keep goes into a word list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from queqiao.core.progress import Progress, no_progress
from queqiao.text.io import load_shipped_words
from queqiao.text.normalize import normalize
from queqiao.text.segment import Segmenter

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF
_FRAGMENT_SHARE = 0.7  # a word found mostly inside one longer word is a piece of it
_CONTEXT = 8


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a string must reach to be proposed; lengths in characters, measures in nats."""

    count: int = 8
    cohesion: float = 3.5
    freedom: float = 1.2
    longest: int = 8


@dataclass(frozen=True, slots=True)
class WordCandidate:
    """A string that looks like a word, with the evidence for it."""

    word: str
    count: int
    cohesion: float
    freedom: float
    example: str  # where it occurs first
    pieces: tuple[str, ...] = ()  # how the segmenter cuts it today
    known: bool = False  # whether the dictionary holds it


@dataclass(frozen=True, slots=True)
class _Level:
    """All frequent strings of one length: ``ids`` by place (-1: none), the rest by id."""

    ids: _Ints
    places: _Ints  # where each occurs first
    counts: _Ints


def propose_words(
    texts: Iterable[str],
    *,
    segmenter: Segmenter,
    thresholds: Thresholds = Thresholds(),
    progress: Progress = no_progress,
) -> tuple[WordCandidate, ...]:
    """
    The words of ``texts``, the best evidence first, ties by the word.

    Words that the dictionary of ``segmenter`` holds are among them, marked as ``known``. Memory is
    about 100 bytes a character of text.
    """
    joined = "\n".join(normalize(text).text for text in texts)
    characters = _han(joined)
    levels = [_single_characters(characters, thresholds.count)]
    found: list[WordCandidate] = []
    for length in range(2, thresholds.longest + 1):
        progress(length - 2, thresholds.longest - 1)
        levels.append(_longer(levels[-1], characters, length, thresholds.count))
        if not levels[-1].counts.size:
            break
        found += _accept(joined, characters, levels, thresholds)
    progress(thresholds.longest - 1, thresholds.longest - 1)
    ordered = sorted(_without_fragments(found), key=lambda word: (-_strength(word), word.word))
    return tuple(
        replace(
            word,
            pieces=tuple(token.text for token in segmenter.tokens(word.word)),
            known=segmenter.knows(word.word),
        )
        for word in ordered
    )


def _strength(word: WordCandidate) -> float:
    return float(np.log(word.count)) * word.cohesion * word.freedom


def _han(text: str) -> _Ints:
    """The text as numbers: 0 for what is no Han character, with a 0 at the end."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    han = np.where((codes >= _FIRST_HAN) & (codes <= _LAST_HAN), codes - _FIRST_HAN + 1, 0)
    return np.append(han, 0)


_ALPHABET = _LAST_HAN - _FIRST_HAN + 2


def _single_characters(characters: _Ints, fewest: int) -> _Level:
    return _level(np.where(characters > 0, characters, -1), fewest)


def _longer(level: _Level, characters: _Ints, length: int, fewest: int) -> _Level:
    """The frequent strings that prolong frequent ones by a character."""
    keys = np.full(characters.size, -1, dtype=np.int64)
    heads, tails = level.ids[: -(length - 1)], characters[length - 1 :]
    rests = level.ids[1 : heads.size + 1]
    fits = (heads >= 0) & (tails > 0) & (rests >= 0)
    keys[: heads.size][fits] = heads[fits] * _ALPHABET + tails[fits]
    return _level(keys, fewest)


def _level(keys: _Ints, fewest: int) -> _Level:
    used = np.flatnonzero(keys >= 0)
    _, first, inverse, counts = np.unique(
        keys[used], return_index=True, return_inverse=True, return_counts=True
    )
    frequent = counts >= fewest
    renumbered = np.where(frequent, np.cumsum(frequent) - 1, -1)
    ids = np.full(keys.size, -1, dtype=np.int64)
    ids[used] = renumbered[inverse]
    return _Level(ids, used[first[frequent]], counts[frequent].astype(np.int64))


def _accept(
    text: str, characters: _Ints, levels: list[_Level], thresholds: Thresholds
) -> list[WordCandidate]:
    """The strings of the longest level that reach the thresholds."""
    length, level = len(levels), levels[-1]
    cohesion = _cohesion(levels, int(np.count_nonzero(characters)))
    freedom = np.minimum(_entropy(level, characters, length), _entropy(level, characters, -1))
    good = np.flatnonzero((cohesion >= thresholds.cohesion) & (freedom >= thresholds.freedom))
    edges = _loose_characters()
    found: list[WordCandidate] = []
    for i in good.tolist():
        start = int(level.places[i])
        word = text[start : start + length]
        if word[0] in edges or word[-1] in edges:
            continue
        example = text[max(0, start - _CONTEXT) : start + length + _CONTEXT].replace("\n", " ")
        measures = round(float(cohesion[i]), 3), round(float(freedom[i]), 3)
        found.append(WordCandidate(word, int(level.counts[i]), *measures, example))
    return found


def _cohesion(levels: list[_Level], total: int) -> _Floats:
    """For each string of the longest level, its lowest mutual information over all cuts."""
    level, length = levels[-1], len(levels)
    lowest = np.full(level.counts.size, np.inf)
    for cut in range(1, length):
        left, right = levels[cut - 1], levels[length - cut - 1]
        left_counts = left.counts[left.ids[level.places]]
        right_counts = right.counts[right.ids[level.places + cut]]
        together = level.counts * float(total)
        lowest = np.minimum(lowest, np.log(together / (left_counts * right_counts)))
    return lowest


def _entropy(level: _Level, characters: _Ints, offset: int) -> _Floats:
    """
    For each string, the entropy of the character ``offset`` places from its beginning.

    The end of a sentence counts as a neighbor of its own each time: what stands alone is free.
    """
    places = np.flatnonzero(level.ids >= 0)
    ids = level.ids[places]
    neighbors = np.where(places + offset >= 0, characters[places + offset], 0)
    keys, counts = np.unique(ids * _ALPHABET + neighbors, return_counts=True)
    totals = level.counts[keys // _ALPHABET].astype(np.float64)
    shares = counts / totals
    alone = keys % _ALPHABET == 0
    parts = np.where(alone, shares * np.log(totals), -shares * np.log(shares))
    entropies: _Floats = np.zeros(level.counts.size)
    np.add.at(entropies, keys // _ALPHABET, parts)
    return entropies


def _loose_characters() -> frozenset[str]:
    """Characters that begin or end no word of a subject."""
    return frozenset(word for word in load_shipped_words("stop") if len(word) == 1)


def _without_fragments(found: list[WordCandidate]) -> list[WordCandidate]:
    """Without those that occur mostly as a piece of one longer candidate."""
    inside: dict[str, int] = {}
    for word in found:
        for length in range(2, len(word.word)):
            for start in range(len(word.word) - length + 1):
                piece = word.word[start : start + length]
                inside[piece] = max(inside.get(piece, 0), word.count)
    return [word for word in found if inside.get(word.word, 0) < _FRAGMENT_SHARE * word.count]
