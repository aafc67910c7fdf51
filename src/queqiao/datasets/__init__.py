"""Loaders for bundled and user-given data."""

from queqiao.datasets.files import read_all_rows, read_rows
from queqiao.datasets.model import CellValue, SourceRow, SourceRows, with_header_told

__all__ = ["CellValue", "SourceRow", "SourceRows", "read_all_rows", "read_rows", "with_header_told"]
