"""
Finds a Chromium for the browser tests, or installs one; prints its path.

Looked for, in this order: ``QUEQIAO_BROWSER``, a browser of the system, Playwright's own. Where
there is none, Playwright downloads its own; where that is refused, Debian's package is installed if
the user may. Where neither works this fails and says how to leave the browser tests out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LEAVE_OUT = "QUEQIAO_WITHOUT_BROWSER"
_INSTALL_SECONDS = 900


def find_browser() -> str | None:
    """The path of a Chromium on this machine, ``None`` where there is none."""
    chosen = os.environ.get("QUEQIAO_BROWSER", "")
    if chosen:
        return shutil.which(chosen)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return _playwright_browser()


def _playwright_browser() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow import

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def install_browser() -> str | None:
    """Install a Chromium by the first way that works; its path, ``None`` where none works."""
    if _succeeds([sys.executable, "-m", "playwright", "install", "chromium"]) and (
        path := _playwright_browser()
    ):
        return path
    prefix = _privilege()
    if prefix is None or not shutil.which("apt-get"):
        return None
    _succeeds([*prefix, "apt-get", "update"])
    if _succeeds([*prefix, "apt-get", "install", "--yes", "--no-install-recommends", "chromium"]):
        return find_browser()
    return None


def _privilege() -> list[str] | None:
    """What to put before a command that changes the system; ``None`` where the user may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and _succeeds([sudo, "--non-interactive", "true"]):
        return [sudo, "--non-interactive"]
    return None


def _succeeds(command: Sequence[str]) -> bool:
    """Whether the command ends well; what it prints goes to standard error."""
    try:
        done = subprocess.run(command, stdout=sys.stderr, timeout=_INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> int:
    """Print the browser's path; 1 where there is none and none can be installed."""
    if os.environ.get(LEAVE_OUT):
        print("=" * 78, file=sys.stderr)
        print(f"{LEAVE_OUT} is set: THE BROWSER TESTS ARE LEFT OUT of this run.", file=sys.stderr)
        print("=" * 78, file=sys.stderr)
        return 0
    path = find_browser() or install_browser()
    if path is None:
        print(
            "There is no Chromium here and none could be installed: Playwright's download was\n"
            "refused, and Debian's package needs root or sudo without a password. Either\n"
            "  - install Chromium or Chrome and run again,\n"
            "  - name one: QUEQIAO_BROWSER=/path/to/chrome make test, or\n"
            f"  - leave the browser tests out: {LEAVE_OUT}=1 make test",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
