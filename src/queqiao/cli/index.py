"""``queqiao index``: build, add to, remove from and look into an index on disk."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import Command, Group, PathType
from queqiao.cli.language import say
from queqiao.cli.options import load_segmenter, words_option
from queqiao.cli.output import tell_problems
from queqiao.cli.progress import progress_bar
from queqiao.errors import WrongUsage, gather
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.recipes.indexing import Indexable

MANY_RECORDS = 20_000
_FOLDER = PathType()
_records = click.option(
    "--records",
    "files",
    multiple=True,
    type=_FOLDER,
    metavar="FILE...",
    help="cli.index.records",
)
_kind = click.option(
    "--kind",
    type=click.Choice(["achievement", "demand"]),
    default="achievement",
    show_default=True,
    help="cli.index.kind",
)
_folder = click.argument("folder", type=_FOLDER, metavar="DIR")
_more = click.argument("more", nargs=-1, type=_FOLDER, metavar="")


@click.group(cls=Group, help="cli.index.about")
def command() -> None:
    """Keep records where they are found at once."""


@command.command("build", cls=Command, help="cli.index.build")
@_folder
@_records
@_more
@_kind
@words_option
def build(
    folder: Path,
    files: tuple[Path, ...],
    more: tuple[Path, ...],
    kind: str,
    word_list: Path | None,
) -> None:
    """Make a new index of the records."""
    from queqiao.matching.index import check_place
    from queqiao.recipes.indexing import index_records

    check_place(folder)
    records, segmenter = gather(
        lambda: _load((*files, *more), kind), lambda: load_segmenter(word_list)
    )
    workers = _workers(records)
    with progress_bar(say("index.indexing")) as progress:
        index = index_records(
            folder, records, segmenter=segmenter, workers=workers, progress=progress
        )
    click.echo(say("index.built", path=str(folder), count=len(index)))


@command.command("add", cls=Command, help="cli.index.add")
@_folder
@_records
@_more
@_kind
def add(folder: Path, files: tuple[Path, ...], more: tuple[Path, ...], kind: str) -> None:
    """Add records, or replace those with the same id."""
    from queqiao.matching.index import open_index
    from queqiao.recipes.indexing import add_records

    before = len(open_index(folder))
    records = _load((*files, *more), kind)
    with progress_bar(say("index.indexing")) as progress:
        index = add_records(folder, records, workers=_workers(records), progress=progress)
    new = len(index) - before
    replaced = len({record.id for record in records}) - new
    click.echo(say("index.added", new=new, replaced=replaced, count=len(index)))


@command.command("remove", cls=Command, help="cli.index.remove")
@_folder
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def remove(folder: Path, ids: tuple[str, ...]) -> None:
    """Remove records by id."""
    from queqiao.matching.index import open_index, remove_documents

    index = open_index(folder)
    unknown = [name for name in dict.fromkeys(ids) if index.find(name) is None]
    removed = remove_documents(folder, ids)
    click.echo(say("index.removed", removed=removed, count=len(open_index(folder))))
    if unknown:
        click.echo(say("index.unknown", ids=", ".join(unknown)), err=True)


@command.command("info", cls=Command, help="cli.index.info")
@_folder
@click.option("--verify", is_flag=True, help="cli.index.verify")
@click.option("--json", "as_json", is_flag=True, help="cli.index.json")
def info(folder: Path, verify: bool, as_json: bool) -> None:
    """Say what the index holds."""
    from queqiao.matching.index import open_index
    from queqiao.recipes.records import segmenter_for

    index = open_index(folder)
    if verify:
        index.verify()
    found = index.info()
    facts = {
        "documents": found.documents,
        "deleted": found.deleted,
        "terms": found.terms,
        "segments": found.segments,
        "bytes": found.bytes,
        "generation": found.generation,
        "own_words": len(segmenter_for(index).words),
    }
    if as_json:
        click.echo(json.dumps(facts))
        return
    for name, value in facts.items():
        click.echo(f"{say(f'index.fact_{name}')}  {value:,}")
    if verify:
        click.echo(say("index.sound"))


def _workers(records: Sequence[Indexable]) -> int:
    """A process for each core where so many records make it worth while."""
    return (os.cpu_count() or 1) if len(records) >= MANY_RECORDS else 1


def _load(files: Sequence[Path], kind: str) -> tuple[Indexable, ...]:
    """The records of the files; bad rows are told and left out."""
    from queqiao.matching.io import load_achievements, load_demands

    if not files:
        raise WrongUsage(Message("cli.index.no_files"))
    if kind == "demand":
        demands = load_demands(files[0], *files[1:])
        tell_problems(demands.problems, demands.notices)
        return demands.records
    achievements = load_achievements(files[0], *files[1:])
    tell_problems(achievements.problems, achievements.notices)
    return achievements.records
