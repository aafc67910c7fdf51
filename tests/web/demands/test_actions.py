"""Every verb of a demand: what it changes, what it refuses, and the one event it leaves."""

from datetime import date
from decimal import Decimal

import pytest

from queqiao_web.demands.actions import (
    DemandContent,
    claim_demand,
    close_demand,
    create_draft,
    discard_entry,
    edit_demand,
    expire_demand,
    keep_entry,
    match_demand,
    publish_demand,
    reconfirm_demand,
    release_demand,
    remind_of_demand,
    reopen_demand,
    resume_demand,
    return_demand,
    submit_demand,
    withdraw_demand,
)
from queqiao_web.demands.models import Demand, Entry
from queqiao_web.demands.states import DemandState, ReturnReason
from queqiao_web.foundation.access import SYSTEM, OrganizationRole, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.errors import (
    Conflict,
    IllegalTransition,
    Invalid,
    Refused,
    StaleVersion,
)
from queqiao_web.foundation.freshness import LEAST_NOTICE
from queqiao_web.foundation.indices import IndexMark, mark_of
from queqiao_web.foundation.review.claims import CLAIM_HOLDS
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.demands import make_demand
from tests.factories.web.people import actor, make_appointed, make_member, make_organization
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db

CONTENT = DemandContent(
    title="高速电主轴热伸长与温升控制",
    summary="连续精铣两小时后主轴伸长明显，寻求冷却结构方面的合作。",
    description="20000r/min 空载连续 2h，前轴承温升≤20K；主轴轴向热伸长≤8μm。",
    industry_code="3425",
    budget_cny=Decimal(2_200_000),
    modes=("joint_development",),
)


@pytest.fixture
def owner():
    return make_member(role=OrganizationRole.EDITOR)


@pytest.fixture
def officer():
    return make_appointed(RegionRole.OFFICER, "220000")


def verbs():
    return list(AuditEvent.objects.order_by("sequence").values_list("verb", flat=True))


def codes(caught):
    return [problem.code for problem in caught.value.problems]


def submitted(owner, **fields):
    return make_demand(organization=owner.organization, state=DemandState.SUBMITTED, **fields)


# --- what it says ---------------------------------------------------------------------------------


def test_a_draft_takes_the_region_of_its_organization_and_reads_its_indices(owner):
    demand = create_draft(
        actor=actor(owner), at=NOON, organization_id=owner.organization.pk, content=CONTENT
    )

    assert (demand.state, demand.region_code) == (DemandState.DRAFT, "220100")
    assert demand.created_by == owner
    read = {(one["parameter"], one["text"]): one["mark"] for one in demand.indices}
    assert read["前轴承温升", "≤20K"] == IndexMark.RECOGNIZED
    assert verbs() == ["demands.demand.created"]


def test_every_index_stands_where_its_place_says(owner):
    demand = create_draft(
        actor=actor(owner), at=NOON, organization_id=owner.organization.pk, content=CONTENT
    )

    assert demand.indices
    for index in demand.indices:
        text = getattr(demand, index["field"])
        assert text[index["start"] : index["end"]] == index["text"]


def test_a_draft_needs_only_a_title_and_tells_all_that_is_wrong(owner):
    content = DemandContent(title=" ", budget_cny=Decimal(-1), trl_min=12, keywords=("词",) * 21)

    with pytest.raises(Invalid) as caught:
        create_draft(
            actor=actor(owner), at=NOON, organization_id=owner.organization.pk, content=content
        )

    assert codes(caught) == [
        "title.missing",
        "keywords.too_many",
        "budget_cny.negative",
        "trl_min.range",
    ]
    assert not Demand.objects.exists()
    assert verbs() == []


def test_a_viewer_or_stranger_writes_no_draft(owner):
    viewer = make_member(owner.organization, role=OrganizationRole.VIEWER)

    for person in (viewer, make_member(), make_appointed()):
        with pytest.raises(Refused):
            create_draft(
                actor=actor(person),
                at=NOON,
                organization_id=owner.organization.pk,
                content=CONTENT,
            )
    assert not Demand.objects.exists()


