"""Building: the same again, nothing left of what was stopped, jobs as before."""

import pytest
from django.contrib.auth import get_user_model

from queqiao_web.demo.build import build_demo
from queqiao_web.demo.firms import code_of_nobody
from queqiao_web.demo.quiet import only_needed_jobs
from queqiao_web.demo.texts import lines_of, opening_of
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.jobs.registry import JOBS, SUBSCRIBERS
from queqiao_web.organizations.adapters import uscc_problem
from tests.web.demo.conftest import FIELD, count_rows
from tests.web.times import NOON


class StoppedError(Exception):
    """Somebody pulled the plug."""


@pytest.mark.django_db
def test_what_is_stopped_in_the_middle_leaves_nothing_and_is_begun_anew():
    def stop(_text):
        raise StoppedError

    with pytest.raises(StoppedError):
        build_demo(at=NOON, tell=stop, fields=frozenset({FIELD}))

    assert not get_user_model().objects.exists()
    assert not AuditEvent.objects.exists()

    build_demo(at=NOON, tell=lambda _text: None, fields=frozenset({FIELD}))
    first = count_rows()
    assert first["demands.demand"] == 17
    assert first["organizations.organization"] > 30


def test_jobs_are_as_before_even_after_a_failure():
    subscribers = {verb: list(jobs) for verb, jobs in SUBSCRIBERS.items()}
    jobs = dict(JOBS)

    with only_needed_jobs(with_news=False):
        names = {one.name for waiting in SUBSCRIBERS.values() for one in waiting}
        clocks = [one for one in JOBS.values() if one.every is not None]
    with pytest.raises(StoppedError), only_needed_jobs(with_news=True):
        raise StoppedError

    assert "matching.forget_demand" in names
    assert not names & {"demands.tell_owner", "demands.index_public"}
    assert not clocks
    assert subscribers == SUBSCRIBERS
    assert jobs == JOBS


@pytest.mark.parametrize("number", [0, 1, 11, 77, 999_999])
def test_credit_codes_are_well_formed(number):
    code = code_of_nobody(number, kind="enterprise", region_code="220104")

    assert not uscc_problem(code)
    assert code[2:8] == "220104"


def test_codes_differ_with_their_numbers():
    codes = {
        code_of_nobody(number, kind="university", region_code="220100") for number in range(200)
    }

    assert len(codes) == 200
    assert all(code.startswith("12") for code in codes)


def test_texts_are_laid_out_as_people_type_them():
    assert lines_of("一、\\n  二\\n\\n三") == "一、\n二\n三"
    assert opening_of("甲。乙。") == "甲。乙。"
    assert opening_of("甲" * 100 + "。" + "乙" * 60 + "。") == "甲" * 100 + "。"
    assert len(opening_of("甲" * 900)) == 220
