"""``queqiao sandbox``: a changed rulebook over all enterprises, beside the one in force."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.facts_options import at_option, facts_option, load_enterprises, strict_option
from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import language, say
from queqiao.cli.output import check_target, write_whole
from queqiao.cli.progress import progress_bar
from queqiao.errors import WrongUsage
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.recipes.policies.sandbox_view import SandboxReport


@click.command(cls=Command, help="cli.sandbox.about")
@facts_option
@click.option("--rulebook", "changed", required=True, metavar="FILE", help="cli.sandbox.rulebook")
@click.option("--against", metavar="FILE", help="cli.sandbox.against")
@at_option
@click.option("--report", "output", type=PathType(), metavar="FILE", help="cli.sandbox.report")
@click.option("--json", "as_json", is_flag=True, help="cli.facts.json")
@strict_option
def command(
    *,
    path: Path,
    changed: str,
    against: str | None,
    at: date,
    output: Path | None,
    as_json: bool,
    strict: bool,
) -> None:
    """Compare two rulebooks over the enterprises of a file."""
    if output is not None:
        check_target(output)
        if output.suffix.lower() not in {".html", ".htm"}:
            raise WrongUsage(Message("cli.ladder.no_format", {"path": str(output)}))
    from queqiao.recipes.policies.sandbox_run import read_rulebook, run_sandbox

    new = read_rulebook(changed, at=at)
    old = read_rulebook(against or new[0].id, at=at)
    loaded = load_enterprises(path, strict=strict)
    left_out = len({(problem.source, problem.row) for problem in loaded.problems})
    with progress_bar(say("determine.progress")) as progress:
        report = run_sandbox(
            loaded.enterprises,
            changed=new,
            against=old,
            at=at,
            left_out=left_out,
            language=language(),
            progress=progress,
        )
    if output is not None:
        from queqiao.recipes.policies.sandbox_html import render_sandbox

        write_whole(output, render_sandbox(report, language=language()).encode())
    if as_json:
        click.echo(json.dumps(_json(report), ensure_ascii=False))
    else:
        _print(report)
    if output is not None:
        click.echo(say("sandbox.page", url=output.resolve().as_uri()), err=as_json)


def _json(report: SandboxReport) -> object:
    found = report.comparison
    total = found.total
    return {
        "at": report.at.isoformat(),
        "changed": {"title": report.changed.title, "version": report.changed.version},
        "against": {"title": report.against.title, "version": report.against.version},
        "enterprises": total.enterprises,
        "effects": {effect.value: count for effect, count in sorted(total.effects.items())},
        "entitled": {"before": total.entitled_before, "after": total.entitled_after},
        "cost_cny": {"before": f"{total.cost_before:f}", "after": f"{total.cost_after:f}"},
        "open": {"before": total.open_before, "after": total.open_after},
        "changes": [
            {
                "uscc": shift.subject.id,
                "name": shift.subject.label,
                "effect": shift.effect.value,
                "before": shift.before.outcome,
                "after": shift.after.outcome,
                "difference_cny": f"{shift.difference:f}",
                "reasons": list(report.reasons.get(shift.subject.id, ())),
            }
            for shift in found.changed
        ],
    }


def _print(report: SandboxReport) -> None:
    from queqiao.recipes.policies.money import money
    from queqiao.recipes.policies.sandbox_view import effect_counts

    total = report.comparison.total
    changed, against = report.changed, report.against
    click.echo(say("sandbox.heading", title=changed.title, after=changed.version,
                   before=against.version, count=total.enterprises))  # fmt: skip
    for effect, count in effect_counts(report):
        click.echo(f"  {say(f'sandbox.effect_{effect}')}: {count:,}")
    if report.comparison.has_money:
        tongue = language()
        click.echo(
            "  "
            + say(
                "sandbox.cost",
                before=money(total.cost_before, tongue),
                after=money(total.cost_after, tongue),
                change=money(total.cost_difference, tongue, signed=True),
            )
        )