def test_a_suspended_organization_posts_nothing():
    owner = make_member(make_organization(state=OrganizationState.SUSPENDED))

    with pytest.raises(Refused) as caught:
        create_draft(
            actor=actor(owner), at=NOON, organization_id=owner.organization.pk, content=CONTENT
        )
    assert caught.value.code == "demands.demand.organization_suspended"


def test_struck_indices_stay_struck_while_the_text_keeps_them(owner):
    demand = make_demand(organization=owner.organization, state=DemandState.DRAFT)
    key = next(mark_of(one) for one in demand.indices if one["text"] == "≤8μm")

    edited = edit_demand(
        actor=actor(owner),
        at=NOON,
        demand_id=demand.pk,
        content=DemandContent(
            title=demand.title, description=demand.description, marks={key: IndexMark.STRUCK}
        ),
        version=demand.version,
    )

    marks = {one["text"]: one["mark"] for one in edited.indices}
    assert marks["≤8μm"] == IndexMark.STRUCK
    assert marks["≤20K"] == IndexMark.RECOGNIZED
    assert verbs() == ["demands.demand.edited"]


def test_nobody_overwrites_what_they_have_not_seen(owner):
    demand = make_demand(organization=owner.organization, state=DemandState.DRAFT, version=3)

    with pytest.raises(StaleVersion):
        edit_demand(actor=actor(owner), at=NOON, demand_id=demand.pk, content=CONTENT, version=2)
    assert Demand.objects.get().title == demand.title


@pytest.mark.parametrize("state", [s for s in DemandState if s not in {"draft", "returned"}])
def test_only_drafts_and_returned_demands_are_changed(owner, state):
    demand = make_demand(organization=owner.organization, state=state)

    with pytest.raises(Refused) as caught:
        edit_demand(
            actor=actor(owner),
            at=NOON,
            demand_id=demand.pk,
            content=CONTENT,
            version=demand.version,
        )
    assert caught.value.code == "demands.demand.not_editable"


# --- what is being typed --------------------------------------------------------------------------


def test_what_is_typed_is_kept_as_typed_for_its_writer_alone(owner):
    typed = {"title": ["半句话"], "budget_cny": ["大概二十万"]}

    for _ in range(2):
        keep_entry(actor=actor(owner), at=NOON, key="ABCDEFGH", typed=typed)

    entry = Entry.objects.get()
    assert (entry.user, entry.typed, entry.saved_at) == (owner, typed, NOON)
    assert verbs() == []


def test_one_sheet_for_each_demand_that_is_being_changed(owner):
    demand = make_demand(organization=owner.organization, state=DemandState.DRAFT)

    for key in ("ABCDEFGH", "BCDEFGHJ"):
        keep_entry(
            actor=actor(owner), at=NOON, key=key, typed={"title": [key]}, demand_id=demand.pk
        )

    assert [(one.key, one.typed) for one in Entry.objects.all()] == [
        ("BCDEFGHJ", {"title": ["BCDEFGHJ"]})
    ]


def test_a_stranger_keeps_no_sheet_for_a_demand(owner):
    demand = make_demand(state=DemandState.DRAFT)

    with pytest.raises(Refused):
        keep_entry(actor=actor(owner), at=NOON, key="ABCDEFGH", typed={}, demand_id=demand.pk)


def test_odd_keys_and_masses_of_text_are_refused(owner):
    with pytest.raises(Invalid) as caught:
        keep_entry(actor=actor(owner), at=NOON, key="../../..", typed={})
    assert codes(caught) == ["entry.key"]
    with pytest.raises(Invalid) as caught:
        keep_entry(actor=actor(owner), at=NOON, key="ABCDEFGH", typed={"title": ["字" * 100_000]})
    assert codes(caught) == ["entry.too_long"]


def test_the_oldest_sheets_make_room_and_discarding_removes_one(owner):
    from queqiao_web.foundation.codes import ALPHABET

    keys = ["ABCDEFG" + sign for sign in ALPHABET[:22]]
    for hours, key in enumerate(keys):
        keep_entry(actor=actor(owner), at=NOON + hours * HOUR, key=key, typed={})

    kept = set(Entry.objects.values_list("key", flat=True))
    assert kept == set(keys[2:])
    discard_entry(actor=actor(make_member()), key=keys[-1])
    assert Entry.objects.filter(key=keys[-1]).exists()
    discard_entry(actor=actor(owner), key=keys[-1])
    assert not Entry.objects.filter(key=keys[-1]).exists()


