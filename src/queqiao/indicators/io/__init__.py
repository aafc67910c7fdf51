"""Files in: an index written in YAML, its data in tables."""

from queqiao.indicators.io.configuration import parse_configuration
from queqiao.indicators.io.data import load_panel
from queqiao.indicators.io.files import load_configuration, ready_configurations

__all__ = [
    "load_configuration",
    "load_panel",
    "parse_configuration",
    "ready_configurations",
]
