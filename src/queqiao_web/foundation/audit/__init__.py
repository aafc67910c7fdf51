"""Audit events: who did what, when, from where, with what before and after; never changed."""

from queqiao_web.foundation.audit.record import record_event
from queqiao_web.foundation.audit.snapshots import MASKED, snapshot

__all__ = ["MASKED", "record_event", "snapshot"]
