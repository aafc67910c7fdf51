"""Entering an achievement: the form, what is said while one types, and imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.achievements.actions import (
    create_draft,
    edit_achievement,
    submission_problems,
    submit_achievement,
)
from queqiao_web.achievements.adapters import find_alike
from queqiao_web.achievements.forms import (
    ACHIEVEMENT_TABLE,
    AchievementForm,
    InventorSet,
    OwnedAchievementForm,
    PatentSet,
    content_from,
    initial_of,
    initial_parts_of,
    marks_from,
)
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.pages.record import find_achievement
from queqiao_web.achievements.permissions import can_edit_achievement, can_enter_achievements
from queqiao_web.achievements.queries import achievements_listed, organizations_offering_for
from queqiao_web.achievements.states import AchievementState, ReturnReason
from queqiao_web.foundation.access import require
from queqiao_web.foundation.errors import Invalid, Problem, Refused, StaleVersion
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.indices import (
    FIELDS,
    IndexMark,
    StoredIndex,
    is_shown,
    mark_of,
    read_indices,
)
from queqiao_web.foundation.likeness import Likeness
from queqiao_web.foundation.tables.pages import start_import

if TYPE_CHECKING:
    from collections.abc import Sequence

_TYPED_MOST = 20_000
Forms = tuple[AchievementForm, BaseFormSet, BaseFormSet]


@page(permission=can_enter_achievements)
def achievement_create(request: Request) -> HttpResponse:
    """The form of a new achievement; saving makes a draft, submitting sends it to review too."""
    owners = list(organizations_offering_for(request.actor).values_list("pk", "name"))
    if request.method != "POST":
        forms = (OwnedAchievementForm(owners=owners), *_parts())
        return _show(request, forms)
    forms = (
        OwnedAchievementForm(request.POST, owners=owners),
        PatentSet(request.POST, prefix="patents"),
        InventorSet(request.POST, prefix="inventors"),
    )
    if not _are_valid(forms):
        return _show(request, forms, status=422)
    try:
        achievement = create_draft(
            actor=request.actor,
            at=request.received_at,
            organization_id=forms[0].cleaned_data["organization"],
            content=content_from(*forms),
        )
    except Invalid as error:
        _add_errors(forms[0], error)
        return _show(request, forms, status=422)
    return _saved(request, achievement)


@page(permission=can_edit_achievement)
def achievement_edit(request: Request, code: str) -> HttpResponse:
    """The form of a draft or a returned achievement."""
    achievement = find_achievement(request, code)
    require(can_edit_achievement(request.actor, achievement))
    if request.method != "POST":
        check = request.GET.get("check")
        problems = submission_problems(achievement, at=request.received_at) if check else []
        forms = (AchievementForm(initial=initial_of(achievement)), *_parts(achievement))
        return _show(request, forms, achievement=achievement, problems=problems)
    forms = (
        AchievementForm(request.POST),
        PatentSet(request.POST, prefix="patents"),
        InventorSet(request.POST, prefix="inventors"),
    )
    if not _are_valid(forms):
        return _show(request, forms, achievement=achievement, status=422)
    try:
        achievement = edit_achievement(
            actor=request.actor,
            at=request.received_at,
            achievement_id=achievement.pk,
            content=content_from(*forms),
            version=forms[0].cleaned_data["version"],
        )
    except Invalid as error:
        _add_errors(forms[0], error)
        return _show(request, forms, achievement=achievement, status=422)
    except StaleVersion as error:
        forms[0].add_error(None, str(error.text))
        forms[0].add_error(None, _("What you typed is kept below. Compare, and save it again."))
        kept = request.POST.copy()
        kept["version"] = str(achievement.version)
        forms[0].data = kept
        return _show(request, forms, achievement=achievement, status=409)
    return _saved(request, achievement)


@page(permission=can_enter_achievements)
@require_POST
def achievement_hints(request: Request) -> HttpResponse:
    """What the engine says of what is being typed: indices, and similar achievements."""
    texts = {name: request.POST.get(name, "")[:_TYPED_MOST] for name in FIELDS}
    frame = {
        "indices": _shown_indices(read_indices(texts, marks=marks_from(request.POST))),
        "similar": _similar(request.POST.get("code", ""), texts),
    }
    return render(request, "achievements/parts/hints.html", frame)


@page(permission=can_enter_achievements)
def achievement_import(request: Request) -> HttpResponse:
    """Upload a table of achievements."""
    return start_import(request, ACHIEVEMENT_TABLE)


def similar_to(achievement: Achievement) -> list[tuple[Likeness, Achievement]]:
    """The published achievements most like this one's public texts, with how alike they are."""
    texts = {"title": achievement.title, "summary": achievement.summary}
    return _similar(achievement.code, texts)


