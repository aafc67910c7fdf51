"""Pages of imports: upload, preview with every problem, mending, progress, report."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.foundation.access import require
from queqiao_web.foundation.errors import Invalid, NotThere
from queqiao_web.foundation.http import MEMBERS, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.tables.actions import (
    can_change_import,
    can_open_import,
    decide_row,
    discard_import,
    mend_rows,
    start_writing,
    upload_table,
)
from queqiao_web.foundation.tables.forms import UploadForm, WriteForm
from queqiao_web.foundation.tables.kinds import KINDS, TableKind
from queqiao_web.foundation.tables.models import ImportChoice, ImportState, RowState, TableImport
from queqiao_web.foundation.tables.queries import (
    ShownRow,
    Tally,
    failures_of,
    headings_of,
    imports_visible_to,
    kind_of,
    shown_rows,
    tally_of,
)
from queqiao_web.foundation.tables.reports import problem_sheet, unread_headings
from queqiao_web.foundation.tables.sheets import download, template_of
from queqiao_web.foundation.tables.views import Tab, mendable_cells, one_line, tabs_of

ROWS_A_PAGE = 50
_CELL = re.compile(r"cell-(\d+)-(.+)", re.DOTALL)


def start_import(request: Request, kind: TableKind) -> HttpResponse:
    """
    The page on which a file of the kind is uploaded; an app's own page calls it.

    The app's page declares who may open it.
    """
    owners = list(kind.owners_for(request.actor))
    form = UploadForm(request.POST or None, request.FILES or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            table = upload_table(
                kind=kind,
                organization_id=form.cleaned_data["organization"],
                name=upload.name,
                data=upload.read(),
                actor=request.actor,
                at=request.received_at,
            )
        except Invalid as error:
            for problem in error.problems:
                form.add_error("file", str(problem.text))
        else:
            return redirect("import_detail", code=table.code)
    recent = imports_visible_to(request.actor).filter(kind=kind.key).order_by("-pk")[:10]
    frame = {"kind": kind, "form": form, "recent": recent}
    status = 422 if form.errors else 200
    return render(request, "foundation/tables/start.html", frame, status=status)


@page(permission=MEMBERS)
def import_template(request: Request, kind: str) -> HttpResponse:  # noqa: ARG001 -- a page takes a request
    """The empty Excel file of a kind."""
    if kind not in KINDS:
        raise NotThere
    name = _("%(title)s template.xlsx") % {"title": KINDS[kind].title}
    return download(template_of(KINDS[kind]), name=name)


@page(permission=can_open_import)
def import_detail(request: Request, code: str) -> HttpResponse:
    """What the file holds and what is wrong with it; while it is written, how far; a report."""
    table = _open(request, code)
    tally = tally_of(table)
    if table.state == ImportState.WRITING and request.htmx:
        return render(request, "foundation/tables/progress.html", _frame(table, tally))
    tabs = tabs_of(table, tally)
    tab = _chosen_tab(tabs, request.GET.get("show", ""))
    rows = _rows_of_page(request, table, tab)
    frame = {
        **_frame(table, tally),
        "tabs": tabs,
        "tab": tab,
        "page": rows,
        "rows": [_shown(table, one) for one in shown_rows(table, list(rows), request.actor)],
        "unread": unread_headings(table),
        "shown_headings": [kind_of(table).by_field[one].heading for one in kind_of(table).shown],
        "form": WriteForm(initial={"version": table.version, "choice": ImportChoice.GOOD_ROWS}),
        "can_change": can_change_import(request.actor, table),
    }
    return render(request, "foundation/tables/detail.html", frame)


@page(permission=can_change_import)
@require_POST
def import_mend(request: Request, code: str) -> HttpResponse:
    """Cells put right in the page; everything is checked again."""
    table = _open(request, code)
    changed = _changed_cells(request.POST, table)
    if changed:
        mend_rows(
            table_id=table.pk,
            changed=changed,
            actor=request.actor,
            at=request.received_at,
            version=_number(request.POST.get("version")),
        )
        messages.success(request, _("Checked again."))
    return _back(request, table)


@page(permission=can_change_import)
@require_POST
def import_decide(request: Request, code: str) -> HttpResponse:
    """Write a duplicate all the same, leave a row out, or take that back."""
    table = _open(request, code)
    row_id, _sep, keep = request.POST.get("row", "").partition(":")
    if not row_id.isdigit() or keep not in {RowState.GOOD, RowState.LEFT_OUT, RowState.BAD}:
        raise NotThere
    decide_row(
        table_id=table.pk,
        row_id=int(row_id),
        keep=RowState(keep),
        actor=request.actor,
        at=request.received_at,
    )
    return _back(request, table)


@page(permission=can_change_import)
@require_POST
def import_write(request: Request, code: str) -> HttpResponse:
    """Have the rows written."""
    table = _open(request, code)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _back(request, table)
    try:
        start_writing(
            table_id=table.pk,
            choice=ImportChoice(form.cleaned_data["choice"]),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=request.received_at,
        )
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, str(problem.text))
    return _back(request, table)


@page(permission=can_change_import)
@require_POST
def import_discard(request: Request, code: str) -> HttpResponse:
    """Throw it away."""
    table = _open(request, code)
    discard_import(table_id=table.pk, actor=request.actor, at=request.received_at)
    messages.success(request, _("The import was discarded; nothing was written."))
    return redirect(kind_of(table).start_page)


@page(permission=can_open_import)
def import_problems(request: Request, code: str) -> HttpResponse:
    """The rows that were not written, as in the file, each with its problems, to mend in Excel."""
    table = _open(request, code)
    name = _("Rows to mend – %(name)s.xlsx") % {"name": table.file_name.rsplit(".", 1)[0]}
    return download(problem_sheet(table, request.actor), name=name)


def _open(request: Request, code: str) -> TableImport:
    table = get_visible_or_404(imports_visible_to(request.actor), code=code)
    require(can_open_import(request.actor, table))
    return table


def _frame(table: TableImport, tally: Tally) -> dict[str, object]:
    good = tally.of(RowState.GOOD)
    return {
        "table": table,
        "kind": kind_of(table),
        "tally": tally,
        "good": good,
        "goal": tally.done + good,
        "unwritten": tally.total - tally.of(RowState.WRITTEN),
    }


def _chosen_tab(tabs: list[Tab], wanted: str) -> Tab:
    return next((tab for tab in tabs if tab.key == wanted), tabs[0])


def _rows_of_page(request: Request, table: TableImport, tab: Tab) -> Page:
    rows = table.rows.filter(state__in=tab.states).order_by("number")
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


def _shown(table: TableImport, shown: ShownRow) -> dict[str, object]:
    return {
        "row": shown.row,
        "line": one_line(kind_of(table), shown.checked.values, shown.row.cells, headings_of(table)),
        "cells": mendable_cells(table, shown) if shown.row.state == RowState.BAD else [],
        "same_rows": shown.same_rows,
        "stored": shown.stored,
        "failures": failures_of(shown.row),
    }


def _changed_cells(typed: Mapping[str, str], table: TableImport) -> dict[int, dict[str, str]]:
    """The cells whose text is another than the one the page showed."""
    found: dict[int, dict[str, str]] = {}
    for name in typed:
        if match := _CELL.fullmatch(name):
            found.setdefault(int(match[1]), {})[match[2]] = typed[name]
    stored = dict(table.rows.filter(pk__in=found).values_list("pk", "cells"))
    changed = {
        pk: {
            name: text
            for name, text in cells.items()
            if text.strip() != str(stored[pk].get(name, "")).strip()
        }
        for pk, cells in found.items()
        if pk in stored
    }
    return {pk: cells for pk, cells in changed.items() if cells}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _back(request: Request, table: TableImport) -> HttpResponseRedirect:
    address = reverse("import_detail", args=[table.code])
    show = request.POST.get("show", "")
    return redirect(f"{address}?show={show}" if re.fullmatch(r"[a-z_]+", show) else address)
