"""How long 10,000 runs over 1,000 units and 100 indicators take, choices and weights varied."""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np

from queqiao.indicators import Laboratory, build_index, find_sensitivity, vary_index
from queqiao.indicators.io import parse_configuration
from queqiao.indicators.results import Frame, Panel, Unit

UNITS, INDICATORS, RUNS, SEED = 1000, 100, 10_000, 20261122
CONFIGURATION = """
format: queqiao.index/1
units: {{id: unit, groups: [region]}}
steps:
  missing: {{method: group_mean, by: region}}
  treat: {{check: {{}}, steps: [winsorize, log_range]}}
  normalize: min_max
uncertainty:
  runs: {runs}
  seed: {seed}
  spread: 0.25
  draws: 5
  alternatives:
    missing: [median]
    normalize: [rank, {{method: z, mean: 50, deviation: 10}}]
    weights: [equal, critic]
    aggregate: [{{method: geometric, floor: 1}}]
    leave_out: true
index:
  id: index
  parts:
"""


def measure() -> dict[str, Any]:
    """Seconds to build, for all runs, and for the Sobol indices."""
    configuration = parse_configuration(_written(), source="benchmark")
    panel = _panel([each.id for each in configuration.indicators])
    started = time.perf_counter()
    built = build_index(configuration, panel)
    build_s = time.perf_counter() - started
    started, cpu = time.perf_counter(), time.process_time()
    laboratory = Laboratory(configuration, panel)
    found = vary_index(laboratory)
    runs_s, runs_cpu_s = time.perf_counter() - started, time.process_time() - cpu
    started = time.perf_counter()
    sensitive = find_sensitivity(laboratory, samples=256)
    sobol_s = time.perf_counter() - started
    low, high = found.interval()
    return {
        "seed": SEED,
        "units": UNITS,
        "indicators": INDICATORS,
        "missing_share": round(len(built.imputations) / UNITS / INDICATORS, 4),
        "runs": found.runs,
        "choices": {factor.name: len(factor.options) for factor in found.factors},
        "build_s": round(build_s, 2),
        "runs_s": round(runs_s, 2),
        "runs_cpu_s": round(runs_cpu_s, 2),
        "sobol_evaluations": sensitive.evaluations,
        "sobol_s": round(sobol_s, 2),
        "mean_width_of_rank_interval": round(float((high - low).mean()), 1),
    }


def _written() -> str:
    lines = [CONFIGURATION.format(runs=RUNS, seed=SEED)]
    for group in range(10):
        lines.append(f"    - {{id: g{group}, weight: {1 + group % 3}, parts: [")
        lines += [f"        {{id: i{group * 10 + at}}}," for at in range(INDICATORS // 10)]
        lines.append("      ]}")
    return "\n".join(lines)


def _panel(names: list[str]) -> Panel:
    chance = np.random.default_rng(SEED)
    common = chance.normal(size=(UNITS, 1))
    values = np.exp(0.5 * common + chance.normal(size=(UNITS, len(names))))
    values[chance.random(values.shape) < 0.05] = np.nan
    regions = chance.integers(0, 10, UNITS)
    units = tuple(
        Unit(f"U{at:04d}", f"U{at:04d}", "", {"region": f"R{regions[at]}"}) for at in range(UNITS)
    )
    columns = {name: values[:, at] for at, name in enumerate(names)}
    return Panel((Frame(None, units, columns),))


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
