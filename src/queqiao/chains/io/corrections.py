"""A person's decisions on links, kept in a small table that later analyses read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from queqiao.chains.io.columns import knows
from queqiao.chains.io.fields import RowReader
from queqiao.chains.model import Correction
from queqiao.datasets import read_rows, with_header_told
from queqiao.datasets.model import EXACT
from queqiao.errors import BadInput

HEADER = ("record", "segment", "decision", "note")
K = "correction"


def load_corrections(path: Path) -> tuple[Correction, ...]:
    """
    The decisions of a table with the columns record, segment, decision, note.

    The last row on a link counts; a row without a decision is none yet.

    Raises:
        Missing: there is no such file.
        BadInput: rows that say neither yes nor no, or lack a record or segment; carries all.
    """
    read = with_header_told(
        read_rows(path, is_header=lambda name: EXACT if knows(name, (K,)) else 0),
        "datasets.table.no_header_of",
        expected=", ".join(HEADER),
    )
    reader = RowReader()
    reader.problems += [p for p in read.problems if p.message.code != "datasets.table.header_only"]
    found: dict[tuple[str, str], Correction] = {}
    for row in read.rows:
        record, segment = (reader.identity(row, K, name) for name in ("record", "segment"))
        if record and segment and not reader.identity(row, K, "accepted"):
            continue  # not decided yet
        if not (record and segment):
            reader.wrong("correction", row)
            continue
        accepted = reader.flag(row, K, "accepted")
        note = reader.text(row, K, "note")
        found[record, segment] = Correction(
            record=record, segment=segment, accepted=accepted, note=note
        )
    if reader.problems:
        raise BadInput(reader.problems)
    return tuple(found.values())


def render_corrections(corrections: Iterable[Correction]) -> bytes:
    """The table that ``load_corrections`` reads, readable by Excel; one row a link."""
    last = {(one.record, one.segment): one for one in corrections}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for one in last.values():
        writer.writerow((one.record, one.segment, "accept" if one.accepted else "reject", one.note))
    return text.getvalue().encode("utf-8-sig")
