"""
The demo region's demands against real research papers taken as offers: what is silly?

Most of the papers answer no demand at all (a third are library science), so this measures how
quiet matching stays: how many demands get a match, and how sure the best ones claim to be. Then the
demo's own achievements are added to the papers, to see whether scores stay true in a large library.

    python -m benchmarks.run quality.real_papers
    python -m benchmarks.quality.real_papers [--show 5] [--least 0.05]

Needs ``../shared/data/papers/papers.jsonl.gz``; says so and ends where it is absent.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.quality.demo import RELEVANT, load_judgements
from queqiao.datasets.demo_region import DEMO_AT, demo_files
from queqiao.matching.io import load_achievements, load_demands
from queqiao.matching.model import Achievement
from queqiao.matching.results import DemandMatches, MatchReport
from queqiao.metrics import Qrels
from queqiao.recipes.indexing import add_records, index_records
from queqiao.recipes.library import open_library
from queqiao.recipes.match import LEAST_SCORE, match_in_library, match_records

BANDS = (0.2, 0.4, 0.6, 0.8, 0.9, 1.01)
LEAST_TOLD = 0.05
PAPERS = Path(__file__).parents[3] / "shared" / "data" / "papers" / "papers.jsonl.gz"


def load_papers(path: Path) -> tuple[Achievement, ...]:
    """Every paper as an achievement: title, abstract and keywords, nothing else stated."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            paper = json.loads(line)
            found.append(
                Achievement(
                    id=paper["id"],
                    title=paper.get("title") or "",
                    description=paper.get("abstract") or "",
                    keywords=tuple(paper.get("keywords") or ()),
                )
            )
    return tuple(found)


def summarize(report: MatchReport) -> dict[str, float | int]:
    """How many demands hear of an offer, and how sure the best offers claim to be."""
    best = [row.matches[0].score if row.matches else 0.0 for row in report.demands]
    shown = [match.score for row in report.demands for match in row.matches]
    return {
        "demands": len(best),
        "with_match": sum(score >= LEAST_SCORE for score in best),
        "matches": sum(score >= LEAST_SCORE for score in shown),
        "median_best": round(median(best), 3),
        **{f"best_over_{limit}": sum(score >= limit / 100 for score in best) for limit in (50, 80)},
        **{f"all_over_{limit}": sum(score >= limit / 100 for score in shown) for limit in (50, 80)},
    }


def truth(report: MatchReport, judgements: Qrels) -> list[dict[str, float | int]]:
    """Of the offers shown with a score in each band, the share judged 2 or 3; unjudged are not."""
    shown = [
        (match.score, judgements[row.demand.id].get(match.achievement_id, 0) >= RELEVANT)
        for row in report.demands
        for match in (*row.matches, *row.near_misses)
    ]
    found: list[dict[str, float | int]] = []
    for low, high in pairwise(BANDS):
        band = [good for score, good in shown if low <= score < high]
        share = round(sum(band) / len(band), 3) if band else 0.0
        found.append({"from": low, "count": len(band), "relevant_share": share})
    return found


def measure() -> dict[str, object]:
    """Counts over the papers alone, and how true scores are with and without them."""
    if not PAPERS.exists():
        return {"skipped": "the reference papers are absent (../shared/data/papers)"}
    files, judgements = demo_files(), load_judgements()
    demands = load_demands(*files.demands).records
    judged = [demand for demand in demands if demand.id in judgements]
    offers = load_achievements(*files.achievements).records
    papers = load_papers(PAPERS)
    wish = {"at": DEMO_AT, "top": 50, "least_score": BANDS[0]}
    with TemporaryDirectory() as folder:
        index_records(folder, papers, workers=os.cpu_count() or 1)
        library = open_library(Path(folder))
        alone = match_in_library(demands, library, at=DEMO_AT, least_score=LEAST_TOLD)
        add_records(folder, offers)
        both = match_in_library(judged, open_library(Path(folder)), **wish)
    return {
        "papers": len(papers),
        "papers_alone": summarize(alone),
        "scores_in_the_demo": truth(match_records(judged, offers, **wish), judgements),
        "scores_among_papers": truth(both, judgements),
    }


def _print_demand(row: DemandMatches, report: MatchReport, most: int) -> None:
    print(f"\n{row.demand.id} {row.demand.title}")
    for match in row.matches[:most]:
        offer = report.achievements[match.achievement_id]
        parts = " ".join(f"{part.name}{part.amount:+.1f}" for part in match.contributions)
        words = [term.term for part in match.contributions for term in part.terms][:8]
        checks = ",".join(verdict.outcome.value for verdict in match.verdicts)
        print(f"  {match.score:.2f} {offer.title[:40]} | {' '.join(words)} | {parts} | {checks}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Match, print the best offers of every demand where asked, then one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--least", type=float, default=LEAST_TOLD)
    parser.add_argument("--papers", type=Path, default=PAPERS)
    asked = parser.parse_args(arguments)
    if not asked.papers.exists():
        print(f"skipped: {asked.papers} is absent", file=sys.stderr)
        return 0
    demands = load_demands(*demo_files().demands).records
    papers = load_papers(asked.papers)
    report = match_records(demands, papers, at=DEMO_AT, top=10, least_score=asked.least)
    for row in report.demands if asked.show else ():
        _print_demand(row, report, asked.show)
    print(json.dumps({"papers": len(papers), **summarize(report)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
