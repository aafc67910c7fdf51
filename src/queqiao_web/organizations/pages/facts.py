"""The enterprise file (一企一档): what is known, section by section, with source and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from queqiao_web.foundation.access import require
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.organizations import actions, permissions
from queqiao_web.organizations.adapters import (
    FactChange,
    FactField,
    Section,
    changes_of,
    fact_field,
    facts_of,
    read_stated,
    read_workbook,
    sections,
    stated_of,
    template_workbook,
    value_words,
)
from queqiao_web.organizations.forms import SectionForm, WorkbookForm
from queqiao_web.organizations.models import Fact, Organization
from queqiao_web.organizations.pages.answers import told_in_messages
from queqiao_web.organizations.queries import (
    current_facts,
    fact_history,
    organizations_visible_to,
)

YEARS_SHOWN = 4
_SALT = "queqiao.facts_import"
_HALF_A_DAY = 12 * 3600


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One value as the page shows it, with where it comes from."""

    field: FactField
    year: int | None
    words: str
    row: Fact | None = None


@page(permission=permissions.can_see_facts)
@require_GET
def organization_facts(request: Request, code: str) -> HttpResponse:
    """All sections with what is stated in each."""
    organization = _seen(request, code)
    by_field: dict[str, list[ShownFact]] = {}
    for row in current_facts(organization):
        field = fact_field(row.field)
        by_field.setdefault(row.field, []).append(
            ShownFact(field, row.year, value_words(row.value, field), row)
        )
    shown = [
        (section, [one for f in section.fields for one in by_field.get(f.name, [])])
        for section in sections().values()
    ]
    frame = {
        "organization": organization,
        "sections": shown,
        "may_edit": permissions.can_edit_facts(request.actor, organization),
        "count": sum(len(rows) for _section, rows in shown),
    }
    return render(request, "organizations/facts.html", frame)


@page(permission=permissions.can_edit_facts)
@require_http_methods(["GET", "POST"])
def organization_facts_edit(request: Request, code: str, section: str) -> HttpResponse:
    """The form of one section."""
    organization = _seen(request, code)
    require(permissions.can_edit_facts(request.actor, organization))
    part = _section(section)
    years = _years(request)
    form = SectionForm(
        request.POST or None,
        section=part,
        stated=stated_of(current_facts(organization)),
        years=years,
    )
    if form.is_bound and form.is_valid():
        read = read_stated(form.raw())
        if read.problems:
            form.put(read.problems)
        else:
            names = [one.name for one in part.fields]
            changes = changes_of(read.facts, fields=names, years=years)
            _record(request, organization, changes, form.cleaned_data["source"])
            return redirect("organization_facts", code)
    frame = {"organization": organization, "form": form, "section": part, "years": years}
    status = 422 if form.is_bound else 200
    return render(request, "organizations/facts_edit.html", frame, status=status)


@page(permission=permissions.can_see_facts)
@require_GET
def organization_fact_history(request: Request, code: str, field: str) -> HttpResponse:
    """Every value that a fact ever had, who recorded it and from where."""
    organization = _seen(request, code)
    try:
        one = fact_field(field)
    except KeyError:
        raise NotThere from None
    rows = [
        ShownFact(one, row.year, value_words(row.value, one), row)
        for row in fact_history(organization, field)[:200]
    ]
    lists = _listed(one, rows)
    frame = {"organization": organization, "field": one, "rows": rows, "lists": lists}
    return render(request, "organizations/fact_history.html", frame)


def _listed(field: FactField, rows: list[ShownFact]) -> list[list[str]]:
    """The rows of the present list in words."""
    present = next((one.row for one in rows if one.row and not one.row.superseded_at), None)
    if present is None or not isinstance(present.value, list):
        return []
    return [
        [value_words(item[i.name], i) if i.name in item else "—" for i in field.items]
        for item in present.value
    ]


@page(permission=permissions.can_see_facts)
@require_GET
def organization_facts_template(request: Request, code: str) -> HttpResponse:
    """The engine's template, filled with what is known."""
    organization = _seen(request, code)
    answer = HttpResponse(
        template_workbook(organization, years=_years(request)),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="facts-{organization.code}.xlsx"'
    return answer


@page(permission=permissions.can_see_facts)
@require_GET
def organization_facts_json(request: Request, code: str) -> HttpResponse:
    """The facts in the form that the rules engine reads."""
    organization = _seen(request, code)
    answer = JsonResponse(facts_of(organization), json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="facts-{organization.code}.json"'
    return answer


@page(permission=permissions.can_edit_facts)
@require_http_methods(["GET", "POST"])
def organization_facts_import(request: Request, code: str) -> HttpResponse:
    """Choose a filled template; then see what it would change, and every problem by row."""
    organization = _seen(request, code)
    require(permissions.can_edit_facts(request.actor, organization))
    form = WorkbookForm(request.POST or None, request.FILES or None)
    frame: dict[str, object] = {"organization": organization, "form": form}
    if form.is_bound and form.is_valid():
        content = form.cleaned_data["workbook"].read()
        read = read_workbook(content, organization=organization)
        frame |= {
            "read": read,
            "changes": _preview(organization, read.facts),
            "source": form.cleaned_data["source"],
            "signed": signing.dumps(
                {"organization": organization.pk, "facts": read.facts}, salt=_SALT, compress=True
            ),
        }
    return render(request, "organizations/facts_import.html", frame)


@page(permission=permissions.can_edit_facts)
@require_POST
def organization_facts_apply(request: Request, code: str) -> HttpResponse:
    """Record what the preview showed."""
    organization = _seen(request, code)
    try:
        seen = signing.loads(request.POST.get("signed", ""), salt=_SALT, max_age=_HALF_A_DAY)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Please choose the file again."))
        return redirect("organization_facts_import", code)
    if seen["organization"] != organization.pk:
        raise NotThere
    _record(request, organization, changes_of(seen["facts"]), request.POST.get("source", ""))
    return redirect("organization_facts", code)


def _preview(
    organization: Organization, facts: Mapping[str, object]
) -> list[tuple[FactField, int | None, str, str]]:
    """What would change: the fact, the year, the words before and after."""
    standing = {(row.field, row.year): row.value for row in current_facts(organization)}
    found = []
    for change in changes_of(dict(facts)):
        key = (change.field, change.year)
        if key in standing and standing[key] == change.value:
            continue
        field = fact_field(change.field)
        before = value_words(standing[key], field) if key in standing else "—"
        found.append((field, change.year, before, value_words(change.value, field)))
    return found


def _record(
    request: Request, organization: Organization, changes: list[FactChange], source: str
) -> None:
    with told_in_messages(request, _("The enterprise file is up to date.")):
        actions.record_facts(
            actor=request.actor,
            organization_id=organization.pk,
            at=request.received_at,
            changes=changes,
            source=source[:120],
        )


def _section(code: str) -> Section:
    try:
        return sections()[code]
    except KeyError:
        raise NotThere from None


def _years(request: Request) -> list[int]:
    """The last years and this one, in order."""
    this = request.received_at.year
    return list(range(this - YEARS_SHOWN + 1, this + 1))


def _seen(request: Request, code: str) -> Organization:
    organization = get_visible_or_404(organizations_visible_to(request.actor), code=code)
    require(permissions.can_see_facts(request.actor, organization))
    return organization
