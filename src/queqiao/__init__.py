"""Queqiao: match technology demands with research achievements, with reasons."""

__version__ = "0.1.0"
