"""Telling people: in the site, by e-mail, by webhook; each chooses what and how."""

from queqiao_web.foundation.notifications.kinds import Kind, notification_kind
from queqiao_web.foundation.notifications.write import notify

__all__ = ["Kind", "notification_kind", "notify"]
