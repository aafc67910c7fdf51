"""
Whole matching at 400,000 achievements: segment, search, check, rank, explain, top 50.

    python -m benchmarks.scale.match [--count 400000] [--folder DIR] [--demands N]

Achievements are bootstrapped passages (``passages.py``) with their first clause as title; every
tenth carries the text of a demo achievement, so that the checks have indices to hold against each
other. Demands are those of the demo region, and bootstrapped ones so that the run lasts. An index
that stands in ``--folder`` already is matched against, not built again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.scale.passages import PAPERS, SEED, build_texts
from queqiao.core import generator
from queqiao.datasets.demo_region import DEMO_AT, demo_files
from queqiao.matching.io import load_achievements, load_demands
from queqiao.matching.model import Achievement, Demand

COUNT = 400_000
DEMANDS = 400
TOP = 50
WORKERS = 2
_TITLE = 30
Figures = dict[str, Any]


def make_achievements(count: int) -> list[Achievement]:
    """``count`` achievements and those of the demo region; the same for the same count."""
    demo = load_achievements(*demo_files().achievements).records
    rng = generator(SEED, "achievements")
    picks = rng.integers(len(demo), size=count).tolist()
    found = list(demo)
    for row, passage in enumerate(build_texts(count=count, queries=1).passages):
        title = passage.split("，")[0].split("。")[0][:_TITLE]
        text = passage
        if row % 10 == 0:
            text = passage[: len(passage) // 2] + demo[picks[row]].description
        found.append(Achievement(id=f"P{row:07d}", title=title, description=text))
    return found


def make_demands(count: int) -> list[Demand]:
    """The demo region's demands, then ``count`` bootstrapped ones."""
    texts = build_texts(count=1, queries=count).demands
    made = (Demand(id=f"Q{i:04d}", title=t[:_TITLE], description=t) for i, t in enumerate(texts))
    return [*load_demands(*demo_files().demands).records, *made]


def build(folder: Path, count: int) -> Figures:
    """Builds the library, in a process of its own so that its memory can be read."""
    from queqiao.recipes.indexing import index_records  # noqa: PLC0415 -- in its own process

    records = make_achievements(count)
    before = _peak_mb()
    wall, cpu = time.perf_counter(), _cpu()
    index = index_records(folder, records, workers=WORKERS, progress=_tell)
    seconds = time.perf_counter() - wall
    return {
        "achievements": len(index),
        "build_s": round(seconds, 1),
        "build_cpu_s": round(_cpu(children=True) - cpu, 1),
        "build_per_s": round(len(index) / seconds, 1),
        "build_peak_mb": _peak_mb(),
        "build_worker_peak_mb": _peak_mb(children=True),
        "records_alone_mb": before,
        "index_mb": round(index.info().bytes / 2**20, 1),
    }


def _tell(done: int, total: int) -> None:
    if done % 20_000 < 500:
        print(f"{time.process_time():.0f} s: {done} of {total}", file=sys.stderr, flush=True)


def serve(folder: Path, count: int) -> Figures:
    """Matches in one process, then in two; least scores 0.2 (the default) and 0 (50 shown)."""
    from queqiao.recipes.library import open_library  # noqa: PLC0415 -- timed
    from queqiao.recipes.match import match_in_library  # noqa: PLC0415 -- timed

    demands = make_demands(count)
    started = time.perf_counter()
    library = open_library(folder)
    opened = time.perf_counter() - started
    match_in_library(demands[:1], library, at=DEMO_AT, top=TOP)
    first = time.perf_counter() - started
    figures: Figures = {"demands": len(demands), "open_s": round(opened, 3)}
    figures["first_match_s"] = round(first, 3)
    match_in_library(demands[::40], library, at=DEMO_AT, top=TOP)
    for name, least in (("", None), ("_all_50_shown", 0.0)):
        floor = {} if least is None else {"least_score": least}
        wall, cpu = time.perf_counter(), time.process_time()
        report = match_in_library(demands, library, at=DEMO_AT, top=TOP, **floor)
        figures[f"demands_per_s_1_process{name}"] = _rate(demands, wall)
        spent = time.process_time() - cpu
        figures[f"cpu_ms_per_demand{name}"] = round(1000 * spent / len(demands), 2)
        figures[f"shown_per_demand{name}"] = round(
            sum(len(row.matches) for row in report.demands) / len(demands), 2
        )
        twice = [d for turn in range(4) for d in _renamed(demands, turn)]
        wall, cpu = time.perf_counter(), _cpu(children=True)
        match_in_library(twice, library, at=DEMO_AT, top=TOP, workers=WORKERS, **floor)
        figures[f"demands_per_s_2_processes{name}"] = _rate(twice, wall)
        spent = _cpu(children=True) - cpu
        figures[f"demands_per_2_cpu_s{name}"] = round(WORKERS * len(twice) / spent, 1)
    figures |= {"own_peak_mb": _peak_mb(), "worker_peak_mb": _peak_mb(children=True)}
    return {**figures, "cpu_ms_by_step": _steps(library, demands)}


