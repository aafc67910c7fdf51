"""Yes or no, with the reason in a code for programs and a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queqiao_web.foundation.errors import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed; ``code`` and ``text`` say why not."""

    allowed: bool
    code: str = ""
    text: Text = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Decision(allowed=True)


def deny(code: str, text: Text) -> Decision:
    """A refusal: ``code`` is ``<app>.<noun>.<reason>``, ``text`` is translated when shown."""
    return Decision(allowed=False, code=code, text=text)


def require(decision: Decision) -> None:
    """
    Go on only where the decision allows it.

    Raises:
        Refused: it does not.
    """
    if not decision.allowed:
        raise Refused(decision)
