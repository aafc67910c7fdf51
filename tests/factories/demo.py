"""The records of the demo region, read once."""

from __future__ import annotations

from functools import cache

from queqiao.datasets.demo_region import demo_files
from queqiao.matching.io import load_achievements, load_demands
from queqiao.matching.model import Achievement, Demand


@cache
def demo_records() -> tuple[tuple[Demand, ...], tuple[Achievement, ...]]:
    """Demands and achievements."""
    files = demo_files()
    return load_demands(*files.demands).records, load_achievements(*files.achievements).records
