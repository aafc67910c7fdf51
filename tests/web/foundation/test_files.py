"""Files: checked by content, on the disk before their row, given out to whom the rules allow."""

import hashlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from queqiao_web.foundation.access import ALLOW, deny
from queqiao_web.foundation.audit import MASKED
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure.levels import Level
from queqiao_web.foundation.errors import Invalid, NotThere, Refused
from queqiao_web.foundation.files import FileRules, files_belong_to, remove_file, store_file
from queqiao_web.foundation.files import store as content_store
from queqiao_web.foundation.files.actions import MOST, open_file, remove_orphans
from queqiao_web.foundation.files.kinds import plain_name
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.files.owners import _RULES
from queqiao_web.foundation.files.queries import files_readable_by
from queqiao_web.foundation.files.store import digest_of, path_of, write_content
from queqiao_web.organizations.models import Organization
from tests.factories.web.people import actor, make_member, make_organization, make_user
from tests.factories.web.uploads import JPG, PDF, PNG, archive, docx, macros, upload, xlsx
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db
OWNER = "organizations.organization"


@pytest.fixture(autouse=True)
def _rules():
    """Members attach and read everything; others read what is public, of verified ones."""

    def can_attach(who, record):
        return ALLOW if who.acts_for(record.pk) else deny("test.no", "不是成员")

    held = _RULES.get(OWNER)
    files_belong_to(
        OWNER,
        FileRules(
            visible_to=lambda _who: Organization.objects.filter(state="verified"),
            can_attach=can_attach,
            level_for=lambda who, record: Level.SECRET if who.acts_for(record.pk) else Level.PUBLIC,
            page_of=lambda record: f"/organizations/{record.code}/",
        ),
    )
    yield
    if held is None:
        del _RULES[OWNER]
    else:
        _RULES[OWNER] = held


@pytest.fixture
def member():
    return make_member()


def got(client, row):
    """The answer to a download, read to its end, which closes it."""
    answer = client.get(reverse("file_download", args=[row.code]))
    answer.data = answer.getvalue()
    return answer


def attach(user, *, level=Level.DETAILS, at=NOON, **more):
    return store_file(
        actor=actor(user), at=at, record=user.organization, upload=upload(**more), level=level
    )


def named(value):
    """Archives hold the time at which they were made: a name of a test may not."""
    return value if isinstance(value, str) else "content"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("说明.pdf", PDF, "pdf"),
        ("图.png", PNG, "png"),
        ("图.JPG", JPG, "jpg"),
        ("图.jpeg", JPG, "jpg"),
        ("方案.docx", docx(), "docx"),
        ("数据.xlsx", xlsx(), "xlsx"),
        ("记录.txt", "抗拉强度 ≥ 600 MPa\n".encode(), "txt"),
        ("记录.txt", "抗拉强度".encode("gb18030"), "txt"),
    ],
    ids=named,
)
def test_a_file_is_kept_with_its_kind_size_and_digest(member, name, content, kind):
    row = attach(member, name=name, content=content)

    digest = hashlib.sha256(content).hexdigest()
    assert (row.kind, row.size, row.sha256) == (kind, len(content), digest)
    assert path_of(row.code).read_bytes() == content
    assert path_of(row.code).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("程序.exe", b"MZ\x90\x00\x03", "kind"),
        ("页面.html", b"<script>alert(1)</script>", "ending"),
        ("图.svg", b"<svg onload='x'/>", "ending"),
        ("说明.pdf", PNG, "ending"),
        ("程序.pdf", b"MZ\x90\x00\x03\xff\xff", "kind"),
        ("资料.zip", archive("a.txt"), "archive"),
        ("资料.docx", archive("a.txt"), "archive"),
        ("资料.xlsx", docx(), "ending"),
        ("宏.docx", macros(), "macros"),
        ("坏.docx", docx()[:60], "broken"),
        ("空.pdf", b"", "empty"),
    ],
    ids=named,
)  # fmt: skip
def test_what_is_not_what_it_says_is_refused(member, name, content, code):
    with pytest.raises(Invalid) as caught:
        attach(member, name=name, content=content)

    assert [one.code for one in caught.value.problems] == [code]
    assert StoredFile.objects.count() == 0


def test_a_file_that_unpacks_to_too_much_is_refused(member, monkeypatch):
    monkeypatch.setattr("queqiao_web.foundation.files.kinds._MOST_UNPACKED", 1_000)
    bomb = archive("[Content_Types].xml", "word/document.xml", content=b"0" * 5_000)

    with pytest.raises(Invalid) as caught:
        attach(member, name="方案.docx", content=bomb)
    assert [one.code for one in caught.value.problems] == ["bomb"]


