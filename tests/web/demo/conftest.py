"""One small region, built once for all tests of this folder that only look at it."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from queqiao_web.demo.build import build_demo
from queqiao_web.foundation.audit.models import AuditHead
from tests.web.times import NOON

FIELD = "EQ"
"""Equipment: the field of the enterprise whose account is shown."""


def count_rows():
    """How many rows of each kind and state there are."""
    from django.apps import apps

    found = {}
    for label in ("organizations", "demands", "achievements", "experts", "matching", "deals"):
        for model in apps.get_app_config(label).get_models():
            names = {field.name for field in model._meta.concrete_fields}
            states = model.objects.values_list("state", flat=True) if "state" in names else ()
            for state in states:
                key = f"{model._meta.label_lower}:{state}"
                found[key] = found.get(key, 0) + 1
            found[model._meta.label_lower] = model.objects.count()
    return found


@pytest.fixture(scope="module")
def told():
    """What was said on the terminal."""
    return []


@pytest.fixture(scope="module")
def region(django_db_setup, django_db_blocker, tmp_path_factory, told):
    """The region, gone again after the module; gives the folder of its indexes."""
    folder = tmp_path_factory.mktemp("region")
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    with (
        django_db_blocker.unblock(),
        override_settings(DATA_DIR=folder, **quick),
        transaction.atomic(),
    ):
        AuditHead.objects.get_or_create(pk=1)  # tests with real transactions empty every table
        build_demo(at=NOON, tell=told.append, fields=frozenset({FIELD}))
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def _region_stands(region, _platform):
    """The folder of the region for one test, whatever the other fixtures set."""
    with override_settings(DATA_DIR=region):
        assert region == settings.DATA_DIR
        yield
