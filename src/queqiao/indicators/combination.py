"""From normalized indicators to the scores of all groups."""

from __future__ import annotations

import numpy as np

from queqiao.indicators.aggregation import copeland_scores, kemeny_ranking, outranking, power_mean
from queqiao.indicators.methods import AggregateMethod, AggregateRule, WeightMethod, WeightRule
from queqiao.indicators.model import Configuration, Group
from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Combined, Floats, Frame, PartWeights, Prepared, Table
from queqiao.indicators.shares import part_shares
from queqiao.indicators.weighting import benefit_of_the_doubt
from queqiao.messages import Message


def combine(configuration: Configuration, prepared: Prepared) -> Combined:
    """
    The scores of all groups, parts before wholes, with the weights that made them.

    Raises:
        BadInput: weights or means that the scores do not allow.
    """
    scores: dict[str, Floats] = {
        name: prepared.normalized.values[:, at]
        for at, name in enumerate(prepared.normalized.columns)
    }
    weights: dict[str, PartWeights] = {}
    notices: list[Message] = []
    for group in configuration.groups:
        values = np.column_stack([scores[part.id] for part in group.parts])
        made, score, told = group_score(configuration, group, values, prepared.frame)
        weights[group.id], scores[group.id] = made, score
        notices += told
    names = tuple(group.id for group in configuration.groups)
    table = Table(names, np.column_stack([scores[name] for name in names]))
    return Combined(weights, table, tuple(notices))


def group_score(
    configuration: Configuration, group: Group, values: Floats, frame: Frame
) -> tuple[PartWeights, Floats, list[Message]]:
    """The weights of a group's parts (``values``: units by parts) and its score."""
    rule = group.weights or configuration.steps.weights
    how = group.aggregate or configuration.steps.aggregate
    units = tuple(unit.id for unit in frame.units)
    if rule.method is WeightMethod.DOUBT:
        return _doubt(configuration, group, values, rule)
    weights = part_shares(group, values, rule, [unit.class_ for unit in frame.units])
    if how.method in {AggregateMethod.COPELAND, AggregateMethod.KEMENY}:
        score, told = _outranked(group, values, weights, how)
        return weights, score, told
    parts = tuple(part.id for part in group.parts)
    shares = shares_by_unit(weights, frame)
    score = power_mean(values, shares, how, parts=parts, units=units, field=group.id)
    return weights, score, []


def shares_by_unit(weights: PartWeights, frame: Frame) -> Floats:
    """A row of shares for each unit: that of its class."""
    if weights.by_unit:
        return weights.shares
    if len(weights.classes) == 1:
        return np.broadcast_to(weights.shares, (len(frame.units), weights.shares.shape[1]))
    at = [weights.classes.index(unit.class_) for unit in frame.units]
    return weights.shares[at]


def _doubt(
    configuration: Configuration, group: Group, values: Floats, rule: WeightRule
) -> tuple[PartWeights, Floats, list[Message]]:
    found = benefit_of_the_doubt(
        values, share_low=rule.share_low, share_high=rule.share_high, field=group.id
    )
    parts = tuple(part.id for part in group.parts)
    top = configuration.steps.normalize.high
    made = PartWeights(
        group.id,
        parts,
        found.weights * top,
        tuple(str(at) for at in range(len(values))),
        by_unit=True,
        method=rule.method,
        detail={"top": top},
    )
    return made, found.scores * top, []


def _outranked(
    group: Group, values: Floats, weights: PartWeights, how: AggregateRule
) -> tuple[Floats, list[Message]]:
    if len(weights.classes) > 1:
        raise refusal("aggregate.outranking_classes", field=group.id)
    support = outranking(values, weights.shares[0], field=group.id)
    if how.method is AggregateMethod.COPELAND:
        return copeland_scores(support), []
    ranking = kemeny_ranking(support)
    score = np.empty(len(values))
    score[list(ranking.order)] = np.arange(len(values), 0, -1)
    if ranking.optimal:
        return score, []
    params = {"group": group.id, "reached": ranking.support, "bound": ranking.bound}
    return score, [Message("indicators.aggregate.kemeny_bound", params)]
