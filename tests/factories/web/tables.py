"""A small kind of table for tests: it registers parks as organizations."""

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import ALLOW, deny, require
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.foundation.tables import Column, Stored, TableKind, cells, register_table
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationKind

COLUMNS = (
    Column(field="name", heading="名称", read=cells.line(40), required=True, names=("园区名称",)),
    Column(field="region_code", heading="所在地区", read=cells.region, required=True),
    Column(field="area", heading="面积", read=cells.whole_number(1, 1000), note="公顷，整数"),
    Column(field="budget", heading="投资（万元）", read=cells.price),
    Column(field="text", heading="简介", read=cells.text(200), joins=True, names=("说明",)),
)
REFUSED_NAME = "写不进去的园区"


def _may_import(actor, organization_id):
    if actor.acts_for(organization_id):
        return ALLOW
    return deny("tests.park.not_editor", "只有编辑可以导入。")


def _check(values):
    if values.get("area", 0) > 500 and "budget" not in values:
        return [Problem("budget", "missing", "大园区须填投资。")]
    return []


def _find_stored(actor, organization_id, rows):
    names = {row.get("name") for row in rows}
    stored = set(Organization.objects.filter(name__in=names).values_list("name", flat=True))
    return [[Stored(row["name"], "/")] if row.get("name") in stored else [] for row in rows]


def _write(*, actor, at, organization_id, values):
    require(_may_import(actor, organization_id))
    if values["name"] == REFUSED_NAME:
        raise Invalid([Problem("name", "refused", "这个名称写不进去。")])
    park = Organization(
        name=values["name"],
        kind=OrganizationKind.PARK,
        region_code=values["region_code"],
        introduction=values.get("text", ""),
        created_at=at,
        updated_at=at,
    )
    workflow.save_change(park, actor=actor, at=at, verb="tests.park.imported", before=None)
    return park


PARKS = register_table(
    TableKind(
        key="parks",
        title="园区",
        noun="园区",
        columns=COLUMNS,
        shown=("name", "region_code"),
        owners_for=lambda actor: [(pk, str(pk)) for pk in sorted(actor.organization_ids)],
        may_import=_may_import,
        write=_write,
        identify=lambda values: str(values.get("name", "")),
        check=_check,
        find_stored=_find_stored,
        list_page="health",
        start_page="health",
    )
)


def workbook(rows, *, merges=(), before=()):
    """An xlsx file as bytes: rows of cells, under title lines, with merged areas."""
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("数据")
        for at, row in enumerate([*before, *rows]):
            sheet.write_row(at, 0, row)
        for first_row, first, last_row, last, value in merges:
            sheet.merge_range(first_row, first, last_row, last, value)
    return buffer.getvalue()