def _similar(code: str, texts: dict[str, str]) -> list[tuple[Likeness, Achievement]]:
    text = "\n".join(texts.get(name, "") for name in ("summary", "description")).strip()
    if not text and not texts.get("title"):
        return []
    alike = {
        one.code: one for one in find_alike(code=code, title=texts.get("title", ""), text=text)
    }
    found = achievements_listed().filter(code__in=alike).exclude(code=code)
    return sorted(((alike[one.code], one) for one in found), key=lambda pair: -pair[0].share)


def _shown_indices(indices: Sequence[StoredIndex]) -> list[dict[str, object]]:
    """The indices that the owner is asked about, each once."""
    each = {mark_of(one): one for one in indices if is_shown(one)}
    return [
        {"mark_key": key, "is_kept": one["mark"] != IndexMark.STRUCK, **one}
        for key, one in each.items()
    ]


def _parts(achievement: Achievement | None = None) -> tuple[BaseFormSet, BaseFormSet]:
    """The lines of patents and inventors, with an empty one at the end of each."""
    patents, inventors = initial_parts_of(achievement) if achievement else ([], [])
    return (
        PatentSet(initial=patents, prefix="patents"),
        InventorSet(initial=inventors, prefix="inventors"),
    )


def _are_valid(forms: Forms) -> bool:
    return all([one.is_valid() for one in forms])  # noqa: C419 -- each is to say what is wrong


def _saved(request: Request, achievement: Achievement) -> HttpResponse:
    """Where to go after saving: to the achievement, or to what review still asks for."""
    code = achievement.code
    if request.POST.get("then") != "submit":
        messages.success(request, _("Saved as a draft."))
        return redirect("achievement_detail", code=code)
    try:
        submit_achievement(
            actor=request.actor, at=request.received_at, achievement_id=achievement.pk
        )
    except Invalid:
        messages.warning(request, _("Saved, but not submitted: something is still missing."))
        return redirect(f"{reverse('achievement_edit', args=[code])}?check=1")
    except Refused as error:
        messages.warning(request, _("Saved, but not submitted.") + " " + str(error.text))
    else:
        messages.success(request, _("Submitted. A reviewer of the region reads it."))
    return redirect("achievement_detail", code=code)


def _show(
    request: Request,
    forms: Forms,
    *,
    achievement: Achievement | None = None,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of the form."""
    form, patents, inventors = forms
    typed = {name: str(form[name].value() or "") for name in FIELDS}
    marks = marks_from(form.data) if form.is_bound else {}
    if achievement is not None and not form.is_bound:
        indices = achievement.indices
    else:
        indices = read_indices(typed, marks=marks)
    frame = {
        "form": form,
        "patents": patents,
        "inventors": inventors,
        "achievement": achievement,
        "problems": problems,
        "reasons": _reasons(achievement),
        "indices": _shown_indices(indices),
        "similar": _similar(achievement.code if achievement else "", typed),
    }
    return render(request, "achievements/form.html", frame, status=status)


def _reasons(achievement: Achievement | None) -> list[str]:
    """Why it came back, in words."""
    if achievement is None or achievement.state != AchievementState.RETURNED:
        return []
    return [str(ReturnReason(one).label) for one in achievement.return_reasons]


def _add_errors(form: AchievementForm, error: Invalid) -> None:
    for problem in error.problems:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem.text))
