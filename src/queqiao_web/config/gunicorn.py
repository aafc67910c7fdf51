"""
How the web server runs: ``gunicorn -c python:queqiao_web.config.gunicorn``.

The numbers come from the settings table; ``QUEQIAO_LISTEN`` says where it listens.
"""

import os
import sys
from typing import Any

from queqiao_web.config.environment import WrongSettings, require_right_settings, setting

try:
    require_right_settings()
except WrongSettings as wrong:
    sys.stderr.write(f"{wrong}\n")
    sys.exit(2)

wsgi_app = "queqiao_web.config.wsgi:application"
bind = setting("QUEQIAO_LISTEN")
worker_class = "gthread"
workers = int(setting("QUEQIAO_WEB_PROCESSES"))
threads = 8
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8_190
accesslog = None  # the platform writes its own line a request, without personal data
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "queqiao_web.foundation.http.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
    },
}


def on_starting(server: Any) -> None:  # noqa: ANN401 -- gunicorn is untyped
    """Refuse a database of another version before anybody is answered."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "queqiao_web.config.settings")
    import django  # noqa: PLC0415 -- after the settings are chosen
    from django.db import connections  # noqa: PLC0415 -- as above

    django.setup()
    from queqiao_web.foundation.serving.database import (  # noqa: PLC0415 -- after the setup
        WrongDatabase,
        require_present,
    )

    refusal = ""
    try:
        require_present()
    except WrongDatabase as error:
        refusal = str(error.text)
    finally:
        connections.close_all()  # processes that are forked make connections of their own
    if refusal:
        server.log.error(refusal)
        sys.exit(2)
