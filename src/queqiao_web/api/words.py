"""What is wrong with a value, in words: by the codes of the shapes that check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

_WORDS = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field."),
    "string_too_long": _("This text is too long."),
    "string_too_short": _("This text is too short."),
    "too_long": _("There are too many."),
    "region_unknown": _("No region has this code."),
    "industry_unknown": _("No industry has this code."),
    "day_far": _("This day lies too far away."),
    "null_sign": _("Texts may not hold the sign U+0000."),
    "enum": _("There is no such choice."),
    "literal_error": _("There is no such choice."),
    "json_invalid": _("This is no JSON."),
    "undated": _("It is published, but lacks a date of publication, confirmation or validity."),
}
_ODD = _("This value does not have the form that is asked for.")


def words_for(code: str) -> Text:
    """The sentence for a code."""
    return _WORDS.get(code, _ODD)
