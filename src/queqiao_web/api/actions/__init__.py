"""Writes of the API's own records."""

from queqiao_web.api.actions.tokens import (
    LONGEST_DAYS,
    make_token,
    note_use,
    revoke_all_tokens,
    revoke_token,
)

__all__ = ["LONGEST_DAYS", "make_token", "note_use", "revoke_all_tokens", "revoke_token"]
