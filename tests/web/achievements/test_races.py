"""Two people at one thing at the same moment: one wins, the other is told; nothing is doubled."""

import threading

import pytest
from django.db import connection

from queqiao_web.achievements import actions
from queqiao_web.achievements.models import Achievement
from queqiao_web.experts.actions import accept_claim
from queqiao_web.experts.models import Claim, Expert
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import PlatformError
from queqiao_web.foundation.tables.actions import start_writing, upload_table
from queqiao_web.foundation.tables.models import ImportChoice
from queqiao_web.foundation.tables.writing import write_stretch
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationKind
from tests.factories.web.achievements import make_achievement
from tests.factories.web.experts import make_claim, make_expert
from tests.factories.web.people import actor, make_appointed, make_member, make_user
from tests.factories.web.tables import PARKS, workbook
from tests.web.times import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """What each call gave or raised, all begun at the same moment."""
    barrier, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            barrier.wait()
            found[number] = call()
        except PlatformError as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def errors_in(found):
    return [type(one).__name__ for one in found if isinstance(one, PlatformError)]


def test_of_two_officers_one_publishes_and_the_other_is_told():
    row = make_achievement(state="submitted")
    officers = [actor(make_appointed()) for _ in range(2)]

    found = at_once(
        *(
            lambda o=o: actions.publish_achievement(actor=o, at=NOON, achievement_id=row.pk)
            for o in officers
        )
    )

    assert errors_in(found) == ["IllegalTransition"]
    assert AuditEvent.objects.filter(verb="achievements.achievement.published").count() == 1


def test_publishing_and_returning_end_in_one_state_with_one_event():
    row = make_achievement(state="submitted")
    call = {"at": NOON, "achievement_id": row.pk}
    first, second = actor(make_appointed()), actor(make_appointed())

    found = at_once(
        lambda: actions.publish_achievement(actor=first, **call),
        lambda: actions.return_achievement(actor=second, reasons=["no_index"], **call),
    )

    assert len(errors_in(found)) == 1
    assert Achievement.objects.get().state in {"published", "returned"}
    assert AuditEvent.objects.filter(subject_id=row.pk).count() == 1


def test_of_two_claims_on_one_profile_one_is_accepted():
    expert = make_expert()
    claims = [make_claim(expert, make_user()) for _ in range(2)]
    officers = [actor(make_appointed()) for _ in range(2)]

    found = at_once(
        *(
            lambda o=o, c=c: accept_claim(actor=o, at=NOON, claim_id=c.pk)
            for o, c in zip(officers, claims, strict=True)
        )
    )

    assert errors_in(found) == ["Conflict"]
    assert Claim.objects.filter(state="accepted").count() == 1


def test_one_person_is_never_given_two_profiles():
    person = make_user()
    claims = [make_claim(make_expert(), person) for _ in range(2)]
    officers = [actor(make_appointed()) for _ in range(2)]

    found = at_once(
        *(
            lambda o=o, c=c: accept_claim(actor=o, at=NOON, claim_id=c.pk)
            for o, c in zip(officers, claims, strict=True)
        )
    )

    assert errors_in(found) == ["Conflict"]
    assert Expert.objects.filter(user=person).count() == 1


def test_two_workers_on_one_import_write_every_row_once():
    member = make_member()
    rows = [["名称", "所在地区"], *([f"园{n}", "长春市"] for n in range(45))]
    table = upload_table(
        kind=PARKS,
        organization_id=member.organization.pk,
        name="a.xlsx",
        data=workbook(rows),
        actor=actor(member),
        at=NOON,
    )
    start_writing(table_id=table.pk, choice=ImportChoice.GOOD_ROWS, actor=actor(member), at=NOON)

    at_once(*(lambda: write_stretch(table_id=table.pk, at=NOON) for _ in range(2)))

    assert Organization.objects.filter(kind=OrganizationKind.PARK).count() == 45
    assert AuditEvent.objects.filter(verb="tests.park.imported").count() == 45
    table.refresh_from_db()
    assert table.state == "written"
