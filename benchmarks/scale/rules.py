"""
One million enterprises through every bundled rulebook on two processes; the same small table as a
rulebook by column, as a rulebook by row and in zen-engine; one enterprise with all its reasons.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
from collections import Counter
from datetime import date
from typing import Any

import numpy as np

from queqiao.rules import Rulebooks, bundled_rulebooks, determine, load_all_tests
from queqiao.rules.columns import Columns, determine_columns, determine_stretches
from queqiao.rules.columns.data import Listed, Stated, number_column, years_of
from queqiao.rules.fields import Field, fields
from queqiao.rules.kinds import MONEY, PLAIN, Shape
from queqiao.rules.library import build_rulebooks
from queqiao.rules.rows import Record, RowEngine
from queqiao.rules.schema import parse_rulebook

SEED = 20260501
AT = date(2026, 5, 1)
COUNT = 1_000_000
ZEN_ROWS = 20_000
GAPS = 0.05
WORDS = {
    "class": ("I", "II"),
    "level": ("national", "provincial"),
    "acquired": ("assign", "self"),
    "type": ("一般环境违法", "专精特新中小企业", "科技型中小企业", "高新技术企业"),
    "region_code": ("110000", "220100", "220200", "370000", "420100"),
}
INDUSTRIES = ("C3562", "C3985", "E4700", "F5162", "I6510", "M7320")


def build_enterprises(count: int, seed: int = SEED) -> Columns:
    """Enterprises with every fact of the dictionary, one in twenty missing."""
    draw = np.random.default_rng(seed)
    values: dict[str, Stated] = {}
    series: dict[str, dict[int, Stated]] = {}
    lists: dict[str, Listed] = {}
    for name, one in fields().items():
        if one.kind is None:
            lengths = draw.poisson(1.0 if name in {"ip", "achievements"} else 0.3, count)
            starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
            rows = int(starts[-1])
            columns = {key: _column(draw, key, cell, rows, 0) for key, cell in one.columns.items()}
            lists[name] = Listed(starts, columns)
        elif one.yearly:
            series[name] = {y: _column(draw, name, one, count, GAPS) for y in (2023, 2024, 2025)}
        else:
            values[name] = _column(draw, name, one, count, GAPS)
    registered = years_of(values["registered_on"], count)
    return Columns(count, values, series, lists, {}, registered)


def _column(draw: np.random.Generator, name: str, one: Field, count: int, gaps: float) -> Stated:
    missing = draw.random(count) < gaps if gaps else None
    assert one.kind is not None
    if one.kind.shape is Shape.FLAG:
        return Stated(draw.random(count) < 0.9, missing)
    if one.kind.shape is Shape.TEXT:
        words = tuple(sorted(WORDS.get(name, INDUSTRIES)))
        codes = draw.integers(0, len(words), count).astype(np.int32)
        return Stated(codes if missing is None else np.where(missing, -1, codes), missing, words)
    if one.kind.shape is Shape.DATE:
        days = (date(2010, 1, 1).toordinal(), AT.toordinal())
        numbers = draw.integers(*days, count)
    elif one.kind.shape is Shape.YEAR:
        numbers = draw.integers(2019, 2026, count)
    elif one.kind == MONEY:
        numbers = np.round(np.exp(draw.normal(7.5, 1.5, count)) * 100).astype(np.int64) * 10_000
    elif one.kind == PLAIN:
        numbers = draw.integers(0, 100, count) * (one.scale // 100)
    else:
        numbers = draw.integers(1, 300, count) * one.scale
    return number_column(numbers if missing is None else np.where(missing, 0, numbers), missing)


def measure() -> dict[str, Any]:
    """All figures; see the module."""
    return {"seed": SEED, "batch": _batch(COUNT), "table": _table(), "one": _one_enterprise()}


_SHARED: list[tuple[Columns, Rulebooks]] = []


def _half(bounds: tuple[int, int]) -> tuple[dict[str, Counter[str]], float, float]:
    """Outcomes of some enterprises, counted; the memory that this took in GB; processor seconds."""
    columns, rulebooks = _SHARED[0]
    started = time.process_time()
    found: dict[str, Counter[str]] = {name: Counter() for name in rulebooks.ids}
    part = columns.part(*bounds)
    for _, answers in determine_stretches(part, rulebooks=rulebooks, at=AT):
        for name, one in answers.items():
            counts = np.bincount(one.outcome, minlength=len(one.outcomes))
            found[name].update(dict(zip(one.outcomes, counts.tolist(), strict=True)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return found, memory, time.process_time() - started


def _batch(count: int) -> dict[str, Any]:
    rulebooks = bundled_rulebooks()
    _SHARED[:] = [(build_enterprises(count), rulebooks)]
    halves = [(0, count // 2), (count // 2, count)]
    started = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        parts = pool.map(_half, halves)
    seconds = time.perf_counter() - started
    outcomes: Counter[str] = Counter()
    for found, _, _ in parts:
        for counts in found.values():
            outcomes.update(counts)
    return {
        "enterprises": count,
        "rulebooks": len(rulebooks.ids),
        "processes": 2,
        "seconds": round(seconds, 1),
        "processor_seconds_a_process": [round(used, 1) for _, _, used in parts],
        "peak_gb_a_process": [round(memory, 2) for _, memory, _ in parts],
        "outcomes": dict(outcomes),
    }


TABLE = """
rulebook: bench.table
version: "1"
title: {zh: 试, en: test}
in_force: {from: 2020-01-01}
sources: {s: {document: 文号, grade: S}}
conditions:
  - {id: staff, title: {zh: 人, en: staff}, source: s, test: tech_staff / employees_avg >= 10%}
  - {id: size, title: {zh: 规模, en: size}, source: s, test: employees_avg <= 500人}
  - id: rd
    title: {zh: 研发, en: rd}
    source: s
    test: rd_expense[y-1] / sales_revenue[y-1] >= 5%
  - {id: home, title: {zh: 境内, en: home}, source: s, test: resident_enterprise}
