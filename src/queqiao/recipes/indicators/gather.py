"""Everything that the report tells, worked out: the index, its firmness, and each unit's levers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from queqiao.core.progress import Progress, no_progress
from queqiao.indicators import (
    Built,
    Configuration,
    Lever,
    Panel,
    Peers,
    Standing,
    Uncertainty,
    build_index,
    build_years,
    find_levers,
    peer_groups,
    standings,
)
from queqiao.indicators.model import PeerRule
from queqiao.indicators.refusals import refusal

MOST_ROWS = 40_000
"""Units times indicators that the page tells one by one; beyond, only units that are asked for."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """
    An index with all that is said about it.

    ``levers`` are by position of the unit and hold those units only that get a part of their own.
    """

    built: Built
    uncertainty: Uncertainty
    peers: tuple[Peers, ...]
    peer_rule: PeerRule | None
    standings: tuple[Standing, ...]
    levers: Mapping[int, tuple[Lever, ...]]


def gather_report(
    configuration: Configuration,
    panel: Panel,
    uncertainty: Uncertainty,
    *,
    year: int | None = None,
    only: Collection[str] = (),
    progress: Progress = no_progress,
) -> IndexReport:
    """
    The report for one year.

    ``only`` names the units that get a part of their own; all where it is empty and they are not
    too many (``MOST_ROWS``).

    Raises:
        BadInput: as ``build_index`` and ``find_levers``.
    """
    built = build_index(configuration, panel, year=year)
    told = _told(built, only)
    levers: dict[int, tuple[Lever, ...]] = {}
    for done, at in enumerate(told):
        progress(done, len(told))
        levers[at] = find_levers(built, panel, built.units[at].id)
    progress(len(told), len(told))
    exits: tuple[Standing, ...] = ()
    if configuration.exit is not None and len(panel.frames) >= configuration.exit.years:
        exits = standings(configuration.exit, build_years(configuration, panel))
    peers = peer_groups(configuration.peers, built)
    return IndexReport(built, uncertainty, peers, configuration.peers, exits, levers)


def _told(built: Built, only: Collection[str]) -> list[int]:
    if only:
        for name in only:
            if built.frame.position(name) is None:
                raise refusal("levers.no_unit", unit=name)
        return [at for at, unit in enumerate(built.units) if unit.id in set(only)]
    few = len(built.units) * len(built.configuration.indicators) <= MOST_ROWS
    return list(range(len(built.units))) if few else []
