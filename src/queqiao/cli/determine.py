"""``queqiao determine``: what an enterprise is entitled to, how much, why, and what is missing."""

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
from queqiao.cli.progress import progress_bar
from queqiao.errors import WrongUsage
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.recipes.policies.deciding import Chosen, Decided
    from queqiao.recipes.policies.sheet_view import AnswerView, SheetView

SHEETS = (".pdf", ".html", ".htm")
_STYLES = {"met": "green", "unmet": "red", "unknown": "yellow", "manual_review": "yellow",
           "not_applicable": "dim"}  # fmt: skip


@click.command(cls=Command, help="cli.determine.about")
@facts_option
@at_option
@click.option("--rulebook", "rulebooks", multiple=True, metavar="ID", help="cli.rules.rulebook")
@click.option("--json", "as_json", is_flag=True, help="cli.determine.json")
@click.option("--sheet", type=PathType(), metavar="FILE", help="cli.determine.sheet")
@strict_option
@click.argument("more", nargs=-1, metavar="")
def command(
    *,
    path: Path,
    at: date,
    rulebooks: tuple[str, ...],
    as_json: bool,
    sheet: Path | None,
    strict: bool,
    more: tuple[str, ...],
) -> None:
    """Decide the enterprises of a file by the rulebooks of a day."""
    if more and not rulebooks:
        raise WrongUsage(Message("cli.usage.extra", {"names": " ".join(more)}))
    if sheet is not None:
        check_target(sheet)
        if sheet.suffix.lower() not in SHEETS:
            raise WrongUsage(Message("cli.determine.no_format", {"path": str(sheet)}))
    from queqiao.recipes.policies.deciding import choose_rulebooks, decide, of_its_province

    chosen = choose_rulebooks([*rulebooks, *more])
    loaded = load_enterprises(path, strict=strict)
    with progress_bar(say("determine.progress")) as progress:
        decided = decide(loaded.enterprises, chosen=chosen, at=at, progress=progress)
    shown = decided if rulebooks else [of_its_province(one) for one in decided]
    if sheet is not None:
        write_whole(sheet, _sheet(_views(shown, chosen, at), at, sheet.suffix.lower()))
        click.echo(say("determine.written", count=len(decided), path=sheet), err=True)
    if as_json:
        click.echo(json.dumps(_json(decided, alone=len(chosen.ids) == 1), ensure_ascii=False))
    elif sheet is None:
        for view in _views(shown, chosen, at):
            _print(view)


def _views(decided: Sequence[Decided], chosen: Chosen, at: date) -> list[SheetView]:
    from queqiao.recipes.policies.sheet_view import sheet_view

    return [
        sheet_view(
            one.enterprise, one.answers, at=at, language=language(), rulebooks=chosen.rulebooks
        )
        for one in decided
    ]


def _sheet(views: list[SheetView], at: date, suffix: str) -> bytes:
    if suffix == ".pdf":
        from queqiao.recipes.policies.sheet_pdf import render_sheets_pdf

        return render_sheets_pdf(views, at=at, language=language())
    from queqiao.recipes.policies.sheet_html import render_sheets

    return render_sheets(views, at=at, language=language()).encode()


def _json(decided: Sequence[Decided], *, alone: bool) -> object:
    """One enterprise: its answer, or its answers; several: each with its name before them."""
    from queqiao.rules.codec import determination_to_json

    found = [[determination_to_json(answer) for answer in one.answers] for one in decided]
    if len(found) == 1:
        return found[0][0] if alone else found[0]
    return [
        {"name": one.enterprise.label, "uscc": one.enterprise.facts.get("uscc"), "answers": answers}
        for one, answers in zip(decided, found, strict=True)
    ]


def _print(sheet: SheetView) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, emoji=False, soft_wrap=True)
    console.print(Text(printable(sheet.name), style="bold"))
    for answer in sheet.told:
        console.print(_heading(answer))
        for line in _lines(answer):
            console.print(Text(f"    {printable(line)}"))
    gap = "、" if language() == "zh" else ", "
    for outcome, titles in sheet.untold:
        line = f"  {say(f'determine.untold_{outcome}')} {gap.join(titles)}"
        console.print(Text(printable(line), style="dim"))
    console.print()


def _heading(answer: AnswerView) -> object:
    from rich.text import Text

    line = Text("  ")
    line.append(answer.verdict, style=_STYLES[answer.outcome])
    line.append(f"  {answer.title}", style="bold")
    line.append(f"  {answer.rulebook} {answer.version}".rstrip(), style="dim")
    if answer.amount:
        line.append(f"  {answer.amount_title} {answer.amount}")
    if not answer.verified:
        line.append(f"  [{say('determine.unverified')}]", style="yellow")
    return line


def _lines(answer: AnswerView) -> list[str]:
    """Why, what is short, and what to do; nothing where all is well."""
    if answer.outcome in {"met", "not_applicable"}:
        return []
    lines = [answer.why]
    for section in (one for one in answer.sections if one.binding):
        for one in section.lines:
            if one.outcome == "unmet" and one.required:
                parts = (one.actual, one.required, one.gap)
                lines.append(f"{one.mark} {one.title}: {'  '.join(part for part in parts if part)}")
    lines += [f"→ {step}" for step in answer.steps]
    lines += [f"→ {say('determine.or') if answer.steps else ''}{step}" for step in answer.waits]
    return lines
