"""What the rows of a table are: segments, products, flows or chains, told by their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from queqiao.chains.io.columns import field_of
from queqiao.chains.io.fields import RowReader
from queqiao.chains.io.yaml_rows import Rows
from queqiao.datasets import SourceRow


def kinds_of_rows(rows: Iterable[SourceRow], reader: RowReader) -> Rows:
    """The rows with their kind; a table whose columns tell none is one problem."""
    kinds: dict[tuple[str, tuple[str, ...]], str] = {}
    found: Rows = []
    for row in rows:
        key = (row.source, tuple(row.cells))
        if key not in kinds:
            kinds[key] = _kind(key[1])
            if not kinds[key]:
                reader.wrong("no_kind", row, names="、".join(name[:20] for name in key[1][:12]))
        if kinds[key]:
            found.append((kinds[key], row))
    return found


def _kind(names: Sequence[str]) -> str:
    def has(kind: str, field: str) -> bool:
        return any(field_of(name, kind) == field for name in names)

    if has("flow", "upstream") and has("flow", "downstream") and not has("segment", "name"):
        return "flow"
    if has("segment", "name") or has("segment", "id"):
        is_product = has("product", "segment") and has("product", "name")
        own = any(has("segment", f) for f in ("demand", "stage", "feeds", "fed_by", "chain"))
        plural = any(field_of(name, "segment") == "products" for name in names)
        if is_product and not own and not (plural and not has("product", "id")):
            return "product"
        return "segment" if has("segment", "name") or own else ""
    if has("product", "name") and has("product", "segment"):
        return "product"
    return ""
