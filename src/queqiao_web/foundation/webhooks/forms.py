"""The form of a new webhook."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.notifications.kinds import KINDS


class WebhookForm(forms.Form):
    """Whose it is, where it goes, what it is told."""

    owner = forms.ChoiceField(label=_("For whom"))
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("An https address of your system. It must be reachable from the internet."),
        widget=forms.URLInput,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of notices"),
        required=False,
        help_text=_("Choose none to be told everything."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None, *, owners: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["owner"].choices = owners
        self.fields["kinds"].choices = sorted((one.name, one.label) for one in KINDS.values())
