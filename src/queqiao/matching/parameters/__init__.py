"""Names of technical parameters: which mean the same, and which side of a value is better."""

from queqiao.matching.parameters.agreement import Agreement, agreement
from queqiao.matching.parameters.lexicon import Better, Group, RangeReading, group, groups
from queqiao.matching.parameters.names import ParameterName, better_side, read_name

__all__ = [
    "Agreement",
    "Better",
    "Group",
    "ParameterName",
    "RangeReading",
    "agreement",
    "better_side",
    "group",
    "groups",
    "read_name",
]
