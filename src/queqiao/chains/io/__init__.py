"""Chains, thresholds and corrections out of files: the only room of chains that opens any."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from queqiao.chains.io.check import build_map
from queqiao.chains.io.columns import knows
from queqiao.chains.io.corrections import load_corrections, render_corrections
from queqiao.chains.io.drafts import Draft, draft_chains
from queqiao.chains.io.fields import RowReader
from queqiao.chains.io.records import build_records, is_record_header, kind_of_row
from queqiao.chains.io.tables import kinds_of_rows
from queqiao.chains.io.thresholds import default_thresholds, load_thresholds
from queqiao.chains.io.yaml_rows import Rows, read_chain_yaml
from queqiao.chains.model import ChainMap
from queqiao.datasets import read_rows, with_header_told
from queqiao.datasets.model import EXACT
from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message

__all__ = [
    "build_records",
    "default_thresholds",
    "is_record_header",
    "kind_of_row",
    "lint_chains",
    "load_chains",
    "load_corrections",
    "load_thresholds",
    "render_corrections",
]

_YAML = frozenset({".yaml", ".yml"})
_KINDS = ("segment", "product", "flow", "chain")


def load_chains(path: Path, *more: Path) -> ChainMap:
    """
    The chains of YAML files, tables (CSV, Excel) or folders of both, as one map.

    Raises:
        Missing: there is no such path.
        WrongUsage: the kind of file cannot be read.
        BadInput: anything is wrong with rows or with the chain as a whole; carries all of it.
    """
    found, problems = lint_chains(path, *more)
    if problems:
        raise BadInput(problems)
    return found


def lint_chains(path: Path, *more: Path) -> tuple[ChainMap, tuple[Problem, ...]]:
    """The map as far as it can be read, and everything that is wrong with it."""
    reader = RowReader()
    whole = Draft()
    for one in (path, *more):
        draft = draft_chains(_read(one, reader), reader, path=one)
        whole.chains += draft.chains
        whole.segments += draft.segments
        whole.products += draft.products
        whole.flows += draft.flows
    found, problems, notices = build_map(whole)
    told = (*reader.notices, *reader.unknown_columns(), *notices)
    ordered = sorted(
        (*reader.problems, *problems), key=lambda p: (p.source, p.row or 0, p.message.code)
    )
    return replace(found, notices=tuple(told)), tuple(ordered)


def _read(path: Path, reader: RowReader) -> Rows:
    """The rows of one input with their kinds; what cannot be read is left with the reader."""
    if not path.exists():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    if path.is_dir():
        inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
        if not inside:
            reader.problems.append(Problem(Message("chains.io.empty_folder"), f"{path.name}/"))
        return [row for one in inside for row in _read(one, reader)]
    if path.suffix.lower() in _YAML:
        rows, problems = read_chain_yaml(path)
        reader.problems += problems
        return rows
    read = with_header_told(
        read_rows(path, is_header=lambda name: EXACT if knows(name, _KINDS) else 0),
        "chains.io.no_header",
    )
    reader.problems += read.problems
    reader.notices += read.notices
    return kinds_of_rows(read.rows, reader)
