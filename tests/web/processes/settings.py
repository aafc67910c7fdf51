"""The platform as it runs, with one app more whose actions can be caught in the middle."""

from queqiao_web.config.settings import *  # noqa: F403 -- settings are star-imported

INSTALLED_APPS = [*INSTALLED_APPS, "tests.web.processes.slow"]  # noqa: F405 -- as above
ROOT_URLCONF = "tests.web.processes.slow.urls"
STORAGES = {  # as they lie: compressing them takes longer than most tests
    **STORAGES,  # noqa: F405 -- as above
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
