"""
Store a platform of the present version, so that every later version is tried on it.

``python tools/store_release.py`` makes ``tests/web/processes/releases/<version>/``: the data folder
on SQLite as this version leaves it, and the backup that this version makes of it. Run it on the
commit that becomes the release; what it stores is never made anew, for no later program can make
what this one made.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.web.processes import releases  # noqa: E402 -- after the checkout is on the path

MOST_BYTES = 1_000_000
KEPT = ("queqiao.sqlite3", "files", "secret.key")  # static files and indices are made anew


def main() -> int:
    """The exit code: 0 stored, 2 stored already, 1 too large."""
    target = releases.FOLDER / version("queqiao")
    if target.exists():
        print(f"{target.name} is stored already and stays as it is.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="queqiao-release-") as folder:
        data, made = Path(folder) / "data", Path(folder) / "made"
        data.mkdir()
        made.mkdir()
        (data / "secret.key").write_text(releases.KEY, encoding="ascii")
        for command in (["prepare"], ["fill_release"], ["backup", str(made / "queqiao.backup")]):
            _run(command, data)
        with tarfile.open(made / "data.tar.xz", "w:xz") as archive:
            for name in KEPT:
                archive.add(data / name, name, filter=_of_nobody)
        size = sum(path.stat().st_size for path in made.iterdir())
        if size > MOST_BYTES:
            print(f"{size} bytes are too many: at most {MOST_BYTES}.", file=sys.stderr)
            return 1
        target.mkdir()
        for path in made.iterdir():
            (target / path.name).write_bytes(path.read_bytes())
    print(f"{target.relative_to(ROOT)}: {size} bytes. Commit it with the release.")
    return 0


def _run(command: list[str], data: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.web.processes.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "QUEQIAO_DATA_DIR": str(data),
        "QUEQIAO_DATABASE_URL": "",
        "QUEQIAO_WEBHOOK_NETWORKS": "127.0.0.0/8",
    }
    subprocess.run([sys.executable, "-m", "queqiao_web", *command], env=environment, check=True)


def _of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """The entry without what it says of the machine that it comes from."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    sys.exit(main())
