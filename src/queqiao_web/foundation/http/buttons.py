"""Pages behind the buttons of a record: each posts, does one action, and says how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.foundation.access.decisions import Decision
from queqiao_web.foundation.errors import Conflict, Invalid
from queqiao_web.foundation.http.pages import page
from queqiao_web.foundation.http.request import Request

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponseBase]
Permission = Callable[..., Decision]


@dataclass(frozen=True, slots=True)
class Buttons(Generic[Row]):
    """
    The buttons of one kind of record.

    ``noun`` begins the names of its addresses (``demand_detail``) and the argument by which
    actions know it (``demand_id``); ``find`` gives the record of a code among those that the
    actor may see.
    """

    noun: str
    find: Callable[[Request, str], Row]

    def button(
        self, permission: Permission, action: Callable[..., Any], done: Text, *, mend: str = ""
    ) -> View:
        """
        Do the action and come back to the record.

        ``mend`` is the page to go to where the record has problems that keep it from being done.
        """

        @page(permission=permission)
        @require_POST
        def act(request: Request, code: str) -> HttpResponse:
            try:
                self._do(action, request, self.find(request, code))
            except Invalid as error:
                for problem in error.problems:
                    messages.error(request, str(problem.text))
                if mend:
                    return redirect(f"{reverse(mend, args=[code])}?check=1")
            else:
                messages.success(request, done)
            return redirect(f"{self.noun}_detail", code=code)

        return act

    def claim(self, permission: Permission, action: Callable[..., Any]) -> View:
        """Take the record on, and go to its review."""

        @page(permission=permission)
        @require_POST
        def act(request: Request, code: str) -> HttpResponse:
            try:
                self._do(action, request, self.find(request, code))
            except Conflict as error:
                return self._to_queue(request, error)
            return redirect(f"{self.noun}_review", code=code)

        return act

    def release(self, permission: Permission, action: Callable[..., Any]) -> View:
        """Leave the record to colleagues."""

        @page(permission=permission)
        @require_POST
        def act(request: Request, code: str) -> HttpResponse:
            self._do(action, request, self.find(request, code))
            return self._to_queue(request, _("Left to your colleagues."))

        return act

    def publish(
        self, permission: Permission, action: Callable[..., Any], form: type[forms.Form]
    ) -> View:
        """Publish what was reviewed, in the version that was read."""

        @page(permission=permission)
        @require_POST
        def act(request: Request, code: str) -> HttpResponse:
            record = self.find(request, code)
            filled = form(request.POST)
            filled.is_valid()
            version = filled.cleaned_data.get("version")
            try:
                self._do(action, request, record, version=version)
            except Conflict as error:
                return self._to_queue(request, error)
            return self._to_queue(request, _("Published: %(title)s") % {"title": record})

        return act

    def send_back(
        self,
        permission: Permission,
        action: Callable[..., Any],
        form: type[forms.Form],
        again: Callable[[Request, Row, Any], HttpResponse],
    ) -> View:
        """Return the record with reasons; ``again`` shows the review with what is missing."""

        @page(permission=permission)
        @require_POST
        def act(request: Request, code: str) -> HttpResponse:
            record = self.find(request, code)
            filled = form(request.POST)
            if not filled.is_valid():
                return again(request, record, filled)
            try:
                self._do(action, request, record, **filled.cleaned_data)
            except Invalid as error:
                for problem in error.problems:
                    filled.add_error(problem.field, str(problem.text))
                return again(request, record, filled)
            except Conflict as error:
                return self._to_queue(request, error)
            return self._to_queue(request, _("Returned: %(title)s") % {"title": record})

        return act

    def _do(
        self, action: Callable[..., Any], request: Request, record: Row, **further: object
    ) -> None:
        known: Mapping[str, object] = {f"{self.noun}_id": record.pk, **further}
        action(actor=request.actor, at=request.received_at, **known)

    def _to_queue(self, request: Request, said: Text | Conflict) -> HttpResponse:
        if isinstance(said, Conflict):
            messages.error(request, str(said.text))
        else:
            messages.success(request, said)
        return redirect(f"{self.noun}_review_queue")
