"""Composite indices that show their fragility: a frozen pipeline, its trace, its uncertainty."""

from queqiao.indicators.compare import Compared, compare_builds
from queqiao.indicators.exits import Standing, build_years, standings
from queqiao.indicators.io import load_configuration, load_panel, ready_configurations
from queqiao.indicators.levers import Lever, find_levers, what_if
from queqiao.indicators.model import Configuration, Group, Indicator
from queqiao.indicators.peers import Peers, peer_groups
from queqiao.indicators.pipeline import build_index
from queqiao.indicators.results import Built, Panel
from queqiao.indicators.runs import Laboratory
from queqiao.indicators.sobol import Sensitivity, find_sensitivity
from queqiao.indicators.tables import stage_tables
from queqiao.indicators.uncertainty import Uncertainty, vary_index

__all__ = [
    "Built",
    "Compared",
    "Configuration",
    "Group",
    "Indicator",
    "Laboratory",
    "Lever",
    "Panel",
    "Peers",
    "Sensitivity",
    "Standing",
    "Uncertainty",
    "build_index",
    "build_years",
    "compare_builds",
    "find_levers",
    "find_sensitivity",
    "load_configuration",
    "load_panel",
    "peer_groups",
    "ready_configurations",
    "stage_tables",
    "standings",
    "vary_index",
    "what_if",
]
