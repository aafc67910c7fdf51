"""Shapes of people in the API."""

from __future__ import annotations

from queqiao_web.accounts.models import User
from queqiao_web.foundation.api import Output


class PersonOut(Output):
    """A person by code and name; nothing else of them leaves here."""

    code: str
    name: str

    @classmethod
    def of(cls, user: User) -> PersonOut:
        """A person's row."""
        return cls(code=user.code, name=str(user))
