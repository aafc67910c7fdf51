"""``queqiao demo``: matches the region that ships with the project and shows the page."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

import click

from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import language, say
from queqiao.cli.output import check_target, print_best, summary, tell_problems, write_whole
from queqiao.cli.progress import progress_bar

DEFAULT_OUTPUT = Path("build") / "queqiao-demo.html"


@click.command(cls=Command, help="cli.demo.about")
@click.option(
    "--output",
    type=PathType(),
    default=DEFAULT_OUTPUT,
    show_default=True,
    metavar="PATH",
    help="cli.demo.output",
)
@click.option("--top", type=click.IntRange(1, 100), default=10, show_default=True, metavar="N",
              help="cli.match.top")  # fmt: skip
@click.option("--no-open", is_flag=True, help="cli.demo.no_open")
def command(*, output: Path, top: int, no_open: bool) -> None:
    """Match the demo region at its own day, print the best matches, name and open the page."""
    if output == DEFAULT_OUTPUT:
        output.parent.mkdir(exist_ok=True)
    check_target(output)
    from queqiao.datasets.demo_region import DEMO_AT, demo_files
    from queqiao.matching.io import load_achievements, load_demands

    files = demo_files()
    demands, achievements = load_demands(*files.demands), load_achievements(*files.achievements)
    tell_problems((*demands.problems, *achievements.problems), ())
    from queqiao.recipes.match import match_records
    from queqiao.recipes.report import render_html

    with progress_bar(say("match.progress")) as progress:
        report = match_records(
            demands.records, achievements.records, at=DEMO_AT, top=top, progress=progress
        )
    write_whole(output, render_html(report, language=language()).encode())
    counts = {"demands": len(demands.records), "achievements": len(achievements.records)}
    click.echo(say("demo.heading", at=DEMO_AT.isoformat(), **counts))
    click.echo()
    print_best(report, most=10)
    click.echo()
    click.echo(summary(report))
    url = output.resolve().as_uri()
    click.echo(say("demo.page", url=url))
    if not no_open and _somebody_watches():
        webbrowser.open(url)


def _somebody_watches() -> bool:
    """Whether a person sits before a screen that can show a browser."""
    if os.environ.get("CI") or not (sys.stdout.isatty() and sys.stdin.isatty()):
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
