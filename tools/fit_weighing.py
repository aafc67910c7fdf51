"""Fits the weights of ``queqiao.recipes.weighing`` on the demo region's judgements; prints them."""

from __future__ import annotations

from benchmarks.quality.demo import as_arrays, candidate_rows, fit, load_judgements

from queqiao.matching.results import Outcome

if __name__ == "__main__":
    weights = fit(*as_arrays(candidate_rows(load_judgements())))
    for name, weight in zip(
        ("OFFSET", "SLOPE", "BREADTH_WEIGHT", *Outcome), weights.tolist(), strict=True
    ):
        print(f"{name:14s} {weight:8.2f}")
