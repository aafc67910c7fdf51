"""The index of matching: made where there is none, made anew where it was learned from too few."""

import shutil
from datetime import timedelta

import pytest

from queqiao.matching.codec import unpack_record
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.jobs.models import JobRun
from queqiao_web.matching.actions import IndexGrows, keep_index, refresh, refresh_demand
from queqiao_web.matching.adapters import standing
from queqiao_web.matching.adapters.standing import current_standing, drop_entries
from queqiao_web.matching.models import Match
from queqiao_web.matching.tasks import refresh_for_demand
from tests.factories.web.demands import make_demand
from tests.factories.web.matching import make_fitting_pair
from tests.web.times import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def lost(own_index):
    """A platform whose index is gone."""
    shutil.rmtree(own_index / "index")
    standing._held.clear()


@pytest.fixture
def outgrown(monkeypatch):
    """What the index was learned from counts for next to nothing."""
    monkeypatch.setattr(standing, "_outgrown", lambda _standing, _count: True)


def ids():
    return set(current_standing(model=None).ids())


def name():
    return standing._pointed("current")


def test_where_there_is_none_a_small_one_is_made_at_once(lost):
    demand, offer = make_fitting_pair()

    refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)

    assert ids() == {f"d-{demand.code}", f"a-{offer.code}"}
    assert Match.objects.filter(demand=demand, achievement=offer).exists()


def test_while_a_large_one_grows_demands_wait_for_it(lost, run_jobs, monkeypatch):
    demand, offer = make_fitting_pair()
    monkeypatch.setattr(refresh, "PORTION", 1)
    with pytest.raises(IndexGrows):
        refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)
    refresh_for_demand(at=NOON, object_id=demand.pk)
    assert not Match.objects.exists()

    run_jobs(NOON)
    run_jobs(LATER)

    assert Match.objects.filter(demand=demand, achievement=offer).exists()


def test_matches_that_a_backup_brought_back_are_not_found_again(lost, run_jobs):
    demand, _offer = make_fitting_pair()
    refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)
    JobRun.objects.all().delete()
    shutil.rmtree(standing._home())

    assert keep_index(at=LATER)

    assert not JobRun.objects.filter(name="matching.refresh_demand").exists()


def test_one_that_was_outgrown_is_read_until_the_new_one_is_whole(outgrown, settings):
    demand, offer = make_fitting_pair()
    refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)
    settings.JOB_SECONDS = -1
    assert not keep_index(at=NOON)
    assert (name(), ids()) == ("matching-1", {f"d-{demand.code}"})

    settings.JOB_SECONDS = 900
    assert keep_index(at=NOON)

    assert (name(), ids()) == ("matching-2", {f"d-{demand.code}", f"a-{offer.code}"})
    called = JobRun.objects.get(name="matching.refresh_demand", key__contains="matching-2")
    assert called.arguments == {"object_id": demand.pk}


def test_what_changes_while_it_grows_is_as_it_is_now(outgrown, settings):
    changed, gone = make_demand(title="电主轴热伸长控制"), make_demand()
    settings.JOB_SECONDS = -1
    keep_index(at=NOON)
    settings.JOB_SECONDS = 900
    growing = standing.open_standing(standing._home() / "matching-2")
    standing.put_records(
        growing, refresh._entries([f"d-{changed.code}", f"d-{gone.code}"], NOON.date())
    )

    Demand.objects.filter(pk=changed.pk).update(title="冷冻牛肉快速解冻")
    refresh_demand(actor=SYSTEM, demand_id=changed.pk, at=NOON)
    Demand.objects.filter(pk=gone.pk).update(state="withdrawn")
    drop_entries([f"d-{gone.code}"])
    assert keep_index(at=NOON)

    assert ids() == {f"d-{changed.code}"}
    index = current_standing(model=None).library.index
    record, _specs = unpack_record(index.payload(index.find(f"d-{changed.code}")))
    assert record.title == "冷冻牛肉快速解冻"


def test_a_kill_before_the_refreshes_are_called_for_calls_for_them_again(outgrown, monkeypatch):
    demand = make_demand()

    def killed(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(refresh, "enqueue_spread", killed)
        with pytest.raises(KeyboardInterrupt):
            keep_index(at=NOON)
    assert keep_index(at=NOON)

    assert name() == "matching-2"
    called = JobRun.objects.filter(name="matching.refresh_demand")
    assert [one.arguments["object_id"] for one in called] == [demand.pk]


def test_an_index_is_outgrown_by_twice_what_it_was_learned_from():
    learned = current_standing(model=None).learned_from

    assert learned >= 100
    assert not standing._outgrown(current_standing(model=None), 2 * learned)
    assert standing._outgrown(current_standing(model=None), 2 * learned + 1)
