"""An index worked out many times over, with other choices and other weights, in batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from queqiao.core.seeds import generator
from queqiao.errors import BadInput
from queqiao.indicators.adjustments import find_penalties
from queqiao.indicators.aggregation import copeland_scores, kemeny_ranking, outranking
from queqiao.indicators.aggregation.means import power_of, prepared, transformed, untransformed
from queqiao.indicators.combination import combine
from queqiao.indicators.methods import AggregateMethod, AggregateRule, MissingPart, WeightMethod
from queqiao.indicators.missing import draw, fill
from queqiao.indicators.model import Configuration, Group, Indicator, walk
from queqiao.indicators.pipeline import find_gaps, missing_rules, normalize_all, prepare, treat_all
from queqiao.indicators.refusals import problem
from queqiao.indicators.results import Floats, Panel, PartWeights, Prepared, Table

Ints = NDArray[np.int64]
BATCH = 256
"""Runs worked out together; they share every choice."""
DRAWN = "drawn"
STEPS = ("missing", "treat", "normalize", "weights", "aggregate")


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that is varied: the options of a step, or the indicator left out."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The final scores (units by runs) of some runs; ``runs`` are their positions."""

    runs: Ints
    scores: Floats


Choice = tuple[int, ...]
"""One option of every factor, by position; the last is the indicator left out, 0 for none."""


class Laboratory:
    """
    An index ready to be worked out with any of its alternatives and any weights.

    Nodes that bring their own rule keep it: alternatives stand in for the common rules. What a
    choice of the first three steps makes of the data is kept, for it serves many runs.
    """

    def __init__(
        self, configuration: Configuration, panel: Panel, *, year: int | None = None
    ) -> None:
        self.configuration = configuration
        self.panel = panel
        self.nominal = prepare(configuration, panel, year=year)
        self.factors = _factors(configuration, self.nominal)
        self.penalties = find_penalties(configuration, self.nominal.frame)
        self.varied = _varied_parts(configuration)
        """The parts whose weights are varied, as (group, part)."""
        self._imputed: dict[Choice, Floats] = {}
        self._treated: dict[Choice, Floats] = {}
        self._prepared: dict[Choice, Prepared] = {}
        self._weights: dict[tuple[Choice, int], Mapping[str, PartWeights]] = {}

    def choices(self, shares: Floats) -> tuple[Ints, Ints]:
        """
        Options (runs by factors) from numbers between 0 and 1, and the draw of missing values.

        What a number leaves after choosing an option chooses the draw.
        """
        counts = np.array([len(factor.options) for factor in self.factors])
        scaled = np.clip(shares, 0.0, 1.0 - 1e-12) * counts
        options = scaled.astype(np.int64)
        draws = max(1, self.configuration.uncertainty.draws)
        return options, ((scaled[:, 0] - options[:, 0]) * draws).astype(np.int64)

    def run(self, shares: Floats, multipliers: Floats) -> Iterator[Batch]:
        """
        The final scores of runs, batch by batch: always the same batches in the same order.

        ``shares`` (runs by factors) choose options; ``multipliers`` (runs by ``varied``) multiply
        the weights before they are brought to a sum of 1 again.

        Raises:
            BadInput: a choice cannot run; the problem names it.
        """
        for batch in self.batches(shares):
            yield self.run_batch(batch, shares, multipliers)

    def batches(self, shares: Floats) -> list[Ints]:
        """The runs of each batch: those with the same choices, in order, ``BATCH`` at most."""
        options, draws = self.choices(shares)
        keys = np.column_stack([options[:, :-1], draws * self._is_drawn(options)])
        _, inverse = np.unique(keys, axis=0, return_inverse=True)
        order = np.argsort(inverse.ravel(), kind="stable")
        edges = np.flatnonzero(np.diff(inverse.ravel()[order])) + 1
        found: list[Ints] = []
        for same in np.split(order, edges):
            found += [same[at : at + BATCH] for at in range(0, len(same), BATCH)]
        return found

    def run_batch(self, runs: Ints, shares: Floats, multipliers: Floats) -> Batch:
        """The scores of one of ``batches``."""
        options, draws = self.choices(shares[runs])
        chosen = tuple(int(option) for option in options[0, :-1])
        drawn = int(draws[0] * self._is_drawn(options[:1])[0])
        try:
            scores = self._scores(chosen, drawn, options[:, -1], multipliers[runs])
        except BadInput as error:
            named = ", ".join(
                f"{factor.name}={factor.options[option]}"
                for factor, option in zip(self.factors, chosen, strict=False)
                if len(factor.options) > 1
            )
            first = problem("uncertainty.choice_failed", choice=named or "-")
            raise BadInput([first, *error.problems]) from None
        return Batch(runs, self.penalties.applied(scores))

    def _is_drawn(self, options: Ints) -> Ints:
        drawn = [option == DRAWN for option in self.factors[0].options]
        return np.array(drawn, dtype=np.int64)[options[:, 0]]

    def variant(self, chosen: Choice) -> Configuration:
        """The configuration with the options of one choice as its common rules."""
        steps, other = self.configuration.steps, self.configuration.uncertainty.alternatives
        made = {}
        for name, option in zip(STEPS, chosen, strict=True):
            if option and self.factors[STEPS.index(name)].options[option] != DRAWN:
                made[name] = getattr(other, name)[option - 1]
        return replace(self.configuration, steps=replace(steps, **made))

    def _prepare(self, variant: Configuration, chosen: Choice, drawn: int) -> Prepared:
        number = drawn if self.factors[0].options[chosen[0]] == DRAWN else -1
        key = (*chosen[:3], number)
        if key not in self._prepared:
            treated = self._treat(variant, (*chosen[:2], number))
            nominal, frame = self.nominal, self.nominal.frame
            normalized, _ = normalize_all(variant, self.panel, frame, treated)
            names = nominal.normalized.columns
            self._prepared[key] = replace(nominal, normalized=Table(names, normalized))
        return self._prepared[key]

    def _treat(self, variant: Configuration, key: Choice) -> Floats:
        if key not in self._treated:
            imputed = self._impute(variant, (key[0], key[2]))
            self._treated[key], _ = treat_all(variant, imputed)
        return self._treated[key]

    def _impute(self, variant: Configuration, key: Choice) -> Floats:
        option, number = key
        if key not in self._imputed:
            nominal, panel = self.nominal, self.panel
            gaps = find_gaps(variant, panel, nominal.frame, nominal.denominated.values)
            if number >= 0:
                seed = self.configuration.uncertainty.seed
                chance = generator(seed, "indicators", "draw", str(number))
                self._imputed[key] = draw(gaps, missing_rules(self.configuration), chance)
            elif option == 0:
                self._imputed[key] = nominal.imputed.values
            else:
                self._imputed[key], _ = fill(gaps, missing_rules(variant))
        return self._imputed[key]

    def _scores(self, chosen: Choice, drawn: int, left_out: Ints, multipliers: Floats) -> Floats:
        variant = self.variant(chosen)
        ready = self._prepare(variant, chosen, drawn)
        if (chosen, drawn) not in self._weights:
            self._weights[chosen, drawn] = combine(variant, ready).weights
        base = self._weights[chosen, drawn]
        work = _Work(variant, ready, base, self.varied, left_out, multipliers)
        return work.scores()


