"""One study of chains: files in, records linked by their texts, everything analyzed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from queqiao.chains import (
    ChainAnalysis,
    ChainMap,
    ChainRecord,
    Correction,
    Thresholds,
    analyze,
    link_records,
    product_level,
    segment_level,
)
from queqiao.chains.amounts import in_unit
from queqiao.chains.io import (
    build_records,
    default_thresholds,
    is_record_header,
    load_chains,
    load_corrections,
)
from queqiao.chains.linking import unresolved_supplies
from queqiao.core import Progress, no_progress
from queqiao.datasets import read_rows
from queqiao.datasets.model import merged_rows
from queqiao.errors import BadInput, Problem
from queqiao.matching.io.cells import parse_level
from queqiao.messages import Message
from queqiao.text import default_segmenter

_MOST_NAMED = 8


class ChainLevel(StrEnum):
    """What is looked at: segments, or every product by itself."""

    SEGMENT = "segment"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class LoadedChainRecords:
    """The records of files, the rows that are none, and remarks."""

    records: tuple[ChainRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainStudy:
    """An analysis with what reading its files had to say."""

    analysis: ChainAnalysis
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    corrections: tuple[Correction, ...] = field(default=())


def load_chain_records(*paths: Path) -> LoadedChainRecords:
    """
    The enterprises, achievements, experts, platforms, projects and demands of files.

    Reads every kind of file that matching reads. Rows that cannot be read are named and left out.

    Raises:
        Missing: there is no such path.
        WrongUsage: the kind of file cannot be read.
        BadInput: not one good row is left; carries every problem.
    """
    if not paths:
        return LoadedChainRecords()
    rows = merged_rows([read_rows(path, is_header=is_record_header) for path in paths])
    records, problems, notices = build_records(rows.rows, read_level=parse_level)
    wrong = (*rows.problems, *problems)
    if not records:
        raise BadInput(wrong)
    return LoadedChainRecords(tuple(records), wrong, (*rows.notices, *notices))


def study_chains(
    chain_paths: Sequence[Path],
    record_paths: Sequence[Path] = (),
    *,
    corrections: Path | None = None,
    thresholds: Thresholds | None = None,
    level: ChainLevel = ChainLevel.SEGMENT,
    progress: Progress = no_progress,
) -> ChainStudy:
    """
    Load chains and records, link them, and analyze.

    ``corrections`` is a table of people's decisions on links; they go before everything else.

    Raises:
        BadInput: anything is wrong with the chains or corrections, or no record can be read.
    """
    found = load_chains(*chain_paths)
    loaded = load_chain_records(*record_paths)
    decided = load_corrections(corrections) if corrections is not None else ()
    limits = thresholds or default_thresholds()
    at_level = product_level(found) if level is ChainLevel.PRODUCT else segment_level(found)
    links = link_records(
        at_level,
        loaded.records,
        segmenter=default_segmenter(),
        thresholds=limits.links,
        corrections=decided,
        progress=progress,
    )
    analysis = analyze(at_level, loaded.records, links, thresholds=limits)
    notices = (*found.notices, *loaded.notices, *_remarks(at_level, loaded.records, decided))
    return ChainStudy(analysis, loaded.problems, notices, decided)


def _remarks(
    found: ChainMap, records: Sequence[ChainRecord], corrections: Sequence[Correction]
) -> list[Problem]:
    """What was said and could not be used: unknown segments, units that do not compare."""
    remarks: list[Problem] = []
    unknown = unresolved_supplies(found, records)
    if unknown:
        names = dict.fromkeys(f"{record}→{name}" for record, name in unknown)
        remarks.append(_remark("unknown_segments", len(unknown), names))
    units = {key: s.unit for s in found.segments for key in (s.id, s.name)}
    odd = [
        f"{record.id} {supply.unit}≠{units[supply.segment]}"
        for record in records
        for supply in record.supplies
        if supply.capacity is not None
        and supply.segment in units
        and in_unit(supply.capacity, supply.unit, units[supply.segment]) is None
    ]
    if odd:
        remarks.append(_remark("odd_units", len(odd), odd))
    ids = {key for record in records for key in (record.id, record.title)}
    gone = dict.fromkeys(one.record for one in corrections if one.record not in ids)
    if gone:
        remarks.append(_remark("corrections_unused", len(gone), gone))
    return remarks


def _remark(code: str, count: int, names: Sequence[str] | dict[str, None]) -> Problem:
    shown = "、".join(list(names)[:_MOST_NAMED])
    return Problem(Message(f"recipes.chains.{code}", {"count": count, "names": shown}))
