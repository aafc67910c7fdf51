"""Every verb of an achievement: its edge, its one event, its refusals, all problems at once."""

from datetime import date
from decimal import Decimal

import pytest

from queqiao_web.achievements import actions
from queqiao_web.achievements.actions import AchievementContent, InventorContent, PatentContent
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import ACHIEVEMENTS, AchievementState
from queqiao_web.foundation.access import SYSTEM, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.errors import (
    Conflict,
    IllegalTransition,
    Invalid,
    Refused,
    StaleVersion,
)
from queqiao_web.foundation.indices import IndexMark, mark_of
from tests.factories.web.achievements import (
    make_achievement,
    make_inventor,
    make_patent,
    make_university,
)
from tests.factories.web.people import actor, make_appointed, make_member
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db

FULL = AchievementContent(
    title="陶瓷轴承球精密研磨工艺",
    summary="用于高硬度陶瓷球的双自转研磨工艺。",
    description="采用双自转研磨盘，球圆度≤0.08μm，表面粗糙度Ra≤0.005μm，单批研磨时间38h。",
    keywords=("陶瓷球", "研磨", "陶瓷球"),
    industry_code="3451",
    modes=("transfer", "use_first"),
    trl=7,
    trl_evidence="2026年5月在某轴承企业完成三批中试。",
    ownership="sole",
    acquisition="own_development",
    service_achievement=True,
    price_mode="listing",
    price_cny=Decimal(1_200_000),
    use_first_months=6,
    patents=(PatentContent(number="ZL202110123456.7"),),
    inventors=(
        InventorContent(name="甲", share=Decimal("0.6")),
        InventorContent(name="乙", share=Decimal("0.4")),
    ),
)


@pytest.fixture
def member():
    return make_member(make_university())


def create(member, content=FULL):
    return actions.create_draft(
        actor=actor(member), at=NOON, organization_id=member.organization.pk, content=content
    )


def verbs_of(row):
    return list(
        AuditEvent.objects.filter(subject_type="achievements.achievement", subject_id=row.pk)
        .order_by("sequence")
        .values_list("verb", flat=True)
    )


def codes(caught):
    return [problem.code for problem in caught.value.problems]


def test_create_draft_stores_everything_with_one_event(member):
    row = create(member)

    assert row.state == AchievementState.DRAFT
    assert row.region_code == member.organization.region_code
    assert row.keywords == ["陶瓷球", "研磨"]
    assert row.ip_state == "granted"
    assert [(one.position, one.name, one.share) for one in row.inventors.all()] == [
        (1, "甲", Decimal("0.6000")),
        (2, "乙", Decimal("0.4000")),
    ]
    assert verbs_of(row) == ["achievements.achievement.created"]
    assert actions.content_of(Achievement.objects.get(pk=row.pk)) == actions.content_of(row)


def test_the_audit_holds_no_details_no_secrets_and_no_inventors(member):
    content = AchievementContent(
        title="标题",
        description="机密工艺甲",
        secret_annex="配方乙",
        trl_evidence="证据丙",
        inventors=(InventorContent(name="张三丰"),),
    )
    create(member, content)
    told = "".join(f"{one.after}{one.details}" for one in AuditEvent.objects.all())

    assert not [secret for secret in ("机密工艺甲", "配方乙", "证据丙", "张三丰") if secret in told]


def test_create_draft_tells_all_problems_at_once(member):
    make_achievement(organization=member.organization, external_id="A-1")
    bad = AchievementContent(
        title=" ",
        keywords=tuple(f"词{n}" for n in range(21)),
        modes=("barter",),
        trl=10,
        price_cny=Decimal(5),
        use_first_months=61,
        external_id="A-1",
        patents=(
            PatentContent(number="??"),
            PatentContent(number="ZL202110123456.7"),
            PatentContent(number="ZL202110123456.7", kind="medal"),
        ),
        inventors=(InventorContent(name="甲", share=Decimal("0.7")), InventorContent(name="")),
    )
    with pytest.raises(Invalid) as caught:
        create(member, bad)

    assert codes(caught) == [
        "title.missing",
        "keywords.too_many",
        "modes.unknown",
        "trl.range",
        "price_mode.contradicts",
        "use_first_months.range",
        "use_first_months.without_mode",
        "patents.number",
        "patents.twice",
        "patents.choice",
        "inventors.name",
        "external_id.taken",
    ]
    assert Achievement.objects.count() == 1


