"""A researcher brings in two hundred achievements from Excel with mistakes in them."""

import io
import json
from importlib import resources

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from queqiao_web.achievements.forms import ACHIEVEMENT_TABLE
from queqiao_web.achievements.models import Achievement
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import Invalid
from queqiao_web.foundation.tables import template_of
from queqiao_web.foundation.tables.actions import mend_rows, upload_table
from queqiao_web.foundation.tables.headings import meaning_of
from queqiao_web.foundation.tables.models import TableImport
from queqiao_web.foundation.tables.queries import shown_rows, tally_of
from queqiao_web.foundation.tables.reading import read_upload
from tests.factories.web.achievements import make_achievement, make_university
from tests.factories.web.people import actor, make_member
from tests.factories.web.tables import workbook
from tests.web.times import NOON

pytestmark = pytest.mark.django_db

HEAD = [
    "序号",
    "成果名称",
    "公开摘要",
    "技术原理",
    "主要技术指标",
    "关键词",
    "所属行业",
    "所在地区",
    "合作方式",
    "技术成熟度",
    "成熟度佐证",
    "专利号",
    "是否职务科技成果",
    "完成人",
    "价格（万元）",
    "成果编号",
    "备用列",
]
_TITLE, _INDUSTRY, _REGION, _MODES, _LEVEL = 1, 6, 7, 8, 9
_PATENTS, _SERVICE, _INVENTORS, _PRICE, _NUMBER = 11, 12, 13, 14, 15


def demo_achievements():
    folder = resources.files("queqiao.datasets.demo")
    paths = sorted(one.name for one in folder.iterdir() if one.name.startswith("achievements-"))
    lines = [
        line for name in paths for line in folder.joinpath(name).read_text("utf-8").splitlines()
    ]
    return [json.loads(line) for line in lines if line.strip()]


def good_row(number, one):
    return [
        number,
        f"{one['title']}（{number}）"[:100],
        one["description"][:60],
        one["description"][:200],
        one["description"][200:400] or "圆度≤0.08μm",
        "、".join(one["keywords"]),
        one["industry"],
        one["region"],
        "技术转让、技术许可",
        str(one["trl"]),
        "2026年完成第三方检测",
        f"ZL2021{number:08d}.X（发明）",
        "是",
        "甲（60%）、乙（40%）",
        "面议" if one["price_cny"] is None else float(one["price_cny"]) / 10_000,
        f"N-{number:03d}",
        "不读的内容",
    ]


MISTAKES = [  # row among the two hundred, column, what stands there, the field and the problem
    (3, _TITLE, "", "title", "missing"),
    (10, _REGION, "朝阳区", "region_code", "ambiguous_region"),
    (20, _REGION, "月球背面", "region_code", "unknown_region"),
    (30, _INDUSTRY, "炼金术", "industry_code", "unknown_industry"),
    (40, _LEVEL, "十二级", "trl", "matching.io.level"),
    (50, _PRICE, "五百头牛", "price_cny", "matching.io.money"),
    (60, _MODES, "以物易物", "modes", "unknown_mode"),
    (70, _SERVICE, "也许", "service_achievement", "not_yes_or_no"),
    (80, _INVENTORS, "甲（60%）、乙（60%）", "inventors", "inventors.sum"),
    (90, _PATENTS, "专利在办", "patents", "patents.number"),
    (100, _TITLE, "长" * 101, "title", "too_long"),
]
SAME_NUMBER, SAME_STORED = 110, 120


@pytest.fixture
def researcher():
    return make_member(make_university(region_code="220104"))


@pytest.fixture
def sheet(researcher):
    """Two hundred rows under title lines, with planted mistakes and duplicates."""
    source = demo_achievements()
    rows = [good_row(n, source[n % len(source)]) for n in range(1, 201)]
    for number, column, text, _field, _code in MISTAKES:
        rows[number - 1][column] = text
    rows[SAME_NUMBER - 1][_NUMBER] = "N-005"
    make_achievement(
        organization=researcher.organization, title=rows[SAME_STORED - 1][_TITLE], state="draft"
    )
    return workbook([HEAD, *rows], before=[["某大学科技成果汇总表（2026年）"], ["填报：科研处"]])


def upload(researcher, data, name="成果汇总.xlsx"):
    return upload_table(
        kind=ACHIEVEMENT_TABLE,
        organization_id=researcher.organization.pk,
        name=name,
        data=data,
        actor=actor(researcher),
        at=NOON,
    )


def in_file(number):
    return number + 3  # two title lines and the headings


def test_every_planted_mistake_is_told_by_row_and_column_and_nothing_else(researcher, sheet):
    table = upload(researcher, sheet)
    rows = list(table.rows.order_by("number"))
    told = {
        (problem.row, problem.field, problem.code)
        for shown in shown_rows(table, rows, actor(researcher))
        for problem in shown.checked.problems
    }

    assert told == {(in_file(n), field, code) for n, _c, _t, field, code in MISTAKES}
    tally = tally_of(table)
    assert tally.rows == {"bad": len(MISTAKES), "twice": 2, "good": 200 - len(MISTAKES) - 2}
    twice = table.rows.filter(state="twice").order_by("number").values_list("number", flat=True)
    assert list(twice) == [in_file(SAME_NUMBER), in_file(SAME_STORED)]
    assert Achievement.objects.count() == 1


