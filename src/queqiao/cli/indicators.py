"""``queqiao indicators``: build an index, compare, test how firm it is, and report."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import Command, Group, PathType
from queqiao.cli.language import language, say
from queqiao.errors import WrongUsage
from queqiao.messages import Message, render

if TYPE_CHECKING:
    from queqiao.indicators import Built, Compared, Configuration, Panel

_DATA = click.option(
    "--data",
    "data",
    required=True,
    multiple=True,
    type=PathType(),
    metavar="FILE",
    help="cli.composite.data",
)
_YEAR = click.option("--year", type=click.IntRange(1, 9999), metavar="N", help="cli.composite.year")
_CHANGES = click.option(
    "--set", "changes", multiple=True, metavar="UNIT:COLUMN=VALUE", help="cli.composite.changes"
)
_RUNS = click.option(
    "--runs", type=click.IntRange(1, 10_000_000), metavar="N", help="cli.composite.runs"
)
_SEED = click.option("--seed", type=click.IntRange(0), metavar="N", help="cli.composite.seed")
PROGRESS_FILE = ".uncertainty.part.npz"


@click.group(cls=Group, help="cli.composite.about")
def command() -> None:
    """Composite indices."""


@command.command("ready", cls=Command, help="cli.composite.ready_about")
def ready() -> None:
    """List the configurations that ship."""
    from queqiao.indicators import load_configuration, ready_configurations

    for name in ready_configurations():
        found = load_configuration(name)
        state = "" if found.provenance.verified else say("composite.unverified")
        title = found.top.name.text(language())
        counts = {"indicators": len(found.indicators), "groups": len(found.top.parts)}
        click.echo(say("composite.ready_line", name=name, title=title, state=state, **counts))


@command.command("build", cls=Command, help="cli.composite.build_about")
@click.argument("configuration")
@_DATA
@click.option(
    "--output", required=True, type=PathType(), metavar="DIR", help="cli.composite.output_folder"
)
@_YEAR
@_CHANGES
@click.option("--json", "as_json", is_flag=True, help="cli.composite.json")
def build(  # noqa: PLR0917 -- click hands options over as arguments
    configuration: str,
    data: tuple[Path, ...],
    output: Path,
    year: int | None,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Build an index and write the table of every stage."""
    from queqiao.indicators import build_years, stage_tables, standings
    from queqiao.indicators.tables_runs import exit_table

    check_folder(output)
    found, panel = load_inputs(configuration, data)
    built = build_one(found, panel, year, changes)
    tables = stage_tables(built, language=language())
    if found.exit is not None and len(panel.frames) >= found.exit.years:
        tables["exit.csv"] = exit_table(standings(found.exit, build_years(found, panel)))
    write_tables(output, tables)
    if as_json:
        click.echo(json.dumps(_entries(built), ensure_ascii=False))
        return
    _print_results(built)
    for notice in built.notices:
        click.echo(render(notice, language()), err=True)
    if found.exit is not None and "exit.csv" not in tables:
        click.echo(say("composite.exit_needs_years", years=found.exit.years), err=True)
    click.echo(say("composite.written", count=len(tables), path=str(output)), err=True)


@command.command("compare", cls=Command, help="cli.composite.compare_about")
@click.argument("configurations", nargs=-1, required=True)
@_DATA
@click.option(
    "--year", "years", multiple=True, type=click.IntRange(1, 9999), help="cli.composite.years"
)
@_CHANGES
@click.option("--output", type=PathType(), metavar="FILE", help="cli.composite.output_file")
def compare(
    configurations: tuple[str, ...],
    data: tuple[Path, ...],
    years: tuple[int, ...],
    changes: tuple[str, ...],
    output: Path | None,
) -> None:
    """Put several indices, years or changed data side by side."""
    from queqiao.cli.output import check_target, write_whole
    from queqiao.indicators import compare_builds
    from queqiao.indicators.tables_runs import comparison_table

    if output is not None:
        check_target(output)
    names: list[str] = []
    builds: list[Built] = []
    for text in configurations:
        found, panel = load_inputs(text, data)
        for year in years or (None,):
            stem = Path(text).name.removesuffix(".yaml").removesuffix(".yml")
            names.append(f"{stem} {year}" if year else stem)
            builds.append(build_one(found, panel, year, ()))
            if changes:
                names.append(say("composite.changed", name=names[-1]))
                builds.append(build_one(found, panel, year, changes))
    compared = compare_builds(names, builds)
    if output is not None:
        write_whole(output, comparison_table(compared).encode("utf-8-sig"))
        click.echo(say("composite.written_file", path=str(output)), err=True)
    _print_comparison(compared)


