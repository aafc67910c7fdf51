"""
A corpus of passages and two sets of queries, bootstrapped from real papers with a fixed seed.

Each passage is 160-420 characters of sentences: mostly neighbours from one abstract, sometimes from
two. Titles and abstracts of held-out papers make the queries: ``titles`` as they stand, ``demands``
of about 105 distinct search terms, stitched together from the sentences of one or more abstracts.

    python -m benchmarks.scale.passages OUT --count 400000
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from queqiao.core import generator

PAPERS = Path(__file__).parents[3] / "shared" / "data" / "papers" / "papers.jsonl.gz"
SEED = 20261122
_SENTENCE = re.compile(r"[^。！？；;!?\n]+[。！？；;!?]?")
_WORD = re.compile(r"\w")
STOP_WORDS = frozenset(
    "的了和与及是在对为等中并或以将其上下由从也而之于该这被有不但到可能会都就把让我们你他她它所后前时个各"
) | {"进行", "通过", "本文", "the", "of", "and", "in", "to", "a", "is", "for", "on", "by", "with"}


class MissingPapers(SystemExit):
    """Raised where the reference papers are not beside the checkout; says what to do."""

    def __init__(self) -> None:
        super().__init__(
            f"missing: {PAPERS}\nThe benchmark bootstraps its passages from these papers. Put them"
            " there, or give your own texts: --passages FILE --queries FILE, one text a line."
        )


@dataclass(frozen=True, slots=True)
class Texts:
    """Passages to index, and the two kinds of queries, as plain text."""

    passages: tuple[str, ...]
    demands: tuple[str, ...]
    titles: tuple[str, ...]


@cache
def _dictionary() -> object:
    import rjieba  # noqa: PLC0415 -- only where texts are cut

    return rjieba


def tokens(text: str) -> list[str]:
    """The search terms of a text, in order: lower case, no punctuation, no function words."""
    cut = _dictionary().cut  # type: ignore[attr-defined]
    return [t for t in cut(text.lower()) if t not in STOP_WORDS and _WORD.search(t)]


def build_texts(*, count: int, queries: int = 400, seed: int = SEED) -> Texts:
    """``count`` passages and ``queries`` queries of each kind; the same for the same seed."""
    papers = _load_papers()
    rng = generator(seed, "passages")
    order = rng.permutation(len(papers))
    held_out = [papers[i] for i in order[: len(papers) // 10]]
    kept = [sentences_of(papers[i]["abstract"]) for i in order[len(papers) // 10 :]]
    kept = [s for s in kept if s]
    passages = tuple(_passage(kept, rng) for _ in range(count))
    stories = [sentences_of(p["abstract"]) for p in held_out]
    stories = [s for s in stories if s]
    demands = tuple(_demand(stories, generator(seed, "demand", str(i))) for i in range(queries))
    titles = tuple(p["title"] for p in held_out if len(p["title"]) >= 8)[:queries]
    return Texts(passages, demands, titles)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text that say something, each with its closing mark."""
    found = (m.group().strip() for m in _SENTENCE.finditer(text))
    return [s for s in found if 8 <= len(s) <= 300]


def _load_papers() -> list[dict[str, str]]:
    if not PAPERS.exists():
        raise MissingPapers
    with gzip.open(PAPERS, "rt", encoding="utf-8") as lines:
        return [
            {"title": p.get("title", ""), "abstract": p.get("abstract", "")}
            for p in map(json.loads, lines)
        ]


def _passage(stories: Sequence[Sequence[str]], rng: np.random.Generator) -> str:
    wanted = int(rng.integers(160, 421))
    parts: list[str] = []
    length = 0
    while length < wanted:
        story = stories[int(rng.integers(len(stories)))]
        start = int(rng.integers(len(story)))
        for sentence in story[start : start + int(rng.integers(1, 4))]:
            parts.append(sentence)
            length += len(sentence)
            if length >= wanted:
                break
    return "".join(parts)[:420].replace("\n", " ")


def _demand(stories: Sequence[Sequence[str]], rng: np.random.Generator) -> str:
    wanted = int(np.clip(rng.normal(105, 22), 50, 170))
    seen: set[str] = set()
    parts: list[str] = []
    story = stories[int(rng.integers(len(stories)))]
    position = 0
    while len(seen) < wanted:
        if position == len(story):
            story = stories[int(rng.integers(len(stories)))]
            position = 0
        parts.append(story[position])
        seen.update(tokens(story[position]))
        position += 1
    return "".join(parts).replace("\n", " ")


def write_texts(texts: Texts, folder: Path) -> None:
    """The texts as ``passages.txt``, ``demands.txt`` and ``titles.txt``, one a line."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("passages", "demands", "titles"):
        lines = "\n".join(" ".join(t.split()) for t in getattr(texts, name))
        (folder / f"{name}.txt").write_text(lines + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=400_000)
    parser.add_argument("--queries", type=int, default=400)
    given = parser.parse_args()
    write_texts(build_texts(count=given.count, queries=given.queries), given.folder)


if __name__ == "__main__":
    main()
