"""What can go wrong between here and a platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from queqiao.errors import Missing, QueqiaoError
from queqiao.messages import Message


@dataclass(frozen=True, slots=True)
class ApiProblem:
    """One thing wrong with what was sent: the field, a code for programs, a sentence."""

    field: str
    code: str
    message: str


class ApiError(QueqiaoError):
    """
    The platform refused.

    ``status`` and ``code`` are for programs: 401 the token, 403 permission, 404 not there, 409
    somebody was quicker, 422 the input with every problem, 429 too often: go on after
    ``retry_after`` seconds. ``request`` finds the request in the platform's log.
    """

    exit_code = 3

    def __init__(  # noqa: PLR0913 -- what an answer tells, by keyword
        self,
        *,
        status: int,
        code: str,
        text: str,
        problems: Sequence[ApiProblem] = (),
        request: str = "",
        retry_after: int | None = None,
    ) -> None:
        self.status, self.code, self.text = status, code, text
        self.problems, self.request, self.retry_after = tuple(problems), request, retry_after
        told = "".join(f"\n  {one.field or '-'}: {one.message}" for one in self.problems)
        values = {"status": status, "text": text, "problems": told}
        super().__init__(Message("client.refused", values))


class Unreachable(Missing):
    """Nobody answered, or something that is no platform."""
