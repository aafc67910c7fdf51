"""Pages of demands: who gets in, what they show, how many queries they take."""

import json
import re
from datetime import date
from urllib.parse import quote

import pytest
from django.urls import reverse

from queqiao_web.demands.actions import claim_demand, keep_entry
from queqiao_web.demands.adapters import PUBLIC_DEMANDS
from queqiao_web.demands.models import Demand, Entry
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Disclosure
from tests.factories.web.demands import make_demand, make_grant
from tests.factories.web.people import actor, make_appointed, make_member, make_organization
from tests.web.times import NOON

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"


@pytest.fixture
def owner():
    return make_member(role=OrganizationRole.EDITOR)


@pytest.fixture
def officer():
    return make_appointed(RegionRole.OFFICER, "220000")


def signed_in(client, user):
    client.force_login(user)
    return client


def page_of(client, name, *codes, **query):
    return client.get(reverse(name, args=codes), query)


def text(answer):
    return answer.content.decode()


TYPED = {
    "title": "高速电主轴热伸长控制",
    "summary": "连续精铣两小时后主轴伸长明显，寻求冷却结构方面的合作。",
    "description": "20000r/min 空载 2h，前轴承温升≤20K。",
    "industry_code": "3425",
    "budget_cny": "220",
    "validity_days": "180",
    "disclosure": "staged",
    "ip_need": "any",
}


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("demand_list", None),
        ("demand_list", "owner"),
        ("my_demands", "owner"),
        ("demand_review_queue", "officer"),
    ],
)
def test_lists_take_as_many_queries_for_three_rows_as_for_one(client, owner, officer, name, who):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    people = {"owner": owner, "officer": officer}
    if who:
        client.force_login(people[who])

    def make():
        if name == "my_demands":
            make_demand(organization=owner.organization)
        elif name == "demand_review_queue":
            make_demand(state=DemandState.SUBMITTED, region_code="220104")
        else:
            make_demand(disclosure=Disclosure.ANONYMOUS)

    counts = []
    for more in (1, 2):
        for _ in range(more):
            make()
        page_of(client, name)  # what is read once is read
        with CaptureQueriesContext(connection) as queries:
            answer = page_of(client, name)
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_demand_takes_as_many_queries_with_three_grants_as_with_one(client, owner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    demand = make_demand(organization=owner.organization)
    client.force_login(owner)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_grant(demand, make_organization())
        page_of(client, "demand_detail", demand.code)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, "demand_detail", demand.code)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_public_list_holds_what_is_published_and_says_its_filters(client):
    shown = make_demand(region_code="220104", budget_cny=50_000)
    draft = make_demand(state=DemandState.DRAFT)
    elsewhere = make_demand(region_code="210100")

    answer = text(page_of(client, "demand_list", region="220000", budget="10"))

    assert shown.title in answer
    assert draft.title not in answer
    assert elsewhere.title not in answer
    assert "吉林省" in answer


def test_an_anonymous_owner_is_not_named_nor_placed_by_county(client):
    organization = make_organization(name="松江堡精密主轴有限公司", region_code="220174")
    demand = make_demand(organization=organization, disclosure=Disclosure.ANONYMOUS)

    listed = text(page_of(client, "demand_list"))
    assert demand.title in listed
    assert "松江堡" not in listed
    assert "匿名" in listed
    assert demand.title not in text(page_of(client, "demand_list", region="220174"))
    assert demand.title in text(page_of(client, "demand_list", region="220100"))


def test_words_find_published_demands_through_the_index(client):
    wanted = make_demand(title="电主轴热伸长控制")
    other = make_demand(title="酸菜胀袋", summary="酸菜发酵后胀袋", keywords=["酸菜"])
    PUBLIC_DEMANDS.catch_up()

    answer = text(page_of(client, "demand_list", q="酸菜"))
    assert other.title in answer
    assert wanted.title not in answer
    assert wanted.title in text(page_of(client, "demand_list", q=wanted.code.lower()))


def test_an_empty_list_says_what_to_do(client, owner):
    assert "还没有已发布的需求" in text(page_of(client, "demand_list"))
    assert "本单位还没有发布过需求" in text(page_of(signed_in(client, owner), "my_demands"))


def test_the_public_export_holds_what_everybody_may_read(client, officer):
    from io import BytesIO

    from openpyxl import load_workbook

    make_demand(title="=1+1", description="细节甲", disclosure=Disclosure.STAGED)
    make_demand(description="细节乙", disclosure=Disclosure.PUBLIC)

    answer = page_of(signed_in(client, officer), "demand_export")

    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    cells = [cell for row in rows for cell in row if cell]
    assert len(rows) == 3
    assert "'=1+1" in cells
    assert "细节乙" in cells
    assert "细节甲" not in cells


