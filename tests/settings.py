"""The platform's settings for tests: a folder of their own, nothing sent anywhere."""

import os
import tempfile

os.environ.setdefault("QUEQIAO_DATA_DIR", tempfile.mkdtemp(prefix="queqiao-tests-"))

from queqiao_web.config.settings import *  # noqa: F403 -- settings are star-imported; after the folder is named

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 -- as above; WhiteNoise warns where it is missing
