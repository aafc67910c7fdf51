"""Limits: so many at once, again with time, each asker for themselves."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from queqiao_web.foundation.errors import TooMany
from queqiao_web.foundation.http.failures import failure
from queqiao_web.foundation.limits import Limit, spend
from queqiao_web.foundation.limits.bucket import forget_full_buckets
from queqiao_web.foundation.limits.models import RateBucket
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db
LIMIT = Limit("test", 3, timedelta(seconds=30))
SECOND = timedelta(seconds=1)


def taken(asker, at):
    try:
        spend(LIMIT, asker=asker, at=at)
    except TooMany:
        return False
    return True


def test_so_many_at_once_and_one_more_with_time():
    assert [taken("one", NOON) for _ in range(4)] == [True, True, True, False]
    assert [taken("one", NOON + 9 * SECOND), taken("one", NOON + 10 * SECOND)] == [False, True]
    assert taken("two", NOON)


def test_refusals_cost_nothing_and_say_when_to_come_again():
    for _ in range(3):
        spend(LIMIT, asker="one", at=NOON)
    for _ in range(5):
        with pytest.raises(TooMany) as caught:
            spend(LIMIT, asker="one", at=NOON + 3 * SECOND)
    assert caught.value.retry_after == 7
    assert taken("one", NOON + 10 * SECOND)


def test_the_answer_carries_the_time_to_wait(rf):
    answer = failure(rf.get("/api/v1/demands"), TooMany(retry_after=7))

    assert (answer.status_code, answer["Retry-After"]) == (429, "7")


def test_no_asker_is_named_in_the_table():
    spend(LIMIT, asker="203.0.113.7", at=NOON)

    assert "203.0.113.7" not in str(RateBucket.objects.values_list())


def test_buckets_that_are_full_again_go():
    spend(LIMIT, asker="one", at=NOON)

    assert forget_full_buckets(at=NOON + DAY) == 0
    assert forget_full_buckets(at=NOON + 2 * DAY) == 1


class EveryWindow(TestCase):
    @given(steps=st.lists(st.integers(0, 20), min_size=1, max_size=30))
    def test_no_window_sees_more_than_the_burst_and_what_grew(self, steps):
        RateBucket.objects.all().delete()
        at, times = NOON, []
        for step in steps:
            at += step * SECOND
            if taken("one", at):
                times.append(at)
        for first in range(len(times)):
            for last in range(first, len(times)):
                grown = (times[last] - times[first]) / LIMIT.each
                assert last - first + 1 <= LIMIT.burst + grown + 1e-6
