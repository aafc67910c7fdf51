"""Files that show the readiness: who attaches, who reads, what pages and the API tell of them."""

import pytest
from django.urls import reverse

from queqiao_web.achievements.actions import submission_problems
from queqiao_web.achievements.models import Achievement, AchievementGrant
from queqiao_web.achievements.states import EvidenceKind
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Disclosure, Level
from queqiao_web.foundation.errors import Invalid, Refused
from queqiao_web.foundation.files import Paper, remove_file, store_file
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.files.queries import files_of
from queqiao_web.foundation.files.store import path_of
from tests.factories.web.achievements import make_achievement, make_evidence, make_patent
from tests.factories.web.people import actor, make_appointed, make_member
from tests.factories.web.tokens import api_of
from tests.factories.web.uploads import PDF, upload
from tests.web.times import NOON

pytestmark = pytest.mark.django_db
REPORT = Paper(EvidenceKind.TEST_REPORT, "圆度第三方检测报告")


@pytest.fixture
def owner():
    return make_member()


@pytest.fixture
def draft(owner):
    return make_achievement(organization=owner.organization, state="draft", trl=6)


def attach(user, achievement, *, level=Level.DETAILS, paper=REPORT):
    return store_file(
        actor=actor(user),
        at=NOON,
        record=achievement,
        upload=upload(),
        level=level,
        paper=paper,
    )


def text_of(answer):
    return answer.content.decode()


def downloads(client, row):
    answer = client.get(reverse("file_download", args=[row.code]))
    return answer.status_code, answer.getvalue() == PDF


def test_a_file_is_kept_with_its_kind_title_and_the_level_it_shows(owner, draft):
    row = attach(owner, draft)

    assert (row.paper, row.title, row.claim) == ("test_report", "圆度第三方检测报告", "6")
    event = AuditEvent.objects.get(verb="achievements.achievement.paper_stored")
    assert (event.subject_id, event.region_code) == (draft.pk, draft.region_code)
    assert event.details["file"] == row.code
    assert "检测报告" not in str((event.before, event.after, event.details))


def test_removing_it_is_an_event_too(owner, draft):
    row = attach(owner, draft)

    remove_file(actor=actor(owner), at=NOON, code=row.code)

    assert list(files_of(draft)) == []
    event = AuditEvent.objects.get(verb="achievements.achievement.paper_removed")
    assert (event.subject_id, event.details["file"]) == (draft.pk, row.code)


@pytest.mark.parametrize(
    ("paper", "codes"),
    [
        (Paper("", "报告"), ["unknown"]),
        (Paper("business_licence", "报告"), ["unknown"]),
        (Paper("test_report", " "), ["missing"]),
        (Paper("test_report", "长" * 121), ["too_long"]),
        (Paper("", ""), ["unknown", "missing"]),
    ],
)
def test_a_file_without_kind_or_title_is_refused(owner, draft, paper, codes):
    with pytest.raises(Invalid) as caught:
        attach(owner, draft, paper=paper)

    assert [one.code for one in caught.value.problems] == codes
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("state", ["submitted", "published", "matched", "closed", "expired"])
def test_what_was_reviewed_stays_as_it_was_reviewed(owner, state):
    achievement = make_achievement(organization=owner.organization, state=state)
    row = make_evidence(achievement)

    with pytest.raises(Refused):
        attach(owner, achievement)
    with pytest.raises(Refused):
        remove_file(actor=actor(owner), at=NOON, code=row.code)

    assert path_of(row.code).exists()


def test_others_attach_nothing(draft):
    for stranger in (make_member(), make_appointed()):
        with pytest.raises(Refused):
            attach(stranger, draft)


def test_each_level_is_read_by_those_it_is_open_to(client, owner):
    achievement = make_achievement(organization=owner.organization, disclosure=Disclosure.STAGED)
    partner, signatory = make_member(), make_member()
    for user, level in ((partner, Level.DETAILS), (signatory, Level.SECRET)):
        AchievementGrant.objects.create(
            record=achievement,
            organization=user.organization,
            level=level,
            basis="test",
            granted_at=NOON,
            created_at=NOON,
            updated_at=NOON,
        )
    rows = [make_evidence(achievement, level=level) for level in Level]
    readers = {
        None: Level.PUBLIC,
        make_member(): Level.PUBLIC,
        partner: Level.DETAILS,
        make_appointed(): Level.DETAILS,
        signatory: Level.SECRET,
        owner: Level.SECRET,
    }

    for reader, level in readers.items():
        client.logout()
        if reader is not None:
            client.force_login(reader)
        page = text_of(client.get(reverse("achievement_detail", args=[achievement.code])))
        for row in rows:
            address = reverse("file_download", args=[row.code])
            expected = (200, True) if row.level <= level else (404, False)
            assert downloads(client, row) == expected
            assert (address in page) == (row.level <= level)


