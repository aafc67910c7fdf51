"""Licences and certificates: for owners and the officers who verify, and for nobody else."""

import zipfile

import pytest
from django.urls import reverse

from queqiao_web.accounts.actions import erase_person, export_person
from queqiao_web.api.exchange.writing import export_region
from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.errors import Invalid, Refused
from queqiao_web.foundation.files import Paper, remove_file, store_file
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.files.store import path_of
from queqiao_web.organizations import actions
from queqiao_web.organizations.models import Membership, Organization
from queqiao_web.organizations.states import LicenceKind, OrganizationState
from tests.factories.web.licences import make_licence
from tests.factories.web.people import (
    actor,
    make_appointed,
    make_member,
    make_organization,
)
from tests.factories.web.tokens import api_of
from tests.factories.web.uploads import PDF, upload
from tests.web.times import NOON

pytestmark = pytest.mark.django_db
LICENCE = Paper(LicenceKind.BUSINESS_LICENCE)
NAME = "营业执照副本.pdf"


@pytest.fixture
def owner():
    organization = make_organization(
        state=OrganizationState.REGISTERED, uscc="91220101MA00000014", submitted_at=NOON
    )
    return make_member(organization)


def attach(user, *, paper=LICENCE, level=Level.SECRET):
    return store_file(
        actor=actor(user),
        at=NOON,
        record=user.organization,
        upload=upload(NAME),
        level=level,
        paper=paper,
    )


def got(client, row):
    answer = client.get(reverse("file_download", args=[row.code]))
    return answer.status_code, answer.getvalue()


def text_of(answer):
    return answer.content.decode()


def others(owner):
    """Everybody who may not open the licence, inside and outside."""
    ours = owner.organization
    return {
        "a visitor": None,
        "another organization": make_member(),
        "an editor": make_member(ours, role=OrganizationRole.EDITOR),
        "a viewer": make_member(ours, role=OrganizationRole.VIEWER),
        "an officer elsewhere": make_appointed(region_code="210000"),
        "an auditor": make_appointed(RegionRole.AUDITOR),
        "an operator": make_appointed(RegionRole.OPERATOR, "000000"),
        "a broker": make_appointed(RegionRole.BROKER),
    }


def test_owners_attach_it_with_its_kind_and_the_code_it_is_to_show(owner):
    row = attach(owner)

    assert (row.paper, row.claim, row.level) == (
        "business_licence",
        owner.organization.uscc,
        Level.SECRET,
    )
    event = AuditEvent.objects.get(verb="organizations.organization.paper_stored")
    assert (event.subject_id, event.details["paper"]) == (
        owner.organization.pk,
        "business_licence",
    )
    assert "副本" not in str((event.before, event.after, event.details))


def test_it_never_stands_at_a_level_for_others(owner):
    for level in (Level.PUBLIC, Level.DETAILS):
        with pytest.raises(Invalid) as caught:
            attach(owner, level=level)
        assert [one.code for one in caught.value.problems] == ["unknown"]

    with pytest.raises(Invalid):
        attach(owner, paper=Paper("test_report"))
    assert StoredFile.objects.count() == 0


def test_the_officer_sees_it_beside_name_and_code(client, owner):
    client.force_login(make_appointed())
    address = reverse("verification_detail", args=[owner.organization.code])

    assert "未上传（非必须）" in text_of(client.get(address))
    row = attach(owner)
    page = text_of(client.get(address))

    assert NAME in page
    assert reverse("file_download", args=[row.code]) in page
    assert f"信用代码 {owner.organization.uscc}" in page
    assert got(client, row) == (200, PDF)
    taken = AuditEvent.objects.get(verb="foundation.file.downloaded")
    assert taken.subject_id == row.pk


@pytest.mark.parametrize("state", ["registered", "verified", "suspended"])
def test_nobody_else_gets_it_by_any_address(client, owner, state):
    row = attach(owner)
    code = owner.organization.code
    Organization.objects.filter(pk=owner.organization.pk).update(state=state)

    for who, user in others(owner).items():
        client.logout()
        if user is not None:
            client.force_login(user)
        status, content = got(client, row)
        assert (who, status) == (who, 404)
        assert PDF not in content
        for name in ("organization_detail", "verification_detail", "organization_members"):
            answer = client.get(reverse(name, args=[code]))
            assert (who, NAME in text_of(answer)) == (who, False)
            assert (who, row.code in text_of(answer)) == (who, False)
        client.post(reverse("file_remove", args=[row.code]))
        where = reverse("file_upload", args=["organizations.organization", owner.organization.pk])
        client.post(where, {"file": upload("假.pdf"), "paper": "business_licence"})
    assert StoredFile.objects.get() == row
    assert path_of(row.code).exists()