"""
ZEN = {
    "nodes": [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {
            "id": "table",
            "type": "decisionTableNode",
            "name": "table",
            "position": {"x": 1, "y": 0},
            "content": {
                "hitPolicy": "first",
                "inputs": [
                    {"id": "a", "name": "staff", "field": "tech_staff / employees_avg"},
                    {"id": "b", "name": "size", "field": "employees_avg"},
                    {"id": "c", "name": "rd", "field": "rd / sales"},
                    {"id": "d", "name": "home", "field": "resident"},
                ],
                "outputs": [{"id": "o", "name": "outcome", "field": "outcome"}],
                "rules": [
                    {
                        "_id": "1",
                        "a": ">= 0.1",
                        "b": "<= 500",
                        "c": ">= 0.05",
                        "d": "true",
                        "o": '"met"',
                    },
                    {"_id": "2", "a": "", "b": "", "c": "", "d": "", "o": '"unmet"'},
                ],
            },
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ],
    "edges": [
        {"id": "e1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "e2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ],
}


def _table() -> dict[str, Any]:
    """Processor seconds for 100,000 enterprises, by column, by row and in zen-engine."""
    import zen  # noqa: PLC0415 -- for benchmarks only

    books = build_rulebooks([parse_rulebook(TABLE)])
    draw = np.random.default_rng(SEED)
    count = 100_000
    staff = draw.integers(1, 1000, count)
    tech = np.minimum(staff, draw.integers(0, 200, count))
    sales = draw.integers(1, 10**6, count) * 10_000
    spent = draw.integers(0, 10**5, count) * 10_000
    home = draw.random(count) < 0.9
    scale = fields()["employees_avg"].scale
    columns = Columns(
        count,
        {
            "employees_avg": number_column(staff * scale),
            "tech_staff": number_column(tech * scale),
            "resident_enterprise": Stated(home),
        },
        {"sales_revenue": {2025: number_column(sales)}, "rd_expense": {2025: number_column(spent)}},
    )
    determine_columns(columns, rulebooks=books, at=AT)
    started = time.process_time()
    found = determine_columns(columns, rulebooks=books, at=AT)["bench.table"]
    by_column = time.process_time() - started
    decision = zen.ZenEngine().create_decision(json.dumps(ZEN))
    names = ("employees_avg", "tech_staff", "sales", "rd", "resident")
    lists = (one[:ZEN_ROWS].tolist() for one in (staff, tech, sales, spent, home))
    rows = [dict(zip(names, cells, strict=True)) for cells in zip(*lists, strict=True)]
    started = time.process_time()
    outcomes = [decision.evaluate(row)["result"]["outcome"] for row in rows]
    in_zen = (time.process_time() - started) * count / ZEN_ROWS
    agree = sum(
        found.outcomes[code] == other
        for code, other in zip(found.outcome[:ZEN_ROWS], outcomes, strict=True)
    )
    return {
        "enterprises": count,
        "by_column_seconds": round(by_column, 4),
        "by_row_seconds": round(_by_row(books, rows) * count / ZEN_ROWS, 2),
        "zen_seconds": round(in_zen, 2),
        "times_zen": round(in_zen / by_column),
        "answers_alike": f"{agree}/{ZEN_ROWS}",
    }


def _by_row(books: Rulebooks, rows: list[dict[str, Any]]) -> float:
    engine = RowEngine(books)
    records = [
        Record(
            {
                "employees_avg": row["employees_avg"],
                "tech_staff": row["tech_staff"],
                "resident_enterprise": row["resident"],
            },
            {"sales_revenue": {2025: row["sales"]}, "rd_expense": {2025: row["rd"]}},
        )
        for row in rows
    ]
    started = time.process_time()
    for record in records:
        engine.answer("bench.table", record, AT)
    return time.process_time() - started


def _one_enterprise() -> dict[str, Any]:
    """Processor milliseconds for one enterprise through all rulebooks, with all changes."""
    rulebooks = bundled_rulebooks()
    cases = [case for tests in load_all_tests() for case in tests.cases]
    facts: dict[str, Any] = {}
    for case in cases:
        for name, value in case.facts.items():
            facts.setdefault(name, value)
    times: list[float] = []
    for case in cases[::20]:
        mixed = {**facts, **case.facts}
        determine(mixed, rulebooks=rulebooks, at=AT)
        started = time.process_time()
        determine(mixed, rulebooks=rulebooks, at=AT)
        times.append((time.process_time() - started) * 1000)
    times.sort()
    return {
        "enterprises": len(times),
        "rulebooks": len(rulebooks.ids),
        "median_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    chosen = parser.parse_args()
    report = {"batch": _batch(chosen.count), "table": _table(), "one": _one_enterprise()}
    print(json.dumps(report, ensure_ascii=False, indent=2))
