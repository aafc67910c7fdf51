"""The platform's settings for tests: a folder of their own, nothing sent anywhere."""

import atexit
import os
import shutil
import tempfile

# A browser test leaves Playwright's event loop running in its process; the tests after it are no
# coroutines of that loop, which Django cannot tell.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
if "QUEQIAO_DATA_DIR" not in os.environ:
    os.environ["QUEQIAO_DATA_DIR"] = tempfile.mkdtemp(prefix="queqiao-tests-")
    atexit.register(shutil.rmtree, os.environ["QUEQIAO_DATA_DIR"], ignore_errors=True)

from queqiao_web.config.settings import *  # noqa: F403 -- settings are star-imported; after the folder is named

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 -- as above; WhiteNoise warns where it is missing

if not os.environ.get("QUEQIAO_DATABASE_URL"):  # a file: threads of one test meet in one database
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}  # noqa: F405 -- as above
