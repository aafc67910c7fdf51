"""
Runs benchmarks by name, all by default, each into ``benchmarks/results/<name>.json``.

A benchmark is a module with ``measure() -> dict``. It may return ``{"skipped": why}``, where data
that do not ship are absent; that is printed and written too, never passed over.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
BENCHMARKS = (
    "quality.specs",
    "quality.checks",
    "quality.citations",
    "quality.policy_like",
    "quality.demo",
    "quality.words",
    "quality.channels",
    "quality.real_papers",
    "quality.indicators",
    "quality.affinity",
    "quality.documents",
    "quality.pages",
    "scale.batch",
    "scale.adds",
    "scale.memory",
    "scale.match",
    "scale.indicators",
    "scale.chains",
    "scale.rules",
    "scale.allocation",
    "scale.timetable",
    "scale.documents",
    "scale.web",
)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = ""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else ""
    return {
        "cpu": model or platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit measured, marked where the tree differs from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()


def main() -> int:
    """Run and write; 1 where a benchmark failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=BENCHMARKS, help="which (default: all)")
    failed = 0
    for name in parser.parse_args().names:
        print(f"== {name}", flush=True)
        try:
            measured = importlib.import_module(f"benchmarks.{name}").measure()
        except Exception as error:  # noqa: BLE001 -- one benchmark that fails must not hide the others
            failed += 1
            measured = {"failed": f"{type(error).__name__}: {error}"}
        result = {
            "benchmark": name,
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": commit(),
            "machine": machine(),
            **measured,
        }
        text = json.dumps(result, ensure_ascii=False, indent=2)
        (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(text, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
