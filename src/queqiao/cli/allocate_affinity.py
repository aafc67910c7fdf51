"""``queqiao allocate affinity``: people with works and texts in, scores for an assignment out."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import say
from queqiao.cli.output import check_target, tell_problems, write_whole
from queqiao.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterable

DECIMALS = 6


@click.command(cls=Command, help="cli.affinity.about")
@click.option(
    "--people", required=True, type=PathType(), metavar="FILE", help="cli.affinity.people"
)
@click.option("--texts", required=True, type=PathType(), metavar="FILE", help="cli.affinity.texts")
@click.option("--keep", type=click.IntRange(1, 1_000_000), metavar="N", help="cli.affinity.keep")
@click.option("--output", required=True, type=PathType(), metavar="CSV", help="cli.affinity.output")
def command(*, people: Path, texts: Path, keep: int | None, output: Path) -> None:
    """Write the affinity of every person to every text."""
    check_target(output)
    from queqiao.recipes.affinity import affinities
    from queqiao.recipes.affinity_io import load_people
    from queqiao.recipes.rank import load_documents

    loaded = load_people(people)
    documents = load_documents(texts)
    tell_problems((), loaded.notices)
    with progress_bar(say("affinity.progress")) as progress:
        found = affinities(loaded.people, documents, progress=progress)
    data, count = _table(found.pairs(keep=keep))
    write_whole(output, data)
    counts = {"people": len(found.people), "texts": len(found.texts), "count": count}
    click.echo(say("affinity.written", path=str(output), **counts), err=True)


def _table(pairs: Iterable[tuple[str, str, float]]) -> tuple[bytes, int]:
    """The rows as CSV, and their number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("agent", "item", "score"))
    count = 0
    for person, name, score in pairs:
        writer.writerow((person, name, f"{score:.{DECIMALS}f}"))
        count += 1
    return text.getvalue().encode(), count
