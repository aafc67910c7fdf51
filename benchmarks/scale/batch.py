"""
Batch search: ours, bm25s (numba), tantivy, sparse-dot-topn and SQLite FTS5 on the same tokens.

    python -m benchmarks.scale.batch [--passages FILE --queries FILE] [--engines ours,bm25s]

One text a line. Without files the passages are bootstrapped (``passages.py``) and both kinds of
queries are asked. Each engine builds its index in one process, gives its first result in another
fresh one, and serves the batch in a third, where its memory is read. Queries are the distinct terms
of each text. The last line is one line of JSON; where both kinds are asked it tells of the demands.
"""

# ruff: noqa: PLC0415, ANN401 -- engines are untyped and imported in their own process

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale.engines import ENGINES, FEW_QUERIES, Corpus
from benchmarks.scale.passages import PAPERS, SEED, build_texts, tokens

K = 50
REPEATS = 5
COUNT = 400_000
Figures = dict[str, Any]


def prepare(passages: Iterable[str], sets: dict[str, Sequence[str]], folder: Path) -> None:
    """The tokens of all texts on disk, where every engine reads them."""
    numbers: dict[str, int] = {}
    flat: list[np.ndarray] = []
    ends = [0]
    for passage in passages:
        found = [numbers.setdefault(word, len(numbers)) for word in tokens(passage)]
        flat.append(np.array(found, dtype=np.int32))
        ends.append(ends[-1] + len(found))
    np.save(folder / "tokens.npy", np.concatenate(flat))
    np.save(folder / "ends.npy", np.array(ends, dtype=np.int64))
    (folder / "vocabulary.json").write_text(json.dumps(list(numbers), ensure_ascii=False))
    for name, texts in sets.items():
        asked = [sorted(set(tokens(text))) for text in texts]
        asked = [query for query in asked if query]
        (folder / f"{name}.json").write_text(json.dumps(asked, ensure_ascii=False))


def compare(folder: Path, engines: Sequence[str], sets: Sequence[str]) -> dict[str, Figures]:
    """The figures of each engine for each set of queries: ``{set: {engine: figures}}``."""
    figures: dict[str, Figures] = {name: {} for name in sets}
    for engine in engines:
        try:
            index_s = _call("build", engine, folder)["seconds"]
            for name in sets:
                served = _call("serve", engine, folder, name)
                started = time.time()
                first = _call("first", engine, folder, name)["at"] - started
                figures[name][engine] = {
                    **served,
                    "index_s": index_s,
                    "first_result_s": round(first, 3),
                }
                print(name, engine, json.dumps(figures[name][engine]), flush=True)
        except subprocess.CalledProcessError as error:
            for name in sets:
                figures[name][engine] = {"failed": error.stderr.strip().splitlines()[-1:]}
            print(engine, "failed", error.stderr[-2000:], flush=True)
    for name in sets:
        _add_recall(folder, name, figures[name])
    return figures


def _call(step: str, engine: str, folder: Path, name: str = "") -> Figures:
    """One step of one engine in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale.batch", "--step", step]
    command += ["--engines", engine, "--folder", str(folder), "--set", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def run_step(step: str, name: str, folder: Path, queries_name: str) -> Figures:
    """What the process of one step does."""
    engine = ENGINES[name]()
    place = folder / name
    if step == "build":
        corpus = Corpus(folder)
        started = time.perf_counter()
        engine.build(corpus, place)
        return {"seconds": round(time.perf_counter() - started, 1)}
    queries = json.loads((folder / f"{queries_name}.json").read_text())
    if step == "first":
        engine.open(place)
        engine.first(queries[0], K)
        return {"at": time.time()}
    queries = queries[: FEW_QUERIES.get(name)]
    engine.open(place)
    rows = engine.search(queries, K, 1)
    np.save(folder / f"{name}.{queries_name}.npy", rows)
    figures: Figures = {"queries": len(queries)}
    for threads, label in ((1, "1_thread"), (2, "2_threads")):
        wall, cpu = _timed(engine, queries, threads)
        figures[f"qps_{label}"] = round(len(queries) / wall, 1)
        figures[f"cpu_ms_{label}"] = round(1000 * cpu / len(queries), 3)
    return {**figures, **_memory(), **_work(engine, queries)}


def _timed(engine: Any, queries: Sequence[Sequence[str]], threads: int) -> tuple[float, float]:
    """The best wall and processor seconds of a few runs."""
    best = (float("inf"), float("inf"))
    for _ in range(REPEATS if len(queries) > 50 else 1):
        wall, cpu = time.perf_counter(), time.process_time()
        engine.search(queries, K, threads)
        best = (
            min(best[0], time.perf_counter() - wall),
            min(best[1], time.process_time() - cpu),
        )
    return best


def _memory() -> Figures:
    """Resident memory: all of it, what is the process's own, what is mapped from files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    sizes = {
        line.split(":")[0]: int(line.split()[1]) / 1024
        for line in lines
        if line[:2] in ("Rs", "Vm") and "kB" in line
    }
    return {
        "resident_mb": round(sizes["VmRSS"], 1),
        "resident_own_mb": round(sizes["RssAnon"], 1),
        "resident_file_mb": round(sizes["RssFile"], 1),
    }


