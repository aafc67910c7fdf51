"""
How well technical indices are read: precision, recall and F1 on the gold sets.

``tests/engine/text/gold/*.jsonl`` holds one text a line with its indices, labeled by hand. An index
is found where a prediction overlaps its span and has the same operator, bounds and unit;
``parameter`` asks for the same noun phrase besides, or one inside the other; ``role`` is counted
among the found. ``context`` counts as any other role.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.quality import blind
from queqiao.text.model import Spec
from queqiao.text.quantities import parse_specs

GOLD = Path(__file__).resolve().parents[2] / "tests" / "engine" / "text" / "gold"


def measure() -> dict[str, Any]:
    """The scores of every gold set, by file name; those labeled blind as ``blind`` scores them."""
    figures = {
        path.stem: score(load(path))["figures"]
        for path in sorted(GOLD.glob("*.jsonl"))
        if path != blind.DEMANDS
    }
    for part, found in blind.demands().items():
        figures |= {
            f"written blind by a second person, {part} part: {k}": v for k, v in found.items()
        }
    return figures


def main(output: Path | None = None) -> dict[str, Any]:
    """Prints and returns the scores; writes them to ``output`` where it is given."""
    figures = measure()
    for name, figure in figures.items():
        print(f"{name:12} " + "  ".join(f"{key} {value}" for key, value in figure.items()))
    if output is not None:
        output.write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")
    return figures


def load(path: Path) -> list[dict[str, Any]]:
    """The texts of one gold file with their labeled indices."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def score(cases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Figures over all cases, and what was missed or wrongly found in each."""
    counts = dict.fromkeys(("gold", "found", "value", "parameter", "exact", "role"), 0)
    misses = []
    for case in cases:
        specs = list(parse_specs(case["text"]))
        pairs, unmatched = align(case["text"], case["specs"], specs)
        taken = {id(spec) for _, spec in pairs}
        counts["gold"] += len(case["specs"])
        counts["found"] += len(specs)
        counts["value"] += len(pairs)
        counts["parameter"] += sum(same_parameter(label, spec) for label, spec in pairs)
        counts["exact"] += sum(
            plain(label["parameter"]) == plain(spec.parameter) for label, spec in pairs
        )
        counts["role"] += sum(label["role"] == spec.role for label, spec in pairs)
        extra = [spec for spec in specs if id(spec) not in taken]
        wrong = [
            (label, spec)
            for label, spec in pairs
            if label["role"] != spec.role or not same_parameter(label, spec)
        ]
        if unmatched or extra or wrong:
            misses.append(
                {"text": case["text"], "missed": unmatched, "extra": extra, "wrong": wrong}
            )
    return {"figures": _figures(counts), "misses": misses}


def _figures(counts: Mapping[str, int]) -> dict[str, Any]:
    def f1(hits: int) -> float:
        return round(2 * hits / max(1, counts["gold"] + counts["found"]), 4)

    return {
        "indices": counts["gold"],
        "precision": round(counts["value"] / max(1, counts["found"]), 4),
        "recall": round(counts["value"] / max(1, counts["gold"]), 4),
        "f1": f1(counts["value"]),
        "f1_parameter": f1(counts["parameter"]),
        "f1_parameter_exact": f1(counts["exact"]),
        "role": round(counts["role"] / max(1, counts["value"]), 4),
    }


def align(
    text: str, labels: list[dict[str, Any]], specs: list[Spec]
) -> tuple[list[tuple[dict[str, Any], Spec]], list[dict[str, Any]]]:
    """Labels with their predictions, in order, and the labels without one."""
    pairs, missed, used, cursor = [], [], set[int](), 0
    for label in labels:
        start = text.find(label["span"], cursor)
        start = start if start >= 0 else text.find(label["span"])
        end = start + len(label["span"])
        cursor = max(cursor, start)
        hit = next(
            (
                s
                for s in specs
                if id(s) not in used and s.start < end and start < s.end and same_value(label, s)
            ),
            None,
        )
        if hit is None:
            missed.append(label)
        else:
            used.add(id(hit))
            pairs.append((label, hit))
            cursor = max(cursor, hit.end)
    return pairs, missed


def same_value(label: Mapping[str, Any], spec: Spec) -> bool:
    """Whether operator, bounds and unit agree."""
    return (
        label["op"] == spec.op
        and _near(label["low"], spec.low)
        and _near(label["high"], spec.high)
        and plain(label["unit"]) == plain(spec.unit)
    )


def same_parameter(label: Mapping[str, Any], spec: Spec) -> bool:
    """Whether the same thing is measured, one wording inside the other allowed."""
    ours, theirs = plain(spec.parameter), plain(label["parameter"])
    if not ours or not theirs:
        return ours == theirs
    return ours in theirs or theirs in ours


def plain(text: str) -> str:
    """``text`` without blanks, half-width, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-300)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