def test_the_officer_reads_it_at_review_and_is_told_what_is_hidden(client, draft):
    shown = make_evidence(draft, title="样机检测报告")
    make_evidence(draft, level=Level.SECRET, title="用户甲的证明")
    Achievement.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=NOON)
    client.force_login(make_appointed())

    page = text_of(client.get(reverse("achievement_review", args=[draft.code])))

    assert "样机检测报告" in page
    assert "用户甲的证明" not in page
    assert "签订保密协议后" in page
    assert downloads(client, shown) == (200, True)
    assert AuditEvent.objects.filter(verb="foundation.file.downloaded").count() == 1


def test_a_level_that_no_file_shows_is_told_to_owner_and_reviewer(client, owner, draft):
    client.force_login(owner)
    address = reverse("achievement_detail", args=[draft.code])
    told = "还没有证明技术成熟度 6 的文件"

    assert told in text_of(client.get(address))
    make_evidence(draft)
    assert told not in text_of(client.get(address))
    Achievement.objects.filter(pk=draft.pk).update(trl=7)
    page = text_of(client.get(address))
    assert "还没有证明技术成熟度 7 的文件" in page
    assert "证明成熟度 6" in page


def test_an_anonymous_achievement_has_no_file_for_everybody(owner, draft):
    make_patent(draft)
    draft.disclosure = Disclosure.ANONYMOUS
    open_one = make_evidence(draft, level=Level.PUBLIC)

    assert [one.code for one in submission_problems(draft, at=NOON)] == ["evidence.open"]
    remove_file(actor=actor(owner), at=NOON, code=open_one.code)
    make_evidence(draft)
    assert submission_problems(draft, at=NOON) == []


def test_the_page_attaches_and_removes(client, owner, draft):
    client.force_login(owner)
    page = reverse("achievement_detail", args=[draft.code])
    where = reverse("file_upload", args=["achievements.achievement", draft.pk])
    values = {"file": upload(), "level": "2", "paper": "novelty_search", "title": "科技查新报告"}

    assert where in text_of(client.get(page))
    assert client.post(where, values).url == page
    row = StoredFile.objects.get()
    assert (row.paper, row.title, row.level) == ("novelty_search", "科技查新报告", Level.SECRET)
    assert "查新报告" in text_of(client.get(page))
    assert client.post(reverse("file_remove", args=[row.code])).url == page
    assert list(files_of(draft)) == []


def test_programs_attach_read_and_remove(owner, draft):
    api = api_of(owner)
    path = f"/achievements/{draft.code}/evidence"
    values = {"paper": "acceptance", "title": "省重点研发项目验收意见", "level": "secret"}

    made = api.send_file(path, upload(), values, Idempotency_Key="one")
    again = api.send_file(path, upload(), values, Idempotency_Key="one")

    assert made.status_code == 201
    assert again.data == made.data
    assert api.get(f"/achievements/{draft.code}").data["evidence"] == [made.data]
    content = api.get(f"{path}/{made.data['code']}")
    assert content.data == PDF
    assert content["Content-Disposition"].startswith("attachment;")
    assert api("DELETE", f"{path}/{made.data['code']}").status_code == 204
    assert api.get(f"{path}/{made.data['code']}").status_code == 404


def test_one_key_does_not_stand_for_two_files(owner, draft):
    api = api_of(owner)
    path = f"/achievements/{draft.code}/evidence"
    values = {"paper": "acceptance", "title": "验收意见"}

    api.send_file(path, upload(), values, Idempotency_Key="one")
    other = api.send_file(path, upload(content=PDF + b"\n"), values, Idempotency_Key="one")

    assert other.status_code == 422
    assert other.data["error"]["problems"][0]["code"] == "idempotency_key.reused"


def test_what_a_program_sends_wrongly_is_told(owner, draft):
    api = api_of(owner)
    path = f"/achievements/{draft.code}/evidence"

    nothing = api.send_file(path, None, {"paper": "acceptance", "title": "验收意见"})
    unknown = api.send_file(path, upload(), {"paper": "poster", "title": "海报"})
    disguised = api.send_file(path, upload("图.png"), {"paper": "acceptance", "title": "验收意见"})
    broken = api.client.post(
        f"/api/v1{path}", b"--x", content_type="multipart/form-data", headers=api.headers
    )

    assert [one.status_code for one in (nothing, unknown, disguised, broken)] == [422] * 4
    assert disguised.data["error"]["problems"][0]["code"] == "ending"
    assert StoredFile.objects.count() == 0


def test_a_file_of_another_achievement_is_not_found_by_this_one(owner, draft):
    other = make_achievement(organization=owner.organization, state="draft")
    row = make_evidence(other)
    api = api_of(owner)

    assert api.get(f"/achievements/{draft.code}/evidence/{row.code}").status_code == 404
    assert api("DELETE", f"/achievements/{draft.code}/evidence/{row.code}").status_code == 404
    assert path_of(row.code).exists()


def test_a_program_without_the_scope_attaches_nothing(owner, draft):
    api = api_of(owner, scopes=("achievements:read",))
    values = {"paper": "acceptance", "title": "验收意见"}

    answer = api.send_file(f"/achievements/{draft.code}/evidence", upload(), values)

    assert answer.status_code == 403
