"""The enterprise file: recorded with source and history, read by the rules engine."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from queqiao.rules.facts import enterprises_of
from queqiao_web.foundation.access import OrganizationRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import Invalid, Refused
from queqiao_web.organizations import actions
from queqiao_web.organizations.adapters import (
    FactChange,
    changes_of,
    facts_of,
    read_stated,
    read_workbook,
    sections,
    template_workbook,
    value_words,
)
from queqiao_web.organizations.adapters import fact_field as named
from queqiao_web.organizations.models import Fact
from tests.factories.web.codes import make_uscc
from tests.factories.web.people import (
    actor,
    make_appointed,
    make_member,
    make_organization,
    make_user,
)
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def record(owner, raw, at=NOON, source="2025 年度报告"):
    read = read_stated(raw)
    assert read.problems == ()
    return actions.record_facts(
        actor=actor(owner),
        organization_id=owner.organization.pk,
        at=at,
        changes=changes_of(read.facts),
        source=source,
    )


def test_facts_are_what_the_engine_reads():
    owner = make_member(organization=make_organization(uscc=make_uscc()))
    record(
        owner,
        {
            "revenue": {"2024": "1,200", "2025": "0.15亿元"},
            "own_brand": "是",
            "registered_on": "2015年3月2日",
            "market_share": "12.5%",
            "ip": [{"class": "I", "granted_on": "2024-03-01"}],
        },
    )

    facts = facts_of(owner.organization)

    assert facts["revenue"] == {"2024": 1200, "2025": 1500}
    assert (facts["own_brand"], facts["market_share"]) == (True, 0.125)
    assert facts["uscc"] == owner.organization.uscc
    enterprise = enterprises_of([facts])[0]
    assert enterprise.label == owner.organization.name


def test_a_corrected_fact_keeps_the_one_before_and_one_event_names_both():
    owner = make_member()
    record(owner, {"revenue": {"2025": 1300}})

    changed = record(owner, {"revenue": {"2025": 1350, "2024": 1200}}, at=NOON + DAY)

    rows = Fact.objects.order_by("pk").values_list("year", "value", "superseded_at")
    assert list(rows) == [(2025, 1300, NOON + DAY), (2024, 1200, None), (2025, 1350, None)]
    assert changed == 2
    event = AuditEvent.objects.order_by("sequence").last()
    assert event.details["facts"] == [["revenue", 2024], ["revenue", 2025]]
    assert "1350" not in str([event.before, event.after, event.details])
    assert facts_of(owner.organization, known_at=NOON)["revenue"] == {"2025": 1300}


def test_the_same_again_changes_nothing_and_is_no_event():
    owner = make_member()
    record(owner, {"employees_avg": 120})

    assert record(owner, {"employees_avg": "120 人"}, at=NOON + DAY) == 0
    assert AuditEvent.objects.count() == 1


def test_recording_needs_an_editor_and_a_source():
    owner = make_member()
    viewer = make_member(organization=owner.organization, role=OrganizationRole.VIEWER)
    given = {
        "organization_id": owner.organization.pk,
        "at": NOON,
        "changes": [FactChange("employees_avg", None, 3)],
    }

    with pytest.raises(Refused):
        actions.record_facts(actor=actor(viewer), source="年报", **given)
    with pytest.raises(Invalid):
        actions.record_facts(actor=actor(owner), source=" ", **given)


def test_problems_carry_their_place():
    read = read_stated({"revenue": {"2025": "abc"}, "ip": [{}, {"granted_on": "2024-13-01"}]})

    assert [one.place for one in read.problems] == ["revenue.2025", "ip[2].granted_on"]


def test_every_fact_of_the_dictionary_that_an_enterprise_states_has_one_section():
    names = [field.name for section in sections().values() for field in section.fields]

    assert len(names) == len(set(names))
    assert "expert_scores" not in names
    assert {"revenue", "ip", "own_brand"} <= set(names)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("revenue", 1200.5, "1,200.5 万元"),
        ("market_share", 0.125, "12.5%"),
        ("own_brand", False, "否"),
        ("registered_on", "2015-03-02", "2015年3月2日"),
        ("revenue", None, "不详"),
        ("ip", [{}, {}], "2 条"),
    ],
)
def test_values_are_written_as_people_read_them(field, value, words):
    assert value_words(value, named(field)) == words


def test_a_template_filled_with_what_is_known_reads_back_without_change():
    owner = make_member(organization=make_organization(uscc=make_uscc()))
    record(owner, {"revenue": {"2025": 1300}, "own_brand": "是", "certs": []})

    content = template_workbook(owner.organization, years=[2024, 2025])
    read = read_workbook(content, organization=owner.organization)

    assert read.problems == ()
    assert read.facts == {"revenue": {"2025": 1300}, "own_brand": True, "certs": []}


def test_a_workbook_of_another_enterprise_or_none_is_refused():
    one = make_organization(uscc=make_uscc())
    other = make_organization(uscc=make_uscc())
    content = template_workbook(other, years=[2025])

    for wrong in (content, b"no workbook", b"PK\x03\x04", b"x" * (5 * 1024 * 1024)):
        read = read_workbook(wrong, organization=one)
        assert (read.facts, len(read.problems)) == ({}, 1)


def test_the_page_edits_a_section_with_problems_beside_entries(client):
    owner = make_member()
    client.force_login(owner)
    url = reverse("organization_facts_edit", args=[owner.organization.code, "years"])
    year = client.get(url).context["years"][-1]

    bad = client.post(url, {f"revenue__{year}": "abc", "source": "年报"})
    assert list(bad.context["form"].errors) == [f"revenue__{year}"]
    client.post(url, {f"revenue__{year}": "1.5亿元", "source": "年报"})
    assert facts_of(owner.organization)["revenue"] == {str(year): 15000}
    client.post(url, {f"revenue__{year}": "", "source": "更正"})

    assert "revenue" not in facts_of(owner.organization)
    assert Fact.objects.get().superseded_at is not None


def test_the_page_edits_a_list_row_by_row(client):
    owner = make_member()
    client.force_login(owner)
    url = reverse("organization_facts_edit", args=[owner.organization.code, "ip"])

    bad = client.post(url, {"row1__granted_on": "2024-13-01", "source": "证书"})
    assert list(bad.context["form"].errors) == ["row1__granted_on"]
    client.post(url, {"row1__kind": "发明专利", "source": "证书"})
    assert facts_of(owner.organization)["ip"] == [{"kind": "发明专利"}]
    client.post(url, {"has_none": "on", "source": "证书"})

    assert facts_of(owner.organization)["ip"] == []


def test_import_shows_everything_before_anything_is_written(client):
    owner = make_member(organization=make_organization(uscc=make_uscc()))
    code = owner.organization.code
    client.force_login(owner)
    book = load_workbook(io.BytesIO(template_workbook(owner.organization, years=[2025])))
    sheet = book["年度数据"]
    for row in sheet.iter_rows(min_row=2):
        if row[-1].value == "revenue":
            row[1].value = 1300
        if row[-1].value == "net_profit":
            row[1].value = "很多"

    def choose():
        file = io.BytesIO()
        book.save(file)
        file.seek(0)
        file.name = "facts.xlsx"
        url = reverse("organization_facts_import", args=[code])
        return client.post(url, {"workbook": file, "source": "年报"})

    wrong = choose()
    problem = wrong.context["read"].problems[0]
    assert (problem.sheet, isinstance(problem.row, int)) == ("年度数据", True)
    assert Fact.objects.count() == 0
    for row in sheet.iter_rows(min_row=2):
        if row[-1].value == "net_profit":
            row[1].value = None
    good = choose()
    assert Fact.objects.count() == 0
    sent = {"signed": good.context["signed"], "source": "年报"}
    client.post(reverse("organization_facts_apply", args=[code]), sent)
    assert facts_of(owner.organization)["revenue"] == {"2025": 1300}

    other = make_member()
    client.force_login(other)
    stolen = client.post(reverse("organization_facts_apply", args=[other.organization.code]), sent)
    assert stolen.status_code == 404
    assert Fact.objects.filter(organization=other.organization).count() == 0


def test_pages_of_the_file_open_for_members_and_officers_only(client):
    owner = make_member()
    record(owner, {"revenue": {"2025": 1300}, "ip": [{"kind": "发明专利"}]})
    code = owner.organization.code
    urls = [
        reverse("organization_facts", args=[code]),
        reverse("organization_facts_template", args=[code]),
        reverse("organization_facts_json", args=[code]),
        *(reverse("organization_fact_history", args=[code, name]) for name in ("revenue", "ip")),
    ]

    for user, status in (
        (owner, 200),
        (make_appointed(region_code="220000"), 200),
        (make_user(), 403),
        (make_appointed(region_code="110000"), 403),
    ):
        client.force_login(user)
        assert {client.get(url).status_code for url in urls} == {status}


@pytest.mark.parametrize("section", list(sections()))
def test_every_section_has_a_form(client, section):
    owner = make_member()
    client.force_login(owner)

    answer = client.get(reverse("organization_facts_edit", args=[owner.organization.code, section]))

    assert answer.status_code == 200
