"""What a reviewer does with a submitted record, the same for every noun."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import Actor, Decision, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, IllegalTransition, Invalid, Problem
from queqiao_web.foundation.review.claims import is_claimed_by_other
from queqiao_web.foundation.review.models import Reviewed
from queqiao_web.foundation.workflow import Workflow, advance, check_version, lock, save_change

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

Row = TypeVar("Row", bound=Reviewed)
_SUBMITTED, _PUBLISHED, _RETURNED = "submitted", "published", "returned"
_OTHER = "other"
_TEXT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Review(Generic[Row]):
    """
    The review of one noun: who ``may``, for which ``reasons`` a record goes back.

    One of the reasons is ``other``, which asks for words. ``confirm`` lets a record that is
    published hold from that day; ``taken`` says to a reviewer that %(name)s works on it.
    """

    model: type[Row]
    workflow: Workflow
    may: Callable[[Actor, Row], Decision]
    reasons: type[models.TextChoices]
    confirm: Callable[[Row, datetime], None]
    taken: Text

    @transaction.atomic
    def claim(self, pk: int, *, actor: Actor, at: datetime) -> Row:
        """
        Take a submitted record for review; event ``claimed``.

        Claiming again what one holds begins the hour anew.

        Raises:
            Refused, IllegalTransition, Conflict: a colleague has it.
        """
        record = self._locked(pk, actor, at)
        before = snapshot(record)
        record.claimed_at, record.claimed_by_id = at, actor.user_id
        verb = f"{self.workflow.noun}.claimed"
        save_change(record, actor=actor, at=at, verb=verb, before=before)
        return record

    @transaction.atomic
    def release(self, pk: int, *, actor: Actor, at: datetime) -> Row:
        """Leave a record to colleagues; event ``released``. Raises as :meth:`claim`."""
        record = self._locked(pk, actor, at)
        before = snapshot(record)
        record.claimed_at = record.claimed_by = None
        verb = f"{self.workflow.noun}.released"
        save_change(record, actor=actor, at=at, verb=verb, before=before)
        return record

    @transaction.atomic
    def publish(self, pk: int, *, actor: Actor, at: datetime, version: int | None) -> Row:
        """
        Make a submitted record public, in the version that was read; event ``published``.

        Raises:
            Refused, IllegalTransition, StaleVersion, Conflict: a colleague has it.
        """
        record = self._locked(pk, actor, at)
        check_version(record, version)
        before = snapshot(record)
        record.claimed_at = record.claimed_by = None
        record.return_reasons, record.return_text = [], ""
        self.confirm(record, at)
        advance(
            record,
            self.workflow,
            to=_PUBLISHED,
            actor=actor,
            at=at,
            verb="published",
            before=before,
        )
        return record

    @transaction.atomic
    def send_back(
        self,
        pk: int,
        *,
        actor: Actor,
        at: datetime,
        reasons: Sequence[str],
        text: str,
        version: int | None,
    ) -> Row:
        """
        Send a submitted record back with reasons; event ``returned``.

        Raises:
            Refused, IllegalTransition, StaleVersion, Conflict: a colleague has it; Invalid: no or
            unknown reasons, or “another reason” without words.
        """
        record = self._locked(pk, actor, at)
        check_version(record, version)
        if problems := self._reason_problems(reasons, text):
            raise Invalid(problems)
        before = snapshot(record)
        record.claimed_at = record.claimed_by = None
        record.return_reasons, record.return_text = list(dict.fromkeys(reasons)), text.strip()
        advance(
            record,
            self.workflow,
            to=_RETURNED,
            actor=actor,
            at=at,
            verb="returned",
            before=before,
            details={"reasons": record.return_reasons},
        )
        return record

    def _locked(self, pk: int, actor: Actor, at: datetime) -> Row:
        record = lock(self.model, pk)
        require(self.may(actor, record))
        if record.state != _SUBMITTED:
            raise IllegalTransition(
                state=record.state, to=_PUBLISHED, state_label=record.get_state_display()
            )
        if is_claimed_by_other(record, actor, at=at):
            text = self.taken % {"name": record.claimed_by}
            raise Conflict(code=f"{self.workflow.noun}.claimed", text=text)
        return record

    def _reason_problems(self, reasons: Sequence[str], text: str) -> list[Problem]:
        found: list[Problem] = []
        if not reasons:
            found.append(Problem("reasons", "reasons.missing", _("Choose at least one reason.")))
        if set(reasons) - set(self.reasons.values):
            found.append(Problem("reasons", "reasons.unknown", _("There is no such reason.")))
        if _OTHER in reasons and not text.strip():
            found.append(Problem("text", "text.missing", _("Say in words what is to be changed.")))
        if len(text) > _TEXT_MOST:
            told = _("This text has at most %(most)d characters.") % {"most": _TEXT_MOST}
            found.append(Problem("text", "text.too_long", told))
        return found