def test_nobody_else_gets_it_by_program(owner):
    row = attach(owner)
    path = f"/organizations/{owner.organization.code}/licences"

    for who, user in others(owner).items():
        if user is None:
            continue
        api = api_of(user)
        for answer in (api.get(path), api.get(f"{path}/{row.code}")):
            assert (who, answer.status_code in {403, 404}) == (who, True)
            assert row.code not in str(answer.data)
        for answer in (
            api("DELETE", f"{path}/{row.code}"),
            api.send_file(path, upload(), {"paper": "business_licence"}),
        ):
            assert (who, answer.status_code in {403, 404}) == (who, True)
        assert row.code not in str(api.get(f"/organizations/{owner.organization.code}").data)
    assert StoredFile.objects.get() == row


def test_programs_of_owners_attach_list_read_and_remove(owner):
    api = api_of(owner)
    path = f"/organizations/{owner.organization.code}/licences"

    made = api.send_file(path, upload(NAME), {"paper": "legal_person"})

    assert made.status_code == 201
    assert api.get(path).data == [made.data]
    assert api.get(f"{path}/{made.data['code']}").data == PDF
    officer = api_of(make_appointed())
    assert officer.get(path).data == [made.data]
    assert officer("DELETE", f"{path}/{made.data['code']}").status_code == 403
    assert api("DELETE", f"{path}/{made.data['code']}").status_code == 204
    assert api.get(path).data == []


def test_an_owner_is_asked_for_it_until_it_is_there_or_verified(client, owner):
    client.force_login(owner)
    address = reverse("organization_detail", args=[owner.organization.code])
    asked = "上传并非必须"
    where = reverse("file_upload", args=["organizations.organization", owner.organization.pk])

    page = text_of(client.get(address))
    assert asked in page
    assert where in page
    values = {"file": upload(NAME), "paper": "business_licence", "level": "0"}
    assert client.post(where, values).url == address
    row = StoredFile.objects.get()
    assert row.level == Level.SECRET
    page = text_of(client.get(address))
    assert asked not in page
    assert NAME in page
    remove_file(actor=actor(owner), at=NOON, code=row.code)
    Organization.objects.filter(pk=owner.organization.pk).update(state="verified")
    assert asked not in text_of(client.get(address))


def test_an_officer_who_belongs_to_the_organization_does_not_verify_by_it(client, owner):
    officer = make_appointed()
    Membership.objects.create(
        organization=owner.organization,
        user=officer,
        role=OrganizationRole.EDITOR,
        created_at=NOON,
        updated_at=NOON,
    )
    row = attach(owner)
    client.force_login(officer)

    assert got(client, row)[0] == 404


def test_after_handing_over_the_new_owner_has_it_and_the_old_one_not(client, owner):
    successor = make_member(owner.organization, role=OrganizationRole.EDITOR)
    row = attach(owner)
    actions.hand_over_ownership(
        actor=actor(owner),
        organization_id=owner.organization.pk,
        at=NOON,
        membership_id=Membership.objects.get(user=successor).pk,
    )

    client.force_login(owner)
    assert got(client, row)[0] == 404
    with pytest.raises(Refused):
        attach(owner)
    client.force_login(successor)
    assert got(client, row) == (200, PDF)
    remove_file(actor=actor(successor), at=NOON, code=row.code)


def test_erasing_who_attached_it_leaves_it_to_the_organization(client, owner, run_jobs):
    other = make_member(owner.organization)
    row = attach(owner)
    assert NAME not in str(export_person(actor=actor(owner), user_id=owner.pk, at=NOON))

    erase_person(actor=actor(owner), user_id=owner.pk, at=NOON)
    run_jobs()

    client.force_login(other)
    assert got(client, row) == (200, PDF)
    assert actor(owner).organization_ids == frozenset()


def test_it_leaves_the_platform_by_no_export(client, owner, tmp_path):
    row = make_licence(owner.organization, name="zqlicence.pdf", content=PDF)
    target = tmp_path / "region.zip"
    export_region(target, region="220000", at=NOON)

    with zipfile.ZipFile(target) as archive:
        text = b"".join(archive.read(one) for one in archive.namelist()).decode()
    assert owner.organization.code in text
    assert row.code not in text
    assert "zqlicence" not in text
