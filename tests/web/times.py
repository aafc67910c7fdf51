"""Moments that tests of the platform happen at."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Shanghai
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
