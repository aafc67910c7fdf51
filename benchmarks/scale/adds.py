"""
Adding 1,000 records to an index of 400,000 passages: when they can be found, and what searches
notice meanwhile.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale.passages import PAPERS, SEED, build_texts, tokens
from queqiao.matching.index import IndexedDocument, add_documents, build_index, open_index

COUNT = 400_000
ADDED = 1_000
ROUNDS = 5


def measure() -> dict[str, Any]:
    """Seconds until added records are found, and the slowest search during the additions."""
    if not PAPERS.exists():
        return {"skipped": f"{PAPERS} is not there"}
    texts = build_texts(count=COUNT)
    with tempfile.TemporaryDirectory() as name:
        documents = (
            IndexedDocument(f"{row:08d}", {"text": tokens(text)})
            for row, text in enumerate(texts.passages)
        )
        build_index(name, documents)
        return {"seed": SEED, "passages": COUNT, **measure_folder(Path(name), texts.passages)}


def measure_folder(folder: Path, passages: tuple[str, ...]) -> dict[str, Any]:
    """As ``measure`` for an index that is there; half of what is added replaces."""
    query = tokens(passages[7])[:20]
    waits: list[float] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            started = time.perf_counter()
            open_index(folder).search(query, k=50)
            waits.append(time.perf_counter() - started)

    alone: list[float] = []
    for _ in range(20):
        started = time.perf_counter()
        open_index(folder).search(query, k=50)
        alone.append(time.perf_counter() - started)
    reader = threading.Thread(target=search)
    reader.start()
    visible = [_add_round(folder, passages, number) for number in range(ROUNDS)]
    stop.set()
    reader.join()
    return {
        "added": ADDED,
        "visible_s": [round(seconds, 3) for seconds in visible],
        "search_alone_median_s": round(float(np.median(alone)), 4),
        "search_meanwhile_median_s": round(float(np.median(waits)), 4),
        "search_meanwhile_slowest_s": round(max(waits), 4),
        "searches_meanwhile": len(waits),
    }


def _add_round(folder: Path, passages: tuple[str, ...], number: int) -> float:
    """Seconds from the call, words already cut, until a reader finds the last record."""
    first = number * ADDED
    documents = [
        IndexedDocument(
            f"{row:08d}" if row % 2 else f"new-{row:08d}",
            {"text": [*tokens(passages[row]), f"mark{number}"]},
        )
        for row in range(first, first + ADDED)
    ]
    started = time.perf_counter()
    add_documents(folder, documents)
    found = open_index(folder).search([f"mark{number}"], k=ADDED)
    assert len(found) == ADDED
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    print(json.dumps(measure(), indent=2))


if __name__ == "__main__":
    main()
