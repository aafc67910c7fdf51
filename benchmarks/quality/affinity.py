"""
Do affinities order texts as people's expertise does? Weighted Kendall loss, lower is better.

Held against plain TF-IDF in the same run: scikit-learn's vectors, each text scored by a person's
closest work plus the mean of the three closest. ``expertise_profiles`` says what is measured on.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.quality.expertise_profiles import Catalog, Citations, Profiles
from queqiao.metrics import weighted_kendall_loss
from queqiao.recipes.affinity import Person, affinities
from queqiao.text import default_segmenter

SEEDS = range(4)


def ours(profiles: Profiles) -> np.ndarray:
    """Affinities of all people to all texts."""
    documents = profiles.documents
    people = [
        Person(str(number), tuple(documents[name] for name in works))
        for number, (works, _) in enumerate(profiles.people)
    ]
    return affinities(people, [documents[name] for name in texts_of(profiles)]).scores


def plain(profiles: Profiles) -> np.ndarray:
    """The scores of plain TF-IDF; Chinese is cut into the same words."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- slow import

    names = sorted(profiles.documents)
    segmenter = default_segmenter()
    bodies = []
    for name in names:
        document = profiles.documents[name]
        text = f"{document.title} {document.abstract}"
        bodies.append(text if text.isascii() else " ".join(segmenter.terms(text)))
    vectors = TfidfVectorizer(stop_words="english").fit_transform(bodies)
    at = {name: row for row, name in enumerate(names)}
    texts = vectors[[at[name] for name in texts_of(profiles)]]
    rows = []
    for works, _ in profiles.people:
        found = -np.sort(-(vectors[[at[name] for name in works]] @ texts.T).toarray(), axis=0)
        rows.append(found[0] + found[:3].mean(axis=0))
    return np.array(rows)


def texts_of(profiles: Profiles) -> list[str]:
    """Every text that somebody graded."""
    return sorted({name for _, grades in profiles.people for name in grades})


def loss(profiles: Profiles, score: Callable[[Profiles], np.ndarray]) -> float:
    """The weighted Kendall loss of a way to score."""
    scores = score(profiles)
    texts = texts_of(profiles)
    judged = [
        (dict(zip(texts, scores[row].tolist(), strict=True)), grades)
        for row, (_, grades) in enumerate(profiles.people)
    ]
    return weighted_kendall_loss(judged)


def measure() -> dict[str, Any]:
    """Both losses for each kind of profile, the mean of several draws."""
    citations, catalog = Citations(), Catalog()
    kinds = {
        "citations": (citations.missing, citations.profiles),
        "subjects": (catalog.missing, catalog.by_subject),
        "maintainers": (catalog.missing, catalog.by_maintainer),
    }
    found: dict[str, Any] = {}
    for name, (missing, draw) in kinds.items():
        if missing:
            found[name] = {"skipped": missing}
            continue
        drawn = [draw(seed) for seed in SEEDS]
        pairs = [(loss(one, ours), loss(one, plain)) for one in drawn]
        found[name] = {
            "draws": len(drawn),
            "judgements": sum(len(grades) for one in drawn for _, grades in one.people),
            "loss": round(fmean(pair[0] for pair in pairs), 4),
            "plain_tf_idf": round(fmean(pair[1] for pair in pairs), 4),
            "draws_won": sum(pair[0] < pair[1] for pair in pairs),
        }
    return found