def test_two_hundred_are_mended_in_the_page_written_and_told(client, researcher, sheet, run_jobs):
    client.force_login(researcher)
    with_file = {"organization": researcher.organization.pk, "file": named(sheet)}
    answer = client.post(reverse("achievement_import"), with_file, follow=True)
    table = TableImport.objects.get()
    page = answer.content.decode()
    assert "备用列" in page  # told as not recognized
    assert page.count("cell-problem") == len(MISTAKES)

    source = demo_achievements()
    mended = {}
    for number, column, _text, _field, _code in MISTAKES:
        row = table.rows.get(number=in_file(number))
        right = str(good_row(number, source[number % len(source)])[column])
        mended[f"cell-{row.pk}-{HEAD[column]}"] = right
    answer = client.post(
        reverse("import_mend", args=[table.code]), {**mended, "version": "1"}, follow=True
    )
    assert tally_of(table).rows == {"twice": 2, "good": 198}

    table.refresh_from_db()
    client.post(
        reverse("import_write", args=[table.code]),
        {"choice": "good_rows", "version": table.version},
    )
    run_jobs(at=timezone.now())  # the page took the time from the clock

    assert Achievement.objects.count() == 1 + 198
    assert AuditEvent.objects.filter(verb="achievements.achievement.created").count() == 198
    page = client.get(reverse("import_detail", args=[table.code])).content.decode()
    assert "198" in page
    one = Achievement.objects.get(external_id="N-001")
    assert one.region_code == source[1]["region"]
    assert one.ip_state == "granted"
    assert [str(share) for share in one.inventors.values_list("share", flat=True)] == [
        "0.6000",
        "0.4000",
    ]
    assert one.description.startswith("技术原理：")
    assert "\n主要技术指标：" in one.description


def named(data, name="成果汇总.xlsx"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


def test_the_same_file_again_brings_nothing_in_twice(researcher, sheet, run_jobs):
    first = upload(researcher, sheet)
    from queqiao_web.foundation.tables.actions import start_writing
    from queqiao_web.foundation.tables.models import ImportChoice

    start_writing(
        table_id=first.pk, choice=ImportChoice.GOOD_ROWS, actor=actor(researcher), at=NOON
    )
    run_jobs()
    count = Achievement.objects.count()

    second = upload(researcher, sheet)

    assert tally_of(second).rows["twice"] == 200 - len(MISTAKES)
    assert Achievement.objects.count() == count


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_csv_from_an_office_is_read(researcher, encoding):
    rows = [HEAD, good_row(1, demo_achievements()[0])]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)

    table = upload(researcher, text.encode(encoding, errors="replace"), name="成果.csv")

    assert tally_of(table).rows == {"good": 1}


def test_the_empty_template_holds_no_row_and_its_headings_are_all_known():
    book = CalamineWorkbook.from_filelike(io.BytesIO(template_of(ACHIEVEMENT_TABLE)))
    headings = book.get_sheet_by_index(0).to_python()[0]

    assert [meaning_of(ACHIEVEMENT_TABLE, one).field for one in headings] == [
        column.field for column in ACHIEVEMENT_TABLE.columns
    ]
    with pytest.raises(Invalid):
        read_upload(ACHIEVEMENT_TABLE, name="模板.xlsx", data=template_of(ACHIEVEMENT_TABLE))


def test_the_problem_sheet_can_be_mended_and_uploaded_again(client, researcher, sheet):
    client.force_login(researcher)
    table = upload(researcher, sheet)

    data = client.get(reverse("import_problems", args=[table.code])).content

    again = upload(researcher, data, name="需修改的行.xlsx")
    assert tally_of(again).rows["bad"] == len(MISTAKES)
    page = client.get(reverse("import_detail", args=[again.code])).content.decode()
    assert "哪里不对" not in page.split("import-tabs")[0]  # our own columns are not told as unknown


def test_nobody_else_opens_an_import_or_its_files(client, researcher, sheet):
    table = upload(researcher, sheet)
    client.force_login(make_member())

    for name in ("import_detail", "import_problems"):
        assert client.get(reverse(name, args=[table.code])).status_code == 404
    for name in ("import_mend", "import_write", "import_discard", "import_decide"):
        assert client.post(reverse(name, args=[table.code])).status_code == 404


def test_markup_in_cells_and_file_names_is_shown_as_text(client, researcher):
    attack = "<script>alert(1)</script>"
    data = workbook([["成果名称", "所在地区", attack], [attack * 5, attack, "x"], [attack, "", ""]])
    table = upload(researcher, data, name=f"{attack}.xlsx")
    client.force_login(researcher)

    for show in ("mend", "good", "all"):
        page = client.get(reverse("import_detail", args=[table.code]), {"show": show})
        assert attack not in page.content.decode()


def test_the_preview_takes_as_many_queries_for_fifty_rows_as_for_one(
    client, researcher, django_assert_max_num_queries
):
    client.force_login(researcher)
    source = demo_achievements()
    small = upload(researcher, workbook([HEAD, good_row(1, source[0])]))
    client.get(reverse("import_detail", args=[small.code]))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("import_detail", args=[small.code]))
    large = upload(researcher, workbook([HEAD, *(good_row(n, source[0]) for n in range(1, 51))]))

    with django_assert_max_num_queries(len(caught)):
        client.get(reverse("import_detail", args=[large.code]))


def test_mending_only_writes_what_was_changed(researcher, sheet):
    table = upload(researcher, sheet)
    row = table.rows.get(number=in_file(10))
    before = dict(row.cells)

    mend_rows(
        table_id=table.pk,
        changed={row.pk: {"所在地区": "吉林省长春市朝阳区"}},
        actor=actor(researcher),
        at=NOON,
    )

    row.refresh_from_db()
    assert row.cells == {**before, "所在地区": "吉林省长春市朝阳区"}
    assert row.state == "good"
