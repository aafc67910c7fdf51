"""How our pages answer: problems beside their fields or as messages, then back to a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.forms import BaseForm

from queqiao_web.foundation.errors import Conflict, Invalid
from queqiao_web.foundation.http import Request


@contextmanager
def told_in_messages(request: Request, done: str) -> Iterator[None]:
    """Say ``done`` where the action went through, else every problem."""
    try:
        yield
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, str(problem.text))
    except Conflict as error:
        messages.error(request, str(error.text))
    else:
        messages.success(request, done)


def put_into(form: BaseForm, error: Invalid) -> None:
    """Show each problem beside its field; those of no field on top."""
    for problem in error.problems:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem.text))
