"""
The platform under test, on SQLite or on PostgreSQL: ``QUEQIAO_DATABASE_URL`` chooses.

``make test`` runs these tests on both.
"""

import pytest
from django.db import connection
from django.db.models.signals import post_save

from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.audit.triggers import create_triggers, drop_triggers
from queqiao_web.foundation.jobs.run import sweep
from queqiao_web.foundation.ui.timeline import verb_words
from tests.web.times import NOON


@pytest.fixture(autouse=True)
def _platform(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.QUEQIAO_JOBS_BY_HAND = True
    settings.LANGUAGE_CODE = "zh-hans"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _every_verb_has_words():
    """Whatever a test does: what the audit says of it, people can read on a page."""
    wordless = set()

    def look(instance, **_):
        made_up = instance.verb.startswith("test.")
        if not made_up and verb_words(instance.verb) == instance.verb:
            wordless.add(instance.verb)

    post_save.connect(look, sender=AuditEvent)
    yield
    post_save.disconnect(look, sender=AuditEvent)
    assert not wordless, f"nobody can read {sorted(wordless)} on a page: see verbs_are"


@pytest.fixture(autouse=True)
def _audit_can_be_emptied(request):
    """
    Tests with real transactions end with every table emptied, which the audit refuses: its
    triggers are put up before each of them and taken down after it.
    """
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    if not is_marked and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    create_triggers(connection)
    AuditHead.objects.get_or_create(pk=1)
    yield
    drop_triggers(connection)


@pytest.fixture
def run_jobs(db):
    """Runs every job that is due, jobs that those call for included; gives how many ran."""

    def run(at=NOON):
        total = 0
        while done := sweep(at=at):
            total += done
        return total

    return run