@command.command("levers", cls=Command, help="cli.composite.levers_about")
@click.argument("configuration")
@_DATA
@click.option("--unit", required=True, metavar="ID", help="cli.composite.unit")
@_YEAR
@click.option("--output", type=PathType(), metavar="FILE", help="cli.composite.output_file")
def levers(
    configuration: str, data: tuple[Path, ...], unit: str, year: int | None, output: Path | None
) -> None:
    """Show which indicator would lift a unit most for one step of effort."""
    from queqiao.cli.output import check_target, write_whole
    from queqiao.indicators import find_levers
    from queqiao.indicators.tables_runs import lever_table

    if output is not None:
        check_target(output)
    found, panel = load_inputs(configuration, data)
    built = build_one(found, panel, year, ())
    moves = find_levers(built, panel, unit)
    if output is not None:
        write_whole(output, lever_table(moves).encode("utf-8-sig"))
        click.echo(say("composite.written_file", path=str(output)), err=True)
    names = {each.id: each.name.text(language()) for each in found.indicators}
    rows = [
        (names[m.indicator], f"{m.before:.6g}", f"{m.after:.6g}", f"{m.gain:+.3f}",
         f"{m.cost:.3g}", f"{m.gain_per_cost:+.3f}", f"{m.places:+d}")
        for m in moves
    ]  # fmt: skip
    print_table([say(f"composite.column_{n}") for n in LEVER_COLUMNS], rows)


LEVER_COLUMNS = ("indicator", "before", "after", "gain", "cost", "gain_per_cost", "places")


@command.command("sensitivity", cls=Command, help="cli.composite.sensitivity_about")
@click.argument("configuration")
@_DATA
@click.option(
    "--output", required=True, type=PathType(), metavar="DIR", help="cli.composite.output_folder"
)
@_YEAR
@_RUNS
@click.option(
    "--samples", type=click.IntRange(2, 2**20), default=256, show_default=True, metavar="N",
    help="cli.composite.samples",
)  # fmt: skip
@_SEED
def sensitivity(  # noqa: PLR0917 -- click hands options over as arguments
    configuration: str,
    data: tuple[Path, ...],
    output: Path,
    year: int | None,
    runs: int | None,
    samples: int,
    seed: int | None,
) -> None:
    """Vary choices, weights and missing data; write rank intervals and Sobol indices."""
    from queqiao.cli.indicators_runs import run_sensitivity, run_uncertainty
    from queqiao.indicators import Laboratory
    from queqiao.indicators.tables_runs import sensitivity_tables, uncertainty_tables

    if samples & (samples - 1):
        raise WrongUsage(Message("cli.composite.samples_power", {"samples": samples}))
    check_folder(output)
    found, panel = load_inputs(configuration, data)
    laboratory = Laboratory(found, panel, year=year)
    output.mkdir(parents=True, exist_ok=True)
    uncertain = run_uncertainty(laboratory, runs=runs, seed=seed, kept_at=output / PROGRESS_FILE)
    units = laboratory.nominal.frame.units
    tables = uncertainty_tables(units, uncertain)
    sensitive = run_sensitivity(laboratory, samples=samples, seed=seed)
    tables |= sensitivity_tables(units, sensitive)
    write_tables(output, tables)
    low, high = uncertain.interval()
    rows = [
        (str(uncertain.nominal[at]), units[at].name, f"{low[at]}–{high[at]}")
        for at in uncertain.order
    ]
    print_table([say(f"composite.column_{n}") for n in ("rank", "name", "interval")], rows)
    moving = [
        (name, f"{sensitive.shift.first[at, 0]:.3f}", f"{sensitive.shift.total[at, 0]:.3f}")
        for at, name in enumerate(sensitive.factors)
    ]
    print_table([say(f"composite.column_{n}") for n in ("factor", "first", "total")], moving)
    click.echo(say("composite.shift", shift=sensitive.mean_shift))
    click.echo(say("composite.written", count=len(tables), path=str(output)), err=True)


