"""The open exchange format: a region's records as lines of JSON in a zip, out and in again."""

from queqiao_web.api.exchange.kinds import FORMAT, KINDS
from queqiao_web.api.exchange.reading import BadFile, FileProblem
from queqiao_web.api.exchange.taking import Taken, import_file
from queqiao_web.api.exchange.writing import export_region

__all__ = [
    "FORMAT",
    "KINDS",
    "BadFile",
    "FileProblem",
    "Taken",
    "export_region",
    "import_file",
]
