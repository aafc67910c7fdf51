"""Peer groups: with whom a unit is fairly compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queqiao.indicators.model import PeerRule
from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Built, Floats


@dataclass(frozen=True, slots=True)
class Peers:
    """A unit among its peers (positions in the build, itself not included); 1 is the best rank."""

    members: tuple[int, ...]
    rank: int
    mean: float


def peer_groups(rule: PeerRule | None, built: Built) -> tuple[Peers, ...]:
    """
    The peers of every unit, in the order of the units.

    By a grouping: all others of the same value. By nearness: the units at the least distance on the
    columns named, each divided by its standard deviation; ties by id. Without a rule: all others.

    Raises:
        BadInput: a unit lacks a value that nearness is measured by.
    """
    if rule is None or rule.by:
        by = "" if rule is None else rule.by
        kinds = [unit.groups.get(by, "") for unit in built.units]
        members = [
            tuple(i for i, kind in enumerate(kinds) if kind == own and i != at)
            for at, own in enumerate(kinds)
        ]
    else:
        members = _nearest(rule, built)
    return tuple(_among(built.scores, at, others) for at, others in enumerate(members))


def _among(scores: Floats, at: int, others: tuple[int, ...]) -> Peers:
    there = [i for i in others if not np.isnan(scores[i])]
    mean = float(scores[there].mean()) if there else float("nan")
    ahead = sum(bool(scores[i] > scores[at] + 1e-9) for i in there)
    return Peers(others, 0 if np.isnan(scores[at]) else 1 + ahead, mean)


def _nearest(rule: PeerRule, built: Built) -> list[tuple[int, ...]]:
    values = np.column_stack([built.frame.columns[name] for name in rule.on])
    gaps = np.flatnonzero(np.isnan(values).any(axis=1))
    if gaps.size:
        raise refusal("peers.gap", field=", ".join(rule.on), unit=built.units[gaps[0]].id)
    spread = values.std(axis=0)
    scaled = values / np.where(spread > 0, spread, 1.0)
    found = []
    for at in range(len(values)):
        apart = np.sqrt(((scaled - scaled[at]) ** 2).sum(axis=1))
        others = [i for i in range(len(values)) if i != at]
        others.sort(key=lambda i: (apart[i], built.units[i].id))
        found.append(tuple(others[: rule.nearest]))
    return found
