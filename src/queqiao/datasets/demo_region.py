"""The demo region that ships with the project: fictional demands and achievements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from queqiao.errors import Missing
from queqiao.messages import Message

DEMO_AT = date(2026, 11, 1)
"""The day on which the demo region is looked at; deadlines and freshness are told from it."""


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Where the demo region's records are, in the order in which they are read."""

    demands: tuple[Path, ...]
    achievements: tuple[Path, ...]


def demo_files() -> DemoFiles:
    """
    The files of the demo region.

    Raises:
        Missing: the installation lacks them.
    """
    folder = Path(str(resources.files("queqiao.datasets"))) / "demo"
    files = DemoFiles(
        demands=tuple(sorted(folder.glob("demands*.jsonl"))),
        achievements=tuple(sorted(folder.glob("achievements*.jsonl"))),
    )
    if not (files.demands and files.achievements):
        raise Missing(Message("datasets.demo_missing"))
    return files


@dataclass(frozen=True, slots=True)
class DemoChainFiles:
    """Where the demo region's industry chains are, and what stands on them."""

    chains: tuple[Path, ...]
    records: tuple[Path, ...]
    corrections: Path


def demo_chain_files() -> DemoChainFiles:
    """
    The files of the demo region's chains; its achievements and demands are among the records.

    Raises:
        Missing: the installation lacks them.
    """
    folder = Path(str(resources.files("queqiao.datasets"))) / "demo"
    region = demo_files()
    corrections = folder / "chains-corrections.csv"
    own = tuple(sorted(set(folder.glob("chains-*.csv")) - {corrections}))
    files = DemoChainFiles(
        chains=tuple(sorted(folder.glob("chains-*.yaml"))),
        records=(*own, *region.achievements, *region.demands),
        corrections=corrections,
    )
    if not (files.chains and own):
        raise Missing(Message("datasets.demo_missing"))
    return files
