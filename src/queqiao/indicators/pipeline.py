"""The frozen pipeline: raw data to ranks, the table of every stage kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from queqiao.errors import BadInput, Problem
from queqiao.indicators.adjustments import adjust
from queqiao.indicators.combination import combine
from queqiao.indicators.methods import (
    MissingRule,
    NormalizeRule,
    TreatRule,
)
from queqiao.indicators.missing import Gaps, fill
from queqiao.indicators.model import Configuration, Indicator
from queqiao.indicators.normalization import Surroundings, normalize
from queqiao.indicators.outliers import treat
from queqiao.indicators.ranks import rank_scores
from queqiao.indicators.refusals import listed, problem, refusal
from queqiao.indicators.results import (
    Built,
    Combined,
    Floats,
    Frame,
    Normalization,
    Panel,
    Prepared,
    Table,
    Treatment,
)
from queqiao.messages import Message


def build_index(configuration: Configuration, panel: Panel, *, year: int | None = None) -> Built:
    """
    The index for one year (the newest, or the configuration's own, where none is asked for).

    Selection, denominators, missing data, outliers, normalization, weights, aggregation, deductions
    and vetoes, ranks: in this order. The same input gives the same output.

    Raises:
        BadInput: the data do not allow a step; the problems name indicators and units.
    """
    prepared = prepare(configuration, panel, year=year)
    combined = combine(configuration, prepared)
    index = combined.aggregated.column(configuration.top.id)
    adjusted = adjust(configuration, prepared.frame, index)
    ranks = rank_scores(
        adjusted.scores,
        decimals=configuration.decimals,
        last=adjusted.last,
        second=_tie_break(configuration, prepared, combined),
    )
    return Built(
        configuration=configuration,
        frame=prepared.frame,
        raw=prepared.raw,
        denominated=prepared.denominated,
        imputed=prepared.imputed,
        treated=prepared.treated,
        normalized=prepared.normalized,
        weights=combined.weights,
        aggregated=combined.aggregated,
        scores=adjusted.scores,
        ranks=ranks,
        grades=adjusted.grades(configuration.grades, ranks),
        imputations=prepared.imputations,
        treatments=prepared.treatments,
        normalizations=prepared.normalizations,
        adjustments=adjusted.adjustments,
        notices=(*prepared.notices, *combined.notices),
    )


def _tie_break(
    configuration: Configuration, prepared: Prepared, combined: Combined
) -> Floats | None:
    """The scores that tell equal ones apart, where the configuration names a node for that."""
    name = configuration.tie_break
    if not name:
        return None
    table = prepared.normalized if name in prepared.normalized.columns else combined.aggregated
    return table.column(name)


def prepare(configuration: Configuration, panel: Panel, *, year: int | None = None) -> Prepared:
    """
    The indicators through selection, denominators, missing data, outliers and normalization.

    Raises:
        BadInput: as ``build_index``.
    """
    year = configuration.year if year is None else year
    frame = panel.frame(year)
    if frame is None:
        known = listed([str(each.year) for each in panel.frames])
        raise refusal("data.no_year", year=year, known=known)
    frame, notices = select_units(configuration, frame)
    indicators = configuration.indicators
    names = tuple(indicator.id for indicator in indicators)
    raw = np.column_stack([raw_values(frame, each) for each in indicators])
    denominated = denominate(frame, indicators)
    gaps = find_gaps(configuration, panel, frame, denominated)
    imputed, imputations = fill(gaps, missing_rules(configuration))
    treated, treatments = treat_all(configuration, imputed)
    normalized, normalizations = normalize_all(configuration, panel, frame, treated)
    return Prepared(
        frame,
        Table(names, raw),
        Table(names, denominated),
        Table(names, imputed),
        Table(names, treated),
        Table(names, normalized),
        imputations,
        treatments,
        normalizations,
        notices,
    )


def find_gaps(
    configuration: Configuration, panel: Panel, frame: Frame, denominated: Floats
) -> Gaps:
    """The matrix with its gaps and what may fill them."""
    return Gaps(denominated, configuration.indicators, frame.units, _earlier(panel, frame))


def treat_all(
    configuration: Configuration, imputed: Floats
) -> tuple[Floats, tuple[Treatment, ...]]:
    """
    Every indicator after its rule for outliers.

    Raises:
        BadInput: a rule cannot run; all such indicators together.
    """
    found: list[tuple[Floats, Treatment]] = []
    problems: list[Problem] = []
    for at, indicator in enumerate(configuration.indicators):
        rule = treat_rule(configuration, indicator)
        try:
            found.append(treat(imputed[:, at], rule, indicator.id))
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(problems)
    return np.column_stack([values for values, _ in found]), tuple(told for _, told in found)


def normalize_all(
    configuration: Configuration, panel: Panel, frame: Frame, treated: Floats
) -> tuple[Floats, tuple[Normalization, ...]]:
    """
    Every indicator on the common scale.

    Raises:
        BadInput: a rule cannot run; all such indicators together.
    """
    around = surroundings(panel, frame)
    found: list[tuple[Floats, Normalization]] = []
    problems: list[Problem] = []
    for at, indicator in enumerate(configuration.indicators):
        rule = normalize_rule(configuration, indicator)
        try:
            found.append(normalize(treated[:, at], indicator, rule, around))
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(problems)
    return np.column_stack([values for values, _ in found]), tuple(told for _, told in found)


def missing_rules(configuration: Configuration) -> list[MissingRule]:
    """The rule for gaps of each indicator, its own or the common one."""
    return [each.missing or configuration.steps.missing for each in configuration.indicators]


def treat_rule(configuration: Configuration, indicator: Indicator) -> TreatRule:
    """The indicator's own rule for outliers, or the common one."""
    return configuration.steps.treat if indicator.treat is None else indicator.treat


def normalize_rule(configuration: Configuration, indicator: Indicator) -> NormalizeRule:
    """The indicator's own rule of normalization, or the common one."""
    return indicator.normalize or configuration.steps.normalize


def raw_values(frame: Frame, indicator: Indicator) -> Floats:
    """The indicator as reported; of several columns the mean of those that are there."""
    found = [frame.columns[name] for name in indicator.columns if name in frame.columns]
    if not found:
        return np.full(len(frame.units), np.nan)
    stacked = np.column_stack(found)
    there = ~np.isnan(stacked)
    count = there.sum(axis=1)
    total = np.where(there, stacked, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def denominate(frame: Frame, indicators: Sequence[Indicator]) -> Floats:
    """
    The indicators divided by their denominators, times their factors, cut to their bounds.

    A missing denominator leaves the value missing.

    Raises:
        BadInput: a denominator is zero or negative.
    """
    problems: list[Problem] = []
    columns: list[Floats] = []
    for indicator in indicators:
        values = raw_values(frame, indicator)
        if indicator.denominator:
            below = frame.columns.get(indicator.denominator)
            below = np.full(len(frame.units), np.nan) if below is None else below
            bad = ~np.isnan(values) & (below <= 0)
            if bad.any():
                names = listed([frame.units[at].id for at in np.flatnonzero(bad)])
                params = {"column": indicator.denominator, "units": names}
                problems.append(problem("data.denominator", field=indicator.id, **params))
            values = values / np.where(below <= 0, np.nan, below)
        values = values * indicator.factor
        if indicator.lowest is not None or indicator.highest is not None:
            values = np.clip(values, indicator.lowest, indicator.highest)
        columns.append(values)
    if problems:
        raise BadInput(problems)
    return np.column_stack(columns)


def select_units(configuration: Configuration, frame: Frame) -> tuple[Frame, tuple[Message, ...]]:
    """The units that report a large enough share of the indicators, and who was left out."""
    least = configuration.units.least_share
    if least <= 0:
        return frame, ()
    raw = np.column_stack([raw_values(frame, each) for each in configuration.indicators])
    share = (~np.isnan(raw)).mean(axis=1)
    kept = np.flatnonzero(share >= least - 1e-12)
    if kept.size == len(frame.units):
        return frame, ()
    out = [unit.id for at, unit in enumerate(frame.units) if share[at] < least - 1e-12]
    if not kept.size:
        raise refusal("data.no_unit_left", least=least)
    notice = Message("indicators.data.left_out", {"units": listed(out), "least": least})
    return take_units(frame, kept), (notice,)


def take_units(frame: Frame, kept: np.ndarray) -> Frame:
    """The frame with some of its units."""
    return replace(
        frame,
        units=tuple(frame.units[at] for at in kept),
        columns={name: values[kept] for name, values in frame.columns.items()},
        places=tuple(frame.places[at] for at in kept) if frame.places else (),
    )


def _earlier(
    panel: Panel, frame: Frame
) -> Callable[[str, Indicator], tuple[float, int | None] | None]:
    older = [each for each in panel.frames if each.year is not None and frame.year is not None]
    older = sorted((e for e in older if e.year < frame.year), key=lambda e: -(e.year or 0))  # type: ignore[operator] # both are years here

    def find(unit_id: str, indicator: Indicator) -> tuple[float, int | None] | None:
        for each in older:
            at = each.position(unit_id)
            if at is None:
                continue
            value = float(denominate(take_units(each, np.array([at])), [indicator])[0, 0])
            if not np.isnan(value):
                return value, each.year
        return None

    return find


def surroundings(panel: Panel, frame: Frame) -> Surroundings:
    """What normalization may look at besides one column."""

    def of_year(year: int, indicator: Indicator) -> Floats | None:
        other = panel.frame(year)
        if other is None or other.year is None:
            return None
        values = denominate(other, [indicator])[:, 0]
        where = {unit.id: at for at, unit in enumerate(other.units)}
        return np.array(
            [values[where[unit.id]] if unit.id in where else np.nan for unit in frame.units]
        )

    def every_year(indicator: Indicator) -> Floats:
        return np.concatenate([denominate(each, [indicator])[:, 0] for each in panel.frames])

    return Surroundings(frame.units, frame.year, of_year, every_year)
