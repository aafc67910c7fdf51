"""Fields of forms as they are shown: which are called optional, and which must be filled in."""

from __future__ import annotations

from django import forms
from django.urls import get_resolver

from queqiao_web.foundation.templatetags.queqiao.forms import field


class _Form(forms.Form):
    needs = ("price",)

    name = forms.CharField()
    price = forms.DecimalField(required=False)
    note = forms.CharField(required=False)
    kind = forms.ChoiceField(required=False, choices=[("", "?"), ("a", "A")])
    days = forms.ChoiceField(required=False, choices=[("60", "60"), ("90", "90")])
    mode = forms.ChoiceField(required=False, choices=[("a", "A")], widget=forms.RadioSelect)
    ways = forms.MultipleChoiceField(
        required=False, choices=[("a", "A")], widget=forms.CheckboxSelectMultiple
    )


def _shown(name: str) -> str:
    return field(_Form()[name])


def test_only_what_may_stay_empty_is_called_optional():
    called = {name for name in _Form.base_fields if 'class="optional"' in _shown(name)}

    assert called == {"note", "kind", "ways"}


def test_readers_are_told_what_must_be_filled_in_though_the_form_takes_it_empty():
    assert 'aria-required="true"' in _shown("price")
    assert "aria-required" not in _shown("note")
    assert " required" not in _shown("price")


def test_needs_name_fields_that_their_forms_take_empty():
    assert get_resolver().url_patterns  # every page's forms are imported with it
    told = [form for form in _all_of(forms.BaseForm) if getattr(form, "needs", ())]
    named = [(form, name) for form in told for name in form.needs]

    assert len({form for form in told if form.__module__ == "queqiao_web.deals.forms"}) >= 10
    assert [(form, name) for form, name in named if name not in form.base_fields] == []
    assert [(form, name) for form, name in named if form.base_fields[name].required] == []


def _all_of(kind: type) -> set[type]:
    return {kind} | {below for one in kind.__subclasses__() for below in _all_of(one)}
