"""Pages of matching: what each side reads, answers, and never sees of the other."""

import pytest
from django.urls import reverse
from django.utils import timezone

from queqiao_web.experts.adapters import PUBLIC_EXPERTS
from queqiao_web.foundation.access import SYSTEM, RegionRole
from queqiao_web.foundation.notifications.models import Notification
from queqiao_web.matching.actions import refresh_achievement, refresh_demand
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.states import MatchState
from tests.factories.web.experts import make_expert
from tests.factories.web.matching import make_fitting_pair, make_match
from tests.factories.web.people import make_appointed, make_member
from tests.web.times import NOON

pytestmark = pytest.mark.django_db
HIDDEN = "每吨成本压到3172元的独门配方"


@pytest.fixture
def pair():
    demand, achievement = make_fitting_pair()
    refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)
    refresh_achievement(actor=SYSTEM, achievement_id=achievement.pk, at=NOON)
    return Match.objects.get()


@pytest.fixture
def asker(pair):
    return make_member(pair.demand_organization)


@pytest.fixture
def offerer(pair):
    return make_member(pair.achievement_organization)


def read(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def test_the_inbox_shows_each_side_what_it_got(client, pair, asker, offerer):
    for user, side, other in (
        (asker, "demand", pair.achievement),
        (offerer, "achievement", pair.demand),
    ):
        page = read(client, user, "match_list", side=side)

        assert page.status_code == 200
        assert other.title in page.content.decode()


def test_a_match_shows_checks_evidence_and_conditions(client, pair, asker):
    page = read(client, asker, "match_detail", pair.code).content.decode()

    assert "≤0.08μm" in page
    assert "0.06μm" in page
    assert "<mark" in page
    assert "达到" in page


def test_strangers_and_visitors_see_no_match(client, pair):
    stranger = make_member()

    assert read(client, stranger, "match_detail", pair.code).status_code == 404
    client.logout()
    visitor = client.get(reverse("match_detail", args=[pair.code]))
    assert (visitor.status_code, "/account/login" in visitor.url) == (302, True)


def test_answers_through_the_page_lead_to_an_introduction(client, pair, asker, offerer, run_jobs):
    client.force_login(asker)
    client.post(
        reverse("match_answer", args=[pair.code]), {"side": "demand", "answer": "interested"}
    )
    run_jobs(at=timezone.now())
    told = Notification.objects.filter(user=offerer, kind="matching.interest")
    assert told.count() == 1

    client.force_login(offerer)
    answer = client.post(
        reverse("match_answer", args=[pair.code]), {"side": "achievement", "answer": "interested"}
    )
    introduction = Introduction.objects.get()
    assert answer.url == reverse("introduction_detail", args=[introduction.code])
    page = client.get(answer.url).content.decode()
    assert pair.demand_organization.name in page
    run_jobs(at=timezone.now())
    assert Notification.objects.filter(kind="matching.introduced").count() == 2


def test_declining_without_a_reason_says_what_is_missing_and_keeps_the_words(client, pair, asker):
    client.force_login(asker)

    page = client.post(
        reverse("match_answer", args=[pair.code]),
        {"side": "demand", "answer": "declined", "text": "暂时不考虑"},
    )

    assert page.status_code == 422
    assert "暂时不考虑" in page.content.decode()
    pair.refresh_from_db()
    assert pair.state == MatchState.OPEN


def test_a_refusal_is_told_to_the_interested_side(client, pair, asker, offerer, run_jobs):
    client.force_login(offerer)
    client.post(
        reverse("match_answer", args=[pair.code]), {"side": "achievement", "answer": "interested"}
    )
    client.force_login(asker)
    client.post(
        reverse("match_answer", args=[pair.code]),
        {"side": "demand", "answer": "declined", "code": "price"},
    )
    run_jobs(at=timezone.now())

    assert Notification.objects.filter(user=offerer, kind="matching.declined").count() == 1
    page = read(client, offerer, "match_detail", pair.code).content.decode()
    assert "价格" in page or "Price" in page


def test_hidden_texts_of_the_other_side_are_nowhere(client, pair, asker):
    achievement = pair.achievement
    achievement.disclosure = "anonymous"
    achievement.description = f"{HIDDEN}，球圆度0.02μm。"
    achievement.secret_annex = HIDDEN
    achievement.save()
    refresh_achievement(actor=SYSTEM, achievement_id=achievement.pk, at=NOON)

    for name, args in (
        ("match_detail", [pair.code]),
        ("match_list", []),
        ("demand_matches", [pair.demand.code]),
    ):
        page = read(client, asker, name, *args).content.decode()
        assert HIDDEN not in page
        assert achievement.organization.name not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_takes_a_fixed_number_of_queries(
    client, rows, asker_of_many, django_assert_num_queries
):
    user = asker_of_many(rows)
    client.force_login(user)
    client.get(reverse("match_list"))

    with django_assert_num_queries(10):
        client.get(reverse("match_list"))


@pytest.fixture
def asker_of_many():
    def make(rows):
        first = make_match()
        for _ in range(rows - 1):
            make_match(demand=first.demand)
        return make_member(first.demand_organization)

    return make


def test_officers_see_silences_and_operators_see_rankings(client, pair):
    officer = make_appointed()
    operator = make_appointed(RegionRole.OPERATOR)

    assert read(client, officer, "match_list").status_code == 200
    assert read(client, officer, "match_detail", pair.code).status_code == 200
    assert read(client, officer, "ranker_list").status_code == 403
    assert read(client, operator, "ranker_list").status_code == 200


def test_saved_searches_are_kept_and_deleted_by_their_owner_only(client):
    user, other = make_member(), make_member()
    client.force_login(user)
    client.post(
        reverse("saved_search_list"), {"name": "固态电池", "kind": "demand", "text": "固态电池"}
    )
    search = user.saved_searches.get()

    client.force_login(other)
    assert client.post(reverse("saved_search_delete", args=[search.code])).status_code == 404
    client.force_login(user)
    client.post(reverse("saved_search_delete", args=[search.code]))
    assert not user.saved_searches.exists()


def test_the_owner_of_a_demand_gets_checked_bundles(client, pair, asker):
    pair.achievement.price_cny = 600000
    pair.achievement.save()
    pair.demand.budget_cny = 500000
    pair.demand.save()
    expert = make_expert(
        name="专家丙", fields=["精密研磨"], introduction="陶瓷轴承球精密研磨工艺与装备研究"
    )
    PUBLIC_EXPERTS.follow(expert.pk)

    page = read(client, asker, "demand_matches", pair.demand.code).content.decode()

    assert "专家丙" in page
    assert "超出预算 50 万元 共 10 万元" in page