# --- to review and through it ---------------------------------------------------------------------


def test_submitting_tells_everything_that_is_missing(owner):
    demand = make_demand(
        organization=owner.organization,
        state=DemandState.DRAFT,
        title="难题",
        summary="",
        industry_code="",
        deadline_on=date(2026, 11, 1),
    )

    with pytest.raises(Invalid) as caught:
        submit_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)

    assert codes(caught) == [
        "title.too_short",
        "summary.too_short",
        "industry_code.missing",
        "deadline_on.past",
    ]
    assert Demand.objects.get().state == DemandState.DRAFT
    assert verbs() == []


def test_a_deadline_today_has_not_passed(owner):
    demand = make_demand(
        organization=owner.organization, state=DemandState.DRAFT, deadline_on=date(2026, 11, 2)
    )

    assert submit_demand(actor=actor(owner), at=NOON, demand_id=demand.pk).submitted_by == owner


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "松江堡主轴热伸长控制"),
        ("summary", "松江堡精密主轴有限公司寻求冷却方案，要求温升二十度以内。"),
        ("keywords", ["松江堡精密主轴"]),
        ("summary", "冷却方案征集，请拨打 0431-1234567 联系，温升二十度以内。"),
    ],
)
def test_an_anonymous_demand_does_not_name_its_owner(field, value):
    organization = make_organization(
        name="松江堡精密主轴有限公司（虚构）", contact_phone="0431-1234567"
    )
    owner = make_member(organization)
    fields = {"title": "主轴热伸长控制", field: value}
    demand = make_demand(
        organization=organization,
        state=DemandState.DRAFT,
        disclosure=Disclosure.ANONYMOUS,
        **fields,
    )
    named = value if isinstance(value, str) else value[0]

    if field == "title":  # 松江堡 alone is a place
        submit_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)
        return
    with pytest.raises(Invalid) as caught:
        submit_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)
    assert codes(caught) == [f"{field}.names_owner"]
    assert named


def test_an_organization_under_verification_submits_nothing():
    owner = make_member(make_organization(state=OrganizationState.REGISTERED))
    demand = make_demand(organization=owner.organization, state=DemandState.DRAFT)

    with pytest.raises(Refused) as caught:
        submit_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)
    assert caught.value.code == "demands.demand.not_verified"


@pytest.mark.parametrize("role", [RegionRole.OFFICER, RegionRole.BROKER])
def test_an_officer_or_broker_of_the_region_publishes(owner, role):
    demand = submitted(owner, validity_days=90, return_reasons=["unclear"], return_text="不清楚")
    reviewer = make_appointed(role, "220100")

    published = publish_demand(actor=actor(reviewer), at=NOON, demand_id=demand.pk)

    assert (published.state, published.published_at, published.published_by) == (
        DemandState.PUBLISHED,
        NOON,
        reviewer,
    )
    assert (published.confirmed_on, published.valid_until) == (
        date(2026, 11, 2),
        date(2027, 1, 31),
    )
    assert (published.return_reasons, published.return_text) == ([], "")
    assert verbs() == ["demands.demand.published"]


def test_nothing_holds_longer_than_its_deadline(owner, officer):
    demand = submitted(owner, deadline_on=date(2026, 12, 1))

    published = publish_demand(actor=actor(officer), at=NOON, demand_id=demand.pk)
    assert published.valid_until == date(2026, 12, 1)


def test_nobody_reviews_elsewhere_without_a_post_or_for_their_own(owner, officer):
    demand = submitted(owner)
    from queqiao_web.organizations.models import Membership

    Membership.objects.create(
        organization=owner.organization, user=officer, created_at=NOON, updated_at=NOON
    )
    reasons = []
    for person in (
        owner,
        make_appointed(RegionRole.OFFICER, "210000"),
        make_appointed(RegionRole.REVIEWER),
        officer,
    ):
        with pytest.raises(Refused) as caught:
            publish_demand(actor=actor(person), at=NOON, demand_id=demand.pk)
        reasons.append(caught.value.code)

    assert reasons == [*["demands.demand.not_reviewer"] * 3, "demands.demand.own_organization"]
    assert Demand.objects.get().state == DemandState.SUBMITTED


