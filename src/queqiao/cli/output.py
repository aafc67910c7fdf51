"""How results leave the command line: whole files or nothing, tables for the terminal."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.language import language, printable, say
from queqiao.errors import Missing, Problem, WrongUsage, list_problems
from queqiao.messages import Message, render

if TYPE_CHECKING:
    from rich.console import Console

    from queqiao.matching.results import Match, MatchReport
    from queqiao.recipes.report import AnyReport, Head, Heads

_PIPED_WIDTH = 120


def check_target(path: Path) -> None:
    """
    Make sure that a file can be written at ``path``, before any work is done.

    Raises:
        WrongUsage: it is a folder, or may not be written.
        Missing: the folder that it should lie in does not exist.
    """
    if path.is_dir():
        raise WrongUsage(Message("cli.output.is_folder", {"path": str(path)}))
    folder = path.absolute().parent
    if not folder.is_dir():
        raise Missing(Message("cli.output.no_folder", {"path": str(path), "folder": str(folder)}))
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise WrongUsage(Message("cli.output.forbidden", {"path": str(path)}))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    check_target(path)
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_mask()
        os.chmod(name, mode)  # noqa: PTH101 -- mkstemp hands over a name
        os.replace(name, target)  # noqa: PTH105 -- as above
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def tell_problems(problems: Sequence[Problem], notices: Sequence[Problem]) -> None:
    """What was wrong with the rows of the input, on standard error."""
    for title, items in (("problems", problems), ("notices", notices)):
        if not items:
            continue
        click.echo(say(f"output.{title}", count=len(items)), err=True)
        for line in list_problems(items, language()):
            click.echo(printable(line), err=True)


def print_report(report: AnyReport) -> None:
    """Every record with its matches, near misses and questions, on standard output."""
    _write_report(_console(), report)


def table_text(report: AnyReport) -> str:
    """What ``print_report`` shows, as plain text."""
    from rich.console import Console

    text = io.StringIO()
    _write_report(Console(file=text, width=_PIPED_WIDTH, highlight=False, emoji=False), report)
    return text.getvalue()


def _write_report(console: Console, report: AnyReport) -> None:
    from queqiao.recipes.report import heads_of

    heads = heads_of(report)
    for head in heads.heads:
        _print_head(console, head, heads)
    console.print(summary(report), highlight=False, markup=False)


def summary(report: AnyReport) -> str:
    """How many records are matched, one step away, or without anything."""
    from queqiao.recipes.report import heads_of

    heads = heads_of(report)
    matched = sum(bool(head.matches) for head in heads.heads)
    near = sum(not head.matches and bool(head.near_misses) for head in heads.heads)
    total = len(heads.heads)
    counts = {"total": total, "matched": matched, "near": near, "rest": total - matched - near}
    return say(f"output.summary_{heads.side}", **counts)


def print_best(report: MatchReport, *, most: int) -> None:
    """A table of the best match of each of the best-matched demands, with its reasons."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from queqiao.recipes.report import percent, tally

    best = sorted(
        (item for item in report.demands if item.matches),
        key=lambda item: (-item.matches[0].score, item.demand.id),
    )[:most]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(say("output.score"), justify="right", no_wrap=True)
    for name, ratio in (("demand", 4), ("achievement", 5), ("checks", 3), ("reasons", 4)):
        table.add_column(say(f"output.{name}"), ratio=ratio, overflow="fold")
    for item in best:
        match = item.matches[0]
        offer = report.achievements[match.achievement_id]
        cells = (
            percent(match.score),
            item.demand.title,
            offer.title,
            tally(match, language()).replace("  ", "\n") or "—",
            shared_words(match),
        )
        table.add_row(*(Text(cell) for cell in cells))
        table.add_section()
    _console().print(table)


def shared_words(match: Match, most: int = 5) -> str:
    """The words that speak most for a match."""
    terms = [term for part in match.contributions for term in part.terms if term.amount > 0]
    terms.sort(key=lambda term: (-term.amount, term.term))
    words = dict.fromkeys(term.term for term in terms)
    return ("、" if language() == "zh" else ", ").join(list(words)[:most])


def _print_head(console: Console, head: Head, heads: Heads) -> None:
    from rich.text import Text

    heading = Text(f"{head.record.id}  ", style="dim")
    heading.append(head.record.title, style="bold not dim")
    if head.record.owner:
        heading.append(f"  {head.record.owner}")
    console.print(heading)
    for rank, match in enumerate(head.matches, start=1):
        _print_lines(console, _match_lines(f"{rank:>2}", match, heads), "bold blue")
    for match in head.near_misses:
        changes = [f"→ {render(change.message, language())}" for change in match.changes]
        _print_lines(console, [*_match_lines(" ~", match, heads), *changes], "yellow")
    for question in head.questions:
        _print_lines(console, [f" ?  {render(question.message, language())}"], "yellow")
    if head.why_none:
        _print_lines(console, [f" –  {render(head.why_none, language())}"], "dim")
    console.print()


def _match_lines(mark: str, match: Match, heads: Heads) -> list[str]:
    from queqiao.recipes.report import percent, tally

    other = heads.other(match)
    owner = f"  {other.owner}" if other.owner else ""
    lines = [f"{mark}  {percent(match.score):>3}  {other.id}  {other.title}{owner}"]
    lines.append("  ".join(p for p in (tally(match, language()), shared_words(match)) if p))
    return [line for line in lines if line]


def _print_lines(console: Console, lines: Iterable[str], style: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for number, line in enumerate(lines):
        if number == 0:
            console.print(Text(line, style=style), soft_wrap=not console.is_terminal)
        else:
            console.print(Padding(Text(line), (0, 0, 0, 9), expand=False))


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else max(_PIPED_WIDTH, shutil.get_terminal_size().columns)
    return Console(width=width, highlight=False, emoji=False)
