"""
Stored releases: the data folder of each release and the backup that its own program made of it.

``tools/store_release.py`` makes one; what is in it, ``fill_release`` says. The names below are what
the tests know of every stored release: they stay as they are.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
FIELD = "EQ"
OWNER, OWNER_PASSWORD = "enterprise", "queqiao-demo"
NEWCOMER, NEWCOMER_PASSWORD = "zhen@example.org", "magpies-build-bridges"
GUARDED, SECOND_FACTOR = "auditor", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KEY = "stored-for-tests-and-known-to-everybody-0123456789"
"""The signing key of stored releases: it guards nothing."""


VERSIONS = sorted(
    (path.name for path in FOLDER.iterdir() if (path / "data.tar.xz").exists()),
    key=lambda version: [int(part) for part in version.split(".")],
)
"""The versions that are stored, the oldest first."""
LATEST = VERSIONS[-1] if VERSIONS else ""