def test_returning_needs_reasons_and_words_for_another(owner, officer):
    demand = submitted(owner)

    with pytest.raises(Invalid) as caught:
        return_demand(actor=actor(officer), at=NOON, demand_id=demand.pk, reasons=[])
    assert codes(caught) == ["reasons.missing"]
    with pytest.raises(Invalid) as caught:
        return_demand(
            actor=actor(officer), at=NOON, demand_id=demand.pk, reasons=["other", "bored"]
        )
    assert codes(caught) == ["reasons.unknown", "text.missing"]


def test_a_returned_demand_is_mended_and_submitted_again(owner, officer):
    demand = submitted(owner)
    return_demand(
        actor=actor(officer),
        at=NOON,
        demand_id=demand.pk,
        reasons=[ReturnReason.NO_INDEX, ReturnReason.NO_INDEX],
        text="请写明温升指标。",
    )
    demand.refresh_from_db()
    assert (demand.state, demand.return_reasons) == (DemandState.RETURNED, ["no_index"])

    edit_demand(
        actor=actor(owner), at=NOON, demand_id=demand.pk, content=CONTENT, version=demand.version
    )
    submit_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)

    assert verbs() == [
        "demands.demand.returned",
        "demands.demand.edited",
        "demands.demand.submitted",
    ]
    event = AuditEvent.objects.get(verb="demands.demand.returned")
    assert event.details == {"reasons": ["no_index"]}
    assert "请写明" not in str((event.before, event.after))


def test_what_a_colleague_claimed_is_theirs_for_an_hour(owner, officer):
    demand, colleague = submitted(owner), make_appointed(display_name="张审")
    claim_demand(actor=actor(colleague), at=NOON, demand_id=demand.pk)

    for verb in (claim_demand, publish_demand, release_demand):
        with pytest.raises(Conflict) as caught:
            verb(actor=actor(officer), at=NOON + HOUR / 2, demand_id=demand.pk)
        assert caught.value.code == "demands.demand.claimed"
        assert "张审" in str(caught.value.text)

    publish_demand(actor=actor(officer), at=NOON + CLAIM_HOLDS, demand_id=demand.pk)
    assert Demand.objects.get().claimed_by is None


def test_a_released_demand_is_free_for_colleagues(owner, officer):
    demand, colleague = submitted(owner), make_appointed()
    claim_demand(actor=actor(colleague), at=NOON, demand_id=demand.pk)
    release_demand(actor=actor(colleague), at=NOON, demand_id=demand.pk)

    claim_demand(actor=actor(officer), at=NOON, demand_id=demand.pk)

    assert Demand.objects.get().claimed_by == officer
    assert verbs() == [
        "demands.demand.claimed",
        "demands.demand.released",
        "demands.demand.claimed",
    ]


def test_what_changed_since_it_was_read_is_not_published(owner, officer):
    demand = submitted(owner, version=5)

    with pytest.raises(StaleVersion):
        publish_demand(actor=actor(officer), at=NOON, demand_id=demand.pk, version=4)


# --- the rest of its life -------------------------------------------------------------------------


def test_a_demand_is_matched_and_resumed_when_the_partner_falls_through(owner):
    demand = make_demand(organization=owner.organization)

    match_demand(actor=SYSTEM, at=NOON, demand_id=demand.pk)
    assert Demand.objects.get().matched_at == NOON
    resume_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)

    assert verbs() == ["demands.demand.matched", "demands.demand.resumed"]
    with pytest.raises(IllegalTransition):
        resume_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)


def test_resuming_is_no_way_round_the_review_of_freshness(owner):
    demand = make_demand(organization=owner.organization, state=DemandState.EXPIRED)

    with pytest.raises(IllegalTransition):
        resume_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)


