"""``queqiao learn``: judgements in, a model file out, with what it gains."""

from __future__ import annotations

from pathlib import Path

import click

from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import say
from queqiao.cli.options import load_texts, texts_options
from queqiao.cli.output import check_target
from queqiao.cli.progress import progress_bar
from queqiao.errors import gather


@click.command(cls=Command, help="cli.learn.about")
@texts_options
@click.option(
    "--qrels",
    required=True,
    type=PathType(),
    metavar="FILE",
    help="cli.learn.qrels",
)
@click.option(
    "--output",
    required=True,
    type=PathType(),
    metavar="MODEL",
    help="cli.learn.output",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="cli.learn.seed",
)
def command(
    *,
    corpus: Path,
    queries: Path,
    word_list: Path | None,
    qrels: Path,
    output: Path,
    seed: int,
) -> None:
    """Learn a ranker from judgements and say what it gains over the default."""
    check_target(output)
    from queqiao.matching.ranking import save_model
    from queqiao.metrics import load_qrels
    from queqiao.recipes.learn import learn_ranker

    judgements, texts = gather(
        lambda: load_qrels(qrels), lambda: load_texts(corpus, queries, word_list)
    )
    with progress_bar(say("learn.progress")) as progress:
        report = learn_ranker(
            texts.corpus,
            texts.queries,
            judgements,
            seed=seed,
            segmenter=texts.segmenter,
            progress=progress,
        )
    save_model(output, report.ranker, notes=report.notes())
    share = report.gain.mean / report.default_ndcg if report.default_ndcg else 0.0
    click.echo(
        say(
            "learn.measured",
            queries=report.queries,
            default=f"{report.default_ndcg:.4f}",
            learned=f"{report.learned_ndcg:.4f}",
            share=f"{share:+.1%}",
            low=f"{report.gain.low:+.4f}",
            high=f"{report.gain.high:+.4f}",
            chance=f"{report.chance:.4f}",
            error=f"{report.calibration_error:.3f}",
        )
    )
    click.echo(say("learn.better" if report.better else "learn.not_better"))
    click.echo(say("learn.written", path=str(output)), err=True)
