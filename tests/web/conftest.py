"""
The platform under test, on SQLite or on PostgreSQL: ``QUEQIAO_DATABASE_URL`` chooses.

``make test`` runs these tests on both.
"""

import pytest

from queqiao_web.foundation.jobs.run import sweep
from tests.web.times import NOON


@pytest.fixture(autouse=True)
def _platform(settings):
    settings.QUEQIAO_JOBS_BY_HAND = True
    settings.LANGUAGE_CODE = "zh-hans"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def run_jobs(db):
    """Runs every job that is due, jobs that those call for included; gives how many ran."""

    def run(at=NOON):
        total = 0
        while done := sweep(at=at):
            total += done
        return total

    return run
