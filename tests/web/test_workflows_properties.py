"""
Every workflow, driven by random verbs of random people at random times.

Only edges of the table happen; each change of a record is exactly one event; what is refused
changes nothing.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import PlatformError
from queqiao_web.foundation.workflow import WORKFLOWS
from tests.strategies.web import DRIVES, steps
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def events_of(record):
    rows = AuditEvent.objects.filter(subject_type=record._meta.label_lower, subject_id=record.pk)
    return list(rows.order_by("sequence").values_list("sequence", flat=True))


def stored(record):
    row = type(record)._default_manager.get(pk=record.pk)
    return row, snapshot(row)


@pytest.mark.parametrize("noun", sorted(DRIVES))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_only_edges_happen_with_one_event_each_and_refusals_change_nothing(noun, data):
    drive, workflow = DRIVES[noun], WORKFLOWS[noun]
    with transaction.atomic():
        start = data.draw(st.sampled_from(sorted(workflow.edges)), label="start")
        record = drive.make(start)
        people, verbs, at = drive.people(record), drive.verbs(), NOON
        for verb, who, days, extras in data.draw(steps(drive), label="steps"):
            at += days * DAY
            function, _chosen = verbs[verb]
            before_row, before = stored(record)
            events = events_of(record)
            arguments = {"actor": people[who % len(people)], "at": at, **extras}
            try:
                with transaction.atomic():
                    function(**arguments, **{drive.id_name: record.pk})
            except PlatformError:
                assert stored(record)[1] == before, f"{verb} was refused and changed something"
                assert events_of(record) == events, f"{verb} was refused and left an event"
                continue
            after_row, after = stored(record)
            fresh = len(events_of(record)) - len(events)
            if after != before:
                assert fresh == 1, f"{verb} left {fresh} events"
                assert after_row.version == before_row.version + 1, verb
            if after_row.state != before_row.state:
                assert workflow.allows(before_row.state, after_row.state), verb
        transaction.set_rollback(True)


@pytest.mark.parametrize("noun", sorted(DRIVES))
def test_a_drive_has_verbs_enough(noun):
    """A drive with too few verbs would prove little."""
    assert len(DRIVES[noun].verbs()) >= 3


@pytest.mark.parametrize("noun", sorted(WORKFLOWS))
def test_every_edge_leads_to_a_state_of_the_table(noun):
    edges = WORKFLOWS[noun].edges
    known = {str(state) for state in edges}

    assert {str(to) for targets in edges.values() for to in targets} <= known