# --- one demand -----------------------------------------------------------------------------------


def test_who_reads_how_far(client, owner, officer):
    partner, stranger = make_member(), make_member()
    demand = make_demand(
        organization=owner.organization,
        summary="公开的话",
        description="细节的话",
        secret_annex="机密的话",
    )
    make_grant(demand, partner.organization)
    seen = {}
    for name, user in (
        ("visitor", None),
        ("stranger", stranger),
        ("partner", partner),
        ("officer", officer),
        ("owner", owner),
    ):
        client.logout()
        if user:
            client.force_login(user)
        answer = text(page_of(client, "demand_detail", demand.code))
        seen[name] = [word in answer for word in ("公开的话", "细节的话", "机密的话")]

    assert seen == {
        "visitor": [True, False, False],
        "stranger": [True, False, False],
        "partner": [True, True, False],
        "officer": [True, True, False],
        "owner": [True, True, True],
    }
    revealed = AuditEvent.objects.filter(verb="demands.demand.revealed")
    assert set(revealed.values_list("actor_id", flat=True)) == {partner.pk, officer.pk}


@pytest.mark.parametrize("state", [DemandState.DRAFT, DemandState.RETURNED, DemandState.WITHDRAWN])
def test_what_is_not_public_does_not_exist_for_others(client, state):
    demand = make_demand(state=state)

    assert page_of(client, "demand_detail", demand.code).status_code == 404
    assert (
        page_of(signed_in(client, make_member()), "demand_detail", demand.code).status_code == 404
    )


VERBS = [
    "demand_submit",
    "demand_withdraw",
    "demand_reopen",
    "demand_reconfirm",
    "demand_match",
    "demand_resume",
    "demand_close",
    "demand_claim",
    "demand_release",
    "demand_publish",
    "demand_return",
]


@pytest.mark.parametrize("name", [*VERBS, "demand_edit"])
@pytest.mark.parametrize("state", [DemandState.DRAFT, DemandState.PUBLISHED])
def test_another_enterprise_does_nothing_to_a_demand(client, name, state):
    demand = make_demand(state=state)
    client.force_login(make_member())

    answer = client.post(reverse(name, args=[demand.code]), TYPED)

    assert answer.status_code in {403, 404}
    assert demand.description not in text(answer)
    demand.refresh_from_db()
    assert (demand.state, demand.version) == (state, 1)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("name", [*VERBS, "demand_edit", "demand_levels"])
def test_a_visitor_is_asked_to_sign_in(client, name):
    demand = make_demand()

    answer = client.post(reverse(name, args=[demand.code]))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_the_owner_sees_what_each_level_shows_without_leaving_a_note(client, owner):
    demand = make_demand(
        organization=owner.organization, disclosure=Disclosure.ANONYMOUS, secret_annex="机密的话"
    )

    answer = text(page_of(signed_in(client, owner), "demand_levels", demand.code))

    public, partner, signatory = re.split(r'<section class="level"', answer)[1:]
    assert owner.organization.name not in public
    assert owner.organization.name in partner
    assert "机密的话" not in partner
    assert "机密的话" in signatory
    assert not AuditEvent.objects.exists()
    client.force_login(make_member())
    assert page_of(client, "demand_levels", demand.code).status_code == 403


def test_buttons_take_a_demand_through_its_life(client, owner, officer):
    demand = make_demand(organization=owner.organization, state=DemandState.DRAFT)
    way = [
        (owner, "demand_submit", "submitted"),
        (officer, "demand_claim", "submitted"),
        (officer, "demand_publish", "published"),
        (owner, "demand_match", "matched"),
        (owner, "demand_resume", "published"),
        (owner, "demand_reconfirm", "published"),
        (owner, "demand_reopen", "draft"),
        (owner, "demand_withdraw", "withdrawn"),
    ]
    for user, name, state in way:
        client.force_login(user)
        answer = client.post(reverse(name, args=[demand.code]))
        assert answer.status_code == 302, name
        demand.refresh_from_db()
        assert demand.state == state, name