def test_closing_asks_for_a_known_reason(owner):
    demand = make_demand(organization=owner.organization)

    with pytest.raises(Invalid):
        close_demand(actor=actor(owner), at=NOON, demand_id=demand.pk, reason="bored")
    closed = close_demand(actor=actor(owner), at=NOON, demand_id=demand.pk, reason="solved_here")
    assert (closed.state, closed.close_reason) == (DemandState.CLOSED, "solved_here")


def test_a_reopened_demand_must_be_reviewed_again(owner):
    demand = make_demand(organization=owner.organization)

    reopen_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)

    assert Demand.objects.get().state == DemandState.DRAFT
    assert verbs() == ["demands.demand.reopened"]


def test_a_withdrawn_demand_is_gone_from_review(owner):
    demand, colleague = submitted(owner), make_appointed()
    claim_demand(actor=actor(colleague), at=NOON, demand_id=demand.pk)

    withdraw_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)

    demand.refresh_from_db()
    assert (demand.state, demand.claimed_by) == (DemandState.WITHDRAWN, None)
    with pytest.raises(IllegalTransition):
        publish_demand(actor=actor(colleague), at=NOON, demand_id=demand.pk)


# --- freshness ------------------------------------------------------------------------------------


def test_reconfirming_begins_the_term_anew(owner):
    demand = make_demand(
        organization=owner.organization, validity_days=60, reminded_at=NOON, valid_until=NOON.date()
    )

    again = reconfirm_demand(actor=actor(owner), at=NOON + DAY, demand_id=demand.pk)

    assert (again.confirmed_on, again.valid_until, again.reminded_at) == (
        date(2026, 11, 3),
        date(2027, 1, 2),
        None,
    )
    assert verbs() == ["demands.demand.reconfirmed"]


def test_reconfirming_brings_an_expired_demand_back(owner):
    demand = make_demand(organization=owner.organization, state=DemandState.EXPIRED)

    assert reconfirm_demand(actor=actor(owner), at=NOON, demand_id=demand.pk).state == "published"
    assert verbs() == ["demands.demand.reconfirmed"]


def test_what_was_needed_by_yesterday_is_not_reconfirmed(owner):
    demand = make_demand(organization=owner.organization, deadline_on=date(2026, 11, 1))

    with pytest.raises(Invalid) as caught:
        reconfirm_demand(actor=actor(owner), at=NOON, demand_id=demand.pk)
    assert codes(caught) == ["deadline_on.past"]


def test_a_demand_is_reminded_of_once_fourteen_days_before_its_end():
    demand = make_demand(valid_until=date(2026, 11, 17))

    with pytest.raises(Conflict):
        remind_of_demand(actor=SYSTEM, at=NOON, demand_id=demand.pk)
    remind_of_demand(actor=SYSTEM, at=NOON + DAY, demand_id=demand.pk)
    with pytest.raises(Conflict):
        remind_of_demand(actor=SYSTEM, at=NOON + 2 * DAY, demand_id=demand.pk)
    assert verbs() == ["demands.demand.reminded"]


def test_a_demand_expires_the_day_after_its_last_and_never_without_notice():
    demand = make_demand(valid_until=date(2026, 11, 2))

    with pytest.raises(Conflict):
        expire_demand(actor=SYSTEM, at=NOON + DAY, demand_id=demand.pk)
    remind_of_demand(actor=SYSTEM, at=NOON, demand_id=demand.pk)
    with pytest.raises(Conflict):
        expire_demand(actor=SYSTEM, at=NOON + LEAST_NOTICE - HOUR, demand_id=demand.pk)
    expire_demand(actor=SYSTEM, at=NOON + LEAST_NOTICE, demand_id=demand.pk)

    assert Demand.objects.get().state == DemandState.EXPIRED
    assert verbs() == ["demands.demand.reminded", "demands.demand.expired"]


def test_only_the_calendar_expires_a_demand(owner):
    demand = make_demand(organization=owner.organization, valid_until=date(2026, 1, 1))

    for verb in (expire_demand, remind_of_demand):
        with pytest.raises(Refused):
            verb(actor=actor(owner), at=NOON, demand_id=demand.pk)
