"""
Every workflow, driven by random verbs of random people at random times.

Only edges of the table happen; each change of a record is exactly one event; what is refused
changes nothing in any table, calls for no job and tells nobody.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queqiao_web.foundation.workflow import WORKFLOWS
from tests.strategies.web import (
    DRIVES,
    NOT_DRIVEN,
    WORKFLOW_OF,
    Watch,
    attempt,
    modules_of_actions,
    steps,
)
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def worlds():
    """The record of each state with its people, made once for all examples of a noun."""
    made = {}

    def world(noun, state):
        if (noun, state) not in made:
            made[noun, state] = DRIVES[noun].make(state)
        return made[noun, state]

    return world


@pytest.mark.parametrize("noun", sorted(DRIVES))
@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_only_edges_happen_with_one_event_each_and_refusals_change_nothing(noun, worlds, data):
    drive = DRIVES[noun]
    world = worlds(noun, data.draw(st.sampled_from(drive.starts), label="start"))
    with transaction.atomic():
        watch, at = Watch(WORKFLOW_OF), NOON
        for step in data.draw(steps(drive), label="steps"):
            at += step.days * DAY
            for verb in step.verbs(drive):
                if attempt(drive, world, watch, step, verb=verb, at=at):
                    break
        watch.expect_same_as_heard()
        transaction.set_rollback(True)
    world.known.clear()


def test_every_noun_of_a_workflow_is_driven():
    """A later module cannot forget: whoever adds a workflow says here how to drive it."""
    assert sorted(set(WORKFLOWS) - set(DRIVES)) == []


@pytest.mark.parametrize("noun", sorted(WORKFLOWS))
def test_every_edge_leads_to_a_state_of_the_table(noun):
    edges = WORKFLOWS[noun].edges
    known = {str(state) for state in edges}

    assert {str(to) for targets in edges.values() for to in targets} <= known


@pytest.mark.parametrize("noun", sorted(DRIVES))
def test_every_verb_of_a_noun_is_driven_or_left_out_with_a_reason(noun):
    """What the drive does not drive is on a list, so that its coverage is seen."""
    drive = DRIVES[noun]

    assert sorted(set(drive.left_out) - set(drive.functions())) == [], "left out, but not there"
    assert all(drive.left_out.values())
    assert len(drive.verbs()) >= 2


def test_every_module_of_actions_belongs_to_a_drive():
    """An action that stands in a module of its own is not forgotten either."""
    driven = {name for one in DRIVES.values() for name in one.modules}

    assert sorted(modules_of_actions() - driven - set(NOT_DRIVEN)) == []
    assert sorted(set(NOT_DRIVEN) - modules_of_actions()) == []