@pytest.mark.parametrize(
    ("shares", "is_wrong"),
    [
        (["0.5", "0.5"], False),
        (["0.5", None], False),
        (["0.5", "0.4"], True),
        (["0.9", "0.2", None], True),
        ([None, None], False),
    ],
)
def test_shares_of_inventors_add_up(shares, is_wrong):
    content = AchievementContent(
        title="标题",
        inventors=tuple(
            InventorContent(name="甲", share=Decimal(one) if one else None) for one in shares
        ),
    )
    found = [one.code for one in actions.content_problems(content)]

    assert found == (["inventors.sum"] if is_wrong else [])


@pytest.mark.parametrize(
    ("patents", "expected"),
    [
        ([], "know_how"),
        ([{"state": "pending"}], "pending"),
        ([{"state": "pending"}, {"state": "granted"}], "granted"),
        ([{"state": "granted", "encumbrance": "pledge"}], "encumbered"),
        ([{"state": "granted", "encumbrance": "licence"}], "granted"),
        ([{"state": "lapsed", "encumbrance": "pledge"}], "know_how"),
    ],
)
def test_patents_tell_where_the_rights_stand(member, patents, expected):
    content = AchievementContent(
        title="标题",
        ip_state="know_how",
        patents=tuple(
            PatentContent(number=f"CN2021{n:04d}", **one) for n, one in enumerate(patents)
        ),
    )

    assert create(member, content).ip_state == expected


def test_indices_are_read_from_the_texts_and_keep_the_owners_marks(member):
    row = create(member)
    names = {index["parameter"]: index for index in row.indices}
    roundness = names["球圆度"]
    assert roundness["mark"] == IndexMark.RECOGNIZED

    content = AchievementContent(
        title=row.title,
        description=row.description,
        marks={mark_of(roundness): IndexMark.STRUCK},
    )
    edited = actions.edit_achievement(
        actor=actor(member), at=NOON, achievement_id=row.pk, content=content, version=row.version
    )

    marks = {index["parameter"]: index["mark"] for index in edited.indices}
    assert marks["球圆度"] == IndexMark.STRUCK


def test_edit_refuses_a_version_that_somebody_has_changed_since(member):
    row = create(member)
    call = {"actor": actor(member), "at": NOON, "achievement_id": row.pk, "content": FULL}
    actions.edit_achievement(version=1, **call)

    with pytest.raises(StaleVersion):
        actions.edit_achievement(version=1, **call)


def test_submit_tells_everything_that_is_missing(member):
    row = create(
        member,
        AchievementContent(
            title="研磨", ip_state="granted", ownership="joint", price_mode="auction", trl=4
        ),
    )
    with pytest.raises(Invalid) as caught:
        actions.submit_achievement(actor=actor(member), at=NOON, achievement_id=row.pk)

    assert codes(caught) == [
        "title.too_short",
        "summary.too_short",
        "description.too_short",
        "industry_code.missing",
        "modes.missing",
        "trl_evidence.missing",
        "co_owners.missing",
        "service_achievement.missing",
        "patents.missing",
        "price_cny.missing",
    ]
    row.refresh_from_db()
    assert row.state == AchievementState.DRAFT


@pytest.mark.parametrize(("level", "asked"), [(3, False), (4, True), (9, True)])
def test_evidence_is_asked_for_from_level_four_on(member, level, asked):
    row = make_achievement(
        organization=member.organization,
        state="draft",
        trl=level,
        trl_evidence="",
        ip_state="pending",
    )
    found = [one.code for one in actions.submission_problems(row, at=NOON)]

    assert ("trl_evidence.missing" in found) is asked


def test_an_anonymous_achievement_may_not_name_its_owner(member):
    member.organization.name = "虚构北辰大学"
    member.organization.save()
    row = make_achievement(
        organization=member.organization,
        state="draft",
        ip_state="pending",
        disclosure=Disclosure.ANONYMOUS,
        summary="虚构北辰大学研制的双自转研磨工艺。",
    )

    found = [one.code for one in actions.submission_problems(row, at=NOON)]
    assert found == ["summary.names_owner"]


def test_the_way_from_draft_to_published_and_on(member):
    owner, reviewer = actor(member), actor(make_appointed(role=RegionRole.BROKER))
    row = create(member)
    steps = [
        (actions.submit_achievement, owner, "submitted"),
        (actions.claim_achievement, reviewer, "submitted"),
        (actions.publish_achievement, reviewer, "published"),
        (actions.match_achievement, owner, "matched"),
        (actions.resume_achievement, owner, "published"),
        (actions.reconfirm_achievement, owner, "published"),
        (actions.close_achievement, owner, "closed"),
        (actions.reopen_achievement, owner, "draft"),
        (actions.withdraw_achievement, owner, "withdrawn"),
    ]
    for act, someone, expected in steps:
        found = act(actor=someone, at=NOON, achievement_id=row.pk)
        assert found.state == expected

    assert verbs_of(row) == [
        f"achievements.achievement.{verb}"
        for verb in (
            "created",
            "submitted",
            "claimed",
            "published",
            "matched",
            "resumed",
            "reconfirmed",
            "closed",
            "reopened",
            "withdrawn",
        )
    ]


