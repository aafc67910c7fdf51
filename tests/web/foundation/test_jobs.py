"""Jobs run after their event, again after a failure or a kill, and never twice at once."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit import record_event
from queqiao_web.foundation.jobs import enqueue, job
from queqiao_web.foundation.jobs.models import JobRun, JobState
from queqiao_web.foundation.jobs.registry import JOBS, SUBSCRIBERS
from queqiao_web.foundation.jobs.run import LEASE, MOST_ATTEMPTS, run_job
from tests.factories.web.people import make_organization
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls():
    seen = []

    @job("test.note", after="test.thing.happened")
    def note(*, at, **arguments):
        seen.append(arguments)
        if arguments.get("fails"):
            raise ValueError

    yield seen
    del JOBS["test.note"]
    SUBSCRIBERS.pop("test.thing.happened")


def test_an_event_calls_its_subscribers_once(calls, run_jobs):
    organization = make_organization()
    with transaction.atomic():
        event = record_event(
            actor=SYSTEM, at=NOON, verb="test.thing.happened", subject=organization
        )

    assert run_jobs() >= 1
    run_jobs()
    assert calls == [{"object_id": organization.pk, "event": event.sequence}]


def test_a_rolled_back_change_calls_for_no_job(calls, run_jobs):
    with transaction.atomic():
        record_event(actor=SYSTEM, at=NOON, verb="test.thing.happened", subject=make_organization())
        transaction.set_rollback(True)

    run_jobs()
    assert calls == []


def test_the_same_key_queues_one_job(calls, run_jobs):
    for _ in range(2):
        enqueue("test.note", key="once", due_at=NOON, number=1)

    run_jobs()
    assert calls == [{"number": 1}]


def test_a_job_is_not_run_before_it_is_due(calls, run_jobs):
    enqueue("test.note", key="later", due_at=NOON + DAY)

    run_jobs()
    assert calls == []
    run_jobs(at=NOON + DAY)
    assert calls == [{}]


def test_a_failing_job_is_tried_again_and_given_up_in_the_end(calls, run_jobs):
    enqueue("test.note", key="fails", due_at=NOON, fails=True)

    for day in range(MOST_ATTEMPTS + 2):
        run_jobs(at=NOON + day * DAY)

    run = JobRun.objects.get(name="test.note")
    assert (len(calls), run.state) == (MOST_ATTEMPTS, JobState.FAILED)
    assert run.error.startswith("ValueError test_jobs.py:")


def test_a_job_lost_with_its_worker_runs_again_when_the_lease_ends(calls, run_jobs):
    enqueue("test.note", key="lost", due_at=NOON)
    JobRun.objects.filter(name="test.note").update(
        state=JobState.RUNNING, leased_until=NOON + LEASE, attempts=1
    )

    run_jobs()
    assert calls == []
    run_jobs(at=NOON + LEASE + timedelta(seconds=1))
    assert calls == [{}]


def test_a_done_job_does_not_run_again_when_knocked_twice(calls, run_jobs):
    enqueue("test.note", key="knock", due_at=NOON)
    run_jobs()

    assert run_job(JobRun.objects.get(name="test.note").pk) is False
    assert calls == [{}]


def test_a_job_that_always_takes_its_worker_with_it_is_given_up(calls, run_jobs):
    enqueue("test.note", key="deadly", due_at=NOON)
    JobRun.objects.filter(name="test.note").update(
        state=JobState.RUNNING, leased_until=NOON - DAY, attempts=MOST_ATTEMPTS
    )

    run_jobs()

    run = JobRun.objects.get(name="test.note")
    assert (calls, run.state, run.error) == ([], JobState.FAILED, "lost")


@pytest.fixture
def _nobody_hears():
    """The queue that workers listen to is out of reach."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_q_ormq RENAME TO out_of_reach")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE out_of_reach RENAME TO django_q_ormq")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_nobody_hears")
def test_a_change_stands_where_no_worker_could_be_told(calls, run_jobs, settings):
    """A knock that failed after the commit made what was done look as if it had failed."""
    settings.QUEQIAO_JOBS_BY_HAND = False

    with transaction.atomic():
        enqueue("test.note", key="once", due_at=NOON, number=1)

    run_jobs()
    assert calls == [{"number": 1}]
