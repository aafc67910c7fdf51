"""Writing a profile down, and imports."""

from __future__ import annotations

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from queqiao_web.experts.actions import create_expert, edit_expert, publish_expert
from queqiao_web.experts.forms import (
    EXPERT_TABLE,
    ExpertForm,
    OwnedExpertForm,
    WorkSet,
    content_from,
    initial_of,
)
from queqiao_web.experts.models import Expert
from queqiao_web.experts.pages.record import find_expert
from queqiao_web.experts.permissions import can_edit_expert, can_enter_experts
from queqiao_web.experts.queries import organizations_presenting_for
from queqiao_web.experts.states import ExpertState
from queqiao_web.foundation.access import require
from queqiao_web.foundation.errors import Invalid, Refused, StaleVersion
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.tables.pages import start_import

_FIELD_OF = {"fields": "fields_of_work"}


@page(permission=can_enter_experts)
def expert_create(request: Request) -> HttpResponse:
    """The form of a new profile."""
    owners = list(organizations_presenting_for(request.actor).values_list("pk", "name"))
    form = OwnedExpertForm(request.POST or None, owners=owners)
    works = WorkSet(request.POST or None, prefix="works")
    if request.method != "POST":
        return _show(request, form, works)
    if not (form.is_valid() and works.is_valid()):
        return _show(request, form, works, status=422)
    try:
        expert = create_expert(
            actor=request.actor,
            at=request.received_at,
            organization_id=form.cleaned_data["organization"],
            content=content_from(form, works),
        )
    except Invalid as error:
        _add_errors(form, error)
        return _show(request, form, works, status=422)
    return _saved(request, expert)


@page(permission=can_edit_expert)
def expert_edit(request: Request, code: str) -> HttpResponse:
    """The form of a profile, for the person once they claimed it, else for the organization."""
    expert = find_expert(request, code)
    require(can_edit_expert(request.actor, expert))
    if request.method != "POST":
        initial, lines = initial_of(expert)
        works = WorkSet(initial=lines, prefix="works")
        return _show(request, ExpertForm(initial=initial), works, expert=expert)
    form, works = ExpertForm(request.POST), WorkSet(request.POST, prefix="works")
    if not (form.is_valid() and works.is_valid()):
        return _show(request, form, works, expert=expert, status=422)
    try:
        expert = edit_expert(
            actor=request.actor,
            at=request.received_at,
            expert_id=expert.pk,
            content=content_from(form, works),
            version=form.cleaned_data["version"],
        )
    except Invalid as error:
        _add_errors(form, error)
        return _show(request, form, works, expert=expert, status=422)
    except StaleVersion as error:
        form.add_error(None, str(error.text))
        form.add_error(None, _("What you typed is kept below. Compare, and save it again."))
        kept = request.POST.copy()
        kept["version"] = str(expert.version)
        form.data = kept
        return _show(request, form, works, expert=expert, status=409)
    return _saved(request, expert)


@page(permission=can_enter_experts)
def expert_import(request: Request) -> HttpResponse:
    """Upload a table of experts."""
    return start_import(request, EXPERT_TABLE)


def _saved(request: Request, expert: Expert) -> HttpResponse:
    """Where to go after saving; publishing too where that was the button."""
    if request.POST.get("then") != "publish" or expert.state == ExpertState.PUBLISHED:
        messages.success(request, _("Saved."))
        return redirect("expert_detail", code=expert.code)
    try:
        publish_expert(actor=request.actor, at=request.received_at, expert_id=expert.pk)
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, str(problem.text))
        return redirect("expert_edit", code=expert.code)
    except Refused as error:
        messages.warning(request, _("Saved, but not published.") + " " + str(error.text))
    else:
        messages.success(request, _("Published. Everybody finds the profile now."))
    return redirect("expert_detail", code=expert.code)


def _show(
    request: Request,
    form: ExpertForm,
    works: BaseFormSet,
    *,
    expert: Expert | None = None,
    status: int = 200,
) -> HttpResponse:
    frame = {
        "form": form,
        "works": works,
        "expert": expert,
        "is_public": expert is not None and expert.state == ExpertState.PUBLISHED,
    }
    return render(request, "experts/form.html", frame, status=status)


def _add_errors(form: ExpertForm, error: Invalid) -> None:
    for problem in error.problems:
        name = _FIELD_OF.get(problem.field, problem.field)
        form.add_error(name if name in form.fields else None, str(problem.text))
