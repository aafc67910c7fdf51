"""
A whole deal, driven at random from the match to the money by everybody around it.

After each step, legal or not, everything holds that must hold of a deal; see ``expect_sound``.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies.web import WORKFLOW_OF, Watch, attempt, possible, steps
from tests.strategies.web.whole_deal import (
    DRIVE,
    PROGRESS,
    expect_sound,
    make_whole,
    run_jobs_of_deals,
)
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    """A match with everybody around it, made once for all examples."""
    return make_whole()


@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_deal_is_sound_after_whatever_anybody_does(whole, data):
    with transaction.atomic():
        watch, at = Watch(WORKFLOW_OF), NOON
        begin = data.draw(st.lists(possible(PROGRESS), min_size=2, max_size=20), label="begin")
        course = data.draw(steps(DRIVE, least=6, most=20, first=PROGRESS), label="course")
        for step in begin + course:
            at += step.days * DAY
            if not take(whole, watch, step, at):
                continue
            with watch.writing():
                run_jobs_of_deals(at)
            watch.expect_told("the jobs")
            whole.known.clear()
            expect_sound(whole)
        watch.expect_same_as_heard()
        transaction.set_rollback(True)
    whole.known.clear()


def take(whole, watch, step, at):
    """Try the verbs of a step in turn; whether one did something."""
    return any(attempt(DRIVE, whole, watch, step, verb=verb, at=at) for verb in step.verbs(DRIVE))
