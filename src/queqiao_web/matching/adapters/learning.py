"""Training a ranker on what the two sides said of each other's records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queqiao.errors import BadInput
from queqiao.matching.ranking.io import save_model
from queqiao.recipes.learn import learn_ranker
from queqiao.recipes.records import rank_document
from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.models import Demand
from queqiao_web.matching.adapters.entries import achievement_entry, demand_entry
from queqiao_web.matching.adapters.standing import models_folder


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training came to: the measured notes, and whether it beats the default."""

    file: str
    better: bool
    notes: Mapping[str, object]


def train(
    demands: Iterable[Demand],
    achievements: Iterable[Achievement],
    grades: Mapping[str, Mapping[str, int]],
    *,
    name: str,
) -> Trained | None:
    """
    A ranker learned from ``grades`` (demand code to achievement code to 0-3), measured on demands
    that it did not see; ``None`` where there are too few judged demands to learn from.

    Its file, where it is better, is written into the data folder under ``name``.
    """
    queries = [rank_document(demand_entry(row).record) for row in demands]
    corpus = [rank_document(achievement_entry(row).record) for row in achievements]
    qrels = {
        f"d-{demand}": {f"a-{one}": grade for one, grade in found.items()}
        for demand, found in grades.items()
    }
    try:
        report = learn_ranker(corpus, queries, qrels)
    except BadInput:
        return None
    if not report.better:
        return Trained("", better=False, notes=report.notes())
    save_model(models_folder() / name, report.ranker, notes=report.notes())
    return Trained(name, better=True, notes=report.notes())
