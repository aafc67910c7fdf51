"""Backups restored for a test: on both databases, and from either to the other."""

import json
import shutil
import zipfile

import pytest

from tests.web.processes.conftest import SERVER

WAYS = [(SERVER, SERVER), ("", SERVER), (SERVER, "")] if SERVER else [("", "")]
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


def altered(backup, target, table, change):
    """A copy of a backup with one table changed."""
    name = f"tables/{table}.jsonl"
    with zipfile.ZipFile(backup) as held, zipfile.ZipFile(target, "w") as made:
        for entry in held.namelist():
            data = held.read(entry)
            made.writestr(entry, change(data) if entry == name else data)
    return target


def reworded(data):
    assert "第1版".encode() in data
    return data.replace("第1版".encode(), "改".encode())


def without_last(data):
    return b"\n".join(data.split(b"\n")[:-2]) + b"\n"


def emptied(data):
    return data.split(b"\n")[0] + b"\n"


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_a_platform_is_restored_from_its_backup(places, source, target, tmp_path):
    old = places(source)
    old.command("prepare")
    old.command("lay_out", "--much", "--job")
    backup = tmp_path / "queqiao.backup"
    told = old.command("backup", str(backup)).stdout
    assert "1 个附件" in told
    assert backup.stat().st_mode & 0o777 == 0o600
    assert old.command("backup", str(backup), check=False).returncode == 2

    new = places(target)
    new.command("restore", str(backup))

    held = contents(old)
    assert contents(new) == held
    assert all(held.values())
    assert new.command("verify_audit").stdout == old.command("verify_audit").stdout
    content = "files/AB/ABCDEFGH"
    assert (new.folder / content).read_bytes() == (old.folder / content).read_bytes()
    assert (new.folder / "secret.key").read_text() == (old.folder / "secret.key").read_text()
    # Both go on: numbers of new rows do not collide, jobs that waited are done.
    new.command("lay_out")
    new.command("sweep")
    assert new.ask("SELECT state FROM foundation_jobrun WHERE name = 'slow.mark'") == ["done"]
    refused = new.command("restore", str(backup), check=False)
    assert (refused.returncode, "空" in refused.stderr) == (2, True)


def test_a_backup_that_was_tampered_with_is_refused(places, tmp_path):
    old = places(SERVER)
    old.command("prepare")
    old.command("lay_out", "--much")
    backup = tmp_path / "queqiao.backup"
    old.command("backup", str(backup))
    new = places(SERVER)
    new.command("prepare")
    events = "foundation.auditevent"
    tampered = [
        altered(backup, tmp_path / "1", events, reworded),
        altered(backup, tmp_path / "2", events, without_last),
        altered(backup, tmp_path / "3", "accounts.user", emptied),
    ]
    shutil.copy(__file__, tmp_path / "4")
    for path in (*tampered, tmp_path / "4", tmp_path / "none"):
        refused = new.command("restore", str(path), check=False)
        assert refused.returncode == 2, path
        assert new.ask("SELECT count(*) FROM accounts_user") == [0]
        assert new.ask("SELECT count(*) FROM foundation_auditevent") == [0]

    new.command("restore", str(backup))
    assert contents(new) == contents(old)


def test_the_manifest_counts_every_table(places, tmp_path):
    old = places(SERVER)
    old.command("prepare")
    old.command("lay_out", "--much")
    old.command("backup", str(tmp_path / "backup"))

    with zipfile.ZipFile(tmp_path / "backup") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = {name[7:-6] for name in archive.namelist() if name.startswith("tables/")}
    for label, count in manifest["tables"].items():
        table = label.replace(".", "_")
        counted = old.ask(f"SELECT count(*) FROM {table}")  # noqa: S608 -- our own names
        assert counted == [count], label
    assert names == set(manifest["tables"])