def test_return_needs_reasons_and_keeps_them_for_the_owner():
    row = make_achievement(state="submitted")
    call = {"actor": actor(make_appointed()), "at": NOON, "achievement_id": row.pk}

    for reasons, text, code in (
        ([], "", "reasons.missing"),
        (["boredom"], "", "reasons.unknown"),
        (["other"], " ", "text.missing"),
    ):
        with pytest.raises(Invalid) as caught:
            actions.return_achievement(reasons=reasons, text=text, **call)
        assert codes(caught) == [code]

    returned = actions.return_achievement(
        reasons=["no_evidence", "no_index"], text="请补充检测报告。", **call
    )
    assert returned.state == AchievementState.RETURNED
    assert returned.return_reasons == ["no_evidence", "no_index"]
    assert returned.return_text == "请补充检测报告。"


def test_of_two_reviewers_one_has_it_for_an_hour():
    row = make_achievement(state="submitted")
    first, second = actor(make_appointed()), actor(make_appointed(role=RegionRole.BROKER))
    actions.claim_achievement(actor=first, at=NOON, achievement_id=row.pk)

    with pytest.raises(Conflict) as caught:
        actions.publish_achievement(actor=second, at=NOON, achievement_id=row.pk)
    assert caught.value.code == "achievements.achievement.claimed"

    actions.publish_achievement(actor=second, at=NOON + HOUR, achievement_id=row.pk)


def test_publishing_holds_for_as_long_as_the_owner_chose():
    row = make_achievement(state="submitted", validity_days=90)

    published = actions.publish_achievement(
        actor=actor(make_appointed()), at=NOON, achievement_id=row.pk
    )

    assert published.confirmed_on == date(2026, 11, 2)
    assert published.valid_until == date(2027, 1, 31)


def test_the_calendar_reminds_then_ends_and_reconfirming_brings_back(member):
    row = make_achievement(organization=member.organization, valid_until=NOON.date() + 10 * DAY)
    system = {"actor": SYSTEM, "achievement_id": row.pk}
    with pytest.raises(Conflict):
        actions.expire_achievement(at=NOON, **system)

    actions.remind_of_achievement(at=NOON, **system)
    with pytest.raises(Conflict):
        actions.remind_of_achievement(at=NOON, **system)
    expired = actions.expire_achievement(at=NOON + 11 * DAY, **system)
    assert expired.state == AchievementState.EXPIRED

    back = actions.reconfirm_achievement(
        actor=actor(member), at=NOON + 12 * DAY, achievement_id=row.pk
    )
    assert back.state == AchievementState.PUBLISHED
    assert back.valid_until == (NOON + 192 * DAY).date()


def test_nothing_expires_without_three_days_of_notice():
    row = make_achievement(valid_until=NOON.date() - DAY)
    system = {"actor": SYSTEM, "achievement_id": row.pk}
    actions.remind_of_achievement(at=NOON, **system)

    with pytest.raises(Conflict):
        actions.expire_achievement(at=NOON + 2 * DAY, **system)
    assert actions.expire_achievement(at=NOON + 3 * DAY, **system).state == "expired"


def test_resume_only_from_matched():
    """Publishing a draft through the back door of resuming must not work."""
    for state in set(AchievementState) - {AchievementState.MATCHED}:
        row = make_achievement(state=state)
        with pytest.raises(IllegalTransition):
            actions.resume_achievement(actor=SYSTEM, at=NOON, achievement_id=row.pk)


def test_a_refused_verb_changes_nothing_and_leaves_no_event():
    stranger = actor(make_member())
    row = make_achievement()
    make_patent(row)
    make_inventor(row)
    calls = [
        (actions.withdraw_achievement, {}),
        (actions.close_achievement, {}),
        (actions.reconfirm_achievement, {}),
        (actions.edit_achievement, {"content": FULL, "version": 1}),
        (actions.expire_achievement, {}),
    ]
    for act, more in calls:
        with pytest.raises(Refused):
            act(actor=stranger, at=NOON, achievement_id=row.pk, **more)

    stored = Achievement.objects.get(pk=row.pk)
    assert (stored.state, stored.version, stored.patents.count()) == ("published", 1, 1)
    assert verbs_of(row) == []


def test_every_state_can_be_reached_and_left_by_the_table():
    reachable = {"draft"}
    while more := {to for one in reachable for to in ACHIEVEMENTS.edges[one]} - reachable:
        reachable |= more

    assert reachable == set(AchievementState.values)
    assert set(ACHIEVEMENTS.edges) == set(AchievementState.values)
