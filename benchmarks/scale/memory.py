"""Memory and opening alone: ours and bm25s, each in processes of its own (see ``batch.py``)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.scale.batch import COUNT, compare, prepare
from benchmarks.scale.passages import PAPERS, SEED, build_texts

KEPT = ("resident_mb", "resident_own_mb", "resident_file_mb", "first_result_s", "index_s")


def measure() -> dict[str, Any]:
    """Resident memory after serving the demands, seconds to the first result."""
    if not PAPERS.exists():
        return {"skipped": f"{PAPERS} is not there"}
    texts = build_texts(count=COUNT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(texts.passages, {"demands": texts.demands}, folder)
        figures = compare(folder, ["ours", "bm25s"], ["demands"])["demands"]
    small = {e: {name: f[name] for name in KEPT if name in f} for e, f in figures.items()}
    return {"seed": SEED, "passages": COUNT, **small}
