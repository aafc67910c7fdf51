"""``queqiao allocate assign``: scores and limits in, the best assignment and its reasons out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import language, printable, say
from queqiao.cli.output import check_target, write_whole
from queqiao.cli.progress import progress_bar
from queqiao.errors import WrongUsage
from queqiao.messages import Message, render

if TYPE_CHECKING:
    from queqiao.allocation import Assignment, AssignmentProblem, PairReason, Rules
    from queqiao.allocation.lottery import Chance

_PATH = PathType()
_F = TypeVar("_F", bound=Callable[..., object])
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
MOST_EXPLAINED = 3_000
"""So many pairs are explained for a report without being asked twice."""
SECONDS_FOR_REASONS = 120.0


def _range(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[int, int]:
    found = _RANGE.fullmatch(value.strip())
    low = int(found[1]) if found else 0
    high = int(found[2]) if found and found[2] else low
    if not found or high < low:
        raise click.BadParameter(say("allocate_assign.bad_range", value=value))
    return low, high


def _number(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> Decimal | None:
    if value is None:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise click.BadParameter(say("allocate_assign.bad_number", value=value))
    return number


def _file(name: str) -> Callable[[_F], _F]:
    variable = f"{name.replace('-', '_')}_file"
    text = f"cli.allocate_assign.{name.replace('-', '_')}"
    return click.option(f"--{name}", variable, type=_PATH, metavar="FILE", help=text)


@click.command("assign", cls=Command, help="cli.allocate_assign.about")
@click.option(
    "--scores",
    "scores_file",
    required=True,
    type=_PATH,
    metavar="FILE",
    help="cli.allocate_assign.scores",
)
@click.option(
    "--per-item",
    callback=_range,
    default="1",
    show_default=True,
    metavar="N|N-M",
    help="cli.allocate_assign.per_item",
)
@click.option(
    "--max-load", type=click.IntRange(0), metavar="N", help="cli.allocate_assign.max_load"
)
@click.option(
    "--min-load",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="cli.allocate_assign.min_load",
)
@click.option(
    "--objective",
    type=click.Choice(["total", "leximin", "groups"]),
    default="total",
    show_default=True,
    help="cli.allocate_assign.objective",
)
@_file("conflicts")
@_file("forbidden")
@_file("required")
@_file("groups")
@click.option(
    "--group-limit",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    metavar="N",
    help="cli.allocate_assign.group_limit",
)
@_file("item-groups")
@click.option(
    "--share-limit", type=click.IntRange(0), metavar="N", help="cli.allocate_assign.share_limit"
)
@_file("limits")
@click.option("--unlisted", callback=_number, metavar="SCORE", help="cli.allocate_assign.unlisted")
@click.option(
    "--probability-limit",
    callback=_number,
    metavar="Q",
    help="cli.allocate_assign.probability_limit",
)
@click.option("--spread", callback=_number, metavar="S", help="cli.allocate_assign.spread")
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="cli.allocate_assign.seed",
)
@click.option(
    "--alternates",
    type=click.IntRange(0, 100),
    default=0,
    metavar="N",
    help="cli.allocate_assign.alternates",
)
@click.option(
    "--time-limit",
    type=click.IntRange(1),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="cli.allocate_assign.time_limit",
)
@click.option("--explain", is_flag=True, help="cli.allocate_assign.explain")
@click.option("--output", type=_PATH, metavar="FILE", help="cli.allocate_assign.output")
@click.option("--report", type=_PATH, metavar="FILE", help="cli.allocate_assign.report")
def command(
    *,
    scores_file: Path,
    objective: str,
    probability_limit: Decimal | None,
    spread: Decimal | None,
    seed: int,
    alternates: int,
    time_limit: int,
    explain: bool,
    output: Path | None,
    report: Path | None,
    **stated: Any,  # noqa: ANN401 -- the limits, handed on whole
) -> None:
    """Assign, print what came out, write it."""
    for target in (output, report):
        if target is not None:
            check_target(target)
    from queqiao.allocation import Effort, Objective, assign, build_problem
    from queqiao.allocation.io import assignment_to_csv, load_scores

    chance = _chance(probability_limit, spread, seed)
    problem = build_problem(load_scores(scores_file), rules=_rules(stated))
    with progress_bar(say("allocate_assign.progress")) as progress:
        found = assign(
            problem,
            objective=Objective(objective),
            chance=chance,
            alternates=alternates,
            effort=Effort(float(time_limit), progress),
        )
    asked = explain or (report is not None and len(found.pairs) <= MOST_EXPLAINED)
    reasons = _reasons(problem, found) if asked else ()
    _tell(problem, found, reasons if explain else (), err=output is None and report is None)
    if output is not None:
        write_whole(output, assignment_to_csv(found))
        click.echo(say("allocate_assign.written", path=str(output)), err=True)
    elif report is None:
        click.echo(assignment_to_csv(found).decode(), nl=False)
    if report is not None:
        from queqiao.recipes.assignment import render_assignment

        page = render_assignment(problem, found, reasons, language=language())
        write_whole(report, page.encode())
        click.echo(say("allocate_assign.written", path=str(report)), err=True)


def _chance(limit: Decimal | None, spread: Decimal | None, seed: int) -> Chance | None:
    if limit is None and spread is None:
        return None
    from queqiao.allocation import Chance

    return Chance(Decimal(1) if limit is None else limit, spread or Decimal(0), seed)


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of limits that were named."""

    stated: dict[str, Any]

    def pairs(self, name: str) -> Any:  # noqa: ANN401 -- as the loader gives them
        from queqiao.allocation.io import load_pair_rules

        path = self.stated[f"{name}_file"]
        return () if path is None else load_pair_rules(path)

    def members(self, name: str, member: str) -> Any:  # noqa: ANN401 -- as the loader gives them
        from queqiao.allocation.io import load_memberships

        path = self.stated[f"{name}_file"]
        return () if path is None else load_memberships(path, member=member)


