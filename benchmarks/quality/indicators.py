"""Published indices reproduced, number by number, and how much their ranks depend on method."""

from __future__ import annotations

import csv
import json
from typing import Any

import numpy as np

from benchmarks.quality.asem import DATA, STAGES, asem_configuration
from queqiao.indicators import Laboratory, build_index, load_configuration, load_panel, vary_index
from queqiao.indicators.results import Built

HDI = DATA / "hdi" / "hdr2021_22_time_series.csv"
CLOSE = 1e-12


def measure() -> dict[str, Any]:
    """Numbers reproduced of ASEM Sustainable Connectivity and of the HDI of 2021."""
    if not DATA.exists():
        return {"skipped": f"{DATA} is not there"}
    return {"asem": _asem(), "hdi": _hdi()}


def _asem() -> dict[str, Any]:
    configuration = asem_configuration()
    files = [DATA / "asem" / name for name in ("Input_IndData.csv", "Input_Denominators.csv")]
    panel = load_panel(configuration, files)
    built = build_index(configuration, panel)
    found = vary_index(Laboratory(configuration, panel))
    low, high = found.interval()
    return {
        "units": len(built.units),
        "reproduced": {stage: _reproduced(built, stage, name) for stage, name in STAGES.items()},
        "runs": found.runs,
        "seed": found.seed,
        "mean_rank_shift": round(float(found.shifts.mean()), 2),
        "mean_width_of_rank_interval": round(float((high - low).mean()), 1),
    }


def _reproduced(built: Built, stage: str, name: str) -> str:
    table = getattr(built, stage)
    with (DATA / "asem" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["UnitCode"]: row for row in csv.DictReader(file)}
    same = total = 0
    for at, unit in enumerate(built.units):
        for column, value in zip(table.columns, table.values[at], strict=True):
            text = rows[unit.id][column]
            expected = float(text) if text not in {"", "NA"} else np.nan
            total += 1
            same += bool(np.isclose(value, expected, rtol=CLOSE, atol=CLOSE, equal_nan=True))
    return f"{same} of {total}"


def _hdi() -> dict[str, Any]:
    configuration = load_configuration("hdi")
    built = build_index(configuration, load_panel(configuration, [HDI]))
    with HDI.open(encoding="utf-8", newline="") as file:
        rows = {row["iso3"]: row for row in csv.DictReader(file)}
    scores = [
        round(float(score), 3) == float(rows[unit.id]["hdi_2021"])
        for unit, score in zip(built.units, built.scores, strict=True)
    ]
    ranks = [
        int(rank) == int(rows[unit.id]["hdi_rank_2021"])
        for unit, rank in zip(built.units, built.ranks, strict=True)
    ]
    return {"countries": len(scores), "same_to_3_decimals": sum(scores), "same_rank": sum(ranks)}


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
