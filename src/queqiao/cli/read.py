"""``queqiao read``: articles, pages and posts in, located facts and a report out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao import __version__
from queqiao.cli.frame import INTERRUPTED, Command, PathType
from queqiao.cli.language import language, printable, say
from queqiao.cli.output import check_target, tell_problems, write_whole
from queqiao.cli.progress import progress_bar
from queqiao.cli.proposer import PatientProposer, proposer_from
from queqiao.errors import BadInput, Missing, Problem, WrongUsage
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.recipes.reading import Journal, Outcome

READINGS, PROBLEMS = "readings.jsonl", "problems.txt"


@click.command(cls=Command, help="cli.read.about")
@click.argument("paths", nargs=-1, required=True, type=PathType(), metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="cli.read.json")
@click.option("--output", "folder", type=PathType(), metavar="DIR", help="cli.read.output")
@click.option("--report", type=PathType(), metavar="PATH", help="cli.read.report")
@click.option(
    "--chains",
    "chain_files",
    multiple=True,
    type=PathType(),
    metavar="FILE",
    help="cli.read.chains",
)
@click.option("--lexicon", type=PathType(), metavar="FILE", help="cli.read.lexicon")
@click.option(
    "--workers", type=click.IntRange(1, 64), metavar="N", default=None, help="cli.read.workers"
)
@click.option("--strict", is_flag=True, help="cli.read.strict")
def command(
    *,
    paths: tuple[Path, ...],
    as_json: bool,
    folder: Path | None,
    report: Path | None,
    chain_files: tuple[Path, ...],
    lexicon: Path | None,
    workers: int | None,
    strict: bool,
) -> int:
    """Read documents into facts; the exit code."""
    if report is not None:
        check_target(report)
    elif chain_files:
        raise WrongUsage(Message("cli.read.chains_need_report"))
    if folder is not None and folder.exists() and not folder.is_dir():
        raise WrongUsage(Message("cli.read.no_folder", {"path": str(folder)}))
    from queqiao.recipes.reading import Kept, list_files, open_journal, read_files

    files, notices = list_files(paths)
    model = proposer_from(os.environ)
    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        journal: Journal | None = None
        if folder is not None:
            journal = stack.enter_context(open_journal(folder, stamp=_stamp(lexicon, model)))
            _tell_known(journal)
        progress = stack.enter_context(progress_bar(say("read.progress")))
        reading = read_files(
            files,
            keep=Kept.ENTRIES if report is None else Kept.READINGS,
            lexicon=lexicon,
            journal=journal,
            proposer=model,
            workers=workers or os.cpu_count() or 1,
            progress=progress,
        )
        try:
            for outcome in reading:
                outcomes.append(outcome)
                _show(outcome, as_json=as_json)
        except KeyboardInterrupt:
            if journal is None:
                raise
            click.echo(say("read.interrupted", count=len(journal)), err=True)
            return INTERRUPTED
    if model is not None and model.failures:
        click.echo(say("read.model_failed", count=model.failures, reason=model.reason), err=True)
    return _deliver(outcomes, notices, folder, report, chain_files, strict=strict)


def _stamp(lexicon: Path | None, model: PatientProposer | None) -> str:
    """What entries depend on besides the files: program, the operator's words, the model."""
    try:
        own = lexicon.read_bytes() if lexicon is not None else b""
    except OSError:
        own = b""
    name = model.name if model else ""
    return f"{__version__} {hashlib.sha256(own).hexdigest()[:12]} {name}".strip()


def _tell_known(journal: Journal) -> None:
    if len(journal):
        click.echo(say("read.going_on", count=len(journal)), err=True)


def _show(outcome: Outcome, *, as_json: bool) -> None:
    """One document on standard output; nothing of one that could not be read."""
    if not outcome.entry:
        return
    if as_json:
        click.echo(outcome.entry)
    else:
        from queqiao.cli.read_summary import summary_of

        click.echo(printable(summary_of(outcome.entry)))


def _deliver(
    outcomes: Sequence[Outcome],
    notices: Sequence[Problem],
    folder: Path | None,
    report: Path | None,
    chain_files: Sequence[Path],
    *,
    strict: bool,
) -> int:
    """Write what was asked for and tell what could not be read."""
    problems = [outcome.problem for outcome in outcomes if outcome.problem is not None]
    if folder is not None:
        lines = "".join(f"{outcome.entry}\n" for outcome in outcomes if outcome.entry)
        write_whole(folder / READINGS, lines.encode())
        told = "".join(f"{problem.describe(language())}\n" for problem in problems)
        write_whole(folder / PROBLEMS, told.encode())
        click.echo(say("match.written", path=str(folder / READINGS)), err=True)
    readings = [outcome.reading for outcome in outcomes if outcome.reading is not None]
    if report is not None and readings:
        from queqiao.recipes.documents import render_report

        page = render_report(readings, chain_paths=chain_files, language=language())
        write_whole(report, page.encode())
        click.echo(say("match.written", path=str(report)), err=True)
    return _close(outcomes, problems, notices, strict=strict)


def _close(
    outcomes: Sequence[Outcome],
    problems: Sequence[Problem],
    notices: Sequence[Problem],
    *,
    strict: bool,
) -> int:
    """The exit code; what could not be read is told, whole or as the error."""
    read = sum(bool(outcome.entry) for outcome in outcomes)
    if not outcomes:
        tell_problems((), notices)
        raise Missing(Message("cli.read.nothing"))
    if problems and (strict or not read):
        tell_problems((), notices)
        missing = all(outcome.is_missing for outcome in outcomes if outcome.problem is not None)
        error = BadInput(problems)
        error.exit_code = Missing.exit_code if missing else error.exit_code
        raise error
    tell_problems(problems, notices)
    if len(outcomes) > 1:
        click.echo(say("read.done", read=read, count=len(outcomes)), err=True)
    return 0
