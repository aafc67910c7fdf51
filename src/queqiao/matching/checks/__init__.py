"""Requirement checks: each index of a demand against an offer."""

from queqiao.matching.checks.readings import Reading, read_specs
from queqiao.matching.checks.verdicts import check_readings, check_specs, check_texts

__all__ = ["Reading", "check_readings", "check_specs", "check_texts", "read_specs"]
