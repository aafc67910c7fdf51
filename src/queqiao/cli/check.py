"""``queqiao check``: each index of a demand held against an offer, both given as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import Command
from queqiao.cli.language import say
from queqiao.errors import WrongUsage
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.matching.results import LocatedSpec, Verdict


@click.command(cls=Command, help="cli.check.about")
@click.option("--demand", required=True, metavar="TEXT", help="cli.check.demand")
@click.option("--offer", required=True, metavar="TEXT", help="cli.check.offer")
@click.option("--json", "as_json", is_flag=True, help="cli.check.json")
def command(demand: str, offer: str, as_json: bool) -> None:
    """Print a verdict for each index that the demand states."""
    from queqiao.matching.checks import check_texts

    if not demand.strip():
        raise WrongUsage(Message("cli.check.empty", {"option": "--demand"}))
    verdicts = check_texts(demand, offer)
    if as_json:
        entries = [_entry(verdict) for verdict in verdicts]
        click.echo(json.dumps({"verdicts": entries}, ensure_ascii=False))
    elif not verdicts:
        click.echo(say("check.nothing"))
    else:
        _print_table(verdicts, demand=demand, offer=offer)


def _entry(verdict: Verdict) -> dict[str, object]:
    return {
        "parameter": verdict.parameter,
        "verdict": verdict.outcome.value,
        "shortfall": verdict.shortfall,
        "unit": verdict.unit,
    }


def _print_table(verdicts: tuple[Verdict, ...], *, demand: str, offer: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for column in ("parameter", "demanded", "offered", "verdict"):
        table.add_column(say(f"check.column_{column}"))
    for verdict in verdicts:
        table.add_row(
            verdict.parameter,
            _quoted(verdict.demanded, demand),
            _quoted(verdict.offered, offer),
            _said(verdict),
        )
    Console().print(table, markup=False)


def _quoted(located: LocatedSpec | None, text: str) -> str:
    return text[located.spec.start : located.spec.end] if located is not None else "—"


def _said(verdict: Verdict) -> str:
    amount = "" if verdict.shortfall is None else f"{verdict.shortfall:.10g}"
    if amount == "0":
        return say("check.short_by_nothing")
    return say(f"check.{verdict.outcome.value}", amount=amount, unit=verdict.unit)
