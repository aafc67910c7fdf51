"""Pages of experts: contact data, claims, imports, permissions, markup, query counts."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from queqiao_web.experts.models import Claim, Expert
from queqiao_web.foundation.tables.models import TableImport
from tests.factories.web.achievements import make_university
from tests.factories.web.experts import make_claim, make_expert, make_work
from tests.factories.web.people import make_appointed, make_member, make_user
from tests.factories.web.tables import workbook

pytestmark = pytest.mark.django_db

CONTACT = ("13900001111", "expert@example.org")


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("name", ["expert_list", "expert_detail", "expert_export"])
def test_a_stranger_finds_no_contact_data_on_any_page_or_file(client, name):
    expert = make_expert(external_id="工号二零一六")
    for someone in (None, make_member(), make_appointed(region_code="230000")):
        if someone:
            client.force_login(someone)
        answer = client.get(reverse(name, args=[expert.code] if "detail" in name else []))
        body = answer.content
        if name == "expert_export":
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0)
            body = str(sheet.to_python()).encode()
        assert expert.name in body.decode()
        assert [one for one in (*CONTACT, "工号二零一六") if one in body.decode()] == []


def test_colleagues_and_the_person_see_how_to_reach(client):
    person = make_user()
    expert = make_expert(user=person)
    for someone in (person, make_member(expert.organization)):
        client.force_login(someone)
        page = text_of(client.get(reverse("expert_detail", args=[expert.code])))
        assert [one for one in CONTACT if one not in page] == []


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("expert_edit", "get"),
        ("expert_publish", "post"),
        ("expert_withdraw", "post"),
        ("expert_reconfirm", "post"),
    ],
)
def test_strangers_are_refused_and_drafts_are_hidden(client, name, method):
    client.force_login(make_member())
    draft, public = make_expert(state="draft", name="未公开者"), make_expert()

    hidden = getattr(client, method)(reverse(name, args=[draft.code]))
    refused = getattr(client, method)(reverse(name, args=[public.code]))

    assert (hidden.status_code, refused.status_code) == (404, 403)
    assert "未公开者" not in text_of(hidden)


def test_the_way_of_a_claim_through_the_pages(client):
    expert, person = make_expert(), make_user(display_name="真人甲")
    client.force_login(person)
    client.post(
        reverse("expert_claim", args=[expert.code]), {"statement": "工号 2016087，官网可查。"}
    )
    claim = Claim.objects.get()
    assert client.get(reverse("claim_queue")).status_code == 403

    client.force_login(make_member(expert.organization))
    assert "真人甲" in text_of(client.get(reverse("claim_queue")))
    client.post(reverse("claim_accept", args=[claim.code]))

    expert.refresh_from_db()
    assert expert.user_id == person.pk
    client.force_login(person)
    page = text_of(client.get(reverse("expert_detail", args=[expert.code])))
    assert reverse("expert_edit", args=[expert.code]) in page


def test_somebody_elses_claim_cannot_be_dropped_or_decided(client):
    claim = make_claim(make_expert(), make_user())
    client.force_login(make_member())

    for name in ("claim_drop", "claim_accept", "claim_refuse"):
        assert client.post(reverse(name, args=[claim.code])).status_code == 404
    claim.refresh_from_db()
    assert claim.state == "requested"


def test_the_form_makes_a_published_profile(client):
    member = make_member(make_university())
    client.force_login(member)

    client.post(
        reverse("expert_create"),
        {
            "organization": member.organization.pk,
            "name": "虚构的李教授",
            "fields_of_work": "精密研磨、轴承",
            "introduction": "长期从事高硬度陶瓷球精密研磨，为多家企业解决圆度问题。",
            "capacity_cases": "3",
            "works-TOTAL_FORMS": "2",
            "works-INITIAL_FORMS": "0",
            "works-0-title": "陶瓷球研磨机理",
            "works-0-kind": "paper",
            "works-0-year": "2023",
            "then": "publish",
        },
    )

    expert = Expert.objects.get()
    assert (expert.state, expert.capacity_cases) == ("published", 3)
    assert [(one.title, one.year) for one in expert.works.all()] == [("陶瓷球研磨机理", 2023)]


def test_markup_in_every_text_field_is_shown_as_text(client):
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    expert = make_expert(
        name=attack[:60],
        department=attack,
        titles=attack,
        fields=[attack],
        keywords=[attack],
        introduction=attack,
        contact_phone=attack[:30],
        external_id=attack[:60],
    )
    make_work(expert, title=attack)
    make_claim(expert, make_user(display_name=attack[:60]), statement=attack)
    client.force_login(make_member(expert.organization))

    for name in ("expert_list", "my_experts", "claim_queue"):
        assert "<script>alert" not in text_of(client.get(reverse(name)))
    for name in ("expert_detail", "expert_edit"):
        page = text_of(client.get(reverse(name, args=[expert.code])))
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("name", ["expert_list", "my_experts", "claim_queue"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    client, django_assert_num_queries, name
):
    owner = make_member(make_university())
    client.force_login(owner)
    make_claim(make_expert(organization=owner.organization), make_user())
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as caught:
        assert client.get(reverse(name)).status_code == 200
    for _ in range(2):
        make_claim(make_expert(organization=owner.organization), make_user())

    with django_assert_num_queries(len(caught)):
        client.get(reverse(name))


def test_experts_come_from_excel_with_every_problem_told(client, run_jobs):
    member = make_member(make_university(region_code="220104"))
    make_expert(organization=member.organization, name="已在库者")
    client.force_login(member)
    head = [
        "姓名",
        "院系",
        "职称职务",
        "研究方向",
        "个人简介",
        "代表作",
        "同时承担项目数",
        "邮箱",
        "工号",
    ]
    head[6] = "Cases at once"
    data = workbook(
        [
            head,
            [
                "甲某",
                "机械学院",
                "教授",
                "精密研磨、轴承",
                "长期从事精密研磨。",
                "专利：研磨装置（2021）；研磨机理（2023）",
                3,
                "jia@example.org",
                "001",
            ],
            ["乙某", "材料学院", "讲师", "陶瓷", "", "", 99, "不是邮箱", "002"],
            ["", "材料学院", "讲师", "陶瓷", "", "", "", "", "003"],
            ["已在库者", "", "", "", "", "", "", "", ""],
            ["丙某", "", "", "", "", "", "", "", "001"],
        ]
    )
    client.post(
        reverse("expert_import"),
        {"organization": member.organization.pk, "file": SimpleUploadedFile("专家.xlsx", data)},
    )
    table = TableImport.objects.get()
    assert list(table.rows.order_by("number").values_list("number", "state", "problem_count")) == [
        (2, "good", 0),
        (3, "bad", 2),
        (4, "bad", 1),
        (5, "twice", 0),
        (6, "twice", 0),
    ]

    client.post(
        reverse("import_write", args=[table.code]),
        {"choice": "good_rows", "version": table.version},
    )
    run_jobs(at=timezone.now())  # the page took the time from the clock

    expert = Expert.objects.get(name="甲某")
    assert (expert.capacity_cases, expert.region_code) == (3, "220104")
    assert [(one.kind, one.title, one.year) for one in expert.works.all()] == [
        ("patent", "研磨装置", 2021),
        ("paper", "研磨机理", 2023),
    ]
