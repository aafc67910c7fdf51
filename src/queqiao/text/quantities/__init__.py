"""Quantified technical indices (技术指标) in Chinese and English technical text."""

from queqiao.text.quantities.parse import parse_specs

__all__ = ["parse_specs"]