def test_sizes_and_numbers_are_limited(member, settings):
    settings.FILE_BYTES = len(PDF) - 1
    with pytest.raises(Invalid) as caught:
        attach(member)
    assert [one.code for one in caught.value.problems] == ["too_large"]
    settings.FILE_BYTES = len(PDF)
    for _ in range(MOST):
        attach(member)
    with pytest.raises(Invalid) as caught:
        attach(member)
    assert [one.code for one in caught.value.problems] == ["too_many"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\桌面\\方案.docx", "方案.docx"),
        ("付款\u202exslx.exe", "付款xslx.exe"),
        ('a"b\r\nSet-Cookie: x.pdf', "abSet-Cookie x.pdf"),
        (f"{'长' * 300}.pdf", f"{'长' * 116}.pdf"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_names_are_made_plain(typed, kept):
    assert plain_name(typed) == kept


def test_only_who_may_change_a_record_attaches_and_removes(member):
    stranger = make_user()
    stranger.organization = member.organization
    with pytest.raises(Refused):
        attach(stranger)
    row = attach(member, level=Level.PUBLIC)
    with pytest.raises(Refused):
        remove_file(actor=actor(stranger), at=NOON, code=row.code)

    assert path_of(row.code).exists()


def test_a_file_above_ones_level_is_as_if_it_were_not_there(client, member):
    open_one = attach(member, level=Level.PUBLIC)
    secret = attach(member, level=Level.SECRET)
    stranger = make_user()

    assert list(files_readable_by(actor(stranger), member.organization)) == [open_one]
    with pytest.raises(NotThere):
        open_file(actor=actor(stranger), at=NOON, code=secret.code)
    for who in (None, stranger):
        if who:
            client.force_login(who)
        assert got(client, open_one).status_code == 200
        answer = got(client, secret)
        assert answer.status_code == 404
        assert secret.name.encode() not in answer.data
        assert PDF not in answer.data


def test_files_of_records_that_one_may_not_see_are_not_there(client, member):
    row = attach(member, level=Level.PUBLIC)
    Organization.objects.filter(pk=member.organization.pk).update(state="closed")

    assert client.get(reverse("file_download", args=[row.code])).status_code == 404


def test_a_download_is_saved_never_shown(client, member):
    row = attach(member, name="方案“一”.pdf")
    client.force_login(member)

    answer = got(client, row)

    assert answer.data == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def test_each_download_above_public_is_an_event(client, member):
    rows = [attach(member, level=level) for level in Level]
    client.force_login(member)
    for row in rows:
        got(client, row)

    events = AuditEvent.objects.filter(verb="foundation.file.downloaded").order_by("sequence")
    assert [(one.subject_id, one.details["level"]) for one in events] == [
        (rows[1].pk, 1),
        (rows[2].pk, 2),
    ]


def test_names_of_files_do_not_enter_the_audit(member):
    attach(member, name="绝密配方.pdf")

    event = AuditEvent.objects.get(verb="foundation.file.stored")
    assert event.after["name"] == MASKED
    assert "绝密" not in str(event.after)


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_is_gone_from_page_and_disk(client):
    member = make_member()
    row = attach(member)
    remove_file(actor=actor(member), at=NOON, code=row.code)

    assert not path_of(row.code).exists()
    client.force_login(member)
    assert client.get(reverse("file_download", args=[row.code])).status_code == 404
    assert AuditEvent.objects.filter(verb="foundation.file.removed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_is_rolled_back_keeps_the_content():
    member = make_member()
    row = attach(member)
    with transaction.atomic():
        remove_file(actor=actor(member), at=NOON, code=row.code)
        transaction.set_rollback(True)

    assert path_of(row.code).exists()


def test_contents_without_a_row_are_removed_after_a_day(member):
    kept = attach(member)
    with transaction.atomic():
        lost = attach(member)
        transaction.set_rollback(True)
    now = timezone.now()

    assert remove_orphans(at=now) == 0
    assert remove_orphans(at=now + DAY + timedelta(minutes=1)) == 1
    assert (path_of(kept.code).exists(), path_of(lost.code).exists()) == (True, False)


def test_a_content_is_written_whole_or_not_at_all(monkeypatch):
    def broken(*_arguments):
        raise OSError

    monkeypatch.setattr(content_store.os, "fsync", broken)
    with pytest.raises(OSError):  # noqa: PT011 -- ours, from above
        write_content("ABCDEFGH", [b"some"])

    assert list(path_of("ABCDEFGH").parent.iterdir()) == []
    assert digest_of("ABCDEFGH") is None


@pytest.mark.parametrize("code", ["../../x", "ABCDEFG", "abcdefgh", "ABCDEFG/", ""])
def test_a_content_is_found_by_code_only(code):
    with pytest.raises(ValueError, match=r".*"):
        path_of(code)


def test_pages_attach_and_remove(client, member):
    client.force_login(member)
    where = reverse("file_upload", args=[OWNER, member.organization.pk])
    page = f"/organizations/{member.organization.code}/"

    answer = client.post(where, {"file": upload(), "level": "2"})
    assert answer.url == page
    row = StoredFile.objects.get()
    assert row.level == Level.SECRET
    assert client.post(reverse("file_remove", args=[row.code])).url == page
    assert list(files_readable_by(actor(member), member.organization)) == []


def test_uploads_for_others_records_and_unknown_kinds_come_to_nothing(client, member):
    other, closed = make_organization(), make_organization(state="closed")
    client.force_login(member)

    for owner_type, pk, status in (
        (OWNER, other.pk, 403),
        (OWNER, closed.pk, 404),
        ("accounts.user", member.pk, 404),
    ):
        where = reverse("file_upload", args=[owner_type, pk])
        assert client.post(where, {"file": upload(), "level": "0"}).status_code == status
    assert StoredFile.objects.count() == 0


def test_the_part_of_a_page_shows_files_and_the_form_to_whom_it_should(member, rf):
    from django.template import Context, Template

    attach(member, name="公开.pdf", level=Level.PUBLIC)
    attach(member, name="密件.pdf", level=Level.SECRET)

    def shown(who):
        template = Template("{% files_of record %}")
        return template.render(Context({"actor": who, "record": member.organization}))

    inside, outside = shown(actor(member)), shown(actor(make_user()))
    assert ("公开.pdf" in inside, "密件.pdf" in inside, "<input" in inside) == (True, True, True)
    assert ("公开.pdf" in outside, "密件.pdf" in outside, "<form" in outside) == (
        True,
        False,
        False,
    )
