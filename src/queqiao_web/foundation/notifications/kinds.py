"""The kinds of notifications: apps register theirs, with sentences that are filled when read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind: ``label`` names it where people choose, ``title`` and ``body`` are what they read.

    Title and body have named placeholders, ``%(title)s``, filled with the parameters of each
    notification in the language of whoever reads.
    """

    name: str
    label: Text
    title: Text
    body: Text = ""
    mailed_by_default: bool = True

    def title_with(self, params: Mapping[str, object]) -> str:
        """The title of one notification."""
        return str(self.title) % params

    def body_with(self, params: Mapping[str, object]) -> str:
        """The text of one notification."""
        return str(self.body) % params


KINDS: dict[str, Kind] = {}


def notification_kind(
    name: str, *, label: Text, title: Text, body: Text = "", mailed_by_default: bool = True
) -> Kind:
    """
    Register a kind, once, where the app's ``tasks`` or ``actions`` are imported.

    ``name`` is ``<app>.<what>``, such as ``demands.returned``.
    """
    kind = Kind(name, label, title, body, mailed_by_default)
    KINDS[name] = kind
    return kind
