"""Endpoints of the verbs of a record that need nothing further to be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model

from queqiao_web.foundation.access import Decision
from queqiao_web.foundation.api.fields import Code
from queqiao_web.foundation.api.router import Router
from queqiao_web.foundation.http import Request

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Verbs(Generic[Row]):
    """
    The verbs of one kind of record.

    ``noun`` ends the ids of the endpoints (``publish_demand``) and begins the argument by which
    actions know the record; ``find`` gives the one of a code among those that the actor may see,
    ``shown`` what they may read of it afterwards, in the shape ``answer``.
    """

    router: Router
    noun: str
    find: Callable[[Request, str], Row]
    shown: Callable[[Request, Row], Any]
    answer: type[Any]

    def add(
        self,
        verb: str,
        action: Callable[..., Row],
        permission: Callable[..., Decision],
        about: str,
        *,
        scope: str,
    ) -> None:
        """An endpoint that does one of them; ``about`` is what its documentation says."""

        def act(request: Request, code: Code) -> Any:  # noqa: ANN401 -- the shape of ``answer``
            record = self.find(request, code)
            known = {f"{self.noun}_id": record.pk}
            changed = action(actor=request.actor, at=request.received_at, **known)
            return self.shown(request, changed)

        act.__doc__ = about
        self.router.acts(
            f"{verb}_{self.noun}",
            f"/{self.noun}s/{{code}}/{verb}",
            scope=scope,
            permission=permission,
            answer=self.answer,
        )(act)
