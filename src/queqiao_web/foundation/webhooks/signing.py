"""
Secrets and signatures of webhooks.

A request carries ``X-Queqiao-Signature: t=<unix seconds>,v1=<hex>``, where the hex is HMAC-SHA256
with the endpoint's secret over ``<t>.<body>``. Who receives it checks the signature and that ``t``
is recent, so that a request heard on the way cannot be played again later.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime

from django.conf import settings

HEADER = "X-Queqiao-Signature"
_HEADER = re.compile(r"t=(\d+),v1=([0-9a-f]{64})")


def new_salt() -> str:
    """What makes a secret of its own."""
    return secrets.token_hex(16)


def secret_of(code: str, salt: str) -> str:
    """The secret of an endpoint; only who knows the platform's key can make it again."""
    key = settings.SECRET_KEY.encode()
    made = hmac.new(key, f"queqiao.webhook:{code}:{salt}".encode(), hashlib.sha256)
    return f"qqwh_{made.hexdigest()}"


def signature(secret: str, body: bytes, *, at: datetime) -> str:
    """The header's value for a body sent at this moment."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(secret, seconds, body)}"


def is_signed(
    secret: str, body: bytes, header: str, *, at: datetime, within_seconds: int = 300
) -> bool:
    """Whether a header fits the body and is recent: what receivers check."""
    found = _HEADER.fullmatch(header)
    if found is None:
        return False
    seconds = int(found[1])
    recent = abs(int(at.timestamp()) - seconds) <= within_seconds
    return hmac.compare_digest(_digest(secret, seconds, body), found[2]) and recent


def _digest(secret: str, seconds: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
