"""The platform of the next version."""

from tests.web.processes.settings import *  # noqa: F403 -- settings are star-imported

INSTALLED_APPS = [*INSTALLED_APPS, "tests.web.processes.tomorrow"]  # noqa: F405 -- as above
