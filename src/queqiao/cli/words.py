"""``queqiao words``: grow a word list from text, and see how words are cut."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import Command, Group, PathType
from queqiao.cli.language import say
from queqiao.cli.options import load_segmenter, words_option
from queqiao.errors import BadInput

if TYPE_CHECKING:
    from queqiao.text.growth import WordCandidate

_PATH = PathType()


@click.group(cls=Group, help="cli.words.about")
def command() -> None:
    """Everything about the domain dictionary."""


@command.command(cls=Command, help="cli.words.grow_about")
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option("--known", is_flag=True, help="cli.words.known")
@click.option(
    "--top",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    metavar="N",
    help="cli.words.top",
)
@click.option(
    "--min-count",
    type=click.IntRange(2),
    default=8,
    show_default=True,
    metavar="N",
    help="cli.words.min_count",
)
@words_option
@click.option("--output", type=_PATH, help="cli.words.output")
@click.option("--json", "as_json", is_flag=True, help="cli.words.json")
def grow(  # noqa: PLR0917 -- click hands options over as arguments
    files: tuple[Path, ...],
    known: bool,
    top: int,
    min_count: int,
    word_list: Path | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Propose words, the best evidence first."""
    from queqiao.cli.output import check_target, write_whole
    from queqiao.cli.progress import progress_bar
    from queqiao.text.growth import Thresholds, propose_words

    if output is not None:
        check_target(output)
    texts = _texts_of(files)
    with progress_bar(say("words.progress")) as progress:
        proposed = propose_words(
            texts,
            segmenter=load_segmenter(word_list),
            thresholds=Thresholds(count=min_count),
            progress=progress,
        )
    chosen = [word for word in proposed if known or not word.known][:top]
    if output is not None:
        write_whole(output, _word_list(chosen).encode())
        click.echo(say("words.written", count=len(chosen), path=output), err=True)
    elif as_json:
        entries = [asdict(word) for word in chosen]
        click.echo(json.dumps({"words": entries}, ensure_ascii=False))
    elif chosen:
        _print_candidates(chosen)
    else:
        click.echo(say("words.nothing", min_count=min_count))


@command.command(cls=Command, help="cli.words.check_about")
@click.argument("words", nargs=-1, required=True)
@words_option
@click.option("--json", "as_json", is_flag=True, help="cli.words.json")
def check(words: tuple[str, ...], word_list: Path | None, as_json: bool) -> None:
    """Show for each word or text whether the dictionary holds it, and what is searched for it."""
    segmenter = load_segmenter(word_list)
    entries = [
        {
            "word": word,
            "known": segmenter.knows(word),
            "cut": [token.text for token in segmenter.tokens(word)],
            "terms": segmenter.terms(word),
        }
        for word in words
    ]
    if as_json:
        click.echo(json.dumps({"words": entries}, ensure_ascii=False))
        return
    for entry in entries:
        state = say("words.is_known") if entry["known"] else say("words.is_unknown")
        cut, terms = (" / ".join(map(str, entry[key])) for key in ("cut", "terms"))  # type: ignore[call-overload]
        click.echo(say("words.checked", word=entry["word"], state=state, cut=cut, terms=terms))


def _texts_of(files: tuple[Path, ...]) -> list[str]:
    """
    All text in the files, cell by cell; what cannot be read is told on standard error.

    Raises:
        BadInput: nothing at all can be read.
    """
    from queqiao.cli.output import tell_problems
    from queqiao.datasets import read_all_rows

    read = read_all_rows(files, is_header=lambda name: bool(name.strip()))
    if not read.rows:
        raise BadInput(read.problems)
    tell_problems(read.problems, read.notices)
    texts: list[str] = []
    for row in read.rows:
        for value in row.cells.values():
            texts += [value] if isinstance(value, str) else []
            texts += value if isinstance(value, tuple) else ()
    return texts


def _word_list(words: list[WordCandidate]) -> str:
    lines = [f"# {say('words.list_header')}"]
    lines += [f"{word.word}  # {word.count} {'/'.join(word.pieces)}" for word in words]
    return "\n".join(lines) + "\n"


def _print_candidates(words: list[WordCandidate]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for column in ("word", "count", "cohesion", "freedom", "pieces", "example"):
        table.add_column(say(f"words.column_{column}"))
    for word in words:
        measures = (str(word.count), f"{word.cohesion:.2f}", f"{word.freedom:.2f}")
        cells = (word.word, *measures, "/".join(word.pieces), word.example)
        table.add_row(*(Text(cell) for cell in cells))
    Console().print(table)
