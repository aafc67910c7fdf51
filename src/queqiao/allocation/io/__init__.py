"""Scores, rules and preferences out of files: the only room of allocation that opens any."""

from queqiao.allocation.io.preferences import load_matching, load_preferences
from queqiao.allocation.io.results import assignment_to_csv, plain_number, to_json
from queqiao.allocation.io.tables import (
    load_limit_rules,
    load_memberships,
    load_pair_rules,
    load_scores,
)

__all__ = [
    "assignment_to_csv",
    "load_limit_rules",
    "load_matching",
    "load_memberships",
    "load_pair_rules",
    "load_preferences",
    "load_scores",
    "plain_number",
    "to_json",
]
