"""Chance that can be repeated."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def generator(seed: int, *purpose: str) -> np.random.Generator:
    """
    A random generator for one purpose.

    Different purposes under one seed are independent, so that adding a draw to one of them leaves
    the others as they were.
    """
    import numpy as np  # noqa: PLC0415 -- slow import

    digest = hashlib.blake2b("/".join((str(seed), *purpose)).encode(), digest_size=16).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