def _renamed(demands: list[Demand], turn: int) -> list[Demand]:
    from dataclasses import replace  # noqa: PLC0415 -- one use

    return [replace(demand, id=f"{demand.id}-{turn}") for demand in demands]


def _steps(library: Any, demands: list[Demand]) -> Figures:  # noqa: ANN401 -- of another process
    """Processor milliseconds a demand of each step, in one process."""
    from queqiao.recipes.match import match_in_library  # noqa: PLC0415 -- timed
    from queqiao.recipes.records import query_terms, specs_of  # noqa: PLC0415 -- timed
    from queqiao.text import default_segmenter  # noqa: PLC0415 -- timed

    def spent(step: Any) -> float:  # noqa: ANN401 -- any call
        before = time.process_time()
        step()
        return 1000 * (time.process_time() - before) / len(demands)

    segmenter = default_segmenter()
    terms = [query_terms(demand, segmenter) for demand in demands]
    segment = spent(lambda: [query_terms(demand, segmenter) for demand in demands])
    search = spent(lambda: library.index.search_rows(terms, k=200))
    candidates = spent(lambda: list(library.candidates(demands, k=60)))
    whole = spent(lambda: match_in_library(demands, library, at=DEMO_AT, top=TOP))
    parse = spent(lambda: [specs_of(demand) for demand in demands])
    return {
        "segment": round(segment, 2),
        "search": round(search, 2),
        "rank_and_decode": round(candidates - segment - search, 2),
        "parse_indices": round(parse, 2),
        "check_gate_explain": round(whole - candidates - parse, 2),
        "whole": round(whole, 2),
    }


def _rate(demands: list[Demand], started: float) -> float:
    return round(len(demands) / (time.perf_counter() - started), 1)


def _cpu(*, children: bool = False) -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    total = own.ru_utime + own.ru_stime
    if children:
        theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
        total += theirs.ru_utime + theirs.ru_stime
    return total


def _peak_mb(*, children: bool = False) -> float:
    """The most memory resident at once, of this process or of the largest of its children."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return round(resource.getrusage(who).ru_maxrss / 1024, 1)


def measure(*, count: int = COUNT, folder: Path | None = None, demands: int = DEMANDS) -> Figures:
    """Build time, memory and demands a second; ``folder`` is used again where it stands."""
    if not PAPERS.exists():
        return {"skipped": f"{PAPERS} is not there"}
    with tempfile.TemporaryDirectory() as name:
        place = folder or Path(name) / "index"
        note = place.with_name(f"{place.name}.built.json")
        if (place / "manifest.json").exists() and note.exists():
            built = json.loads(note.read_text())
        else:
            built = _step("build", place, count)
            note.write_text(json.dumps(built))
        served = _step("serve", place, demands)
    load = os.getloadavg()
    return {"seed": SEED, "top": TOP, **built, **served, "load_average": load}


def _step(step: str, folder: Path, count: int) -> Figures:
    command = [sys.executable, "-m", "benchmarks.scale.match", "--step", step]
    command += ["--folder", str(folder), "--count", str(count)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def main() -> None:
    """Measures, or does the one step that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--demands", type=int, default=DEMANDS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--step", choices=["build", "serve"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        step = {"build": build, "serve": serve}[given.step]
        print(json.dumps(step(given.folder, given.count)))
        return
    print(json.dumps(measure(count=given.count, folder=given.folder, demands=given.demands)))


if __name__ == "__main__":
    main()
