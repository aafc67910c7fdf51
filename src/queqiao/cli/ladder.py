"""``queqiao ladder``: titles step by step, what each lacks and is worth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.facts_options import at_option, facts_option, load_enterprises, strict_option
from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import language, printable, say
from queqiao.cli.output import check_target, write_whole
from queqiao.errors import WrongUsage
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.recipes.policies.ladder_view import LadderView, StepView

_STYLES = {"held": "green", "met": "green", "next": "bold blue", "later": ""}


@click.command(cls=Command, help="cli.ladder.about")
@facts_option
@at_option
@click.option("--json", "as_json", is_flag=True, help="cli.facts.json")
@click.option("--report", type=PathType(), metavar="FILE", help="cli.ladder.report")
@strict_option
def command(*, path: Path, at: date, as_json: bool, report: Path | None, strict: bool) -> None:
    """Show the ladder of each enterprise of a file."""
    if report is not None:
        check_target(report)
        if report.suffix.lower() not in {".html", ".htm"}:
            raise WrongUsage(Message("cli.ladder.no_format", {"path": str(report)}))
    from queqiao.recipes.policies.ladder_view import ladder_to_json, ladder_view, render_ladders
    from queqiao.rules import bundled_rulebooks
    from queqiao.rules.ladder import build_ladder

    books = bundled_rulebooks()
    enterprises = load_enterprises(path, strict=strict).enterprises
    found = [(one, build_ladder(one.facts, rulebooks=books, at=at)) for one in enterprises]
    views = [ladder_view(one, ladder, language=language()) for one, ladder in found]
    if report is not None:
        write_whole(report, render_ladders(views, at=at, language=language()).encode())
        click.echo(say("ladder.written", path=report), err=True)
    if as_json:
        entries = [ladder_to_json(one, ladder) for one, ladder in found]
        shown = entries[0] if len(entries) == 1 else entries
        click.echo(json.dumps(shown, ensure_ascii=False))
    elif report is None:
        _print(views)


def _print(views: Sequence[LadderView]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, emoji=False, soft_wrap=True)
    for view in views:
        console.print(Text(printable(view.name), style="bold"))
        for number, step in enumerate(view.climb, start=1):
            _print_step(console, f"{number}", step)
        for step in view.beside:
            _print_step(console, "+", step)
        console.print()


def _print_step(console: object, mark: str, step: StepView) -> None:
    from rich.console import Console
    from rich.text import Text

    assert isinstance(console, Console)  # noqa: S101 -- for the type checker
    line = Text(f" {mark} ")
    line.append(step.title, style=_STYLES[step.state])
    line.append(f"  {step.verdict}  {step.standing}")
    console.print(line)
    for text in (*step.lines, *(f"→ {one}" for one in step.steps)):
        console.print(Text(f"     {printable(text)}"))
    for title, amount in step.worth:
        console.print(Text(f"     ¥ {title} {amount}", style="dim"))
