"""Entering a demand: the form, what is said while one types, and keeping what is typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.demands.actions import (
    create_draft,
    discard_entry,
    edit_demand,
    keep_entry,
    submission_problems,
    submit_demand,
)
from queqiao_web.demands.adapters import (
    PUBLIC_DEMANDS,
    engine_demand,
    questions_about,
)
from queqiao_web.demands.forms import (
    DemandForm,
    OwnedDemandForm,
    initial_of,
    initial_of_typed,
    marks_in,
)
from queqiao_web.demands.forms.table import DEMAND_TABLE
from queqiao_web.demands.models import Demand, Entry
from queqiao_web.demands.pages.record import find_demand
from queqiao_web.demands.permissions import can_edit_demand, can_enter_demands
from queqiao_web.demands.queries import demands_listed, entries_of, organizations_posting_for
from queqiao_web.demands.states import DemandState, ReturnReason
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.codes import new_code
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.errors import Invalid, PlatformError, Refused, StaleVersion
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.indices import (
    IndexMark,
    StoredIndex,
    is_shown,
    mark_of,
    read_indices,
)
from queqiao_web.foundation.tables.pages import start_import
from queqiao_web.foundation.ui.words import moment_words
from queqiao_web.organizations.models import Organization

_NOT_TYPED = {"csrfmiddlewaretoken", "version", "then"}


@page(permission=can_enter_demands)
def demand_create(request: Request) -> HttpResponse:
    """The form of a new demand; saving makes a draft, submitting sends it to review as well."""
    owners = _owners(request.actor)
    if request.method != "POST":
        key = request.GET.get("entry", "")
        entry = entries_of(request.actor).filter(key=key, demand=None).first()
        initial = initial_of_typed(entry.typed) if entry else _first_values(request.actor)
        form = OwnedDemandForm(
            owners=owners, initial={**initial, "entry": entry.key if entry else key or new_code()}
        )
        return _show(request, form, entry=entry, typed=entry.typed if entry else {})
    form = OwnedDemandForm(request.POST, owners=owners)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        demand = create_draft(
            actor=request.actor,
            at=request.received_at,
            organization_id=form.cleaned_data["organization"],
            content=form.content(),
        )
    except Invalid as error:
        _add_errors(form, error)
        return _show(request, form, status=422)
    return _saved(request, demand, form)


@page(permission=can_edit_demand)
def demand_edit(request: Request, code: str) -> HttpResponse:
    """The form of a draft or a returned demand."""
    demand = find_demand(request, code)
    require(can_edit_demand(request.actor, demand))
    if request.method != "POST":
        return _show_stored(request, demand)
    form = DemandForm(request.POST)
    if not form.is_valid():
        return _show(request, form, demand=demand, status=422)
    try:
        demand = edit_demand(
            actor=request.actor,
            at=request.received_at,
            demand_id=demand.pk,
            content=form.content(),
            version=form.cleaned_data["version"],
        )
    except Invalid as error:
        _add_errors(form, error)
        return _show(request, form, demand=demand, status=422)
    except StaleVersion as error:
        form.add_error(None, str(error.text))
        form.add_error(None, _("What you typed is kept below. Compare, and save it again."))
        data = request.POST.copy()
        data["version"] = str(demand.version)
        form.data = data
        return _show(request, form, demand=demand, status=409)
    return _saved(request, demand, form)


@page(permission=can_enter_demands)
@require_POST
def demand_hints(request: Request) -> HttpResponse:
    """What the engine says of what is being typed: questions, indices, similar demands."""
    form = DemandForm(request.POST)
    row = _unsaved_row(form, code=request.POST.get("code", ""))
    return render(request, "demands/parts/hints.html", _hints(row))


@page(permission=can_enter_demands)
@require_POST
def demand_autosave(request: Request) -> HttpResponse:
    """Keep what is being typed; says when it was kept."""
    typed = {
        name: values for name, values in request.POST.lists() if name not in _NOT_TYPED | {"code"}
    }
    code = request.POST.get("code", "")
    demand = find_demand(request, code) if code else None
    try:
        entry = keep_entry(
            actor=request.actor,
            at=request.received_at,
            key=request.POST.get("entry", ""),
            typed=typed,
            demand_id=demand.pk if demand else None,
        )
    except PlatformError as error:
        told = " ".join(str(one.text) for one in error.problems) or str(error.text)
        return JsonResponse({"saved": False, "words": told}, status=error.status)
    words = _("Kept at %(moment)s") % {"moment": moment_words(entry.saved_at)}
    return JsonResponse({"saved": True, "words": words})


@page(permission=can_enter_demands)
@require_POST
def entry_discard(request: Request, key: str) -> HttpResponse:
    """Throw away what was typed and not saved."""
    discard_entry(actor=request.actor, key=key)
    messages.success(request, _("Thrown away."))
    return redirect("my_demands")


@page(permission=can_enter_demands)
def demand_import(request: Request) -> HttpResponse:
    """Upload a table of demands."""
    return start_import(request, DEMAND_TABLE)


def _owners(actor: Actor) -> list[tuple[int, str]]:
    """The organizations in whose name the actor may post."""
    return list(organizations_posting_for(actor).values_list("pk", "name"))


def _first_values(actor: Actor) -> dict[str, object]:
    """What an empty form begins with: the region of the first organization."""
    first = organizations_posting_for(actor).values_list("region_code", flat=True).first()
    return {"region_code": first or ""}


def _saved(request: Request, demand: Demand, form: DemandForm) -> HttpResponse:
    """Where to go after saving: to the demand, or to what review still asks for."""
    entry = form.cleaned_data.get("entry", "")
    discard_entry(actor=request.actor, key=entry)
    edit = f"{reverse('demand_edit', args=[demand.code])}?check=1&saved={entry}"
    shown = f"{reverse('demand_detail', args=[demand.code])}?saved={entry}"
    if request.POST.get("then") != "submit":
        messages.success(request, _("Saved as a draft."))
        return redirect(shown)
    try:
        submit_demand(actor=request.actor, at=request.received_at, demand_id=demand.pk)
    except Invalid:
        messages.warning(request, _("Saved, but not submitted: something is still missing."))
        return redirect(edit)
    except Refused as error:
        messages.warning(request, _("Saved, but not submitted.") + " " + str(error.text))
        return redirect(shown)
    messages.success(request, _("Submitted. A reviewer of the region reads it."))
    return redirect(shown)


def _show_stored(request: Request, demand: Demand) -> HttpResponse:
    """The form as it is stored, or as its reader went on typing; with what review asks for."""
    entry = entries_of(request.actor).filter(demand=demand).first()
    initial = initial_of(demand)
    if entry is not None:
        initial = {**initial, **initial_of_typed(entry.typed)}
    form = DemandForm(initial={**initial, "entry": entry.key if entry else new_code()})
    problems = []
    if request.GET.get("check"):
        problems = submission_problems(demand, at=request.received_at)
    return _show(
        request,
        form,
        demand=demand,
        entry=entry,
        typed=entry.typed if entry else {},
        problems=problems,
    )


def _show(
    request: Request,
    form: DemandForm,
    *,
    demand: Demand | None = None,
    entry: Entry | None = None,
    typed: dict[str, list[str]] | None = None,
    problems: object = (),
    status: int = 200,
) -> HttpResponse:
    """The page of the form."""
    row: Demand | None = demand
    if form.is_bound:
        row = _unsaved_row(form, code=demand.code if demand else "")
    elif typed:
        row = _unsaved_row(_bound(typed), code=demand.code if demand else "")
    frame = {
        "form": form,
        "demand": demand,
        "entry": entry,
        "problems": problems,
        "reasons": _reasons(demand),
        "saved": request.GET.get("saved", ""),
        **(_hints(row) if row is not None else {}),
    }
    return render(request, "demands/form.html", frame, status=status)


def _bound(typed: dict[str, list[str]]) -> DemandForm:
    """The form as if what was typed had been sent."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return DemandForm(data)