def _rules(stated: dict[str, Any]) -> Rules:
    from queqiao.allocation import Range, Rules
    from queqiao.allocation.io import load_limit_rules

    load = Range(stated["min_load"], stated["max_load"])
    if load.high is not None and load.low > load.high:
        raise WrongUsage(Message("cli.allocate_assign.loads_crossed"))
    files = _Files(stated)
    limits = stated["limits_file"]
    return Rules(
        need=Range(*stated["per_item"]),
        load=load,
        conflicts=files.pairs("conflicts"),
        forbidden=files.pairs("forbidden"),
        required=files.pairs("required"),
        agent_groups=files.members("groups", "agent"),
        item_groups=files.members("item_groups", "item"),
        group_limit=stated["group_limit"],
        share_limit=stated["share_limit"],
        limits=() if limits is None else load_limit_rules(limits),
        unlisted=stated["unlisted"],
    )


def _reasons(problem: AssignmentProblem, found: Assignment) -> tuple[PairReason, ...]:
    from queqiao.allocation import Effort, explain_pairs

    with progress_bar(say("allocate_assign.explaining")) as progress:
        return explain_pairs(problem, found, effort=Effort(SECONDS_FOR_REASONS, progress))


def _tell(
    problem: AssignmentProblem, found: Assignment, reasons: tuple[PairReason, ...], *, err: bool
) -> None:
    """Total, worst item, proof, prices and reasons; beside printed pairs on standard error."""
    from queqiao.allocation.explain import assignment_lines, reason_line

    for message in assignment_lines(problem, found):
        click.echo(printable(render(message, language())), err=err)
    for reason in reasons:
        line = render(reason_line(reason, found.objective), language())
        click.echo(f"  {printable(line)}", err=err)
    if reasons and len(reasons) < len(found.pairs):
        unexplained = len(found.pairs) - len(reasons)
        click.echo(say("allocate_assign.unexplained", count=unexplained), err=err)
