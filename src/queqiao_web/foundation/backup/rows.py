"""Rows as lines of JSON, the same from SQLite and from PostgreSQL, and back into either."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

# Not kept: made anew by migrations, or of the moment only (sessions, the broker's queue, buckets).
LEFT_OUT = frozenset(
    {
        "auth.permission",
        "contenttypes.contenttype",
        "django_q.ormq",
        "django_q.schedule",
        "django_q.task",
        "foundation.ratebucket",
        "sessions.session",
        "usersessions.usersession",
    }
)
_BATCH = 1_000
Model = type[models.Model]


def kept_models(registry: Apps) -> list[Model]:
    """Every table that a backup holds, by label; relations to what is left out go with it."""
    found = {
        model._meta.label_lower: model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[label] for label in sorted(found) if not _is_left_out(found[label])]


def _is_left_out(model: Model) -> bool:
    if model._meta.label_lower in LEFT_OUT:
        return True
    targets = {
        field.related_model._meta.label_lower
        for field in model._meta.local_concrete_fields
        if field.is_relation and isinstance(field.related_model, type)
    }
    return bool(model._meta.auto_created) and bool(targets & LEFT_OUT)


def lines_of(model: Model) -> Iterator[bytes]:
    """One line for each row, in the order of the keys; the first names the columns."""
    fields = model._meta.local_concrete_fields
    yield _line([field.attname for field in fields])
    rows = model._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
    for row in rows.iterator(chunk_size=_BATCH):
        yield _line([_plain(value) for value in row])


def load_lines(model: Model, lines: Iterable[bytes]) -> int:
    """Put rows into an empty table; how many."""
    found = iter(lines)
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    for field in fields.values():
        if isinstance(field, models.DateField):  # moments as they were, not of the restoring
            field.auto_now = field.auto_now_add = False
    columns = [fields[name] for name in json.loads(next(found))]
    count = 0
    while batch := list(islice(found, _BATCH)):
        rows = [_row(model, columns, json.loads(line)) for line in batch]
        model._base_manager.bulk_create(rows)
        count += len(rows)
    return count


def _row(model: Model, columns: list[models.Field[Any, Any]], values: list[object]) -> models.Model:
    return model(
        **{
            field.attname: _value(field, value)
            for field, value in zip(columns, values, strict=True)
        }
    )


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


def _value(field: models.Field[Any, Any], value: object) -> object:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(str(value))
    target = field.target_field if field.is_relation else field  # type: ignore[attr-defined] # of relations
    return target.to_python(value)


def _line(values: list[object]) -> bytes:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), cls=_Encoder)
    return text.encode() + b"\n"


class _Encoder(DjangoJSONEncoder):
    """Django's, with microseconds kept."""

    def default(self, o: Any) -> Any:  # noqa: ANN401 -- the encoder's call
        if hasattr(o, "isoformat"):
            return o.isoformat()
        return super().default(o)