def test_every_text_is_shown_as_text(client, owner, officer):
    demand = make_demand(
        organization=owner.organization,
        state=DemandState.RETURNED,
        title=EVIL[:80],
        summary=EVIL,
        description=EVIL,
        secret_annex=EVIL,
        keywords=[EVIL],
        return_text=EVIL,
        return_reasons=["unclear"],
    )
    published = make_demand(
        organization=owner.organization, title=EVIL[:80], summary=EVIL, keywords=[EVIL]
    )
    waiting = make_demand(state=DemandState.SUBMITTED, title=EVIL[:80], summary=EVIL)
    keep_entry(actor=actor(owner), at=NOON, key="ABCDEFGH", typed={"title": [EVIL]})
    client.force_login(owner)
    pages = [
        page_of(client, "demand_detail", demand.code),
        page_of(client, "demand_edit", demand.code),
        page_of(client, "demand_levels", demand.code),
        page_of(client, "demand_close", published.code),
        page_of(client, "demand_list"),
        page_of(client, "my_demands"),
        page_of(client, "demand_create", entry="ABCDEFGH"),
        client.post(reverse("demand_hints"), {**TYPED, "title": EVIL, "description": EVIL}),
        client.post(reverse("demand_create"), {**TYPED, "title": EVIL * 3, "budget_cny": EVIL}),
    ]
    client.force_login(officer)
    pages += [
        page_of(client, "demand_review", waiting.code),
        page_of(client, "demand_review_queue"),
    ]

    for answer in pages:
        assert answer.status_code in {200, 422}
        assert "<script>alert" not in text(answer)
        assert "<img src=x" not in text(answer)


# --- the form -------------------------------------------------------------------------------------


def test_saving_makes_a_draft_and_submitting_sends_it(client, owner):
    client.force_login(owner)
    fields = {**TYPED, "organization": owner.organization.pk, "entry": "ABCDEFGH"}

    answer = client.post(reverse("demand_create"), {**fields, "then": "submit"})

    demand = Demand.objects.get()
    assert answer["Location"] == reverse("demand_detail", args=[demand.code]) + "?saved=ABCDEFGH"
    assert (demand.state, int(demand.budget_cny)) == (DemandState.SUBMITTED, 2_200_000)
    assert demand.region_code == owner.organization.region_code


def test_a_vague_demand_is_saved_and_the_form_says_what_is_missing(client, owner):
    client.force_login(owner)
    fields = {"title": "怎么办", "organization": owner.organization.pk, "then": "submit"}

    answer = client.post(reverse("demand_create"), fields, follow=True)

    assert Demand.objects.get().state == DemandState.DRAFT
    assert "提交前还需补充" in text(answer)
    assert "请填写公开摘要" in text(answer)


def test_wrong_values_are_told_together_and_stay_in_the_form(client, owner):
    client.force_login(owner)
    fields = {
        **TYPED,
        "title": "",
        "budget_cny": "不多",
        "region_code": "火星",
        "organization": owner.organization.pk,
    }

    answer = client.post(reverse("demand_create"), fields)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title", "budget_cny", "region_code"}
    assert "不多" in text(answer)
    assert TYPED["description"] in text(answer)
    assert not Demand.objects.exists()


def test_nobody_posts_in_the_name_of_others(client, owner):
    client.force_login(owner)

    answer = client.post(
        reverse("demand_create"), {**TYPED, "organization": make_organization().pk}
    )
    assert answer.status_code == 422
    assert not Demand.objects.exists()


def test_what_is_typed_is_kept_and_taken_up_again(client, owner):
    client.force_login(owner)
    typed = {**TYPED, "title": "半句", "budget_cny": "大概", "entry": "ABCDEFGH"}

    answer = client.post(reverse("demand_autosave"), typed)

    assert json.loads(answer.content)["saved"] is True
    again = text(page_of(client, "demand_create", entry="ABCDEFGH"))
    assert "半句" in again
    assert "大概" in again
    assert "半句" in text(page_of(client, "my_demands"))
    client.force_login(make_member())
    assert "半句" not in text(page_of(client, "demand_create", entry="ABCDEFGH"))


def test_saving_the_form_removes_what_was_kept(client, owner):
    client.force_login(owner)
    fields = {**TYPED, "organization": owner.organization.pk, "entry": "ABCDEFGH"}
    client.post(reverse("demand_autosave"), fields)

    client.post(reverse("demand_create"), fields)

    assert not Entry.objects.exists()
    assert Demand.objects.count() == 1


def test_autosave_tells_when_it_could_not_keep(client, owner):
    client.force_login(owner)

    answer = client.post(reverse("demand_autosave"), {**TYPED, "entry": "x"})
    assert answer.status_code == 422
    assert json.loads(answer.content)["saved"] is False


def test_hints_ask_recognize_and_compare(client, owner):
    same = make_demand(title=TYPED["title"], summary=TYPED["summary"], keywords=[])
    PUBLIC_DEMANDS.catch_up()
    client.force_login(owner)

    answer = client.post(reverse("demand_hints"), {**TYPED, "budget_cny": ""})

    assert "愿意为解决这个问题投入多少钱" in text(answer)
    assert "≤20K" in text(answer)
    assert reverse("demand_detail", args=[same.code]) in text(answer)


