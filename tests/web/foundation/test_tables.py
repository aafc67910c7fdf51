"""Imports: files as offices make them, all problems at once, mending, writing, resuming."""

from decimal import Decimal

import pytest

from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import Invalid, Refused, StaleVersion
from queqiao_web.foundation.jobs.models import JobRun, JobState
from queqiao_web.foundation.tables import actions, writing
from queqiao_web.foundation.tables.models import ImportChoice, ImportState, RowState, TableImport
from queqiao_web.foundation.tables.queries import shown_rows, tally_of
from queqiao_web.foundation.tables.reading import read_upload
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationKind
from tests.factories.web.people import actor, make_member, make_organization
from tests.factories.web.tables import PARKS, REFUSED_NAME, workbook
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db
HEAD = ["园区名称*", "所在地区", "面积", "投资（万元）", "简介"]
GOOD = [["甲园", "长春市", 12, "300", "一期"], ["乙园", "220200", "", "", ""]]


def upload(member, rows, *, head=HEAD, name="园区.xlsx", **kinds):
    return actions.upload_table(
        kind=PARKS,
        organization_id=member.organization.pk,
        name=name,
        data=workbook([head, *rows], **kinds),
        actor=actor(member),
        at=NOON,
    )


def states_of(table):
    return list(table.rows.order_by("number").values_list("number", "state"))


def problems_of(table, someone):
    rows = list(table.rows.order_by("number"))
    return [
        (problem.row, problem.field, problem.code)
        for shown in shown_rows(table, rows, actor(someone))
        for problem in shown.checked.problems
    ]


@pytest.fixture
def member():
    return make_member()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_files_are_read_in_the_encodings_of_offices(encoding):
    data = "\n".join([",".join(HEAD), "甲园,长春市,12,300,一期"]).encode(encoding)

    sheet = read_upload(PARKS, name="园区.csv", data=data)

    assert [heading.field for heading in sheet.headings] == [
        "name",
        "region_code",
        "area",
        "budget",
        "text",
    ]
    assert [row.cells["园区名称*"] for row in sheet.rows] == ["甲园"]


def test_title_lines_blank_rows_and_merged_cells_do_no_harm():
    data = workbook(
        [HEAD, ["甲园", "长春市", 12, "", "一期"], ["", "", "", "", "二期"], ["", "", "", "", ""]],
        before=[["某市园区汇总表"], ["填报单位：某局"]],
        merges=[(3, 0, 4, 0, "甲园")],
    )

    sheet = read_upload(PARKS, name="a.xlsx", data=data)

    assert [(row.number, row.cells) for row in sheet.rows] == [
        (4, {"园区名称*": "甲园", "所在地区": "长春市", "面积": 12.0, "简介": "一期\n二期"})
    ]


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.xlsx", b"", "空"),
        ("a.exe", b"MZ....", ".xlsx"),
        ("a.xlsx", b"PK\x03\x04 no workbook", ""),
        ("a.csv", "甲,乙\n1,2".encode(), ""),
        ("a.csv", bytes(range(256)) * 40, ""),
    ],
)
def test_files_that_are_no_such_table_are_refused_with_a_reason(name, data, word):
    with pytest.raises(Invalid) as caught:
        read_upload(PARKS, name=name, data=data)

    assert {problem.field for problem in caught.value.problems} == {"file"}
    assert all(str(problem.text) for problem in caught.value.problems)


def test_every_problem_of_every_row_is_told_before_anything_is_written(member):
    table = upload(
        member,
        [
            ["", "火星市", "三", "很多", "x" * 201],
            ["丙园", "朝阳区", 600, "", ""],
            ["丁园", "长春市", 3, "120", ""],
        ],
    )

    assert problems_of(table, member) == [
        (2, "name", "missing"),
        (2, "region_code", "unknown_region"),
        (2, "area", "not_a_number"),
        (2, "budget", "matching.io.money"),
        (2, "text", "too_long"),
        (3, "region_code", "ambiguous_region"),
        (3, "budget", "missing"),
    ]
    assert states_of(table) == [(2, "bad"), (3, "bad"), (4, "good")]
    assert tally_of(table).problems == 7
    assert not Organization.objects.filter(kind=OrganizationKind.PARK).exists()


