"""
100,000 products and 170,000 flows with what stands on them: load, link, analyze.

    python -m benchmarks.scale.chains [--products 100000] [--flows 170000]

The chain is made up (products in 2,000 segments, every flow from an earlier product to a later one)
and written to CSV files first; enterprises state a product, achievements are linked by their
texts. What is timed is what ``queqiao chains analyze --level product`` does. The graph part is also
timed alone beside ``scipy.sparse.csgraph``: rings and levels, over the same arrays.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from queqiao.chains import analyze, build_network, link_records, product_level
from queqiao.chains.graph import find_cycles
from queqiao.chains.io import default_thresholds, load_chains
from queqiao.core import generator
from queqiao.datasets.demo_region import demo_files
from queqiao.matching.io import load_achievements
from queqiao.recipes.chains import load_chain_records
from queqiao.text import default_segmenter

PRODUCTS, FLOWS = 100_000, 170_000
SEGMENTS, FIRMS, OFFERS = 2_000, 20_000, 5_000
REACH = 4_000
SEED = 20261101
REGIONS = ("220100", "220200", "220300", "310100", "440300")
T = TypeVar("T")


def write_files(folder: Path, *, products: int, flows: int) -> None:
    """The chain and its records as CSV; the same for the same sizes."""
    rng = generator(SEED, "chains")
    words = sorted(
        {
            word
            for record in load_achievements(*demo_files().achievements).records
            for word in record.keywords
            if 2 <= len(word) <= 6
        }
    )
    picks = rng.integers(len(words), size=(products, 2)).tolist()
    names = [f"{words[a]}{words[b]}{i}型" for i, (a, b) in enumerate(picks)]
    of = [f"S{i * SEGMENTS // products}" for i in range(products)]
    _write(
        folder / "segments.csv",
        ("id", "name", "chain", "stage", "products"),
        ((f"S{i}", f"环节{i}", "大链", f"阶段{i // 200}", "") for i in range(SEGMENTS)),
    )
    _write(
        folder / "products.csv",
        ("product_id", "product", "segment"),
        ((f"P{i}", name, of[i]) for i, name in enumerate(names)),
    )
    _write(
        folder / "flows.csv", ("upstream", "downstream", "dependence"), _flows(rng, products, flows)
    )
    where = rng.integers(products, size=FIRMS).tolist()
    capacity = rng.integers(1, 100, size=FIRMS).tolist()
    _write(
        folder / "enterprises.csv",
        ("id", "enterprise", "segment", "capacity", "region", "zone"),
        (
            (f"E{i}", f"企业{i}", f"P{p}", c, REGIONS[i % 5], f"园区{i % 30}")
            for i, (p, c) in enumerate(zip(where, capacity, strict=True))
        ),
    )
    about = rng.integers(products, size=(OFFERS, 3)).tolist()
    _write(
        folder / "achievements.csv",
        ("id", "achievement", "description", "region", "trl"),
        (
            (
                f"A{i}",
                f"{names[a]}制备技术",
                f"用于{names[b]}和{names[c]}，性能良好。" * 5,
                REGIONS[i % 5],
                1 + i % 9,
            )
            for i, (a, b, c) in enumerate(about)
        ),
    )


def _flows(rng: np.random.Generator, products: int, flows: int) -> Iterable[tuple[str, str, float]]:
    """Flows from each product to a later one within reach, no two the same."""
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < flows:
        starts = rng.integers(products - 1, size=flows)
        ends = np.minimum(starts + 1 + rng.integers(REACH, size=flows), products - 1)
        pairs.update(zip(starts.tolist(), ends.tolist(), strict=True))
        pairs = {pair for pair in pairs if pair[0] != pair[1]}
    ordered = sorted(pairs)
    for place in sorted(rng.permutation(len(ordered))[:flows].tolist()):
        one, other = ordered[place]
        yield f"P{one}", f"P{other}", 1.0


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _timed(seconds: dict[str, list[float]], name: str, work: Callable[[], T]) -> T:
    """What ``work`` gives; its wall and processor seconds are kept under ``name``."""
    started = time.perf_counter(), time.process_time()
    result = work()
    ended = time.perf_counter(), time.process_time()
    seconds[name] = [round(end - start, 2) for start, end in zip(started, ended, strict=True)]
    return result


def measure(products: int = PRODUCTS, flows: int = FLOWS) -> dict[str, Any]:
    """Seconds of every step, their sum, and the graph part beside its peer."""
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, products=products, flows=flows)
        chain = [folder / f"{part}.csv" for part in ("segments", "products", "flows")]
        found = _timed(seconds, "load_chain", lambda: load_chains(*chain))
        at_level = _timed(seconds, "product_level", lambda: product_level(found))
        paths = (folder / "enterprises.csv", folder / "achievements.csv")
        loaded = _timed(seconds, "load_records", lambda: load_chain_records(*paths))
        limits = default_thresholds()
        default_segmenter()
        links = _timed(
            seconds,
            "link",
            lambda: link_records(
                at_level, loaded.records, segmenter=default_segmenter(), thresholds=limits.links
            ),
        )
        analysis = _timed(
            seconds, "analyze", lambda: analyze(at_level, loaded.records, links, thresholds=limits)
        )
    return {
        "seed": SEED,
        "products": len(at_level.segments),
        "flows": len(at_level.flows),
        "records": len(loaded.records),
        "links": len(links),
        "levels": int(analysis.board.network.levels.max()) + 1,
        "wall_and_cpu_s": seconds,
        "total_wall_s": round(sum(wall for wall, _ in seconds.values()), 2),
        "total_cpu_s": round(sum(cpu for _, cpu in seconds.values()), 2),
        "losses_complete": {kind: r.complete for kind, r in analysis.losses.items()},
        **_graph(at_level.flows, [segment.id for segment in at_level.segments], at_level),
    }


def _graph(flows: Sequence[Any], ids: Sequence[str], at_level: Any) -> dict[str, Any]:  # noqa: ANN401 -- a chain map
    """Rings and levels with the project's graph and with scipy alone."""
    started = time.perf_counter()
    assert find_cycles([(flow.upstream, flow.downstream) for flow in flows]) == []
    network = build_network(at_level)
    own = time.perf_counter() - started
    started = time.perf_counter()
    number = {name: i for i, name in enumerate(ids)}
    starts = np.array([number[flow.upstream] for flow in flows])
    ends = np.array([number[flow.downstream] for flow in flows])
    matrix = csr_array((np.ones(len(flows), np.int8), (starts, ends)), shape=(len(ids), len(ids)))
    rings = connected_components(matrix, directed=True, connection="strong")[0]
    levels = _peer_levels(matrix)
    peer = time.perf_counter() - started
    assert rings == len(ids)
    assert (levels == network.levels).all()
    return {"graph_s": round(own, 2), "graph_scipy_s": round(peer, 2)}


def _peer_levels(matrix: csr_array) -> np.ndarray:
    """Longest way from an origin, by peeling off what has no upstream left."""
    left = np.asarray(matrix.astype(np.int64).sum(axis=0)).ravel()
    levels = np.zeros(left.size, np.int64)
    front = np.flatnonzero(left == 0)
    level = 0
    while front.size:
        levels[front] = level
        below = np.concatenate(
            [matrix.indices[matrix.indptr[i] : matrix.indptr[i + 1]] for i in front.tolist()]
        )
        np.subtract.at(left, below, 1)
        front = np.unique(below[left[below] == 0])
        level += 1
    return levels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=PRODUCTS)
    parser.add_argument("--flows", type=int, default=FLOWS)
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.products, arguments.flows), indent=2))


if __name__ == "__main__":
    main()
