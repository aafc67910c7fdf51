"""The words by which facts are read, ready to be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queqiao.text import normalize


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """
    Words by what they tell. Built once by ``build_lexicon``; the longest word at a place counts.

    ``organizations`` and ``mechanisms`` map a name to its name in full and to its code.
    """

    surnames: frozenset[str]
    doubtful_surnames: frozenset[str]
    compound_surnames: frozenset[str]
    given: frozenset[str]
    transliteration: frozenset[str]
    not_names: Words
    heads: Words
    modifiers: Words
    after_name: Words
    makers: Words
    said: Words
    did: Words
    before: Words
    organizations: Mapping[str, str]
    known: Words
    endings: Words
    weak_endings: frozenset[str]
    boundaries: frozenset[str]
    soft_boundaries: frozenset[str]
    strict_endings: frozenset[str]
    continued: Words
    generic: frozenset[str]
    not_organizations: frozenset[str]
    mechanisms: Mapping[str, str]
    mechanism_names: Words
    concepts: Words
    concept_nouns: Words
    figures: frozenset[str]
    countries: Words
    units: Words
    number_before: Words
    number_after: Words
    counted_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """
    A set of words that can be looked for at a place.

    ``by_first`` and ``by_last`` hold, for a character, how long the words are that begin and end
    with it, the longest first.
    """

    words: frozenset[str]
    by_first: Mapping[str, tuple[int, ...]]
    by_last: Mapping[str, tuple[int, ...]]

    def starting(self, text: str, start: int) -> str:
        """The longest word that begins at ``start``, ``""`` where none does."""
        lengths = self.by_first.get(text[start : start + 1])
        if lengths is not None:
            words = self.words
            for length in lengths:
                word = text[start : start + length]
                if word in words:
                    return word
        return ""

    def places(self, text: str) -> list[int]:
        """Where words of the set begin in ``text``."""
        firsts = self.by_first
        return [
            start
            for start, character in enumerate(text)
            if character in firsts and self.starting(text, start)
        ]

    def ending(self, text: str, end: int) -> str:
        """The longest word that ends at ``end``, ``""`` where none does."""
        lengths = self.by_last.get(text[end - 1 : end]) if end > 0 else None
        if lengths is not None:
            words = self.words
            for length in lengths:
                word = text[end - length : end] if length <= end else ""
                if word in words:
                    return word
        return ""


def build_words(words: Iterable[str]) -> Words:
    """The words made ready; an empty one is left out."""
    kept = frozenset(word for word in words if word)
    return Words(kept, _lengths(kept, 0), _lengths(kept, -1))


def _lengths(words: frozenset[str], place: int) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[place], set()).add(len(word))
    return {character: tuple(sorted(sizes, reverse=True)) for character, sizes in found.items()}


def build_lexicon(
    shipped: Mapping[str, Mapping[str, object]], *, added: Mapping[str, object] | None = None
) -> Lexicon:
    """The lexicon of the shipped files, by file and section, and of what an operator adds."""
    more = added or {}
    names, posts, speech = shipped["names"], shipped["posts"], shipped["speech"]
    offices, concepts = shipped["organizations"], shipped["concepts"]
    organizations = {
        _plain(name): _plain(full)
        for section in (offices["known"], more.get("organizations"))
        for name, full in _mapping(section).items()
    }
    mechanisms = {
        _plain(name): code
        for section in (shipped["mechanisms"], more.get("mechanisms"))
        for code, listed in _mapping(section).items()
        for name in _split(listed)
    }
    surnames = [word for word in _split(more.get("surnames")) if word]
    return Lexicon(
        surnames=_characters(names["surnames"]) | {word for word in surnames if len(word) == 1},
        doubtful_surnames=_characters(names["doubtful_surnames"]),
        compound_surnames=frozenset(
            [*_split(names["compound_surnames"]), *(word for word in surnames if len(word) > 1)]
        ),
        given=_characters(names["given"]),
        transliteration=_characters(names["transliteration"]),
        not_names=_words(shipped["stop-names"]["not_names"], more.get("not_names")),
        heads=_words(posts["heads"], more.get("posts")),
        modifiers=_words(posts["modifiers"]),
        after_name=_words(posts["after_name"]),
        makers=_words(posts["makers"]),
        said=_words(speech["said"]),
        did=_words(speech["did"]),
        before=_words(speech["before"]),
        organizations=organizations,
        known=build_words(organizations),
        endings=_words(offices["endings"], more.get("endings")),
        weak_endings=frozenset(_split(offices["weak_endings"])),
        boundaries=frozenset(_split(offices["boundaries"])),
        strict_endings=frozenset(_split(offices["strict_endings"])),
        continued=_words(offices["continued"]),
        generic=frozenset(_split(offices["generic"])),
        not_organizations=frozenset(_split(offices["not_organizations"])),
        soft_boundaries=frozenset(_split(offices["soft_boundaries"])),
        mechanisms=mechanisms,
        mechanism_names=build_words(mechanisms),
        concepts=_words(concepts["known"], more.get("concepts")),
        concept_nouns=_words(concepts["nouns"]),
        figures=frozenset(_split(concepts["figures"])),
        countries=_words(shipped["places"]["countries"]),
        units=_words(shipped["quantities"]["units"]),
        number_before=_words(shipped["quantities"]["before"]),
        number_after=_words(shipped["quantities"]["after"]),
        counted_by=frozenset(_split(shipped["quantities"]["deeds"])),
    )


def _words(*sections: object) -> Words:
    return build_words(_plain(word) for section in sections for word in _split(section))


def _mapping(section: object) -> Mapping[str, object]:
    return section if isinstance(section, dict) else {}


def _split(section: object) -> list[str]:
    """The words of a section: a list, or one text with spaces between them."""
    if isinstance(section, str):
        return section.split()
    return [str(word) for word in section] if isinstance(section, list | tuple) else []


def _characters(section: object) -> frozenset[str]:
    return frozenset("".join(_split(section)))


def _plain(word: object) -> str:
    """Simplified, half-width, as paragraphs are."""
    text = str(word)
    return text if text.isascii() else normalize(text).text.strip()
