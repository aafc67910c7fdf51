"""Saved searches: what is new and public is told once, what is hidden never."""

from urllib.parse import unquote

import pytest

from queqiao_web.foundation.notifications.models import Notification
from queqiao_web.matching.actions import save_search
from queqiao_web.portal.adapters import PORTAL
from queqiao_web.portal.tasks import tell_searches
from tests.factories.web.achievements import make_achievement
from tests.factories.web.people import actor, make_member
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def searcher():
    user = make_member()
    save_search(actor=actor(user), at=NOON, name="电池", kind="achievement", text="固态电池")
    return user


def publish(**fields):
    make_achievement(published_at=NOON + HOUR, **fields)
    PORTAL.catch_up()


def test_what_is_new_is_told_once(searcher):
    publish(title="硫化物固态电池电解质", summary="固态电池用电解质膜。", description="")

    for hour in (2, 3):
        tell_searches(at=NOON + hour * HOUR)

    notice = Notification.objects.get(user=searcher)
    assert notice.params == {"count": 1, "name": "电池"}
    assert "固态电池" in unquote(notice.url)


def test_what_was_published_before_the_search_is_no_news(searcher):
    make_achievement(title="固态电池封装", summary="固态电池。", published_at=NOON - DAY)
    PORTAL.catch_up()

    tell_searches(at=NOON + HOUR)

    assert not Notification.objects.exists()


def test_hidden_words_make_no_news(searcher):
    publish(
        title="新型储能器件",
        summary="高安全储能器件。",
        description="固态电池专用",
        secret_annex="固态电池",
        disclosure="staged",
        keywords=[],
    )

    tell_searches(at=NOON + 2 * HOUR)

    assert not Notification.objects.exists()
