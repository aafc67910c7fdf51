"""
The OpenAPI document of all endpoints.

ninja files the schemas of all apps under their class names and lets the later take the place of
the earlier. Each app has a ``ReturnReason`` of its own, so here the second one of a name gets that
of its tag before it: ``DemandsReturnReason``.
"""

from __future__ import annotations

import json
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

Schema = dict[str, Any]
_REF = "#/components/schemas/"


class Description(OpenAPISchema):
    """The document, every schema under a name of its own."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        self._names: dict[str, str] = {}
        self._tag = ""
        super().__init__(api, path_prefix)

    def operation_details(self, operation: Operation) -> Schema:
        """One operation; its first tag tells apart what is named alike."""
        self._tag = (operation.tags or ["api"])[0].title()
        found: Schema = super().operation_details(operation)
        return found

    def _create_schema_from_model(self, *args: Any, **kwargs: Any) -> tuple[Schema, bool]:  # noqa: ANN401 -- ninja's call
        whole, self.schemas = self.schemas, {}
        schema, is_required = super()._create_schema_from_model(*args, **kwargs)
        return self._filed(schema, whole), is_required

    def _extract_parameters(self, *args: Any, **kwargs: Any) -> list[Schema]:  # noqa: ANN401 -- ninja's call
        whole, self.schemas = self.schemas, {}
        parameters = super()._extract_parameters(*args, **kwargs)
        found: list[Schema] = self._filed(parameters, whole)
        return found

    def _filed(self, schema: Any, whole: Schema) -> Any:  # noqa: ANN401 -- a schema or a list of them
        """File what came with a schema beside the others; the schema with its new names."""
        fresh, self.schemas = self.schemas, whole
        names = {name: self._name_for(name, fresh) for name in fresh}
        for name, definition in fresh.items():
            self.schemas[names[name]] = _renamed(definition, names)
        return _renamed(schema, names)

    def _name_for(self, name: str, fresh: Schema) -> str:
        """The name under which these contents stand, or a free one for them."""
        contents = f"{name}\n{json.dumps(_expanded(fresh[name], fresh), sort_keys=True)}"
        if contents not in self._names:
            taken = set(self._names.values())
            free = name if name not in taken else f"{self._tag}{name}"
            if free in taken:
                raise ValueError(free)
            self._names[contents] = free
        return self._names[contents]


def _renamed(node: Any, names: dict[str, str]) -> Any:  # noqa: ANN401 -- any part of a document
    if isinstance(node, dict):
        return {
            key: _REF + names.get(value.removeprefix(_REF), value.removeprefix(_REF))
            if key == "$ref" and isinstance(value, str)
            else _renamed(value, names)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_renamed(one, names) for one in node]
    return node


def _expanded(node: Any, definitions: Schema) -> Any:  # noqa: ANN401 -- any part of a document
    """With what is referred to in place of the reference, so that equal means the same."""
    if isinstance(node, dict):
        target = str(node.get("$ref", "")).removeprefix(_REF)
        if target in definitions:
            return [target, _expanded(definitions[target], definitions)]
        return {key: _expanded(value, definitions) for key, value in node.items()}
    if isinstance(node, list):
        return [_expanded(one, definitions) for one in node]
    return node
