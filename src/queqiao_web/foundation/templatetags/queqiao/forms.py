"""Tags that show forms: a field with its label, hint and error; all errors on top."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BaseForm, BoundField, ChoiceField, MultipleChoiceField
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    SelectMultiple,
)
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from queqiao_web.foundation.templatetags.queqiao.library import register

_GROUPS = (RadioSelect, CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class ShownError:
    """One error for the summary on top: the field it belongs to, and its sentence."""

    target: str
    label: str
    text: str


@register.simple_tag
def field(bound: BoundField, hint: str = "", label: str = "") -> SafeString:
    """
    ``{% field form.title %}``: label, hint, error and control, tied together for readers.

    A form's ``needs`` names fields that it takes empty, as drafts and actions that tell everything
    at once ask for, and that must be filled in all the same: they are not called optional.
    """
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    shape = "check" if isinstance(widget, CheckboxInput) else "control"
    if isinstance(widget, _GROUPS):
        shape = "group"
        widget.attrs["class"] = _classes(bound, "form-check-input")  # each choice takes it on
    return SafeString(  # nosec B703 -- a template, which escapes
        render_to_string(
            "foundation/parts/field.html",
            {
                "field": bound,
                "shape": shape,
                "label": label or bound.label,
                "hint": hint or bound.help_text,
                "is_optional": _is_optional(bound),
                "control": ""
                if shape == "group"
                else _control(bound, hint=hint or str(bound.help_text)),
            },
        )
    )


def _is_optional(bound: BoundField) -> bool:
    if bound.field.required or _is_needed(bound):
        return False
    if isinstance(bound.field, MultipleChoiceField) or not isinstance(bound.field, ChoiceField):
        return True
    return any(choice.data["value"] in ("", None) for choice in bound.subwidgets)


def _is_needed(bound: BoundField) -> bool:
    return bound.name in getattr(bound.form, "needs", ())


def _control(bound: BoundField, *, hint: str) -> SafeString:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        base = "form-check-input"
    elif isinstance(widget, Select | SelectMultiple):
        base = "form-select"
    else:
        base = "form-control"
    attributes: dict[str, str | bool] = {"class": _classes(bound, base)}
    told = [f"{bound.auto_id}_helptext"] if hint else []
    told += [f"{bound.auto_id}_error"] if bound.errors else []
    if told:
        attributes["aria-describedby"] = " ".join(told)
    if _is_needed(bound):
        attributes["aria-required"] = "true"
    return bound.as_widget(attrs=attributes)


def _classes(bound: BoundField, base: str) -> str:
    return f"{base} {bound.field.widget.attrs.get('class', '')}".strip()


@register.inclusion_tag("foundation/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, object]:
    """``{% form_errors form %}``: every error of the form, each leading to its field."""
    shown = [ShownError("", "", str(text)) for text in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or bound.auto_id
        shown += [ShownError(str(target), str(bound.label), str(text)) for text in bound.errors]
    return {"errors": shown, "is_bound": form.is_bound}


@register.inclusion_tag("foundation/parts/form_body.html")
def form_body(form: BaseForm) -> dict[str, object]:
    """``{% form_body form %}``: the summary of errors and all fields in one column."""
    return {"form": form}
