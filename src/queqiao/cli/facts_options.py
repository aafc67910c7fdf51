"""What commands about enterprises and policies share: the day, the facts, the rulebooks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import PathType
from queqiao.cli.language import say
from queqiao.errors import BadInput

if TYPE_CHECKING:
    from queqiao.rules.facts import LoadedFacts


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date:
    if value is None:
        return date.today()  # noqa: DTZ011 -- a legal day, in the place where the user sits
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise click.BadParameter(say("match.bad_day", value=value)) from None


facts_option = click.option(
    "--facts", "path", type=PathType(), required=True, metavar="FILE", help="cli.rules.facts"
)
at_option = click.option("--at", callback=_day, metavar="YYYY-MM-DD", help="cli.rules.at")
strict_option = click.option("--strict", is_flag=True, help="cli.rules.strict")


def load_enterprises(path: Path, *, strict: bool) -> LoadedFacts:
    """
    The enterprises of a file; what is wrong with single ones is told on standard error.

    Raises:
        BadInput: ``strict``, and anything at all is wrong.
    """
    from queqiao.cli.output import tell_problems
    from queqiao.rules.facts import load_facts

    loaded = load_facts(path)
    if strict and loaded.problems:
        raise BadInput(loaded.problems)
    tell_problems(loaded.problems, loaded.notices)
    return loaded
