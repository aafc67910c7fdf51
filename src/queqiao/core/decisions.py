"""Yes or no, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from queqiao.messages import Message


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed; ``reason`` is always there when it is not."""

    allowed: bool
    reason: Message | None = None

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(allowed=True)


def denied(code: str, **params: object) -> Decision:
    """A refusal whose reason is the message ``code`` filled with ``params``."""
    return Decision(allowed=False, reason=Message(code, params))