def _factors(configuration: Configuration, nominal: Prepared) -> tuple[Factor, ...]:
    steps, other = configuration.steps, configuration.uncertainty.alternatives
    found = []
    for name in STEPS:
        rules = (getattr(steps, name), *getattr(other, name))
        options = [_rule_name(rule) for rule in rules]
        if name == "missing" and configuration.uncertainty.draws and _has_gaps(nominal):
            options.append(DRAWN)
        found.append(Factor(name, tuple(options)))
    ids = tuple(each.id for each in configuration.indicators) if other.leave_out else ()
    return (*found, Factor("leave_out", ("none", *ids)))


def _has_gaps(nominal: Prepared) -> bool:
    return bool(nominal.imputations)


def _rule_name(rule: object) -> str:
    steps = getattr(rule, "steps", None)
    if steps is not None:
        return "+".join(str(step.method) for step in steps) or "none"
    return str(rule.method)  # type: ignore[attr-defined] # every other rule has one


def _varied_parts(configuration: Configuration) -> tuple[tuple[str, str], ...]:
    """All parts that have a sibling, except where each unit has weights of its own."""
    found: list[tuple[str, str]] = []
    for node in walk(configuration.top):
        if isinstance(node, Group) and len(node.parts) > 1:
            rule = node.weights or configuration.steps.weights
            if rule.method is not WeightMethod.DOUBT:
                found += [(node.id, part.id) for part in node.parts]
    return tuple(found)


