"""
English words without their endings, so that ``assigning`` and ``assignments`` count as one word.

Light on purpose: an ending goes only where at least three letters with a vowel stay, and what stays
need not be a word. Plural endings go first, then up to two endings of derivation.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_SHORTEST = 4
_LEAST_LEFT = 3
_VOWELS = frozenset("aeiouy")
_PLURALS: Final = (
    ("sses", "ss"),
    ("ies", "y"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
)
_ENDING_TABLE = """
    ational:ate isation:iz ization:iz iveness:iv fulness:ful ousness:ous ibility:ibl ability:abl
    ation:at ically:ic ingly: edly: izing:iz ising:iz izer:iz ized:iz ised:iz ize:iz ise:iz ating:at
    ated:at ator:at ate:at ement: ment: ness: ally:al ical:ic ance:ant ence:ent ancy:ant ency:ent
    able: ible: ing: ed: er: ity: al: ous: ive: ion: ly: es: e:
"""
_ENDINGS: Final = dict(pair.split(":") for pair in _ENDING_TABLE.split())
_LONGEST = max(map(len, _ENDINGS))
_DOUBLED_KEPT = frozenset("aeiouls")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a lower-case English word; any other word as it is."""
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    for ending, instead in _PLURALS:
        if word.endswith(ending):
            word = word.removesuffix(ending) + instead
            break
    word = _without_ending(_without_ending(word))
    if len(word) >= _SHORTEST and word[-1] == word[-2] and word[-1] not in _DOUBLED_KEPT:
        word = word[:-1]  # mapp(ing)
    return f"{word[:-1]}i" if word.endswith("y") else word


def _without_ending(word: str) -> str:
    """The word without the longest known ending that may go."""
    for length in range(min(_LONGEST, len(word) - _LEAST_LEFT), 0, -1):
        kept, ending = word[:-length], word[-length:]
        if ending in _ENDINGS and not _VOWELS.isdisjoint(kept):
            return kept + _ENDINGS[ending]
    return word
