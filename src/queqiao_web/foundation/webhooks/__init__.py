"""Telling other systems: signed requests to addresses that owners name, retried, guarded."""

from queqiao_web.foundation.webhooks.deliveries import Payload, deliver

__all__ = ["Payload", "deliver"]
