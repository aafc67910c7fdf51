"""``queqiao match``: two files in, matches with reasons out."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import language, say
from queqiao.cli.options import load_segmenter, words_option
from queqiao.cli.output import (
    check_target,
    print_report,
    summary,
    table_text,
    tell_problems,
    write_whole,
)
from queqiao.cli.progress import progress_bar
from queqiao.errors import BadInput, Missing, WrongUsage, gather
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.matching.model import Achievement, Demand
    from queqiao.matching.results import MatchReport
    from queqiao.recipes.library import ReadyLibrary
    from queqiao.recipes.report import AnyReport
    from queqiao.text import Segmenter

FORMATS = ("table", "json", "xlsx", "html")
TURNED_TOP = 200
"""How many achievements of each demand are looked at when the result is told by achievements."""

MANY_DEMANDS = 200
"""From so many on it pays to start a process for each core."""
MANY_ACHIEVEMENTS = 20_000
_MANIFEST = "manifest.json"  # of an index

_BY_SUFFIX = {".json": "json", ".xlsx": "xlsx", ".html": "html", ".htm": "html", ".txt": "table"}


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date:
    if value is None:
        return date.today()  # noqa: DTZ011 -- a legal day, in the place where the user sits
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(say("match.bad_day", value=value)) from None


@click.command(cls=Command, help="cli.match.about")
@click.option(
    "--demands",
    "demand_files",
    required=True,
    multiple=True,
    type=PathType(),
    metavar="FILE",
    help="cli.match.demands",
)
@click.option(
    "--achievements",
    "achievement_files",
    required=True,
    multiple=True,
    type=PathType(),
    metavar="FILE",
    help="cli.match.achievements",
)
@click.option(
    "--top",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    metavar="N",
    help="cli.match.top",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="cli.match.format")
@click.option("--output", type=PathType(), metavar="PATH", help="cli.match.output")
@click.option("--at", callback=_day, metavar="YYYY-MM-DD", help="cli.match.at")
@click.option("--model", type=PathType(), metavar="PATH", help="cli.match.model")
@click.option(
    "--direction",
    type=click.Choice(["demands", "achievements"]),
    default="demands",
    show_default=True,
    help="cli.match.direction",
)
@click.option(
    "--arrivals",
    "arrival_files",
    multiple=True,
    type=PathType(),
    metavar="FILE",
    help="cli.match.arrivals",
)
@words_option
@click.option("--strict", is_flag=True, help="cli.match.strict")
def command(
    *,
    demand_files: tuple[Path, ...],
    achievement_files: tuple[Path, ...],
    top: int,
    form: str | None,
    output: Path | None,
    at: date,
    model: Path | None,
    direction: str,
    arrival_files: tuple[Path, ...],
    word_list: Path | None,
    strict: bool,
) -> None:
    """Match the demands of some files with the achievements of others."""
    if output is not None:
        check_target(output)
    form = _form(form, output)
    if model is not None and not model.exists():
        raise Missing(Message("cli.match.no_model", {"path": str(model)}))
    turned = direction == "achievements"
    indexed = _indexed(achievement_files)
    if turned and (arrival_files or indexed is not None):
        raise WrongUsage(Message("cli.match.one_direction"))
    if word_list is not None and indexed is not None:
        raise WrongUsage(Message("cli.match.words_of_index", {"path": str(indexed)}))
    from queqiao.matching.io import load_achievements, load_demands

    demands, achievements, arrivals, segmenter = gather(
        lambda: load_demands(*demand_files),
        lambda: load_achievements(*achievement_files) if indexed is None else None,
        lambda: load_achievements(*arrival_files) if arrival_files else None,
        lambda: load_segmenter(word_list),
    )
    loaded = [one for one in (demands, achievements, arrivals) if one is not None]
    problems = tuple(problem for one in loaded for problem in one.problems)
    tell_problems(problems, tuple(notice for one in loaded for notice in one.notices))
    if strict and problems:
        raise WrongRows(problems)
    offers = achievements.records if achievements is not None else indexed
    assert offers is not None  # noqa: S101 -- for the type checker
    report = _matched(
        demands.records,
        offers,
        arrivals.records if arrivals is not None else None,
        at=at,
        top=max(top, TURNED_TOP) if turned else top,
        model=model,
        segmenter=segmenter,
    )
    if turned and achievements is not None:
        from queqiao.recipes.report import turn

        deliver(turn(report, achievements.records, top=top), form=form, output=output)
    else:
        deliver(report, form=form, output=output)


def _indexed(paths: tuple[Path, ...]) -> Path | None:
    """The index among the paths, which then is the only one of them."""
    found = [path for path in paths if (path / _MANIFEST).is_file()]
    if found and len(paths) > 1:
        raise WrongUsage(Message("cli.match.one_index", {"path": str(found[0])}))
    return found[0] if found else None


def _matched(
    demands: tuple[Demand, ...],
    offers: tuple[Achievement, ...] | Path,
    arrivals: tuple[Achievement, ...] | None,
    *,
    at: date,
    top: int,
    model: Path | None,
    segmenter: Segmenter,
) -> MatchReport:
    """The report on what was loaded; ``offers`` are records or where their index lies."""
    from queqiao.recipes.library import build_library, open_library
    from queqiao.recipes.match import match_arrivals, match_in_library

    cores = os.cpu_count() or 1
    with (
        TemporaryDirectory(prefix="queqiao-") as folder,
        progress_bar(say("match.progress")) as bar,
    ):
        if isinstance(offers, Path):
            library: ReadyLibrary = open_library(offers, model=model)
        else:
            library = build_library(
                Path(folder),
                offers,
                model=model,
                segmenter=segmenter,
                workers=cores if len(offers) >= MANY_ACHIEVEMENTS else 1,
                progress=bar,
            )
        if arrivals is not None:
            return match_arrivals(demands, arrivals, library, at=at, top=top, progress=bar)
        workers = cores if len(demands) >= MANY_DEMANDS else 1
        return match_in_library(demands, library, at=at, top=top, workers=workers, progress=bar)


class WrongRows(BadInput):
    """Rows that ``--strict`` does not pass over; they have been told one by one already."""

    def describe(self, language: str = "zh") -> str:  # noqa: ARG002 -- the words are in use already
        """One line: the rows stand above."""
        return say("match.strict_stop", count=len(self.problems))


def _form(form: str | None, output: Path | None) -> str:
    """The format asked for, else the one that the output's name tells, else a table."""
    if form is None:
        form = _BY_SUFFIX.get(output.suffix.lower(), "") if output else "table"
        if not form:
            raise WrongUsage(Message("cli.match.no_format", {"path": str(output)}))
    if form == "xlsx" and output is None:
        raise WrongUsage(Message("cli.match.needs_output"))
    return form


def deliver(report: AnyReport, *, form: str, output: Path | None) -> None:
    """Write the report to its file, or print it; a written file is named on standard error."""
    if output is None and form == "table":
        print_report(report)
        return
    data = rendered(report, form=form)
    if output is None:
        sys.stdout.buffer.write(data)
        return
    write_whole(output, data)
    click.echo(say("match.written", path=str(output)), err=True)
    click.echo(summary(report), err=True)


def rendered(report: AnyReport, *, form: str) -> bytes:
    """The bytes of the report in one of ``FORMATS``."""
    from queqiao.recipes.report import render_html, render_workbook, report_to_dict

    if form == "html":
        return render_html(report, language=language()).encode()
    if form == "xlsx":
        return render_workbook(report, language=language())
    if form == "json":
        data = report_to_dict(report, language=language())
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    return table_text(report).encode()