def _unsaved_row(form: DemandForm, *, code: str) -> Demand:
    """What is being typed as a row that is never saved."""
    content = form.readable_content()
    texts = {name: getattr(content, name) for name in ("title", "summary", "description")}
    texts["secret_annex"] = content.secret_annex
    return Demand(
        code=code,
        organization=Organization(name=""),
        **texts,
        disclosure=content.disclosure,
        keywords=list(content.keywords),
        region_code=content.region_code,
        industry_code=content.industry_code,
        budget_cny=content.budget_cny,
        trl_min=content.trl_min,
        deadline_on=content.deadline_on,
        ip_need=content.ip_need,
        modes=list(content.modes),
        indices=read_indices(texts, marks=marks_in(form.data)),
    )


def _hints(row: Demand) -> dict[str, object]:
    """What the engine says of a demand, for the part beside the form."""
    if not (row.title or row.summary or row.description):
        return {"questions": (), "indices": (), "similar": ()}
    likenesses = {
        one.code: one for one in PUBLIC_DEMANDS.find_similar(engine_demand(row, Level.DETAILS))
    }
    found = demands_listed().filter(code__in=likenesses).exclude(code=row.code)
    similar = sorted(
        ((likenesses[other.code], other) for other in found), key=lambda pair: -pair[0].share
    )
    return {
        "questions": questions_about(row),
        "indices": _indices_to_confirm(row),
        "similar": similar,
    }


def _indices_to_confirm(row: Demand) -> list[StoredIndex]:
    """The indices of the text, each once: what is written twice is confirmed or struck once."""
    found: dict[tuple[str, str], list[StoredIndex]] = {}
    for index in row.indices:
        if is_shown(index):
            found.setdefault((index["parameter"], index["text"]), []).append(index)
    return [
        {
            **same[0],
            "keys": "\n".join(dict.fromkeys(mark_of(one) for one in same)),
            "is_kept": same[0]["mark"] != IndexMark.STRUCK,
        }
        for same in found.values()
    ]


def _reasons(demand: Demand | None) -> list[str]:
    """Why the demand came back, in words."""
    if demand is None or demand.state != DemandState.RETURNED:
        return []
    return [str(ReturnReason(one).label) for one in demand.return_reasons]


def _add_errors(form: DemandForm, error: Invalid) -> None:
    for problem in error.problems:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem.text))
