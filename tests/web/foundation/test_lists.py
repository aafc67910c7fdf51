"""The pattern of every list: filters in words, capped counts, pages without holes, saved views."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from queqiao_web.foundation.access import NOBODY, Actor
from queqiao_web.foundation.errors import Invalid, NotThere
from queqiao_web.foundation.ui.lists import (
    ChoiceFilter,
    Order,
    PrefixFilter,
    RegionFilter,
    filtered,
    list_page,
    remove_view,
    save_view,
    views_of,
)
from queqiao_web.foundation.ui.lists import page as page_module
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationKind, OrganizationState
from tests.factories.web.people import make_user
from tests.web.times import DAY, NOON

FILTERS = (
    PrefixFilter("q", "名称", "name"),
    RegionFilter(),
    ChoiceFilter("kind", "类型", OrganizationKind.choices),
)
ORDERS = (
    Order("newest", "最新", "-created_at"),
    Order("name", "名称", "name"),
    Order("verified", "认证时间", "verified_at", may_be_empty=True),
    Order("verified-last", "认证时间", "-verified_at", may_be_empty=True),
)


def make_rows(count, *, verified=lambda _number: None):
    return Organization.objects.bulk_create(
        Organization(
            name=f"单位{number % 3}",
            kind=OrganizationKind.ENTERPRISE if number % 2 else OrganizationKind.UNIVERSITY,
            region_code="220100" if number % 2 else "220200",
            state=OrganizationState.VERIFIED,
            created_at=NOON + DAY * (number // 3),
            updated_at=NOON,
            verified_at=verified(number),
        )
        for number in range(count)
    )


def ask(query="", *, actor=NOBODY, per_page=4):
    request = RequestFactory().get(f"/organizations/{query}")
    request.actor = actor
    return list_page(
        request,
        Organization.objects.all(),
        name="organizations",
        filters=FILTERS,
        orders=ORDERS,
        per_page=per_page,
    )


def walk(query, *, per_page, forwards=True):
    """All pages from one end to the other, by the links that the pages show."""
    pages = [ask(query, per_page=per_page)]
    while link := pages[-1].next_query if forwards else pages[-1].previous_query:
        pages.append(ask(link, per_page=per_page))
    return pages


class PagesHaveNoHoles(TestCase):
    """Whatever the order, the empty values and the size of a page: each row once, both ways."""

    @given(
        count=st.integers(0, 23),
        per_page=st.integers(1, 7),
        order=st.sampled_from([one.name for one in ORDERS]),
        empty=st.sets(st.integers(0, 22)),
    )
    def test_each_row_is_met_once_forwards_and_backwards(self, count, per_page, order, empty):
        make_rows(count, verified=lambda n: None if n in empty else NOON + DAY * (n % 4))

        forwards = walk(f"?order={order}", per_page=per_page)
        met = [row.pk for page in forwards for row in page]
        backwards = walk(forwards[-1].previous_query, per_page=per_page, forwards=False)
        met_backwards = [row.pk for page in reversed(backwards) for row in page]

        assert sorted(met) == sorted(Organization.objects.values_list("pk", flat=True))
        if len(forwards) > 1:
            assert met_backwards == met[: len(met_backwards)]
            assert len(met_backwards) == count - len(forwards[-1])
        values = [row.verified_at for page in forwards for row in page]
        if order.startswith("verified"):
            present = [value for value in values if value]
            assert values == sorted(present, reverse=order.endswith("last")) + [None] * (
                count - len(present)
            )


@pytest.mark.django_db
def test_filters_say_their_effect_in_words():
    make_rows(6)

    with translation.override("zh-hans"):
        page = ask("?region=220100&kind=castle&order=name")

    assert [one.value for one in page.filters] == ["", "220100", ""]
    assert {row.region_code for row in page} == {"220100"}
    assert "地区" in page.words
    assert "吉林省长春市" in page.words


@pytest.mark.django_db
def test_unknown_values_filter_nothing():
    make_rows(3)

    page = ask("?region=999999&kind=castle&after=nonsense~x&from=-3")

    assert len(page) == 3
    assert not page.is_filtered
    assert page.first == 1


@pytest.mark.django_db
def test_position_of_the_wrong_type_shows_the_first_page():
    make_rows(3)

    assert len(ask("?after=not-a-date~1")) == 3


@pytest.mark.django_db
def test_count_is_capped(monkeypatch, django_assert_num_queries):
    make_rows(9)
    monkeypatch.setattr(page_module, "COUNTED", 5)

    with django_assert_num_queries(2):
        page = ask()

    assert (page.count, page.counted_all) == (5, False)
    with translation.override("zh-hans"):
        assert page.count_words == "超过 5 条"


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow_with_rows(count, django_assert_num_queries):
    make_rows(count)
    person = make_user()

    with django_assert_num_queries(3):
        list(ask("?kind=enterprise", actor=Actor(user_id=person.pk)))


@pytest.mark.django_db
def test_export_takes_the_filters_without_the_place():
    make_rows(9)
    page = ask("?kind=university&order=name", per_page=2)

    following = ask(page.next_query, per_page=2)

    assert following.query == "kind=university&order=name"
    assert following.first == 3
    assert filtered(Organization.objects.all(), QueryDict(following.query), FILTERS).count() == 5


@pytest.mark.django_db
def test_view_is_kept_replaced_and_removed_by_its_owner_only():
    mine, theirs = Actor(user_id=make_user().pk), Actor(user_id=make_user().pk)

    save_view(actor=mine, at=NOON, list_name="organizations", title=" 高校 ", query="kind=bank")
    kept = save_view(
        actor=mine, at=NOON, list_name="organizations", title="高校", query="kind=university"
    )

    assert [(v.title, v.query) for v in views_of(mine, "organizations")] == [
        ("高校", "kind=university")
    ]
    assert views_of(theirs, "organizations") == ()
    with pytest.raises(NotThere):
        remove_view(actor=theirs, code=kept.code)
    remove_view(actor=mine, code=kept.code)
    assert views_of(mine, "organizations") == ()


@pytest.mark.django_db
def test_view_without_a_name_is_refused_with_every_problem():
    actor = Actor(user_id=make_user().pk)

    with pytest.raises(Invalid) as caught:
        save_view(actor=actor, at=NOON, list_name="demands", title=" ", query="x" * 501)

    assert [one.code for one in caught.value.problems] == ["view.title_missing", "view.query_long"]


@pytest.mark.django_db
def test_saving_a_view_goes_back_to_our_own_pages_only(client, settings):
    client.force_login(make_user(), backend=settings.AUTHENTICATION_BACKENDS[0])

    answer = client.post(
        "/views/",
        {"list": "demands", "title": "一", "query": "a=b", "next": "https://evil.example/"},
    )

    assert answer["Location"] == "/?a=b"
