"""Requirement checks: each index of a demand against an offer."""

from queqiao.matching.checks.verdicts import check_specs, check_texts

__all__ = ["check_specs", "check_texts"]
