"""How states look: a shape and a color for each, beside its word."""

from __future__ import annotations

from typing import Final

TONES: Final[dict[str, str]] = {
    "draft": "draft",
    "invited": "draft",
    "registered": "waiting",
    "submitted": "waiting",
    "waiting": "waiting",
    "running": "waiting",
    "returned": "returned",
    "expired": "returned",
    "published": "open",
    "verified": "open",
    "active": "open",
    "matched": "done",
    "accepted": "done",
    "done": "done",
    "closed": "ended",
    "withdrawn": "ended",
    "left": "ended",
    "declined": "ended",
    "suspended": "harm",
    "failed": "harm",
}
"""The tone of each state: draft, waiting, returned, open, done, ended, harm."""


def tones_are(tones: dict[str, str]) -> None:
    """Add the tones of an app's own states; called when the apps are ready."""
    TONES.update(tones)


def tone_of(state: str) -> str:
    """The tone of a state, that of an ended one where none is named."""
    return TONES.get(str(state), "ended")
