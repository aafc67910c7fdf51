"""Places of a passage with their region codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from queqiao.core import Span
from queqiao.core.codes.regions import region_ancestors, regions_named
from queqiao.core.codes.tables import load_table
from queqiao.documents.facts.lexicon import Lexicon, Words, build_words
from queqiao.documents.facts.passages import Passage
from queqiao.documents.model import Place

_WHOLE_COUNTY = 3
_PLACE_KINDS = frozenset({"ns", "nz", "nt", "n", "nr", "nrt", "x"})


@dataclass(frozen=True, slots=True)
class Naming:
    """A place named in a passage; ``codes`` are all that it may mean, none for a country."""

    start: int
    end: int
    codes: tuple[str, ...]


@cache
def _spellings() -> tuple[Words, Mapping[str, tuple[str, ...]]]:
    """
    What places are called in running text, with the codes meant.

    Provinces and cities also in short (长春); counties in short only from three characters on
    (梅河口), since shorter ones are words and names of other things.
    """
    found: dict[str, set[str]] = {}
    for row in load_table("regions.tsv"):
        code, name = row[0], row[1]
        found.setdefault(name, set()).add(code)
        short = _short(name, code)
        if code.endswith("00") or len(short) >= _WHOLE_COUNTY:
            found.setdefault(short, set()).add(code)
    return build_words(found), {name: tuple(sorted(codes)) for name, codes in found.items()}


def _short(name: str, code: str) -> str:
    """The shortest beginning of a name that still names the place."""
    for length in range(2, len(name)):
        if code in regions_named(name[:length]):
            return name[:length]
    return name


def find_places(passage: Passage, *, lexicon: Lexicon) -> tuple[Naming, ...]:
    """The places and countries named in a passage, none inside another."""
    words, codes = _spellings()
    kinds = {word.start: word for word in passage.words}
    found: list[Naming] = []
    taken = 0
    for start in sorted(passage.starts):
        if start < taken:
            continue
        name = words.starting(passage.text, start) or lexicon.countries.starting(
            passage.text, start
        )
        end = start + len(name)
        if not name or not _stands(passage, start, end, kinds[start].kind, codes.get(name)):
            continue
        taken = end
        found.append(Naming(start, end, codes.get(name, ())))
        found += _chained(passage.text, taken, words, codes)
        taken = found[-1].end
    return tuple(found)


def _stands(
    passage: Passage, start: int, end: int, kind: str, codes: tuple[str, ...] | None
) -> bool:
    """Whether a place's name is a word here and no piece of one."""
    if end - start == 1:
        return end in passage.ends
    if end in passage.ends:
        return kind in _PLACE_KINDS or end - start > 2 or codes is None
    return end - start > 2 or kind in ("ns", "nt")


def _chained(
    text: str, start: int, words: Words, codes: Mapping[str, tuple[str, ...]]
) -> Iterator[Naming]:
    """What follows a place directly and lies in it: 吉林省长春市."""
    while name := words.starting(text, start):
        yield Naming(start, start + len(name), codes[name])
        start += len(name)


def place_starts(namings: Iterable[Naming]) -> dict[int, int]:
    """Where places end, with where they begin; a chain begins with its first."""
    starts: dict[int, int] = {}
    for one in namings:
        starts[one.end] = starts.get(one.start, one.start)
    return starts


def read_places(
    named: Iterable[tuple[Passage, tuple[Naming, ...], Sequence[tuple[int, int]]]],
) -> tuple[Place, ...]:
    """
    The places of a document; each passage comes with the stretches that are other names.

    What may mean several (朝阳区) means the one that lies in a place named otherwise; where none
    does it is left out.
    """
    kept: dict[str, tuple[tuple[str, ...], list[Span]]] = {}
    for passage, namings, others in named:
        for one in namings:
            if one.codes and not any(a < one.end and one.start < b for a, b in others):
                name = passage.text[one.start : one.end]
                kept.setdefault(name, (one.codes, []))[1].append(passage.raw(one.start, one.end))
    clear = {codes[0] for codes, _spans in kept.values() if len(codes) == 1}
    clear |= {code for codes, _spans in kept.values() for code in codes if code.endswith("0000")}
    return tuple(
        Place(name, code, tuple(spans))
        for name, (codes, spans) in kept.items()
        if (code := _resolved(codes, clear))
    )


def _resolved(codes: tuple[str, ...], clear: set[str]) -> str:
    if len(codes) == 1:
        return codes[0]
    for ending in ("0000", "00"):
        level = [code for code in codes if code.endswith(ending)]
        if len(level) == 1:
            return level[0]
    inside = [code for code in codes if any(above in clear for above in region_ancestors(code))]
    return inside[0] if len(inside) == 1 else ""


@cache
def place_names() -> frozenset[str]:
    """Every name by which a place is found in running text."""
    return _spellings()[0].words
