"""Backups restored for a test: on both databases, and from either to the other."""

import pytest

from tests.factories.backups import altered, reworded
from tests.web.processes.conftest import SERVER

# From a file to a server the backups of stored releases go, in test_upgrades.py.
INTO = [SERVER, ""] if SERVER else [""]
ROWS = {
    "people": "SELECT id, username, password, display_name FROM accounts_user ORDER BY id",
    "events": "SELECT sequence, verb, digest FROM foundation_auditevent ORDER BY sequence",
    "organizations": "SELECT code, name, introduction FROM organizations_organization ORDER BY id",
    "files": "SELECT code, name, sha256, uploaded_by_id FROM foundation_storedfile ORDER BY id",
    "notifications": "SELECT code, kind, url, is_shown FROM foundation_notification ORDER BY id",
    "webhooks": "SELECT code, url, salt FROM foundation_webhookendpoint ORDER BY id",
    "jobs": "SELECT name, key, state, attempts FROM foundation_jobrun ORDER BY id",
}


def contents(place):
    found = {name: [list(map(str, row)) for row in place.rows(sql)] for name, sql in ROWS.items()}
    flags = {"True": "1", "False": "0"}
    return {name: [[flags.get(v, v) for v in row] for row in rows] for name, rows in found.items()}


@pytest.fixture(scope="module")
def source(yard, tmp_path_factory):
    """A platform with a bit of everything and jobs that wait, and the backup of it."""
    backup = tmp_path_factory.mktemp("backup") / "queqiao.backup"
    with yard.places() as places:
        place = places.stocked(SERVER)
        place.command("lay_out", "--much", "--job")
        told = place.command("backup", str(backup)).stdout
        assert "4 个附件" in told
        assert backup.stat().st_mode & 0o777 == 0o600
        place.backup = backup
        yield place


@pytest.mark.parametrize("into", INTO, ids=lambda one: "server" if one else "file")
def test_a_platform_is_restored_from_its_backup(places, source, into, tmp_path):
    held = contents(source)
    new = places.emptied(into)
    bad = altered(source.backup, tmp_path / "bad", "foundation.auditevent", reworded)
    refused = new.command("restore", str(bad), check=False)
    assert (refused.returncode, "审计链" in refused.stderr) == (2, True)

    new.command("restore", str(source.backup))

    assert contents(new) == held
    assert all(held.values())
    digest = new.ask("SELECT digest FROM foundation_audithead")[0]
    assert digest == source.ask("SELECT digest FROM foundation_audithead")[0]
    assert digest in new.command("verify_audit").stdout
    for code in source.ask("SELECT code FROM foundation_storedfile WHERE removed_at IS NULL"):
        content = f"files/{code[:2]}/{code}"
        assert (new.folder / content).read_bytes() == (source.folder / content).read_bytes()
    assert (new.folder / "secret.key").read_text() == (source.folder / "secret.key").read_text()
    # It goes on: numbers of new rows do not collide, jobs that waited are done.
    new.command("lay_out", "--run", "slow.mark")
    assert new.ask("SELECT state FROM foundation_jobrun WHERE name = 'slow.mark'") == ["done"]