@command.command("report", cls=Command, help="cli.composite.report_about")
@click.argument("configuration")
@_DATA
@click.option(
    "--output", required=True, type=PathType(), metavar="FILE", help="cli.composite.output_html"
)
@click.option("--unit", "only", multiple=True, metavar="ID", help="cli.composite.report_unit")
@_YEAR
@_RUNS
@_SEED
def report(  # noqa: PLR0917 -- click hands options over as arguments
    configuration: str,
    data: tuple[Path, ...],
    output: Path,
    only: tuple[str, ...],
    year: int | None,
    runs: int | None,
    seed: int | None,
) -> None:
    """Write the report: scores, ranks with intervals, and a page for every unit."""
    from queqiao.cli.indicators_runs import write_report

    write_report(configuration, data, output, only=only, year=year, runs=runs, seed=seed)


def load_inputs(configuration: str, data: Sequence[Path]) -> tuple[Configuration, Panel]:
    """The index and its data; notices of the data go to standard error."""
    from queqiao.cli.output import tell_problems
    from queqiao.indicators import load_configuration, load_panel

    found = load_configuration(configuration)
    panel = load_panel(found, data)
    tell_problems((), panel.notices)
    return found, panel


def build_one(
    configuration: Configuration, panel: Panel, year: int | None, changes: Sequence[str]
) -> Built:
    """The index for a year, with changes such as ``Z01:专利=12`` where there are any."""
    from queqiao.indicators import build_index, what_if

    if not changes:
        return build_index(configuration, panel, year=year)
    return what_if(configuration, panel, dict(map(_change, changes)), year=year)


def _change(text: str) -> tuple[tuple[str, str], float]:
    place, equals, value = text.rpartition("=")
    unit, colon, column = place.partition(":")
    try:
        number = float(unicodedata.normalize("NFKC", value).replace(",", ""))
    except ValueError:
        number = math.inf
    if not (equals and colon and unit and column) or math.isinf(number):
        raise WrongUsage(Message("cli.composite.bad_change", {"text": text}))
    return (unit.strip(), column.strip()), number


def check_folder(path: Path) -> None:
    """
    Make sure that ``path`` is a folder or can become one.

    Raises:
        WrongUsage: a file is in the way.
    """
    if path.exists() and not path.is_dir():
        raise WrongUsage(Message("cli.composite.not_a_folder", {"path": str(path)}))


def write_tables(folder: Path, tables: dict[str, str]) -> None:
    """Each table as a file that Excel reads as UTF-8."""
    from queqiao.cli.output import write_whole

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        write_whole(folder / name, text.encode("utf-8-sig"))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False, emoji=False).print(table)


def _print_results(built: Built) -> None:
    order = sorted(range(len(built.units)), key=lambda at: (built.ranks[at] == 0, built.ranks[at]))
    rows = []
    for at in order:
        grade = built.grades[at]
        rank = str(built.ranks[at]) if built.ranks[at] else "—"
        score = "—" if math.isnan(built.scores[at]) else f"{built.scores[at]:.4f}"
        name = built.units[at].name
        rows.append(
            (rank, built.units[at].id, name, score, grade.text(language()) if grade else "")
        )
    print_table(
        [say(f"composite.column_{n}") for n in ("rank", "id", "name", "score", "grade")], rows
    )


def _entries(built: Built) -> dict[str, object]:
    return {
        "index": built.configuration.id,
        "year": built.frame.year,
        "units": [
            {
                "id": unit.id,
                "name": unit.name,
                "rank": int(built.ranks[at]) or None,
                "score": None if math.isnan(built.scores[at]) else float(built.scores[at]),
            }
            for at, unit in enumerate(built.units)
        ],
    }


def _print_comparison(compared: Compared) -> None:
    columns = [say("composite.column_name"), *compared.names]
    rows = [
        (unit.name, str(ranks[0]), *(f"{rank} ({shift:+d})" if shift else str(rank)
                                     for rank, shift in zip(ranks[1:], shifts[1:], strict=True)))
        for unit, ranks, shifts in zip(compared.units, compared.ranks, compared.shifts, strict=True)
    ]  # fmt: skip
    print_table(columns, rows)
    for name, item in zip(compared.names[1:], compared.agreements[1:], strict=True):
        values = {"spearman": item.spearman, "kendall": item.kendall, "shift": item.mean_shift}
        click.echo(say("composite.agreement", name=name, moved=item.moved, **values))
