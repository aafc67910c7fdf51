"""Import of tables with a preview that lists every problem, and export without formulas."""

from queqiao_web.foundation.tables.kinds import (
    KINDS,
    Column,
    Meaning,
    Stored,
    TableKind,
    Values,
    register_table,
)
from queqiao_web.foundation.tables.sheets import (
    SheetColumn,
    csv_of,
    download,
    safe_text,
    template_of,
    workbook_of,
)

__all__ = [
    "KINDS",
    "Column",
    "Meaning",
    "SheetColumn",
    "Stored",
    "TableKind",
    "Values",
    "csv_of",
    "download",
    "register_table",
    "safe_text",
    "template_of",
    "workbook_of",
]
