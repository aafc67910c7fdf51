"""What a configuration must hold beyond the shape of its keys."""

from __future__ import annotations

from queqiao.errors import BadInput, Problem
from queqiao.indicators.methods import (
    AggregateMethod,
    MissingMethod,
    MissingRule,
    NormalizeMethod,
    WeightMethod,
)
from queqiao.indicators.model import Configuration, Direction, walk
from queqiao.indicators.refusals import listed, problem


def check_configuration(configuration: Configuration, *, source: str) -> None:
    """
    Make sure that names lead somewhere and that methods can stand beside each other.

    Raises:
        BadInput: all that do not, by the node that they belong to.
    """
    problems = [
        *_groupings(configuration),
        *_goalposts(configuration),
        *_predictors(configuration),
        *_classes(configuration),
        *_methods(configuration),
        *_tie_break(configuration),
    ]
    if problems:
        raise BadInput([Problem(each.message, source, each.row, each.field) for each in problems])


def groupings(configuration: Configuration) -> tuple[str, ...]:
    """The columns by which units may be grouped."""
    units = configuration.units
    return tuple(dict.fromkeys((*units.groups, *((units.class_,) if units.class_ else ()))))


def _groupings(configuration: Configuration) -> list[Problem]:
    known = groupings(configuration)
    rules: list[tuple[str, MissingRule]] = [("steps.missing", configuration.steps.missing)]
    rules += [(each.id, each.missing) for each in configuration.indicators if each.missing]
    rules += [("uncertainty", rule) for rule in configuration.uncertainty.alternatives.missing]
    wanted = [(name, rule.by) for name, rule in rules]
    if configuration.peers is not None:
        wanted.append(("peers", configuration.peers.by))
    if configuration.exit is not None:
        wanted.append(("exit", configuration.exit.within))
    return [
        problem("schema.no_grouping", field=name, by=by, known=listed(known) or "-")
        for name, by in wanted
        if by and by not in known
    ]


def _goalposts(configuration: Configuration) -> list[Problem]:
    found = []
    for each in configuration.indicators:
        rule = each.normalize or configuration.steps.normalize
        if rule.method is not NormalizeMethod.GOALPOSTS or rule.start is None or rule.end is None:
            continue
        if (rule.end < rule.start) is not (each.direction is Direction.DOWN):
            found.append(problem("schema.goalposts_against", field=each.id))
    return found


def _predictors(configuration: Configuration) -> list[Problem]:
    names = {each.id for each in configuration.indicators}
    found = []
    for each in configuration.indicators:
        rule = each.missing or configuration.steps.missing
        unknown = [name for name in rule.on if name not in names]
        if rule.method is MissingMethod.REGRESSION and unknown:
            found.append(problem("schema.no_predictor", field=each.id, names=listed(unknown)))
    return found


def _classes(configuration: Configuration) -> list[Problem]:
    named = [node.id for node in walk(configuration.top) if node.class_weights]
    if named and not configuration.units.class_:
        return [problem("schema.no_class", field=named[0])]
    return []


def _tie_break(configuration: Configuration) -> list[Problem]:
    names = {node.id for node in walk(configuration.top)}
    if configuration.tie_break and configuration.tie_break not in names:
        return [problem("schema.no_node", field="tie_break", id=configuration.tie_break)]
    return []


def _methods(configuration: Configuration) -> list[Problem]:
    found = []
    for group in configuration.groups:
        weights = group.weights or configuration.steps.weights
        how = group.aggregate or configuration.steps.aggregate
        doubtful = weights.method is WeightMethod.DOUBT
        if doubtful and how.method is not AggregateMethod.ARITHMETIC:
            found.append(problem("schema.doubt_is_a_sum", field=group.id))
        if weights.share_low > weights.share_high:
            params = {"low": weights.share_low, "high": weights.share_high}
            found.append(problem("schema.ends_crossed", field=group.id, **params))
    for each in configuration.indicators:
        rule = each.normalize or configuration.steps.normalize
        if rule.all_years and not configuration.units.year:
            found.append(problem("schema.no_year_column", field=each.id))
        if rule.all_years and (each.treat or configuration.steps.treat).steps:
            found.append(problem("schema.all_years_treated", field=each.id))
        if rule.method is NormalizeMethod.VECTOR or rule.low <= rule.high:
            continue
        found.append(problem("schema.scale_turned", field=each.id, low=rule.low, high=rule.high))
    return found