class _Work:
    """One batch: every group's scores (units by runs), parts before wholes."""

    def __init__(  # noqa: PLR0913, PLR0917 -- all that one batch is made of
        self,
        variant: Configuration,
        ready: Prepared,
        base: Mapping[str, PartWeights],
        varied: Sequence[tuple[str, str]],
        left_out: Ints,
        multipliers: Floats,
    ) -> None:
        self.variant, self.ready = variant, ready
        self.base = base
        self.runs = len(left_out)
        self.names = tuple(unit.id for unit in ready.frame.units)
        self.factor = {pair: multipliers[:, at] for at, pair in enumerate(varied)}
        names = [each.id for each in variant.indicators]
        self.left_out = {name: left_out == at for at, name in enumerate(names, start=1)}
        self.dead: dict[str, NDArray[np.bool_]] = {}
        self.done: dict[str, Floats] = {}

    def scores(self) -> Floats:
        for group in self.variant.groups:
            self.done[group.id] = self._group(group)
        return self.done[self.variant.top.id]

    def _weights(self, group: Group) -> Floats:
        """Classes by parts by runs, adding up to 1 over the parts; all 0 where none is left."""
        made = self.base[group.id]
        weights = np.repeat(made.shares[:, :, None], self.runs, axis=2)
        for at, part in enumerate(group.parts):
            factor = self.factor.get((group.id, part.id))
            if factor is not None:
                weights[:, at] *= factor
            gone = self.left_out.get(part.id, self.dead.get(part.id))
            if gone is not None and gone.any():
                weights[:, at, gone] = 0.0
        total = weights.sum(axis=1, keepdims=True)
        self.dead[group.id] = (total <= 0).all(axis=(0, 1))
        normalized: Floats = weights / np.where(total > 0, total, 1.0)
        return normalized

    def _group(self, group: Group) -> Floats:
        how = group.aggregate or self.variant.steps.aggregate
        rule = group.weights or self.variant.steps.weights
        if rule.method is WeightMethod.DOUBT:
            return self._doubt(group)
        weights = self._weights(group)
        if how.method in {AggregateMethod.COPELAND, AggregateMethod.KEMENY}:
            return self._outranked(group, weights[0], how)
        classes = self.base[group.id].classes
        units = self.ready.frame.units
        score = np.empty((len(units), self.runs))
        for number, kind in enumerate(classes):
            own = [at for at, unit in enumerate(units) if unit.class_ == kind]
            rows = np.array(own) if len(classes) > 1 else np.arange(len(units))
            score[rows] = self._means(group, rows, weights[number], how)
        return score

    def _means(self, group: Group, rows: Ints, weights: Floats, how: AggregateRule) -> Floats:
        """The power mean of leaves by one matrix product and of inner parts one by one."""
        power = power_of(how)
        units = tuple(self.names[at] for at in rows) if len(rows) < len(self.names) else self.names
        leaves = [at for at, part in enumerate(group.parts) if isinstance(part, Indicator)]
        total = np.zeros((len(rows), self.runs))
        there: Floats | None = None
        if how.missing is MissingPart.RENORMALIZE:
            there = np.zeros_like(total)
        if leaves:
            columns = [self.ready.normalized.columns.index(group.parts[at].id) for at in leaves]
            names = tuple(group.parts[at].id for at in leaves)
            values = self.ready.normalized.values[rows][:, columns]
            values = prepared(values, how, parts=names, units=units, field=group.id)
            known = ~np.isnan(values)
            inner = np.where(known, transformed(values, power), 0.0)
            total += _product(inner, weights[leaves])
            if there is not None:
                there += known @ weights[leaves]
        for at, part in enumerate(group.parts):
            if at in leaves:
                continue
            values = self.done[part.id][rows]
            values = np.where(weights[at] > 0, values, np.maximum(np.nan_to_num(values), 1.0))
            values = prepared(values, how, units=units, field=group.id)
            known = ~np.isnan(values)
            inner = np.where(known & (weights[at] > 0), transformed(values, power), 0.0)
            total += inner * weights[at]
            if there is not None:
                there += known * weights[at]
        if there is not None:
            total = np.where(there > 0, total / np.where(there > 0, there, 1.0), np.nan)
        return untransformed(total, power)

    def _values(self, group: Group, run: int) -> Floats:
        columns = []
        for part in group.parts:
            inner = self.done.get(part.id)
            found = self.ready.normalized.column(part.id) if inner is None else inner[:, run]
            columns.append(found)
        return np.column_stack(columns)

    def _outranked(self, group: Group, weights: Floats, how: AggregateRule) -> Floats:
        score = np.empty((len(self.ready.frame.units), self.runs))
        for run in range(self.runs):
            support = outranking(self._values(group, run), weights[:, run], field=group.id)
            if how.method is AggregateMethod.COPELAND:
                score[:, run] = copeland_scores(support)
            else:
                order = list(kemeny_ranking(support).order)
                score[order, run] = np.arange(len(order), 0, -1)
        return score

    def _doubt(self, group: Group) -> Floats:
        """The weights that suit a unit best are its own: they are not varied."""
        made = self.base[group.id]
        self.dead[group.id] = np.zeros(self.runs, dtype=bool)
        runs = range(self.runs)
        return np.column_stack(
            [(self._values(group, run) * made.shares).sum(axis=1) for run in runs]
        )


def _product(inner: Floats, weights: Floats) -> Floats:
    """The matrix product, where an infinite value times no weight is nothing."""
    if np.isfinite(inner).all():
        result: Floats = inner @ weights
        return result
    safe = np.where(np.isfinite(inner), inner, 0.0) @ weights
    for at in np.flatnonzero(~np.isfinite(inner).all(axis=0)):
        for row in np.flatnonzero(~np.isfinite(inner[:, at])):
            safe[row] = np.where(weights[at] > 0, inner[row, at], safe[row])
    return safe
