"""What a backup counts, and what is no backup; restoring one is in ``tests/web/processes``."""

import json
import shutil
import zipfile

import pytest
from django.apps import apps
from django.db import transaction

from queqiao_web.accounts.models import User
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.backup import restore_backup, write_backup
from queqiao_web.foundation.backup.errors import BackupError
from queqiao_web.foundation.workflow import save_change
from tests.factories.backups import altered, emptied, reworded, without_last
from tests.factories.web.people import make_member
from tests.web.times import NOON

pytestmark = pytest.mark.django_db
EVENTS = "foundation.auditevent"


def fill():
    organization = make_member().organization
    for number in range(3):
        before = snapshot(organization)
        organization.introduction = f"第{number}版"
        save_change(organization, actor=SYSTEM, at=NOON, verb="tests.edited", before=before)


@pytest.fixture
def backup(tmp_path):
    """The backup of a platform that is empty again."""
    with transaction.atomic():
        fill()
        write_backup(tmp_path / "backup", at=NOON)
        transaction.set_rollback(True)
    assert not User.objects.exists()
    return tmp_path / "backup"


@pytest.mark.parametrize(
    ("code", "table", "change"),
    [
        ("backup.audit", EVENTS, reworded),
        ("backup.rows", EVENTS, without_last),
        ("backup.rows", "accounts.user", emptied),
    ],
)
def test_a_backup_that_was_tampered_with_is_refused(backup, tmp_path, code, table, change):
    with pytest.raises(BackupError) as refused:
        restore_backup(altered(backup, tmp_path / "altered", table, change))

    assert refused.value.code == code
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_is_no_backup_is_refused(tmp_path):
    shutil.copy(__file__, tmp_path / "text")
    with zipfile.ZipFile(tmp_path / "archive", "w") as archive:
        archive.writestr("a.txt", "a")

    for name, code in (("text", "no_backup"), ("archive", "no_backup"), ("none", "missing")):
        with pytest.raises(BackupError) as refused:
            restore_backup(tmp_path / name)
        assert refused.value.code == f"backup.{code}", name


def test_nothing_is_written_over_and_nobody_is_restored_over(backup):
    fill()

    with pytest.raises(BackupError) as written:
        write_backup(backup, at=NOON)
    with pytest.raises(BackupError) as restored:
        restore_backup(backup)

    assert (written.value.code, restored.value.code) == ("backup.exists", "backup.not_empty")
    assert User.objects.count() == 1


def test_the_manifest_counts_every_table(tmp_path):
    fill()

    written = write_backup(tmp_path / "backup", at=NOON)

    with zipfile.ZipFile(tmp_path / "backup") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = {name[7:-6] for name in archive.namelist() if name.startswith("tables/")}
    counted = {label: apps.get_model(label)._base_manager.count() for label in names}
    assert manifest["tables"] == counted
    assert written.rows == sum(counted.values())
    assert counted[EVENTS] == 3
    assert counted["accounts.user"] == 1
