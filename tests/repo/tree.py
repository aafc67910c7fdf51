"""What the repository tests look at: the files that git tracks or would track."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "src" / "queqiao"


@cache
def tracked_files() -> tuple[Path, ...]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    paths = (ROOT / line for line in sorted(listed.stdout.splitlines()))
    return tuple(path for path in paths if path.is_file())


def python_files(under: Path = ENGINE) -> tuple[Path, ...]:
    return tuple(path for path in tracked_files() if path.suffix == ".py" and under in path.parents)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