def test_money_is_read_in_the_unit_of_its_heading(member):
    table = upload(member, [["甲园", "长春市", 1, "300", ""]])

    [shown] = shown_rows(table, list(table.rows.all()), actor(member))

    assert shown.checked.values["budget"] == Decimal(3_000_000)


def test_duplicates_in_the_file_and_of_stored_items_wait_for_a_decision(member):
    make_organization(name="存园")
    table = upload(
        member,
        [["甲园", "长春市"], ["存园", "长春市"], ["甲园", "吉林市"], ["乙园", "长春市"]],
        head=HEAD[:2],
    )
    rows = {row.number: row for row in table.rows.all()}
    shown = {one.row.number: one for one in shown_rows(table, list(rows.values()), actor(member))}

    assert states_of(table) == [(2, "good"), (3, "twice"), (4, "twice"), (5, "good")]
    assert shown[4].same_rows == (2,)
    assert [one.label for one in shown[3].stored] == ["存园"]

    decide = {"table_id": table.pk, "actor": actor(member), "at": NOON}
    actions.decide_row(row_id=rows[4].pk, keep=RowState.GOOD, **decide)
    actions.decide_row(row_id=rows[3].pk, keep=RowState.LEFT_OUT, **decide)
    assert states_of(table) == [(2, "good"), (3, "left_out"), (4, "good"), (5, "good")]


def test_a_duplicate_is_free_once_its_twin_is_left_out(member):
    table = upload(member, [["甲园", "长春市"], ["甲园", "吉林市"]], head=HEAD[:2])
    first = table.rows.get(number=2)

    actions.decide_row(
        table_id=table.pk, row_id=first.pk, keep=RowState.LEFT_OUT, actor=actor(member), at=NOON
    )

    assert states_of(table) == [(2, "left_out"), (3, "good")]


def test_mending_cells_checks_again_also_cells_that_the_file_lacks(member):
    table = upload(member, [["甲园", "火星", 700]], head=HEAD[:3])
    row = table.rows.get()
    assert row.problem_count == 2

    actions.mend_rows(
        table_id=table.pk,
        changed={row.pk: {"所在地区": "长春市", "budget": "5000", "所谓": "不认识的列"}},
        actor=actor(member),
        at=NOON,
    )

    assert states_of(table) == [(2, "good")]
    row.refresh_from_db()
    assert row.cells == {"园区名称*": "甲园", "所在地区": "长春市", "面积": 700.0, "budget": "5000"}


def test_two_people_mending_one_import_do_not_overwrite_each_other(member):
    table = upload(member, [["甲园", "火星"]], head=HEAD[:2])
    change = {table.rows.get().pk: {"所在地区": "长春市"}}
    call = {"table_id": table.pk, "changed": change, "version": 1, "at": NOON}
    actions.mend_rows(actor=actor(member), **call)

    with pytest.raises(StaleVersion):
        actions.mend_rows(actor=actor(make_member(member.organization)), **call)


def start(table, someone, choice=ImportChoice.GOOD_ROWS):
    return actions.start_writing(table_id=table.pk, choice=choice, actor=actor(someone), at=NOON)


def parks():
    return list(
        Organization.objects.filter(kind=OrganizationKind.PARK)
        .order_by("pk")
        .values_list("name", flat=True)
    )


def test_good_rows_are_written_with_one_event_each_and_the_others_reported(member, run_jobs):
    table = upload(member, [*GOOD, ["丙园", "火星"], [REFUSED_NAME, "长春市"]])
    start(table, member)
    run_jobs()

    table.refresh_from_db()
    assert table.state == ImportState.WRITTEN
    assert parks() == ["甲园", "乙园"]
    assert states_of(table) == [(2, "written"), (3, "written"), (4, "bad"), (5, "failed")]
    assert AuditEvent.objects.filter(verb="tests.park.imported").count() == 2
    assert table.rows.get(number=5).failure == [
        {"field": "name", "code": "refused", "text": "这个名称写不进去。"}
    ]


