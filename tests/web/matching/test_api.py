"""Matches by API: each side hears why, from what it may read and no more."""

import re

import pytest

from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.matching.actions import refresh_achievement, refresh_demand
from queqiao_web.matching.models import Match
from tests.factories.web.matching import make_fitting_pair
from tests.factories.web.people import make_appointed, make_member
from tests.factories.web.tokens import api_of
from tests.web.times import NOON

pytestmark = pytest.mark.django_db
HIDDEN = "每吨成本压到3172元的独门配方"


@pytest.fixture
def pair():
    demand, achievement = make_fitting_pair(demand={"secret_annex": HIDDEN})
    refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)
    refresh_achievement(actor=SYSTEM, achievement_id=achievement.pk, at=NOON)
    return Match.objects.get()


def test_a_match_comes_with_checks_gates_and_marked_texts(pair):
    api = api_of(make_member(pair.demand_organization))

    told = api.get(f"/matches/{pair.code}").data["evidence"]

    checks = {(one["demanded"], one["offered"]) for one in told["checks"]}
    assert ("≤0.08μm", "达到0.06μm") in checks
    assert {one["outcome"] for one in told["checks"]} <= {
        "met",
        "short",
        "not_stated",
        "conflict_unit",
    }
    assert told["gates"]
    assert all(one["reason"] or one["open"] for one in told["gates"])
    assert "<mark" in told["achievement_marked"]
    tags = set(re.findall(r"</?(\w+)", told["demand_marked"] + told["achievement_marked"]))
    assert tags <= {"mark", "br", "p"}


def test_the_other_side_hears_nothing_of_an_annex_and_the_owner_does(pair):
    theirs = api_of(make_member(pair.achievement_organization)).get(f"/matches/{pair.code}")
    own = api_of(make_member(pair.demand_organization)).get(f"/matches/{pair.code}")

    assert "3172" not in theirs.content.decode()
    assert theirs.data["evidence"]["demand_level"] == "public"
    assert theirs.data["demand"]["tally"] is None
    assert "3172" in own.content.decode()
    assert own.data["evidence"]["demand_level"] == "secret"


def test_the_words_follow_the_language_that_was_asked_for(pair):
    api = api_of(make_member(pair.demand_organization))

    chinese = api("GET", f"/matches/{pair.code}", Accept_Language="zh-hans").data["evidence"]
    english = api("GET", f"/matches/{pair.code}", Accept_Language="en").data["evidence"]

    assert chinese["gates"] != english["gates"]


def test_a_look_above_the_summary_is_recorded_as_on_the_page(pair):
    Demand.objects.update(description="前轴承温升≤20K。", disclosure="staged")

    api_of(make_appointed("officer", "220000")).get(f"/matches/{pair.code}")

    event = AuditEvent.objects.get(verb="demands.demand.revealed")
    assert (event.channel, event.details["level"]) == ("api", 1)
