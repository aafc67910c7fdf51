"""``queqiao search``: the records of an index that fit a text."""

from __future__ import annotations

import json
from pathlib import Path

import click

from queqiao.cli.frame import Command, PathType
from queqiao.cli.language import say
from queqiao.errors import WrongUsage
from queqiao.messages import Message

_LEVELS = frozenset("123456789")
_KINDS = frozenset({"achievement", "demand"})


@click.command(cls=Command, help="cli.search.about")
@click.argument("folder", type=PathType(), metavar="DIR")
@click.argument("text", metavar="TEXT")
@click.option("--filter", "filters", multiple=True, metavar="F=V", help="cli.search.filter")
@click.option(
    "--top",
    type=click.IntRange(1, 10_000),
    default=10,
    show_default=True,
    metavar="N",
    help="cli.search.top",
)
@click.option("--json", "as_json", is_flag=True, help="cli.search.json")
def command(folder: Path, text: str, filters: tuple[str, ...], top: int, as_json: bool) -> None:
    """Print the records that fit best, best first."""
    from queqiao.recipes.search import search_index

    results = search_index(folder, text, top=top, where=_where(filters))
    if as_json:
        entries = [{**result.summary, "score": round(result.score, 6)} for result in results]
        click.echo(json.dumps({"results": entries}, ensure_ascii=False))
        return
    if not results:
        click.echo(say("search.nothing"))
    for rank, result in enumerate(results, start=1):
        owner = f"  {result.summary['owner']}" if result.summary["owner"] else ""
        title = result.summary["title"]
        click.echo(f"{rank:>3}  {result.score:7.3f}  {result.id}  {title}{owner}")


def _where(filters: tuple[str, ...]) -> dict[str, list[str]]:
    """Fields with the values asked for; several values of one field: any of them."""
    where: dict[str, list[str]] = {}
    for text in filters:
        name, mark, value = text.partition("=")
        if not (name and mark and value):
            raise WrongUsage(Message("cli.search.bad_filter", {"text": text}))
        where.setdefault(name, []).extend(_values(name, value))
    return where


def _values(name: str, value: str) -> list[str]:
    """What the index files a value under: codes for names of regions, industries and modes."""
    from queqiao.core.codes import industry_code, region_code
    from queqiao.matching.io.cells import parse_modes

    match name:
        case "region":
            found = [region_code(value)]
        case "industry":
            found = [industry_code(value)]
        case "mode":
            found = [mode.value for mode in parse_modes(value)[0]]
        case "trl":
            found = [value if value in _LEVELS else None]
        case "kind":
            found = [value if value in _KINDS else None]
        case _:
            found = [value]
    known = [one for one in found if one]
    if not known:
        raise WrongUsage(Message(f"cli.search.bad_value.{name}", {"value": value}))
    return known