def test_an_index_without_its_tick_is_struck_out(client, owner):
    client.force_login(owner)
    first = client.post(reverse("demand_hints"), TYPED)
    shown = re.findall(r'name="index_shown" value="([^"]+)"', text(first))
    keep = [one for one in shown if "20K" in one]

    client.post(
        reverse("demand_create"),
        {
            **TYPED,
            "organization": owner.organization.pk,
            "index_shown": shown,
            "index_kept": keep,
        },
    )

    marks = {one["text"]: one["mark"] for one in Demand.objects.get().indices}
    assert marks.pop("≤20K") == "confirmed"
    assert set(marks.values()) == {"struck"}


def test_somebody_elses_change_is_told_and_nothing_typed_is_lost(client, owner):
    demand = make_demand(organization=owner.organization, state=DemandState.DRAFT, version=4)
    client.force_login(owner)

    answer = client.post(
        reverse("demand_edit", args=[demand.code]), {**TYPED, "title": "我的新标题", "version": 3}
    )

    assert answer.status_code == 409
    assert "我的新标题" in text(answer)
    demand.refresh_from_db()
    assert demand.title != "我的新标题"


def test_signing_in_leads_back_to_the_same_sitting(client):
    address = reverse("demand_create") + "?entry=ABCDEFGH"

    answer = client.get(address)
    assert quote(address) in answer["Location"]


def test_the_import_page_offers_a_template(client, owner):
    answer = page_of(signed_in(client, owner), "demand_import")

    assert answer.status_code == 200
    assert reverse("import_template", args=["demands"]) in text(answer)


# --- review ---------------------------------------------------------------------------------------


def test_the_queue_shows_the_region_and_who_has_what(client, owner, officer):
    colleague = make_appointed(display_name="张审")
    taken = make_demand(state=DemandState.SUBMITTED, region_code="220104")
    free = make_demand(state=DemandState.SUBMITTED, region_code="220202")
    elsewhere = make_demand(state=DemandState.SUBMITTED, region_code="210100")
    from django.utils import timezone

    claim_demand(actor=actor(colleague), at=timezone.now(), demand_id=taken.pk)

    answer = text(page_of(signed_in(client, officer), "demand_review_queue"))

    assert "张审正在审核" in answer
    assert free.title in answer
    assert elsewhere.title not in answer
    client.force_login(owner)
    assert page_of(client, "demand_review_queue").status_code == 403


def test_the_second_reviewer_is_told(client, officer):
    from django.utils import timezone

    demand = make_demand(state=DemandState.SUBMITTED)
    colleague = make_appointed(display_name="张审")
    claim_demand(actor=actor(colleague), at=timezone.now(), demand_id=demand.pk)
    client.force_login(officer)

    answer = client.post(reverse("demand_publish", args=[demand.code]), follow=True)

    assert "张审正在审核" in text(answer)
    demand.refresh_from_db()
    assert demand.state == DemandState.SUBMITTED


def test_returning_without_a_reason_is_told_beside_the_field(client, officer):
    demand = make_demand(state=DemandState.SUBMITTED)
    client.force_login(officer)

    answer = client.post(reverse("demand_return", args=[demand.code]), {"text": "写清楚"})
    assert answer.status_code == 422
    assert "请至少选择一项原因" in text(answer)
    assert "写清楚" in text(answer)

    client.post(
        reverse("demand_return", args=[demand.code]), {"text": "写清楚", "reasons": ["unclear"]}
    )
    demand.refresh_from_db()
    assert (demand.state, demand.return_text) == (DemandState.RETURNED, "写清楚")


def test_a_reviewer_never_reads_the_secret_annex(client, officer):
    demand = make_demand(state=DemandState.SUBMITTED, secret_annex="配方为 X-77 号，温度≤399K。")

    answer = text(page_of(signed_in(client, officer), "demand_review", demand.code))

    assert demand.description in answer
    assert "X-77" not in answer
    assert "399K" not in answer


def test_a_reviewers_reading_ends_with_the_decision(client):
    demand = make_demand(disclosure=Disclosure.ANONYMOUS)
    client.force_login(make_appointed(RegionRole.BROKER, "220000"))

    answer = page_of(client, "demand_review", demand.code)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("demand_detail", args=[demand.code])


def test_the_deadline_and_the_money_read_as_people_write_them(client):
    demand = make_demand(budget_cny=1_200_000, deadline_on=date(2027, 3, 5))

    answer = text(page_of(client, "demand_detail", demand.code))
    assert "120 万元" in answer
    assert "2027年3月5日" in answer
