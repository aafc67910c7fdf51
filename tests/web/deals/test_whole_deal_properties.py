"""
A whole deal, driven at random from the match to the money by everybody around it.

After each step, legal or not, everything holds that must hold of a deal; see ``expect_sound``.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies.web import WORKFLOW_OF, Watch, attempt, possible, steps
from tests.strategies.web.sound import expect_sound, run_jobs_of_deals
from tests.strategies.web.whole_deal import DRIVE, PHASES, PROGRESS, make_whole
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def worlds():
    """A deal in each phase with everybody around it, made once for all examples."""
    return {}


@pytest.mark.parametrize("phase", PHASES)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_deal_is_sound_after_whatever_anybody_does(phase, worlds, data):
    if phase not in worlds:
        worlds[phase] = make_whole(phase)
    whole = worlds[phase]
    with transaction.atomic():
        watch, at = Watch(WORKFLOW_OF), NOON
        expect_sound(whole)
        begin = data.draw(st.lists(possible(PROGRESS), min_size=2, max_size=12), label="begin")
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
