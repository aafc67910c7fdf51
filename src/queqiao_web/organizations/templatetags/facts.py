"""Tags of the enterprise file."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.forms.widgets import Select
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def fact_entry(bound: BoundField) -> SafeString:
    """One entry in a table, with its problem below."""
    base = "form-select" if isinstance(bound.field.widget, Select) else "form-control"
    base = f"{base} {base}-sm"
    attrs: dict[str, str | bool] = {
        "class": f"{base} {bound.field.widget.attrs.get('class', '')}".strip()
    }
    if not bound.errors:
        return bound.as_widget(attrs=attrs)
    attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}_error"}
    return format_html(
        '{}<p class="field-error" id="{}_error">{}</p>',
        bound.as_widget(attrs=attrs),
        bound.auto_id,
        "；".join(str(one) for one in bound.errors),
    )
