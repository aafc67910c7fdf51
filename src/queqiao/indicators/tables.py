"""Every stage as a table, and the number behind every number: what ``build`` writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from queqiao.indicators.combination import shares_by_unit
from queqiao.indicators.model import Group, walk
from queqiao.indicators.ranks import rank_scores
from queqiao.indicators.results import Built, Floats, Table
from queqiao.messages import render

Row = Sequence[object]
STAGES = ("raw", "denominated", "imputed", "treated", "normalized", "aggregated")


def stage_tables(built: Built, *, language: str = "zh") -> dict[str, str]:
    """
    File name to CSV text: every stage, the flags, the weights, the results, and both traces.

    Numbers are written so that they read back exactly. A value that is not there is an empty cell.
    """
    found = {
        f"{number}_{name}.csv": _stage(built, getattr(built, name))
        for number, name in enumerate(STAGES, start=1)
    }
    found["imputed_flags.csv"] = csv_text(
        ("unit", "indicator", "value", "method", "basis"),
        (
            (built.units[i.unit].id, i.indicator, i.value, i.method, i.basis)
            for i in built.imputations
        ),
    )
    found["treated_flags.csv"] = _treatments(built)
    found["weights.csv"] = _weights(built)
    found["results.csv"] = _results(built, language)
    found["ranks.csv"] = _ranks(built)
    found["adjustments.csv"] = _adjustments(built, language)
    found["trace_indicators.csv"] = csv_text(*_indicator_trace(built))
    found["trace_groups.csv"] = csv_text(*_group_trace(built))
    if built.notices:
        found["notices.txt"] = "".join(f"{render(each, language)}\n" for each in built.notices)
    return found


def csv_text(header: Row, rows: Iterable[Row]) -> str:
    """CSV text with exact numbers; what is not there is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else repr(float(value))
    return "" if value is None else value


def _stage(built: Built, table: Table) -> str:
    rows = ((u.id, u.name, *values) for u, values in zip(built.units, table.values, strict=True))
    return csv_text(("unit", "name", *table.columns), rows)


def _treatments(built: Built) -> str:
    header = (
        "indicator", "method", "low", "high", "skewness_before", "kurtosis_before",
        "skewness_after", "kurtosis_after", "passed",
    )  # fmt: skip
    rows = (
        (t.indicator, t.method or "none", t.low, t.high, t.skewness[0], t.kurtosis[0],
         t.skewness[1], t.kurtosis[1], "yes" if t.passed else "no")
        for t in built.treatments
    )  # fmt: skip
    return csv_text(header, rows)


def _weights(built: Built) -> str:
    rows: list[Row] = []
    for group in reversed(built.configuration.groups):
        made = built.weights[group.id]
        names = [unit.id for unit in built.units] if made.by_unit else list(made.classes)
        for name, shares in zip(names, made.shares, strict=True):
            rows += [
                (group.id, name, part, float(share), made.method)
                for part, share in zip(made.parts, shares, strict=True)
            ]
    return csv_text(("group", "class", "part", "share", "method"), rows)


def _results(built: Built, language: str) -> str:
    order = sorted(range(len(built.units)), key=lambda at: _place(built, at))
    groups = [group.id for group in reversed(built.configuration.groups)]
    rows = (
        (
            built.units[at].id,
            built.units[at].name,
            built.units[at].class_,
            int(built.ranks[at]) or None,
            float(built.scores[at]),
            "" if (grade := built.grades[at]) is None else grade.text(language),
            *(float(built.aggregated.column(name)[at]) for name in groups),
        )
        for at in order
    )
    return csv_text(("unit", "name", "class", "rank", "score", "grade", *groups), rows)


def _place(built: Built, at: int) -> tuple[bool, int, str]:
    rank = int(built.ranks[at])
    return rank == 0, rank, built.units[at].id


def _ranks(built: Built) -> str:
    """The rank of every unit on the index and on every group."""
    groups = [group.id for group in reversed(built.configuration.groups)]
    decimals = built.configuration.decimals
    ranks = {name: rank_scores(built.aggregated.column(name), decimals=decimals) for name in groups}
    rows = (
        (unit.id, unit.name, int(built.ranks[at]) or None, *(int(ranks[g][at]) for g in groups))
        for at, unit in enumerate(built.units)
    )
    return csv_text(("unit", "name", "rank", *groups), rows)


def _adjustments(built: Built, language: str) -> str:
    rows = (
        (built.units[a.unit].id, a.name.text(language), a.value, a.points, a.effect or "")
        for a in built.adjustments
    )
    return csv_text(("unit", "name", "value", "points", "effect"), rows)


def overall_shares(built: Built) -> dict[str, Floats]:
    """
    The share of every node in the index, one value a unit: shares multiplied down the tree.

    Exact where all means are arithmetic; elsewhere the share within the means.
    """
    count = len(built.units)
    found = {built.configuration.top.id: np.ones(count)}
    for node in walk(built.configuration.top):
        if isinstance(node, Group):
            shares = shares_by_unit(built.weights[node.id], built.frame)
            for at, part in enumerate(node.parts):
                found[part.id] = found[node.id] * shares[:, at]
    return found


def _indicator_trace(built: Built) -> tuple[Row, list[Row]]:
    header = (
        "unit", "indicator", "source", "row", "column", "raw", "denominator", "denominated",
        "imputed", "imputed_by", "treated", "treated_by", "normalized", "formula", "share",
        "overall_share",
    )  # fmt: skip
    filled = {(item.unit, item.indicator): item for item in built.imputations}
    parents = {p.id: g.id for g in built.configuration.groups for p in g.parts}
    overall = overall_shares(built)
    rows: list[Row] = []
    for number, indicator in enumerate(built.configuration.indicators):
        made = built.normalizations[number]
        formula = ", ".join(f"{name}={value!r}" for name, value in made.parameters.items())
        treatment = built.treatments[number]
        group = built.weights[parents[indicator.id]]
        shares = shares_by_unit(group, built.frame)[:, group.parts.index(indicator.id)]
        below = built.frame.columns.get(indicator.denominator)
        for at, unit in enumerate(built.units):
            source, row = built.frame.places[at] if built.frame.places else ("", None)
            imputation = filled.get((at, indicator.id))
            moved = built.treated.values[at, number] != built.imputed.values[at, number]
            rows.append((
                unit.id, indicator.id, source, row, " + ".join(indicator.columns),
                float(built.raw.values[at, number]),
                None if below is None else float(below[at]),
                float(built.denominated.values[at, number]),
                float(built.imputed.values[at, number]),
                "" if imputation is None else f"{imputation.method} ({imputation.basis})",
                float(built.treated.values[at, number]),
                str(treatment.method) if moved and treatment.method else "",
                float(built.normalized.values[at, number]),
                f"{made.method}: {formula}" if formula else made.method,
                float(shares[at]), float(overall[indicator.id][at]),
            ))  # fmt: skip
    return header, rows


def _group_trace(built: Built) -> tuple[Row, list[Row]]:
    header = ("unit", "group", "score", "mean", "part", "part_score", "share", "part_times_share")
    rows: list[Row] = []
    for group in reversed(built.configuration.groups):
        how = group.aggregate or built.configuration.steps.aggregate
        made = built.weights[group.id]
        shares = shares_by_unit(made, built.frame)
        score = built.aggregated.column(group.id)
        for at, unit in enumerate(built.units):
            for number, part in enumerate(made.parts):
                value, share = float(built.score_of(part)[at]), float(shares[at, number])
                rows.append((
                    unit.id, group.id, float(score[at]), str(how.method), part, value, share,
                    value * share,
                ))  # fmt: skip
    return header, rows
