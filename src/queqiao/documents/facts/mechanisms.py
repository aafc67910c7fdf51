"""Mechanisms and programmes that a text names, from the lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.passages import Passage
from queqiao.documents.model import Mechanism


def read_mechanisms(passages: Sequence[Passage], *, lexicon: Lexicon) -> tuple[Mechanism, ...]:
    """Every place where a mechanism is named, the longest name at each."""
    return tuple(one for passage in passages for one in _mechanisms(passage, lexicon))


def _mechanisms(passage: Passage, lexicon: Lexicon) -> Iterator[Mechanism]:
    taken = 0
    for start in lexicon.mechanism_names.places(passage.text):
        if start < taken:
            continue
        name = lexicon.mechanism_names.starting(passage.text, start)
        taken = end = start + len(name)
        yield Mechanism(
            passage.verbatim(start, end), lexicon.mechanisms[name], passage.raw(start, end)
        )
