"""The files of the demo region, with days moved to where "now" is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

from queqiao.core.codes import region_name
from queqiao.datasets.demo_region import DEMO_AT, demo_files
from queqiao.matching.io import load_achievements, load_demands
from queqiao_web.demo.world import Source


def read_source(*, on: date, fields: frozenset[str] | None = None) -> Source:
    """Demands and achievements (of some fields) in the order of the files, and judgements."""
    files = demo_files()
    moved = on - DEMO_AT
    demands = [
        replace(one, deadline_on=_moved(one.deadline_on, moved), region=known_region(one.region))
        for one in load_demands(*files.demands).records
        if fields is None or domain_of(one.id) in fields
    ]
    achievements = [
        replace(one, ready_on=_moved(one.ready_on, moved), region=known_region(one.region))
        for one in load_achievements(*files.achievements).records
        if fields is None or domain_of(one.id) in fields
    ]
    return Source(tuple(demands), tuple(achievements), _grades())


def domain_of(key: str) -> str:
    """The field that a record belongs to: ``FD`` of ``D-FD-001``."""
    return key.split("-")[1]


def known_region(code: str | None) -> str:
    """The code, or that of its city or province where the national list does not know it."""
    if not code:
        return ""
    wider = (code, f"{code[:4]}00", f"{code[:2]}0000")
    return next((one for one in wider if region_name(one)), "")


def _moved(day: date | None, by: timedelta) -> date | None:
    return None if day is None else day + by


def _grades() -> dict[tuple[str, str], int]:
    folder = Path(str(resources.files("queqiao.datasets"))) / "demo"
    found: dict[tuple[str, str], int] = {}
    for path in sorted(folder.glob("judgements-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            found[one["demand"], one["achievement"]] = one["grade"]
    return found
