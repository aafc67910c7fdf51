"""Log lines as JSON, without names, addresses, bodies or query strings."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

_PLAIN = frozenset(
    {
        "method",
        "route",
        "status",
        "ms",
        "request",
        "job",
        "run",
        "attempt",
        "count",
        "verb",
        "error",
    }
)


class JsonFormatter(logging.Formatter):
    """One JSON object a line; of the extras only those that hold no personal data."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        line.update(
            {
                k: v
                for k, v in record.__dict__.items()
                if k in _PLAIN and isinstance(v, str | int | float)
            }
        )
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["traceback"] = [
                f"{frame.name} {frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
                for frame in _frames(record)
            ]
        return json.dumps(line, ensure_ascii=False)


def _frames(record: logging.LogRecord) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(record.exc_info[2])) if record.exc_info else []
