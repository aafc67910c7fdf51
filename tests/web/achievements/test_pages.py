"""Pages of achievements: what they show to whom, what they refuse, how many queries they take."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import AchievementState
from queqiao_web.foundation.access import RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Disclosure
from tests.factories.web.achievements import (
    make_achievement,
    make_inventor,
    make_patent,
    make_university,
)
from tests.factories.web.people import make_appointed, make_member
from tests.web.times import NOON

pytestmark = pytest.mark.django_db

SECRETS = {
    "description": "机密细节七七",
    "secret_annex": "机密附件八八",
    "trl_evidence": "机密佐证九九",
    "co_owners": "合作单位丁丁",
}


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def secret():
    owner = make_university(name="秘密东海大学", region_code="220104")
    row = make_achievement(organization=owner, disclosure=Disclosure.ANONYMOUS, **SECRETS)
    make_patent(row, number="ZL202199999999.9", owners="秘密东海大学")
    make_inventor(row, name="发明人张丰")
    return row


HIDDEN = [*SECRETS.values(), "秘密东海大学", "ZL202199999999.9", "发明人张丰", "朝阳区"]


@pytest.mark.parametrize(
    "path",
    ["achievement_list", "achievement_detail", "achievement_export"],
)
def test_a_stranger_finds_no_hidden_text_on_any_page_or_file(client, secret, path):
    for someone in (None, make_member(), make_appointed(region_code="230000")):
        if someone:
            client.force_login(someone)
        arguments = [secret.code] if path == "achievement_detail" else []
        answer = client.get(reverse(path, args=arguments))
        body = answer.content
        if path == "achievement_export":
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0)
            body = str(sheet.to_python()).encode()
        assert secret.title in body.decode()
        assert [one for one in HIDDEN if one in body.decode()] == []


def test_officers_read_details_and_the_look_is_noted(client, secret):
    client.force_login(make_appointed(region_code="220000"))

    page = text_of(client.get(reverse("achievement_detail", args=[secret.code])))

    assert [one for one in HIDDEN if one not in page] == ["机密附件八八"]
    assert AuditEvent.objects.filter(verb="achievements.achievement.revealed").count() == 1


def test_the_owner_reads_everything_and_leaves_no_note(client, secret):
    client.force_login(make_member(secret.organization))

    page = text_of(client.get(reverse("achievement_detail", args=[secret.code])))

    assert [one for one in HIDDEN if one not in page] == []
    assert not AuditEvent.objects.filter(verb="achievements.achievement.revealed").exists()


PLACES = [
    ("achievement_edit", "get"),
    ("achievement_levels", "get"),
    ("achievement_close", "get"),
    ("achievement_review", "get"),
    *[
        (f"achievement_{verb}", "post")
        for verb in (
            "submit",
            "withdraw",
            "reopen",
            "reconfirm",
            "match",
            "resume",
            "claim",
            "release",
            "publish",
            "return",
        )
    ],
]


@pytest.mark.parametrize(("name", "method"), PLACES)
def test_strangers_get_a_reason_or_nothing_and_change_nothing(client, name, method):
    draft = make_achievement(state="draft", title="草稿的名称")
    public = make_achievement(title="公开的名称")
    client.force_login(make_member())

    hidden = getattr(client, method)(reverse(name, args=[draft.code]))
    refused = getattr(client, method)(reverse(name, args=[public.code]))

    assert hidden.status_code == 404
    assert "草稿的名称" not in text_of(hidden)
    assert refused.status_code == 403
    assert list(Achievement.objects.order_by("pk").values_list("state", flat=True)) == [
        "draft",
        "published",
    ]


@pytest.mark.parametrize(("name", "method"), PLACES)
def test_visitors_are_asked_to_sign_in(client, name, method):
    row = make_achievement()

    answer = getattr(client, method)(reverse(name, args=[row.code]))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_markup_in_every_text_field_is_shown_as_text(client):
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    owner = make_university(name=attack)
    row = make_achievement(
        organization=owner,
        title=attack[:100],
        summary=attack,
        description=attack,
        secret_annex=attack,
        trl_evidence=attack,
        co_owners=attack,
        keywords=[attack],
        external_id=attack[:60],
        return_text=attack,
        return_reasons=["other"],
        state="returned",
    )
    make_patent(row, number=attack[:40], owners=attack)
    make_inventor(row, name=attack[:60], unit=attack)
    member = make_member(owner, display_name=attack[:60])
    client.force_login(member)

    for name in (
        "achievement_detail",
        "achievement_edit",
        "achievement_levels",
        "achievement_close",
    ):
        page = text_of(client.get(reverse(name, args=[row.code])))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    for name in ("my_achievements", "achievement_list"):
        assert "<script>alert" not in text_of(client.get(reverse(name)))


@pytest.mark.parametrize(
    ("name", "prepare"),
    [
        ("achievement_list", {}),
        ("my_achievements", {}),
        ("achievement_review_queue", {"state": "submitted", "submitted_at": NOON}),
    ],
)
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    client, django_assert_num_queries, name, prepare
):
    member = make_member(make_university())
    reviewer = make_appointed(role=RegionRole.BROKER)
    client.force_login(reviewer if "review" in name else member)
    make_achievement(organization=member.organization, **prepare)
    client.get(reverse(name))
    counted = count_queries(client, name)

    for _ in range(2):
        make_achievement(organization=member.organization, **prepare)
    with django_assert_num_queries(counted):
        client.get(reverse(name))


def count_queries(client, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        assert client.get(reverse(name)).status_code == 200
    return len(caught)


def test_the_form_makes_a_draft_with_patents_and_inventors(client):
    member = make_member(make_university())
    client.force_login(member)

    answer = client.post(reverse("achievement_create"), filled(organization=member.organization.pk))

    row = Achievement.objects.get()
    assert answer.status_code == 302
    assert row.state == AchievementState.SUBMITTED
    assert row.price_cny == 1_200_000
    assert [one.number for one in row.patents.all()] == ["ZL202110123456.7"]
    assert [(one.name, float(one.share)) for one in row.inventors.all()] == [("甲", 1.0)]
    assert {one["parameter"]: one["mark"] for one in row.indices if one["parameter"]} == {
        "球圆度": "confirmed"
    }


def filled(**fields):
    return {
        "title": "陶瓷轴承球精密研磨工艺",
        "summary": "用于高硬度陶瓷球的双自转研磨工艺。",
        "description": "采用双自转研磨盘与在线测力闭环控制，批量生产稳定，球圆度≤0.08μm。",
        "keywords": "陶瓷球、研磨",
        "industry_code": "3451",
        "region_code": "220100",
        "trl": "7",
        "trl_evidence": "2026年5月在某轴承企业完成三批中试。",
        "ownership": "sole",
        "service_achievement": "yes",
        "modes": ["transfer"],
        "price_mode": "listing",
        "price_cny": "120",
        "disclosure": "staged",
        "index_shown": ["球圆度|≤0.08μm"],
        "index_kept": ["球圆度|≤0.08μm"],
        "patents-TOTAL_FORMS": "2",
        "patents-INITIAL_FORMS": "0",
        "patents-0-number": "ZL202110123456.7",
        "inventors-TOTAL_FORMS": "1",
        "inventors-INITIAL_FORMS": "0",
        "inventors-0-name": "甲",
        "inventors-0-share": "100",
        "then": "submit",
        **fields,
    }


def test_what_is_missing_is_told_beside_the_saved_draft(client):
    member = make_member(make_university())
    client.force_login(member)
    answer = client.post(
        reverse("achievement_create"),
        filled(organization=member.organization.pk, trl_evidence="", modes=[]),
        follow=True,
    )

    page = text_of(answer)
    assert Achievement.objects.get().state == AchievementState.DRAFT
    assert page.count('href="#id_trl_evidence_field"') == 1
    assert page.count('href="#id_modes_field"') == 1


def test_a_stale_form_keeps_what_was_typed_and_tells(client):
    member = make_member(make_university())
    row = make_achievement(organization=member.organization, state="draft", title="先前的名称")
    client.force_login(member)
    Achievement.objects.filter(pk=row.pk).update(version=2)

    answer = client.post(
        reverse("achievement_edit", args=[row.code]), filled(version="1", title="后来的名称")
    )

    assert answer.status_code == 409
    assert "后来的名称" in text_of(answer)
    row.refresh_from_db()
    assert row.title == "先前的名称"


def test_hints_show_indices_of_what_is_typed(client):
    client.force_login(make_member(make_university()))

    page = text_of(client.post(reverse("achievement_hints"), {"description": "球圆度≤0.08μm。"}))

    assert "球圆度" in page
    assert "≤0.08μm" in page


def test_chosen_drafts_are_submitted_and_the_others_told_why(client):
    member = make_member(make_university())
    good = make_achievement(organization=member.organization, state="draft", ip_state="pending")
    poor = make_achievement(
        organization=member.organization, state="draft", title="缺成熟度的成果", trl=None
    )
    strange = make_achievement(state="draft")
    client.force_login(member)

    page = text_of(
        client.post(
            reverse("achievements_submit"),
            {"code": [good.code, poor.code, strange.code]},
            follow=True,
        )
    )

    states = dict(Achievement.objects.values_list("code", "state"))
    assert states == {good.code: "submitted", poor.code: "draft", strange.code: "draft"}
    assert "缺成熟度的成果" in page


def test_chosen_submissions_are_published_at_once(client):
    rows = [make_achievement(state="submitted", submitted_at=NOON) for _ in range(3)]
    client.force_login(make_appointed())

    client.post(reverse("achievements_publish"), {"code": [row.code for row in rows]})

    assert set(Achievement.objects.values_list("state", flat=True)) == {"published"}


def test_the_export_holds_no_formula(client):
    make_achievement(title="=cmd|' /C calc'!A0", summary="+1+1", keywords=["@SUM(A1)"])

    data = client.get(reverse("achievement_export")).content

    cells = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    texts = [cell for row in cells for cell in row if isinstance(cell, str)]
    assert "'=cmd|' /C calc'!A0" in texts
    assert not [text for text in texts if text[:1] in {"=", "+", "-", "@"}]


def test_a_filter_by_county_does_not_place_an_anonymous_owner(client, secret):
    county = text_of(client.get(reverse("achievement_list"), {"region": "220104"}))
    city = text_of(client.get(reverse("achievement_list"), {"region": "220100"}))

    assert secret.title not in county
    assert secret.title in city


def test_a_reviewers_reading_ends_with_the_decision(client, secret):
    client.force_login(make_appointed(RegionRole.BROKER, "220000"))

    answer = client.get(reverse("achievement_review", args=[secret.code]))

    assert answer.status_code == 302
    assert answer["Location"] == reverse("achievement_detail", args=[secret.code])
