"""Jobs of the API."""

from __future__ import annotations

from datetime import datetime, timedelta

from queqiao_web.api.actions import revoke_all_tokens
from queqiao_web.api.answers import forget_old_answers
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.jobs import job


@job("api.forget_answers", every=timedelta(days=1))
def forget_answers(*, at: datetime) -> None:
    """Answers kept for more than a week go."""
    forget_old_answers(at=at)


@job("api.revoke_tokens", after=("accounts.user.erased", "accounts.user.password_reset"))
def revoke_tokens(*, at: datetime, object_id: int, event: int = 0) -> None:  # noqa: ARG001 -- every job's call
    """Whoever leaves, or had to reset a password, leaves no token behind."""
    revoke_all_tokens(actor=SYSTEM, at=at, user_id=object_id)
