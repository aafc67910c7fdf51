"""``queqiao rank``: a corpus and queries in, a TREC run out."""

from __future__ import annotations

from pathlib import Path

import click

from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import say
from queqiao.cli.options import load_texts, texts_options
from queqiao.cli.output import check_target
from queqiao.cli.progress import progress_bar
from queqiao.errors import gather


@click.command(cls=Command, help="cli.rank.about")
@texts_options
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
def command(
    *,
    corpus: Path,
    queries: Path,
    word_list: Path | None,
    top: int,
    output: Path,
    model: Path | None,
) -> None:
    """Rank the documents of a file for the queries of another."""
    check_target(output)
    from queqiao.matching.ranking import load_model
    from queqiao.metrics import write_run
    from queqiao.recipes.rank import rank_documents

    ranker, texts = gather(
        lambda: load_model(model).ranker if model else None,
        lambda: load_texts(corpus, queries, word_list),
    )
    with progress_bar(say("rank.progress")) as progress:
        run = rank_documents(
            texts.corpus,
            texts.queries,
            top=top,
            ranker=ranker,
            segmenter=texts.segmenter,
            progress=progress,
        )
    write_run(output, run)
    click.echo(say("rank.written", path=str(output), count=len(run)), err=True)
