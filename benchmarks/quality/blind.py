"""
Texts and pairs labeled blind: by two people who had seen neither reader nor checks.

``demands_blind.jsonl`` holds whole demands with every quantity in them, ``checks_blind.jsonl``
pairs with their verdicts. Each part was measured once before anything was mended by it, and after
mending by the part before; the fourth is another person's. Those figures (``UNSEEN``) are what an
unseen text can expect, for the parts now belong to the seen. Labels of the fourth that proved wrong
or arguable were marked after that, and its figures left as measured. The fifth was written later by
one who had seen the results on the others; two plain slips in its labels were mended before it
counted.

Quantities that are context are left out on both sides; roles are counted among all that were
found. ``settled`` leaves out what is ``arguable`` under the rules, labels and findings alike. A
condition without a noun of its own is labeled without a parameter, and whatever is found for it
counts as wrong in ``f1_parameter`` and as right in ``f1_parameter_named``.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from queqiao.matching.checks import check_texts
from queqiao.matching.results import Verdict
from queqiao.text.model import Spec, SpecRole
from queqiao.text.quantities import parse_specs

_ENGINE = Path(__file__).resolve().parents[2] / "tests" / "engine"
DEMANDS = _ENGINE / "text" / "gold" / "demands_blind.jsonl"
PAIRS = _ENGINE / "matching" / "gold" / "checks_blind.jsonl"
# measured once, before mending; role of the found
UNSEEN = {
    "first": {"f1": 0.8768, "f1_parameter": 0.7367, "f1_parameter_named": 0.7899, "role": 0.8016},
    "second": {"f1": 0.8858, "f1_parameter": 0.7671, "f1_parameter_named": 0.8128, "role": 0.8},
    "third": {"f1": 0.9348, "f1_parameter": 0.8043, "f1_parameter_named": 0.9022, "role": 0.7978},
    "fourth": {"f1": 0.8743, "f1_parameter": 0.7858, "f1_parameter_named": 0.8106, "role": 0.7434},
    "fifth": {"f1": 0.8918, "f1_parameter": 0.7803, "f1_parameter_named": 0.7803, "role": 0.8794},
}
UNSEEN_PAIRS = {"first": 0.8871, "second": 0.95, "fourth": 0.82}
_NEAR = 1e-6


def load(path: Path) -> list[dict[str, Any]]:
    """The cases of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def demands() -> dict[str, Any]:
    """The figures of each part now, and what they were before mending."""
    cases = load(DEMANDS)
    return {
        part: {
            "now": score([case for case in cases if case["part"] == part]),
            "now_settled": score([c for c in cases if c["part"] == part], settled=True),
            "measured_once_before_mending": UNSEEN[part],
        }
        for part in UNSEEN
    }


def score(cases: Iterable[Mapping[str, Any]], *, settled: bool = False) -> dict[str, float]:
    """F1 of value, operator and unit, with parameter too, and the share of roles that are right."""
    counts = dict.fromkeys(("gold", "found", "value", "parameter", "named", "role", "matched"), 0)
    for case in cases:
        _count(case, counts, settled=settled)
    total = max(1, counts["gold"] + counts["found"])
    return {
        "indices": counts["gold"],
        "f1": round(2 * counts["value"] / total, 4),
        "f1_parameter": round(2 * counts["parameter"] / total, 4),
        "f1_parameter_named": round(2 * counts["named"] / total, 4),
        "role": round(counts["role"] / max(1, counts["matched"]), 4),
    }


def _count(case: Mapping[str, Any], counts: dict[str, int], *, settled: bool) -> None:
    text = case["text"]
    free = list(parse_specs(text))
    for label in case["specs"]:
        start, end = place_of(text, label)
        if settled and "arguable" in label:
            free = [spec for spec in free if not (spec.start < end and start < spec.end)]
            continue
        context = label["role"] == SpecRole.CONTEXT
        counts["gold"] += not context
        hit = next((s for s in free if s.start < end and start < s.end and _same(label, s)), None)
        if hit is None:
            continue
        free.remove(hit)
        counts["matched"] += 1
        counts["role"] += label["role"] == hit.role
        counts["found"] += hit.role is not SpecRole.CONTEXT
        if not context and hit.role is not SpecRole.CONTEXT:
            same = same_parameter(label["parameter"], hit.parameter)
            counts["value"] += 1
            counts["parameter"] += same
            counts["named"] += same or not label["parameter"]
    counts["found"] += sum(spec.role is not SpecRole.CONTEXT for spec in free)


def place_of(text: str, label: Mapping[str, Any]) -> tuple[int, int]:
    """Where a label's quote stands; ``ValueError`` where it does not."""
    start = -1
    for _ in range(label["occurrence"]):
        start = text.index(label["quote"], start + 1)
    return start, start + len(label["quote"])


def _same(label: Mapping[str, Any], spec: Spec) -> bool:
    return (
        label["op"] == spec.op
        and _near(label["low"], spec.low)
        and _near(label["high"], spec.high)
        and _plain(label["unit"]) == _plain(spec.unit)
    )


def same_parameter(labeled: str, found: str) -> bool:
    """Whether both name the same: equal, or one in the other and half as long at least."""
    one, other = sorted((_plain(labeled), _plain(found)), key=len)
    return one == other or (one != "" and one in other and 2 * len(one) >= len(other))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _NEAR * max(abs(one), abs(other), 1e-300)


def pairs() -> dict[str, Any]:
    """The share of pairs with every verdict and shortfall right, now and before mending."""
    cases = load(PAIRS)
    figures = {}
    for part, unseen in UNSEEN_PAIRS.items():
        right = [is_pair_right(case) for case in cases if case["part"] == part]
        figures[part] = {
            "pairs": len(right),
            "now": round(sum(right) / len(right), 4),
            "measured_once_before_mending": unseen,
        }
    return figures


def is_pair_right(case: Mapping[str, Any]) -> bool:
    """Whether each expected verdict is there, under its parameter and with its shortfall."""
    left = list(check_texts(case["demand"], case["offer"]))
    for expected in case["verdicts"]:
        hit = next((v for v in left if _is_about(expected["parameter"], v)), None)
        if hit is None or hit.outcome != expected["verdict"]:
            return False
        if expected["shortfall"] is not None and not _is_short_by(expected, hit):
            return False
        left.remove(hit)
    return True


def _is_about(parameter: str, verdict: Verdict) -> bool:
    one, other = _plain(parameter), _plain(verdict.parameter)
    return one in other or (other != "" and other in one)


def _is_short_by(expected: Mapping[str, Any], verdict: Verdict) -> bool:
    size = expected["shortfall"]
    return (
        verdict.shortfall is not None
        and abs(verdict.shortfall - size) <= max(1e-9, 0.01 * abs(size))
        and _plain(verdict.unit) == _plain(expected["unit"])
    )


if __name__ == "__main__":
    print(json.dumps({"demands": demands(), "pairs": pairs()}, ensure_ascii=False, indent=2))
