"""Indices are lost, damaged and late, and come to say what the rows say."""

import shutil

import pytest
from django.conf import settings as live
from hypothesis import given
from hypothesis import strategies as st

from queqiao_web.demands.adapters import PUBLIC_DEMANDS
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.jobs.queue import enqueue_at_start
from queqiao_web.foundation.likeness import agree
from queqiao_web.foundation.likeness.tasks import keep_index
from queqiao_web.portal.adapters import PORTAL, find_entries
from tests.factories.web.achievements import make_achievement
from tests.factories.web.demands import make_demand
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def found(text="电主轴"):
    return PUBLIC_DEMANDS.search_codes(text)


def test_what_was_lost_with_its_folder_is_back_when_a_worker_starts(run_jobs, settings):
    demand, offer = make_demand(title="电主轴热伸长控制"), make_achievement(title="电主轴冷却")
    for place in ("index", "indices"):
        shutil.rmtree(settings.DATA_DIR / place, ignore_errors=True)
    assert (found(), find_entries("电主轴", most=5)) == ([], [])

    enqueue_at_start(NOON)
    run_jobs()

    assert found() == [demand.code]
    assert {one.code for one in find_entries("电主轴", most=5)} == {demand.code, offer.code}


def test_a_worker_that_starts_again_looks_again(run_jobs, settings):
    demand = make_demand(title="电主轴热伸长控制")
    enqueue_at_start(NOON)
    run_jobs()
    shutil.rmtree(settings.DATA_DIR / "indices")

    enqueue_at_start(NOON + DAY / 24)
    run_jobs(NOON + DAY / 24)

    assert found() == [demand.code]


def test_an_index_is_whole_when_there_was_time_for_all(settings):
    demand = make_demand(title="电主轴热伸长控制")
    settings.JOB_SECONDS = -1
    assert not PORTAL.catch_up()
    assert not PORTAL.is_whole

    settings.JOB_SECONDS = 900
    assert PORTAL.catch_up()
    assert PORTAL.is_whole
    assert [one.code for one in find_entries("电主轴", most=5)] == [demand.code]


def test_what_a_job_had_no_time_for_is_left_to_another(run_jobs, settings):
    demand = make_demand(title="电主轴热伸长控制")
    settings.JOB_SECONDS = -1
    keep_index(index="indices/public-demands", at=NOON)
    assert found() == []

    settings.JOB_SECONDS = 900
    run_jobs(NOON + DAY / 24)

    assert found() == [demand.code]


def test_what_is_listed_no_more_goes_and_what_came_unheard_comes():
    gone, kept = make_demand(title="电主轴热伸长控制"), make_demand(title="电主轴轴承预紧")
    PUBLIC_DEMANDS.catch_up()
    Demand.objects.filter(pk=gone.pk).update(state="withdrawn")
    new = make_demand(title="电主轴动平衡")

    assert PUBLIC_DEMANDS.catch_up()

    assert set(found()) == {kept.code, new.code}


def test_a_damaged_index_is_made_anew():
    demand = make_demand(title="电主轴热伸长控制")
    PUBLIC_DEMANDS.catch_up()
    place = live.DATA_DIR / "indices" / "public-demands"
    for file in place.iterdir():
        if file.is_file():
            file.write_bytes(b"rubbish")
    assert found() == []

    assert PUBLIC_DEMANDS.catch_up()

    assert found() == [demand.code]


NAMES = st.sets(st.text("abc", min_size=1, max_size=3))


@given(held=NAMES, listed=NAMES)
def test_what_agrees_holds_what_is_listed(held, listed):
    holding = set(held)

    assert agree(set(held), sorted(listed), put=holding.update, drop=holding.difference_update)
    assert holding == listed
