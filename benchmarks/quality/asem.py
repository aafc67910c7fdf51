"""ASEM Sustainable Connectivity as its published metadata tell it: the configuration."""

from __future__ import annotations

import csv
from pathlib import Path

import yaml

from queqiao.indicators.io import parse_configuration
from queqiao.indicators.model import Configuration

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
STAGES = {
    "raw": "Raw",
    "denominated": "Denominated",
    "imputed": "Imputed",
    "treated": "Treated",
    "normalized": "Normalised",
    "aggregated": "Aggregated",
}
UNCERTAINTY = {
    "runs": 2000,
    "seed": 51,
    "spread": 0.25,
    "alternatives": {
        "missing": ["median"],
        "normalize": ["rank", {"method": "z", "mean": 50, "deviation": 10}],
        "aggregate": [{"method": "geometric", "floor": 1}],
        "leave_out": True,
    },
}


def asem_configuration() -> Configuration:
    """49 indicators, three levels, equal weights, group means, winsorizing, min-max."""
    indicators = rows("Input_IndMeta.csv")
    names = {row["Code"]: row["Name"] for row in rows("Input_AggMeta.csv")}

    def leaf(row: dict[str, str]) -> dict[str, object]:
        found: dict[str, object] = {
            "id": row["IndCode"],
            "name": row["IndName"],
            "direction": "up" if float(row["Direction"]) > 0 else "down",
            "weight": float(row["IndWeight"]),
        }
        return found | ({"denominator": row["Denominator"]} if row["Denominator"] else {})

    def parts(code: str, level: int) -> list[dict[str, object]]:
        if level == 0:
            return [leaf(row) for row in indicators if row["Agg1"] == code]
        mine = [row for row in indicators if row[f"Agg{level + 1}"] == code]
        below = dict.fromkeys(row[f"Agg{level}"] for row in mine)
        return [{"id": c, "name": names[c], "parts": parts(c, level - 1)} for c in below]

    written = {
        "format": "queqiao.index/1",
        "id": "asem",
        "units": {"id": "UnitCode", "name": "UnitName", "groups": ["Group_EurAsia"]},
        "decimals": 2,
        "steps": {
            "missing": {"method": "group_mean", "by": "Group_EurAsia"},
            "treat": {
                "check": {"skewness": 2, "kurtosis": 3.5},
                "steps": [{"method": "winsorize", "most": 6}],
                "unresolved": "refuse",
            },
            "normalize": "min_max",
        },
        "uncertainty": UNCERTAINTY,
        "index": {"id": "Index", "name": names["Index"], "parts": parts("Index", 2)},
    }
    return parse_configuration(yaml.safe_dump(written, sort_keys=False), source="asem.yaml")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one published table."""
    with (DATA / "asem" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
