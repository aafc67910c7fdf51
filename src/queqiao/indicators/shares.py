"""The shares of a group's parts: by its rule, its multipliers, and by class of unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from queqiao.indicators.methods import WeightMethod, WeightRule
from queqiao.indicators.model import Group
from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Floats, PartWeights
from queqiao.indicators.weighting.data import critic_weights, entropy_weights, pca_weights
from queqiao.indicators.weighting.judgement import (
    ahp_weights,
    budget_weights,
    comparison_matrix,
)


def part_shares(
    group: Group, values: Floats, rule: WeightRule, classes: Sequence[str]
) -> PartWeights:
    """
    The shares of the parts, one row for each class where parts weigh differently by class.

    A single part has all the weight whatever the rule. Given weights are taken times their
    multipliers and divided by their sum.

    Raises:
        BadInput: the rule cannot make weights of these values, or given weights add up to zero.
    """
    parts = tuple(part.id for part in group.parts)
    if rule.method is WeightMethod.GIVEN:
        return _given(group, parts, classes)
    if len(parts) == 1 or rule.method is WeightMethod.EQUAL:
        shares = np.full(len(parts), 1 / len(parts))
        detail: dict[str, float] = {}
    else:
        shares, detail = _derived(group, values, rule, parts)
    return PartWeights(group.id, parts, shares[None, :], method=rule.method, detail=detail)


def _derived(
    group: Group, values: Floats, rule: WeightRule, parts: tuple[str, ...]
) -> tuple[Floats, dict[str, float]]:
    if rule.method is WeightMethod.AHP:
        matrix = comparison_matrix(parts, rule.comparisons, field=group.id)
        found = ahp_weights(matrix, geometric=rule.geometric)
        if found.ratio > rule.most_ratio:
            row, column, said = found.worst
            raise refusal(
                "weights.ahp_inconsistent",
                field=group.id,
                ratio=found.ratio,
                most=rule.most_ratio,
                pair=f"{parts[row]} / {parts[column]}",
                given=float(matrix[row, column]),
                said=said,
            )
        return found.weights, {"ratio": found.ratio, "root": found.largest_root}
    if rule.method is WeightMethod.BUDGET:
        return budget_weights(parts, rule.allocations, field=group.id), {}
    if rule.method is WeightMethod.ENTROPY:
        return entropy_weights(values, field=group.id), {}
    if rule.method is WeightMethod.CRITIC:
        return critic_weights(values, sample=rule.sample, field=group.id), {}
    return pca_weights(values, variance=rule.variance, field=group.id), {}


def _given(group: Group, parts: tuple[str, ...], classes: Sequence[str]) -> PartWeights:
    named = any(part.class_weights for part in group.parts)
    kinds = tuple(sorted(set(classes))) if named else ("",)
    rows = []
    for kind in kinds:
        row = [part.class_weights.get(kind, part.weight) * part.multiplier for part in group.parts]
        if sum(row) <= 0:
            raise refusal("weights.add_up_to_zero", field=group.id, kind=kind or "-")
        rows.append([weight / sum(row) for weight in row])
    return PartWeights(group.id, parts, np.array(rows), kinds, method=WeightMethod.GIVEN)
