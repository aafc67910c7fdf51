"""``queqiao facts``: the workbook to fill in, the fields there are, fictional enterprises."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from queqiao.cli.facts_options import at_option, load_enterprises, strict_option
from queqiao.cli.frame import Command, Group, PathType
from queqiao.cli.language import language, say
from queqiao.cli.output import check_target, write_whole
from queqiao.cli.progress import progress_bar
from queqiao.errors import WrongUsage
from queqiao.messages import Message

YEARS = 3
_PATH = PathType()


@click.group(cls=Group, help="cli.facts.about")
def command() -> None:
    """Everything about the facts of enterprises."""


@command.command(cls=Command, help="cli.facts.template_about")
@click.argument("output", type=_PATH, metavar="OUT.xlsx")
@at_option
@click.option("--facts", "path", type=_PATH, metavar="FILE", help="cli.facts.template_facts")
def template(output: Path, at: date, path: Path | None) -> None:
    """Write the workbook, empty or filled with what a file states of one enterprise."""
    check_target(output)
    if output.suffix.lower() != ".xlsx":
        raise WrongUsage(Message("cli.facts.not_xlsx", {"path": str(output)}))
    from queqiao.rules.template import render_template

    stated = None
    if path is not None:
        enterprises = load_enterprises(path, strict=True).enterprises
        if len(enterprises) != 1:
            params = {"path": str(path), "count": len(enterprises)}
            raise WrongUsage(Message("cli.facts.not_one", params))
        stated = enterprises[0].facts
    years = range(at.year - YEARS, at.year)
    write_whole(output, render_template(years=years, facts=stated, created_on=at))
    click.echo(say("facts.template_written", path=output), err=True)


@command.command(cls=Command, help="cli.facts.fields_about")
@click.option("--json", "as_json", is_flag=True, help="cli.facts.json")
def fields(as_json: bool) -> None:
    """List every field with its heading, unit and kind."""
    from queqiao.rules.facts.dictionary import field_dictionary

    every = field_dictionary().values()
    entries = [
        {
            "name": f"{field.name}.{item.name}" if item else field.name,
            "kind": (item or field).kind.value,
            "unit": (item or field).unit,
            "yearly": (item or field).yearly,
            "zh": (item or field).zh,
            "en": (item or field).en,
        }
        for field in every
        for item in (None, *field.items.values())
    ]
    if as_json:
        click.echo(json.dumps({"fields": entries}, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for column in ("name", "label", "unit", "kind"):
        table.add_column(say(f"facts.column_{column}"), overflow="fold")
    for entry in entries:
        kind = say(f"facts.kind_{entry['kind']}")
        kind += say("facts.by_year") if entry["yearly"] else ""
        table.add_row(str(entry["name"]), str(entry[language()]), str(entry["unit"]), kind)
    Console().print(table, markup=False)


@command.command(cls=Command, help="cli.facts.convert_about")
@click.argument("source", type=_PATH, metavar="FILE")
@click.argument("output", type=_PATH, metavar="OUT")
@strict_option
def convert(source: Path, output: Path, strict: bool) -> None:
    """Read enterprises from any kind of file and write them as another."""
    check_target(output)
    kind = _kind(output)
    loaded = load_enterprises(source, strict=strict)
    from queqiao.rules.facts import facts_to_json

    entries = [facts_to_json(enterprise.facts) for enterprise in loaded.enterprises]
    write_whole(output, _file(entries, kind))
    click.echo(say("facts.converted", count=len(entries), path=output), err=True)


@command.command(cls=Command, help="cli.facts.demo_about")
@click.argument("output", type=_PATH, metavar="OUT")
@click.option("--count", type=click.IntRange(1, 1_000_000), default=2000, show_default=True,
              metavar="N", help="cli.facts.count")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=4, show_default=True, metavar="N",
              help="cli.facts.seed")  # fmt: skip
def demo(output: Path, count: int, seed: int) -> None:
    """Write fictional enterprises."""
    check_target(output)
    kind = _kind(output)
    from queqiao.datasets.demo_enterprises import demo_enterprises

    with progress_bar(say("facts.progress")) as progress:
        entries = list(demo_enterprises(seed=seed, count=count, progress=progress))
    write_whole(output, _file(entries, kind))
    click.echo(say("facts.demo_written", count=count, path=output), err=True)


def _kind(output: Path) -> str:
    kind = output.suffix.lower()
    if kind not in {".json", ".jsonl", ".csv"}:
        raise WrongUsage(Message("cli.facts.no_format", {"path": str(output)}))
    return kind


def _file(entries: Sequence[Mapping[str, object]], kind: str) -> bytes:
    if kind == ".json":
        whole = entries[0] if len(entries) == 1 else entries
        return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"
    if kind == ".jsonl":
        lines = (json.dumps(entry, ensure_ascii=False) for entry in entries)
        return "".join(f"{line}\n" for line in lines).encode()
    from queqiao.rules.facts import enterprises_of, table_of_enterprises

    head, rows = table_of_enterprises(enterprises_of(entries))
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("utf-8-sig")  # the mark lets spreadsheet programs read it
