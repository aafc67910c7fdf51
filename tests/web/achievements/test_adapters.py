"""What the engine gets of an achievement at each level."""

import pytest

from queqiao_web.achievements.adapters import engine_achievement
from queqiao_web.foundation.disclosure import Disclosure, Level
from tests.factories.web.achievements import make_achievement, make_university

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return make_achievement(
        organization=make_university(name="虚构北辰大学"),
        disclosure=Disclosure.ANONYMOUS,
        summary="公开的话",
        description="详细的话",
        secret_annex="机密的话",
    )


@pytest.mark.parametrize(
    ("level", "text", "owner"),
    [
        (Level.PUBLIC, "公开的话", ""),
        (Level.DETAILS, "公开的话\n详细的话", "虚构北辰大学"),
        (Level.SECRET, "公开的话\n详细的话\n机密的话", "虚构北辰大学"),
    ],
)
def test_the_engine_gets_the_texts_up_to_the_level(row, level, text, owner):
    found = engine_achievement(row, level)

    assert found.description == text
    assert found.owner == owner


def test_the_facts_reach_the_engine_in_its_own_types(row):
    found = engine_achievement(row, Level.PUBLIC)

    assert found.id == row.code
    assert found.keywords == ("陶瓷球", "研磨")
    assert [mode.value for mode in found.modes] == ["transfer", "licence"]
    assert (found.trl, found.ip_state.value, found.industry) == (7, "granted", "3451")
    assert found.price_cny is None
