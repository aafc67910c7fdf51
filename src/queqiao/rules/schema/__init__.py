"""Rulebooks from YAML: strict, every fault with its line."""

from queqiao.rules.schema.book import parse_rulebook
from queqiao.rules.schema.located import Place, Reading, parse_yaml

__all__ = ["Place", "Reading", "parse_rulebook", "parse_yaml"]