def _work(engine: Any, queries: Sequence[Sequence[str]]) -> Figures:
    """For ours: what a query touches."""
    if not hasattr(engine, "index") or not hasattr(engine.index, "segments"):
        return {}
    from benchmarks.micro.kernels import work_of

    return work_of(engine.index, queries)


def _add_recall(folder: Path, name: str, figures: dict[str, Figures]) -> None:
    """
    Recall of each engine against exact BM25, computed apart from all of them.

    A row counts if its exact score reaches the k-th best, so ties do no harm.
    """
    corpus = Corpus(folder)
    matrix = corpus.matrix()
    numbers = {word: number for number, word in enumerate(corpus.vocabulary)}
    queries = json.loads((folder / f"{name}.json").read_text())
    found = {
        engine: np.load(folder / f"{engine}.{name}.npy")
        for engine in figures
        if "failed" not in figures[engine]
    }
    shares: dict[str, list[float]] = {engine: [] for engine in found}
    for place, query in enumerate(queries):
        scores = np.zeros(len(corpus))
        for number in (numbers[word] for word in query if word in numbers):
            span = slice(matrix.indptr[number], matrix.indptr[number + 1])
            scores[matrix.indices[span]] += matrix.data[span]
        bar = np.partition(scores, -K)[-K] if len(scores) > K else 0.0
        wanted = min(K, int((scores > 0).sum()))
        for engine, rows in found.items():
            if place < len(rows) and wanted:
                given = scores[rows[place][rows[place] >= 0]]
                good = int(((given >= bar * (1 - 1e-5)) & (given > 0)).sum())
                shares[engine].append(min(good, wanted) / wanted)
    for engine, values in shares.items():
        figures[engine][f"recall_at_{K}"] = round(float(np.mean(values)), 4)


def measure() -> Figures:
    """The figures for bootstrapped passages, demands and titles."""
    if not PAPERS.exists():
        return {"skipped": f"{PAPERS} is not there"}
    texts = build_texts(count=COUNT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(texts.passages, {"demands": texts.demands, "titles": texts.titles}, folder)
        figures = compare(folder, list(ENGINES), ["demands", "titles"])
    return {"seed": SEED, "passages": COUNT, "k": K, "k1": 1.2, "b": 0.75, **figures}


def _lines(path: Path) -> list[str]:
    if not path.exists():
        sys.exit(f"missing: {path}")
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", default="")
    parser.add_argument("--queries", default="")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--set", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="keep tokens and indices here")
    given = parser.parse_args()
    if given.step:
        print(json.dumps(run_step(given.step, given.engines, given.folder, given.set)))
        return
    sets: dict[str, Sequence[str]]
    if bool(given.passages) != bool(given.queries):
        sys.exit("give both --passages FILE and --queries FILE, or neither")
    if given.passages:
        passages: Sequence[str] = _lines(Path(given.passages))
        sets = {"queries": _lines(Path(given.queries))}
    else:
        texts = build_texts(count=COUNT)
        passages, sets = texts.passages, {"demands": texts.demands, "titles": texts.titles}
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        prepare(passages, sets, folder)
        figures = compare(folder, given.engines.split(","), list(sets))
    print(json.dumps(figures[next(iter(sets))]))


if __name__ == "__main__":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    main()
