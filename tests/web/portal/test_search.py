"""Searching: what is published is found, what is hidden is not, and pages cost the same."""

import pytest

from queqiao_web.demands.actions import withdraw_demand
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.portal.adapters import PORTAL
from tests.factories.web.achievements import make_achievement
from tests.factories.web.demands import make_demand
from tests.factories.web.people import actor, make_member, make_organization
from tests.web.times import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    def asked(text="", **more):
        return client.get("/search/", {"q": text, **more})

    return asked


def titles(answer):
    return [one.record.title for one in answer.context["page"].shown]


def test_published_records_are_found_with_the_words_marked(search):
    make_demand(title="冻干果蔬脆片返潮")
    make_achievement(title="果蔬脆片阻湿包装", summary="冻干果蔬脆片开袋后不返潮")
    PORTAL.catch_up()

    answer = search("冻干果蔬脆片")

    assert sorted(titles(answer)) == ["冻干果蔬脆片返潮", "果蔬脆片阻湿包装"]
    assert "<mark>冻干" in answer.content.decode()
    assert titles(search("冻干果蔬脆片", kind="achievement")) == ["果蔬脆片阻湿包装"]
    assert titles(search("冻干果蔬脆片", region="110000")) == []


SECRETS = {
    "description": "凤尾竹七号配方",
    "secret_annex": "麒麟十二号参数",
}


@pytest.mark.parametrize("disclosure", [Disclosure.STAGED, Disclosure.ANONYMOUS])
def test_hidden_texts_and_hidden_owners_are_never_found(search, disclosure):
    owner = make_organization(name="虚构雪岭狐仙精密有限公司", region_code="220104")
    make_demand(organization=owner, title="主轴温升", disclosure=disclosure, **SECRETS)
    PORTAL.catch_up()

    for secret in SECRETS.values():
        assert titles(search(secret)) == []
    found = search("主轴温升")
    assert titles(found) == ["主轴温升"]
    text = found.content.decode()
    assert not [secret for secret in SECRETS.values() if secret in text]
    assert ("雪岭狐仙" in text) == (disclosure == Disclosure.STAGED)
    assert ("朝阳区" in text) == (disclosure == Disclosure.STAGED)
    by_owner = [one.record.kind for one in search("雪岭狐仙精密").context["page"].shown]
    assert ("demand" in by_owner) == (disclosure == Disclosure.STAGED)


def test_drafts_are_not_found(search):
    make_demand(title="磁悬浮离心泵", state=DemandState.DRAFT)
    PORTAL.catch_up()

    assert titles(search("磁悬浮离心泵")) == []


def test_withdrawn_record_is_gone_at_once_and_from_the_index_after_the_job(search, run_jobs):
    member = make_member()
    demand = make_demand(organization=member.organization, title="磁悬浮离心泵")
    PORTAL.catch_up()
    assert titles(search("磁悬浮离心泵")) == ["磁悬浮离心泵"]

    withdraw_demand(actor=actor(member), at=NOON, demand_id=demand.pk)
    assert titles(search("磁悬浮离心泵")) == []
    run_jobs()

    assert search("磁悬浮离心泵").context["found"] == "0"


def test_code_of_a_record_leads_to_its_page(search):
    demand = make_demand()

    assert search(demand.code.lower()).headers["Location"] == f"/demands/{demand.code}/"
    assert search("ZZZZZZZZ").status_code == 200


def test_page_says_that_the_index_is_not_there_yet(search):
    assert "检索库正在建立" in search("轴承").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow_with_hits(search, count, django_assert_max_num_queries):
    for _each in range(count):
        make_demand(title="磁悬浮离心泵")
        make_achievement(title="磁悬浮离心泵叶轮")
    PORTAL.catch_up()

    with django_assert_max_num_queries(2):
        assert len(titles(search("磁悬浮离心泵"))) == 2 * count


def test_markup_in_titles_and_queries_stays_text(search):
    make_demand(title="<b>磁悬浮</b><script>alert(1)</script>")
    PORTAL.catch_up()

    text = search('磁悬浮"><script>alert(2)</script>').content.decode()

    assert "<script>alert" not in text
    assert "<b>" not in text
    assert "<mark>磁悬浮</mark>" in text
