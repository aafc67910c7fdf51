"""What a token may be limited to: one scope for each noun and kind of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

SCOPES: dict[str, Text] = {
    "demands:read": _("Read demands"),
    "demands:write": _("Enter, change and submit demands"),
    "demands:review": _("Review demands"),
    "achievements:read": _("Read achievements"),
    "achievements:write": _("Enter, change and submit achievements"),
    "achievements:review": _("Review achievements"),
    "experts:read": _("Read experts"),
    "experts:write": _("Enter, change and publish experts"),
    "organizations:read": _("Read organizations"),
    "organizations:write": _("Register and change organizations"),
    "organizations:review": _("Verify organizations"),
    "matches:read": _("Read matches and introductions"),
    "matches:write": _("Answer matches, manage introductions"),
    "deals:read": _("Read deals and prices"),
    "deals:write": _("Move deals, bid, object"),
    "funnel:read": _("Read the funnel"),
    "notifications:read": _("Read notices"),
    "notifications:write": _("Mark notices read"),
    "webhooks:read": _("Read webhooks"),
    "webhooks:write": _("Set webhooks up and remove them"),
}
"""Every scope in its words. A token never allows more than its person may do."""