def test_all_or_nothing_writes_nothing_where_one_row_fails(member, run_jobs):
    table = upload(member, [*GOOD, [REFUSED_NAME, "长春市"]])
    start(table, member, ImportChoice.ALL_OR_NOTHING)
    run_jobs()

    table.refresh_from_db()
    assert (table.state, table.choice) == (ImportState.CHECKED, "")
    assert parks() == []
    assert not AuditEvent.objects.filter(verb="tests.park.imported").exists()
    assert states_of(table) == [(2, "good"), (3, "good"), (4, "failed")]

    failed = table.rows.get(number=4)
    actions.mend_rows(
        table_id=table.pk,
        changed={failed.pk: {"园区名称*": "丙园"}},
        actor=actor(member),
        at=NOON,
    )
    start(table, member, ImportChoice.ALL_OR_NOTHING)
    run_jobs()
    assert parks() == ["甲园", "乙园", "丙园"]


def test_all_or_nothing_cannot_start_with_bad_rows(member):
    table = upload(member, [*GOOD, ["丙园", "火星"]])

    with pytest.raises(Invalid) as caught:
        start(table, member, ImportChoice.ALL_OR_NOTHING)

    assert [problem.code for problem in caught.value.problems] == ["not_all_good"]


def test_writing_goes_on_after_a_kill_without_loss_or_double(member, run_jobs, monkeypatch):
    """A worker died in the middle of an import: its lease ends and another goes on."""
    table = upload(member, [[f"园{n}", "长春市"] for n in range(1, 56)], head=HEAD[:2])
    start(table, member)
    run = JobRun.objects.get(name="foundation.write_table")
    written = []
    write_row = writing._write_row

    def die_at_thirty(task, row):
        if len(written) == 30:
            raise KeyboardInterrupt
        written.append(row.number)
        write_row(task, row)

    monkeypatch.setattr(writing, "_write_row", die_at_thirty)
    with pytest.raises(KeyboardInterrupt):
        run_jobs()
    assert len(parks()) == 20  # the first chunk; the second was rolled back whole
    monkeypatch.setattr(writing, "_write_row", write_row)
    run.refresh_from_db()
    assert run.state == JobState.RUNNING

    run_jobs(at=NOON + HOUR)

    table.refresh_from_db()
    assert table.state == ImportState.WRITTEN
    assert parks() == [f"园{n}" for n in range(1, 56)]
    assert AuditEvent.objects.filter(verb="tests.park.imported").count() == 55


def test_long_imports_hand_over_from_job_to_job(member, run_jobs):
    count = writing.STRETCH + 30
    table = upload(member, [[f"园{n}", "长春市"] for n in range(count)], head=HEAD[:2])
    start(table, member)

    assert run_jobs() >= 2
    assert len(parks()) == count


def test_writing_stops_where_the_uploader_lost_the_right(member, run_jobs):
    table = upload(member, GOOD)
    start(table, member)
    member.memberships.update(state="left")
    run_jobs()

    assert parks() == []
    assert states_of(table) == [(2, "failed"), (3, "failed")]


def test_only_editors_of_the_organization_touch_an_import(member):
    table = upload(member, GOOD)
    stranger = actor(make_member())
    calls = [
        lambda: actions.discard_import(table_id=table.pk, actor=stranger, at=NOON),
        lambda: actions.mend_rows(table_id=table.pk, changed={}, actor=stranger, at=NOON),
        lambda: actions.start_writing(
            table_id=table.pk, choice=ImportChoice.GOOD_ROWS, actor=stranger, at=NOON
        ),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()
    assert table.rows.count() == 2


def test_an_import_that_is_written_cannot_be_changed_or_started_again(member, run_jobs):
    table = upload(member, GOOD)
    start(table, member)
    with pytest.raises(Refused):
        start(table, member)
    run_jobs()
    with pytest.raises(Refused):
        actions.discard_import(table_id=table.pk, actor=actor(member), at=NOON)


def test_rows_of_old_imports_are_removed(member, run_jobs):
    table = upload(member, GOOD)
    run_jobs(at=NOON + 29 * DAY)
    assert table.rows.count() == 2

    run_jobs(at=NOON + 31 * DAY)

    table.refresh_from_db()
    assert table.rows.count() == 0
    assert table.emptied_at == NOON + 31 * DAY


def test_cells_never_enter_the_audit(member):
    upload(member, [["绝密园", "火星"]])

    assert not any("绝密园" in str(event.after) for event in AuditEvent.objects.all())
    assert TableImport.objects.count() == 1
