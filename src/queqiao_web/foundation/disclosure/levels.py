"""The three levels of a record's texts, and how its owner opens them."""

from __future__ import annotations

from typing import Any, Final, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How far somebody may read; each level includes those before."""

    PUBLIC = 0, _("Public summary")
    DETAILS = 1, _("Details")
    SECRET = 2, _("Secret annex")


class Disclosure(models.TextChoices):
    """How far a record is open to everybody."""

    PUBLIC = "public", _("Details open to everybody")
    STAGED = "staged", _("Details after both sides agree")
    ANONYMOUS = "anonymous", _("Details and owner after both sides agree")


TEXTS: Final = {
    Level.PUBLIC: "summary",
    Level.DETAILS: "description",
    Level.SECRET: "secret_annex",
}
"""The field that holds each level's text."""


class Confidential(Protocol):
    """
    A record whose texts are opened by level.

    ``summary`` is for everybody, ``description`` the details, ``secret_annex`` what only a signed
    agreement opens; ``disclosure`` is one of :class:`Disclosure`. ``grants`` is the relation to
    the model's own ``DisclosureGrant``.
    """

    pk: Any
    organization_id: int
    region_code: str
    disclosure: str
    summary: str
    description: str
    secret_annex: str


def open_level(record: Confidential) -> Level:
    """The level that is open to everybody."""
    return Level.DETAILS if record.disclosure == Disclosure.PUBLIC else Level.PUBLIC


def readable_texts(record: Confidential, level: Level) -> dict[str, str]:
    """The texts that may be read at ``level``, by field name, in order, without empty ones."""
    found = {name: getattr(record, name) for at, name in TEXTS.items() if at <= level}
    return {name: text for name, text in found.items() if text}


def text_up_to(record: Confidential, level: Level) -> str:
    """
    All that may be read at ``level`` as one text, a line break between the parts.

    What a lower level gives is the beginning of what a higher one gives, so a place found in the
    one is the same place in the other.
    """
    return "\n".join(readable_texts(record, level).values())
