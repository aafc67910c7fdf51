"""A chain written in YAML, as rows with the lines they stand in: the same shape as tables give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from queqiao.chains.io.columns import field_of, list_of
from queqiao.datasets import CellValue, SourceRow
from queqiao.datasets.encodings import UndecodableError, decode
from queqiao.errors import Problem
from queqiao.messages import Message

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS = {"chains": "chain", "segments": "segment", "products": "product", "flows": "flow"}
Rows = list[tuple[str, SourceRow]]
"""Rows with their kind: chain, segment, product or flow."""


def read_chain_yaml(path: Path) -> tuple[Rows, list[Problem]]:
    """The rows of a chain file, each with its kind and line, and what cannot be read."""
    name = path.name
    data = path.read_bytes()
    if not data.strip():
        return [], [Problem(Message("datasets.file.empty"), name)]
    try:
        text = decode(data)
    except UndecodableError:
        return [], [Problem(Message("datasets.file.not_text"), name)]
    loader = _LOADER(text)
    try:
        root = loader.get_single_node()
        return _read_root(root, loader, name)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        reason = {"reason": str(error.problem or error.context or "")[:80]}
        return [], [Problem(Message("chains.io.bad_yaml", reason), name, line)]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = {"reason": str(error).splitlines()[0][:80]}
        return [], [Problem(Message("chains.io.bad_yaml", reason), name)]
    finally:
        loader.dispose()


def _read_root(
    root: yaml.Node | None, loader: yaml.SafeLoader, name: str
) -> tuple[Rows, list[Problem]]:
    rows: Rows = []
    problems: list[Problem] = []
    if not isinstance(root, yaml.MappingNode):
        return rows, [Problem(Message("chains.io.no_lists"), name, 1)]
    seen: dict[str, int] = {}
    for key, value in root.value:
        line = key.start_mark.line + 1
        which = list_of(str(key.value))
        if which is None:
            problems.append(_problem("unknown_key", name, line, str(key.value)))
        elif which in seen:
            problems.append(_problem("double_key", name, line, str(key.value)))
        else:
            seen[which] = line
            kind = _KINDS[which]
            rows += [(kind, row) for row in _rows(value, kind, loader, name, problems)]
    if "segments" not in seen:
        problems.append(Problem(Message("chains.io.no_lists"), name, 1))
    return rows, problems


def _rows(
    node: yaml.Node, kind: str, loader: yaml.SafeLoader, name: str, problems: list[Problem]
) -> Iterator[SourceRow]:
    if isinstance(node, yaml.ScalarNode) and kind == "chain" and node.value:
        yield SourceRow(name, node.start_mark.line + 1, {"name": str(node.value)})
        return
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for item in items:
        line = item.start_mark.line + 1
        if isinstance(item, yaml.MappingNode):
            yield SourceRow(name, line, _cells(item, kind, loader, name, problems))
        elif isinstance(item, yaml.ScalarNode) and item.value and kind in ("segment", "chain"):
            yield SourceRow(name, line, {"name": str(item.value)})
        elif not (isinstance(item, yaml.ScalarNode) and not item.value):
            problems.append(_problem("not_an_entry", name, line, kind))


def _cells(
    node: yaml.MappingNode, kind: str, loader: yaml.SafeLoader, name: str, problems: list[Problem]
) -> dict[str, CellValue]:
    cells: dict[str, CellValue] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        key_text = str(key.value)
        if key_text in cells:
            problems.append(_problem("double_key", name, line, key_text))
        elif field_of(key_text, kind) is None:
            problems.append(_problem("unknown_key", name, line, key_text))
        else:
            cells[key_text] = _cell(value, loader)
    return cells


def _cell(node: yaml.Node, loader: yaml.SafeLoader) -> CellValue:
    if isinstance(node, yaml.SequenceNode):
        return tuple(str(item.value) for item in node.value if isinstance(item, yaml.ScalarNode))
    if isinstance(node, yaml.MappingNode):
        return str({str(key.value): str(value.value) for key, value in node.value})
    if node.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:null"):
        value = loader.construct_object(node)
        return value if value is None or isinstance(value, float) else str(node.value)
    return str(node.value)


def _problem(code: str, name: str, line: int, key: str) -> Problem:
    return Problem(Message(f"chains.io.{code}", {"key": key[:40]}), name, line)
