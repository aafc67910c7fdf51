"""Documents by chance, the same for the same seed."""

import numpy as np

from queqiao.matching.index import IndexedDocument


def documents_of(count, *, seed=0, words=400, longest=60, first=0):
    """Documents whose terms follow Zipf's law, with two fields, a region and a column."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(first, first + count):
        body = np.minimum(rng.zipf(1.3, int(rng.integers(1, longest))), words)
        title = np.minimum(rng.zipf(1.3, int(rng.integers(0, 6))), words)
        made.append(
            IndexedDocument(
                f"d{number:06d}",
                {"title": [f"w{t}" for t in title], "body": [f"w{t}" for t in body]},
                {"region": (f"{number % 5}", "all")},
                f"payload {number}".encode(),
                {"places": np.arange(number % 4, dtype=np.int16)},
            )
        )
    return made


def queries_of(count, *, seed=1, words=400, length=30):
    """Queries from the same law, repeated terms and unknown terms among them."""
    rng = np.random.default_rng(seed)
    return [
        [f"w{t}" for t in np.minimum(rng.zipf(1.2, int(rng.integers(1, length))), words + 20)]
        for _ in range(count)
    ]
