"""
Every error that the platform raises on purpose.

    PlatformError                status 500: the root; raise something narrower
    ├── SignInNeeded             status 401: the API was asked by nobody it knows
    ├── Refused                  status 403: permission says no; carries the decision
    ├── NotThere                 status 404: it does not exist, or may not be seen
    ├── Conflict                 status 409: somebody was quicker, or the state forbids it
    │   ├── IllegalTransition    status 409: no edge from this state to that
    │   └── StaleVersion         status 409: the record was changed since it was read
    ├── Invalid                  status 422: the input is wrong; carries every problem
    └── TooMany                  status 429: slow down

A page shows ``text`` and the problems; the API returns ``{"error": {"code", "message",
"problems": [{"field", "code", "message"}], "request"}}`` with the same status.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

    from queqiao_web.foundation.access.decisions import Decision


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: the field, a code for programs, a sentence for people."""

    field: str
    code: str
    text: Text
    row: int | None = None


class PlatformError(Exception):
    """The root of the tree."""

    status = 500
    code = "error"
    text: Text = _("Something went wrong on our side.")

    def __init__(self, *, code: str = "", text: Text = "") -> None:
        self.code = code or self.code
        self.text = text or self.text
        super().__init__(self.code)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the input, where that is the matter."""
        return ()


class SignInNeeded(PlatformError):
    """The API was asked without a token that holds."""

    status = 401
    code = "sign_in_needed"
    text = _("Send a valid token: Authorization: Bearer …")


class Refused(PlatformError):
    """Permission says no; the decision says why."""

    status = 403
    code = "refused"

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(code=decision.code, text=decision.text)


class NotThere(PlatformError):
    """It does not exist, or this person may not see that it does."""

    status = 404
    code = "not_found"
    text = _("There is nothing here that you may see.")


class Conflict(PlatformError):
    """Somebody was quicker, or the state of things forbids it."""

    status = 409
    code = "conflict"


class IllegalTransition(Conflict):
    """No edge leads from the present state to the wanted one."""

    code = "illegal_transition"

    def __init__(self, *, state: str, to: str, state_label: Text = "") -> None:
        self.state, self.to = state, to
        super().__init__(
            text=_("This cannot be done now: it is “%(state)s” already.")
            % {"state": state_label or state}
        )


class StaleVersion(Conflict):
    """The record was changed since it was read."""

    code = "stale_version"
    text = _("Somebody else has changed this since you opened it. Nothing of theirs is lost.")


class Invalid(PlatformError):
    """The input is wrong; all problems are told at once."""

    status = 422
    code = "invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._problems = tuple(problems)
        count = len(self._problems)
        super().__init__(
            text=ngettext_lazy(
                "%(count)d thing needs mending.", "%(count)d things need mending.", count
            )
            % {"count": count}
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem found."""
        return self._problems


class TooMany(PlatformError):
    """Too many requests in too short a time; ``retry_after`` is in seconds."""

    status = 429
    code = "too_many_requests"
    text = _("Too many requests. Please wait a moment.")

    def __init__(self, *, retry_after: int = 60) -> None:
        self.retry_after = retry_after
        super().__init__()
