"""Counted figures are kept a minute; while one person counts anew, others read the last count."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from queqiao_web.portal.queries.figures import KEPT_S, kept
from tests.web.times import NOON

pytestmark = pytest.mark.django_db


class Rows:
    """What is counted: a number that grows, and how often somebody looked."""

    def __init__(self):
        self.number, self.looks = 1, 0

    def count(self):
        self.looks += 1
        return {"open": self.number}


LATER = NOON + timedelta(seconds=KEPT_S + 1)


def test_a_count_is_kept_for_a_minute():
    rows = Rows()
    kept("home", rows.count, at=NOON)
    rows.number = 2

    assert kept("home", rows.count, at=NOON) == {"open": 1}
    assert rows.looks == 1


def test_after_a_minute_it_is_counted_anew():
    rows = Rows()
    kept("home", rows.count, at=NOON)
    rows.number = 2

    assert kept("home", rows.count, at=LATER) == {"open": 2}


def test_while_somebody_counts_anew_others_read_the_last_count():
    """At fifty requests a second each of them counted a hundred thousand rows at once."""
    rows = Rows()
    kept("home", rows.count, at=NOON)
    rows.number = 2
    others = []

    def slow():
        others.append(kept("home", rows.count, at=LATER))
        return rows.count()

    assert kept("home", slow, at=LATER) == {"open": 2}
    assert others == [{"open": 1}]


def test_whoever_stops_while_counting_leaves_it_to_the_next_minute():
    rows = Rows()
    kept("home", rows.count, at=NOON)

    def broken():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        kept("home", broken, at=LATER)
    assert kept("home", rows.count, at=LATER) == {"open": 1}
    cache.delete("portal.figures.home.counting")  # as it is gone after a minute
    rows.number = 3
    assert kept("home", rows.count, at=LATER) == {"open": 3}
