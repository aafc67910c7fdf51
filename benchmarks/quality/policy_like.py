"""
Does the default ranking hold on short questions and long texts, where characters are hard to beat?

Stand-ins for policy questions, made from the reference papers (which do not ship): long texts are
eight papers of like subject joined together; the questions are what a person remembers of one of
them. Compared with character TF-IDF cosines (1-2-grams and 1-3-grams) in the same run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.quality.ranking_peers import Cosines, as_run, grams, standardized, whole, words
from queqiao.core import generator
from queqiao.matching.ranking import RankDocument
from queqiao.metrics import bootstrap_interval, evaluate_run, mean, reciprocal_rank
from queqiao.recipes.rank import load_documents, rank_documents

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "shared" / "data" / "papers"
SEED = 3
TEXTS, TOGETHER, QUESTIONS = 600, 8, 800


def measure() -> dict[str, object]:
    """MRR of the default and of its peers on each task."""
    if not DATA.is_dir():
        return {"skipped": "the reference papers are absent (../shared/data/papers)"}
    papers = [
        paper
        for paper in load_documents(DATA / "papers.jsonl.gz")
        if len(paper.title) > 8 and len(paper.abstract) > 120
    ]
    random = generator(SEED, "policy-like")
    groups = _like_groups(papers, random)
    return {
        "seed": SEED,
        "texts": TEXTS,
        "questions": QUESTIONS,
        "tasks": {
            name: _task(groups, random, ask)
            for name, ask in (
                ("title", _title),
                ("part_of_title", _part_of_title),
                ("gist_of_sentence", _gist),
                ("keywords", _keywords),
            )
        },
    }


def _like_groups(
    papers: Sequence[RankDocument], random: np.random.Generator
) -> list[list[RankDocument]]:
    """Papers joined eight by eight with their likes, so that the texts compete within a field."""
    chosen = [papers[i] for i in random.permutation(len(papers))[: TEXTS * TOGETHER]]
    scores = Cosines([whole(paper) for paper in chosen], words)
    free = np.ones(len(chosen), bool)
    groups = []
    for start in range(len(chosen)):
        if not free[start]:
            continue
        row = scores.scores([whole(chosen[start])])[0]
        row[~free] = -1
        members = np.argsort(-row, kind="stable")[:TOGETHER]
        free[members] = False
        groups.append([chosen[i] for i in members])
    return groups


Ask = Callable[[RankDocument, np.random.Generator], str]


def _task(
    groups: list[list[RankDocument]], random: np.random.Generator, ask: Ask
) -> dict[str, object]:
    corpus = [
        RankDocument(f"T{number:04d}", abstract="\n".join(_body(paper, ask) for paper in group))
        for number, group in enumerate(groups)
    ]
    queries, qrels = [], {}
    for number in range(QUESTIONS):
        place = int(random.integers(len(groups)))
        paper = groups[place][int(random.integers(len(groups[place])))]
        name = f"Q{number:04d}"
        queries.append(RankDocument(name, title=ask(paper, random)))
        qrels[name] = {corpus[place].id: 1}
    texts, asked = [whole(text) for text in corpus], [whole(query) for query in queries]
    found = {}
    for name, cut in (
        ("characters_1_2", grams),
        ("characters_1_3", lambda text: grams(text, (1, 2, 3))),
        ("words", words),
    ):
        scores = standardized(Cosines(texts, cut).scores(asked))
        found[name] = evaluate_run(
            as_run(scores, corpus, queries, 100), qrels, measure=reciprocal_rank
        )
    run = {query: dict(hits) for query, hits in rank_documents(corpus, queries, top=100).items()}
    found["default"] = evaluate_run(run, qrels, measure=reciprocal_rank)
    gain = bootstrap_interval(
        [found["default"][query] - found["characters_1_2"][query] for query in qrels]
    )
    return {
        **{name: round(mean(values), 4) for name, values in found.items()},
        "gain_over_characters_1_2": [round(v, 4) for v in (gain.mean, gain.low, gain.high)],
    }


def _body(paper: RankDocument, ask: Ask) -> str:
    """What the long text tells of a paper: the abstract alone where the question is the title."""
    if ask is _gist:
        return f"{paper.title}\n{paper.abstract}"
    return paper.abstract


def _title(paper: RankDocument, _random: np.random.Generator) -> str:
    return paper.title


def _part_of_title(paper: RankDocument, random: np.random.Generator) -> str:
    cut = words(paper.title)
    return "".join(word for word in cut if random.random() < 0.6) or paper.title


def _gist(paper: RankDocument, random: np.random.Generator) -> str:
    """A third of the words of one sentence: what somebody remembers, put as a question."""
    sentences = [s for s in re.split(r"[。；;]", paper.abstract) if len(s) > 15]
    sentence = sentences[int(random.integers(len(sentences)))] if sentences else paper.title
    kept = [word for word in words(sentence) if random.random() < 0.35]
    return "".join(kept[:12]) or sentence[:12]


def _keywords(paper: RankDocument, random: np.random.Generator) -> str:
    cut = paper.keywords.split() or [paper.title]
    return " ".join(cut[i] for i in random.permutation(len(cut))[:2])


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
