"""``queqiao rank``: a corpus and queries in, a TREC run out."""

from __future__ import annotations

from pathlib import Path

import click

from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import say
from queqiao.cli.output import check_target
from queqiao.cli.progress import progress_bar


@click.command(cls=Command, help="cli.rank.about")
@click.option(
    "--corpus",
    required=True,
    type=PathType(),
    metavar="FILE",
    help="cli.rank.corpus",
)
@click.option(
    "--queries",
    required=True,
    type=PathType(),
    metavar="FILE",
    help="cli.rank.queries",
)
@click.option(
    "--top",
    type=click.IntRange(1, 10_000),
    default=100,
    show_default=True,
    metavar="N",
    help="cli.rank.top",
)
@click.option(
    "--output",
    required=True,
    type=PathType(),
    metavar="RUN",
    help="cli.rank.output",
)
@click.option("--model", type=PathType(), metavar="MODEL", help="cli.rank.model")
def command(*, corpus: Path, queries: Path, top: int, output: Path, model: Path | None) -> None:
    """Rank the documents of a file for the queries of another."""
    check_target(output)
    from queqiao.matching.ranking import load_model
    from queqiao.metrics import write_run
    from queqiao.recipes.rank import load_documents, rank_documents

    ranker = load_model(model).ranker if model else None
    documents, asked = load_documents(corpus), load_documents(queries)
    with progress_bar(say("rank.progress")) as progress:
        run = rank_documents(documents, asked, top=top, ranker=ranker, progress=progress)
    write_run(output, run)
    click.echo(say("rank.written", path=str(output), count=len(run)), err=True)
