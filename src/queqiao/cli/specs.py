"""``queqiao specs``: the technical indices of a text, with offsets into it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import Command
from queqiao.cli.language import language, say
from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message, render

if TYPE_CHECKING:
    from queqiao.text.model import Spec


_NO_TEXT = (b"%PDF-", b"\x89PNG", b"{\\rtf")
"""How files begin that are no plain text although their bytes may decode."""


@click.command(cls=Command, help="cli.specs.about")
@click.argument("source", metavar="FILE|-")
@click.option("--json", "as_json", is_flag=True, help="cli.specs.json")
def command(source: str, as_json: bool) -> None:
    """Print every technical index of a text."""
    from queqiao.text.quantities import parse_specs

    text = _read(source)
    specs = parse_specs(text)
    if as_json:
        entries = [_entry(spec) for spec in specs]
        click.echo(json.dumps({"specs": entries}, ensure_ascii=False))
    elif not specs:
        click.echo(say("specs.nothing"))
    else:
        _print_table(specs, text)


def _read(source: str) -> str:
    """The text of a file or of standard input (``-``), line ends as they are."""
    from queqiao.datasets.encodings import UndecodableError, decode

    if source != "-" and Path(source).is_dir():
        raise BadInput([Problem(Message("cli.specs.is_folder"), source=source)])
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise Missing(Message("cli.specs.no_file", {"path": source})) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = Message("cli.specs.unreadable", {"reason": reason})
        raise BadInput([Problem(message, source=source)]) from None
    try:
        text = "" if data.startswith(_NO_TEXT) else decode(data)
    except UndecodableError:
        text = ""
    if data.strip() and not text:
        raise BadInput([Problem(Message("cli.specs.no_text"), source=source)])
    return text


def _entry(spec: Spec) -> dict[str, object]:
    return {
        "start": spec.start,
        "end": spec.end,
        "parameter": spec.parameter,
        "op": spec.op.value,
        "low": spec.low,
        "high": spec.high,
        "unit": spec.unit,
        "canonical_low": spec.canonical_low,
        "canonical_high": spec.canonical_high,
        "canonical_unit": spec.canonical_unit,
        "kind": spec.kind.value,
        "role": spec.role.value,
        "relative": spec.relative.value if spec.relative else None,
    }


def _print_table(specs: Sequence[Spec], text: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for column in ("parameter", "written", "meaning", "role", "kind"):
        table.add_column(say(f"specs.column_{column}"))
    for spec in specs:
        cells = (
            spec.parameter or "—",
            " ".join(text[spec.start : spec.end].split()),
            _meaning(spec),
            _label("role", spec.role.value),
            _label("kind", spec.kind.value),
        )
        table.add_row(*(Text(cell) for cell in cells))
    Console(highlight=False, emoji=False).print(table)


def _meaning(spec: Spec) -> str:
    """The bounds in the canonical unit: ``≥ 540000000 pascal``."""
    low, high = spec.canonical_low, spec.canonical_high
    if low is None and high is None:
        low, high = spec.low, spec.high
    sign = {">=": "≥", "<=": "≤", "~=": "≈"}.get(spec.op.value, spec.op.value)
    if spec.op.value == "range" and low is not None and high is not None:
        amount = f"{low:.10g} – {high:.10g}"
    else:
        bound = low if low is not None else high
        amount = f"{sign} {bound:.10g}" if bound is not None else ""
    change = _label("relative", spec.relative.name.lower()) if spec.relative else ""
    return " ".join(part for part in (change, amount, spec.canonical_unit) if part)


def _label(sort: str, value: str) -> str:
    return render(Message(f"text.quantities.{sort}.{value}"), language())
