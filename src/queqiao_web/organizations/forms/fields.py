"""Form fields for regions (GB/T 2260) and industries (GB/T 4754), with and without JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from queqiao_web.organizations.adapters import (
    Choice,
    industry_label,
    read_industry,
    read_region,
    region_label,
)


class _CodeInput(forms.TextInput):
    """A line of text that takes a code or a name; the module makes it a picker."""

    class Media:
        js = (Script("organizations/pickers.js", type="module"),)


class RegionInput(_CodeInput):
    """The region as its full name; with JavaScript three lists, province, city and county."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "class": "form-control",
                "autocomplete": "off",
                "placeholder": _("e.g. 吉林省长春市朝阳区"),
                "data-region-picker": reverse_lazy("region_children"),
                "data-labels": _("Province|City|County"),
                "data-whole": _("(all of it)"),
                **(attrs or {}),
            }
        )

    def format_value(self, value: Any) -> str | None:
        """The full name of the code."""
        return region_label(value) if value else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The input with its code, which the picker starts from."""
        context = super().get_context(name, value, attrs)
        code = read_region(str(value)).code if value else ""
        context["widget"]["attrs"]["data-code"] = code
        return context


class IndustryInput(_CodeInput):
    """The industry as code and name; with JavaScript it offers what fits while one types."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "class": "form-control",
                "autocomplete": "off",
                "placeholder": _("e.g. 3985 or part of the name"),
                "data-industry-picker": reverse_lazy("industry_search"),
                **(attrs or {}),
            }
        )

    def format_value(self, value: Any) -> str | None:
        """Code and name."""
        return industry_label(value) if value else None


class RegionField(forms.CharField):
    """
    A region: gives its six-digit GB/T 2260 code, ``""`` where none is given.

    Takes what the picker sends or what a person types: ``220104`` or ``吉林省长春市朝阳区``.
    """

    widget = RegionInput
    default_error_messages = {
        "unknown": _("This region is not known. Write it as in 吉林省长春市朝阳区."),
        "ambiguous": _("Several regions are called so: %(names)s. Write what it belongs to first."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Region"), "max_length": 60, **kwargs})

    def clean(self, value: Any) -> str:
        """The code."""
        text: str = super().clean(value)
        if not text:
            return ""
        read = read_region(text)
        if read.code:
            return read.code
        if read.candidates:
            names = "、".join(one.label for one in read.candidates[:6])
            raise ValidationError(
                self.error_messages["ambiguous"], code="ambiguous", params={"names": names}
            )
        raise ValidationError(self.error_messages["unknown"], code="unknown")


class IndustryField(forms.CharField):
    """
    An industry: gives its GB/T 4754-2017 code, ``""`` where none is given.

    Takes ``C3985``, ``3985``, ``3985 电子专用材料制造`` or the name alone.
    """

    widget = IndustryInput
    default_error_messages = {
        "unknown": _("This industry is not known. Write its code or its name of GB/T 4754."),
        "near": _("There is no industry of that name. Do you mean one of these? %(names)s"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Industry"), "max_length": 80, **kwargs})

    def clean(self, value: Any) -> str:
        """The code."""
        text: str = super().clean(value)
        if not text:
            return ""
        read = read_industry(text)
        if read.code:
            return read.code
        if read.candidates:
            raise ValidationError(
                self.error_messages["near"], code="near", params={"names": _joined(read.candidates)}
            )
        raise ValidationError(self.error_messages["unknown"], code="unknown")


def _joined(candidates: tuple[Choice, ...]) -> str:
    return "；".join(one.label for one in candidates[:6])
