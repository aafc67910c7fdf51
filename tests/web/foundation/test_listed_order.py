"""Lists over several states are read in order from an index; no page sorts the whole table."""

import pytest
from django.db import connection

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.pages.lists import LISTED_ORDERS as ACHIEVEMENT_ORDERS
from queqiao_web.achievements.queries import achievements_listed
from queqiao_web.achievements.states import LISTED as LISTED_ACHIEVEMENTS
from queqiao_web.achievements.states import AchievementState
from queqiao_web.demands.models import Demand
from queqiao_web.demands.pages.lists import LISTED_ORDERS as DEMAND_ORDERS
from queqiao_web.demands.queries import demands_listed
from queqiao_web.demands.states import LISTED as LISTED_DEMANDS
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.ui.lists.keyset import ordered
from tests.factories.web.achievements import make_achievement
from tests.factories.web.demands import make_demand

pytestmark = pytest.mark.django_db


def plan(rows):
    """How the database says it reads these rows, its choice of a full scan forbidden."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    return rows.explain()


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        *((demands_listed, order) for order in DEMAND_ORDERS),
        *((achievements_listed, order) for order in ACHIEVEMENT_ORDERS),
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", None)),
)
def test_a_page_of_the_list_sorts_nothing(rows, order):
    """With a hundred thousand rows in two states each page took most of a second."""
    told = plan(ordered(rows().select_related(None), order)[:21])

    assert "TEMP B-TREE" not in told
    assert "Sort" not in told
    assert "Index" in told or "INDEX" in told


@pytest.mark.parametrize(
    ("model", "make", "states", "listed"),
    [
        (Demand, make_demand, DemandState, LISTED_DEMANDS),
        (Achievement, make_achievement, AchievementState, LISTED_ACHIEVEMENTS),
    ],
)
def test_the_database_keeps_which_states_are_listed(model, make, states, listed):
    for state in states:
        record = make(state=state)
        assert model.objects.filter(pk=record.pk, is_listed=1).exists() == (state in listed), state
