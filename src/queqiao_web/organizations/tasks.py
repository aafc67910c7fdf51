"""Background entry points of organizations."""

from __future__ import annotations

from datetime import datetime, timedelta

from queqiao_web.foundation.jobs import job
from queqiao_web.organizations import actions


@job("organizations.expire_invitations", every=timedelta(hours=6))
def expire_invitations(*, at: datetime) -> None:
    """Invitations that nobody answered in time are over."""
    actions.expire_invitations(at=at)


@job("organizations.leave_all", after="accounts.user.erased")
def leave_all(*, at: datetime, object_id: int, event: int) -> None:  # noqa: ARG001 -- every job gets it
    """An erased person holds nothing any more."""
    actions.leave_all(user_id=object_id, at=at)
