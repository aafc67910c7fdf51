"""Backups restored for a test: on both databases, and from either to the other."""

import pytest

from tests.factories.backups import altered, reworded
from tests.web.processes.conftest import SERVER

# From a file to a server the backups of stored releases go, in test_upgrades.py.
WAYS = [(SERVER, SERVER), (SERVER, "")] if SERVER else [("", "")]
NAMES = ["-to-".join("server" if one else "file" for one in way) for way in WAYS]
ROWS = {
    "people": "SELECT id, username, password, display_name FROM accounts_user ORDER BY id",
    "events": "SELECT sequence, verb, digest FROM foundation_auditevent ORDER BY sequence",
    "organizations": "SELECT code, name, introduction FROM organizations_organization",
    "files": "SELECT code, name, sha256, uploaded_by_id FROM foundation_storedfile",
    "notifications": "SELECT code, kind, url, is_shown FROM foundation_notification",
    "webhooks": "SELECT code, url, salt FROM foundation_webhookendpoint",
    "jobs": "SELECT name, key, state, attempts FROM foundation_jobrun ORDER BY id",
}


def contents(place):
    found = {name: [list(map(str, row)) for row in place.rows(sql)] for name, sql in ROWS.items()}
    flags = {"True": "1", "False": "0"}
    return {name: [[flags.get(v, v) for v in row] for row in rows] for name, rows in found.items()}


@pytest.fixture(scope="module")
def source(yard):
    """A platform on a database with a bit of everything, and the backup of it; made once."""
    made = {}
    with yard.places() as places:

        def find(server):
            if server not in made:
                place = made[server] = places.prepared(server)
                place.command("lay_out", "--much", "--job")
                place.backup = place.folder / "queqiao.backup"
                told = place.command("backup", str(place.backup)).stdout
                assert "1 个附件" in told
                assert place.backup.stat().st_mode & 0o777 == 0o600
                assert place.command("backup", str(place.backup), check=False).returncode == 2
            return made[server]

        yield find


@pytest.mark.parametrize(("of", "into"), WAYS, ids=NAMES)
def test_a_platform_is_restored_from_its_backup(places, source, of, into, tmp_path):
    old = source(of)
    held = contents(old)
    new = places.prepared(into)
    new.make_key()
    bad = altered(old.backup, tmp_path / "bad", "foundation.auditevent", reworded)
    refused = new.command("restore", str(bad), check=False)
    assert (refused.returncode, "审计链" in refused.stderr) == (2, True)

    new.command("restore", str(old.backup))

    assert contents(new) == held
    assert all(held.values())
    assert new.command("verify_audit").stdout == old.command("verify_audit").stdout
    content = "files/AB/ABCDEFGH"
    assert (new.folder / content).read_bytes() == (old.folder / content).read_bytes()
    assert (new.folder / "secret.key").read_text() == (old.folder / "secret.key").read_text()
    # It goes on: numbers of new rows do not collide, jobs that waited are done.
    new.command("lay_out")
    new.command("sweep")
    assert new.ask("SELECT state FROM foundation_jobrun WHERE name = 'slow.mark'") == ["done"]
    refused = new.command("restore", str(old.backup), check=False)
    assert (refused.returncode, "空" in refused.stderr) == (2, True)
