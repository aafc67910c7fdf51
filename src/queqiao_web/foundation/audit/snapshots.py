"""What a record looks like before and after, with secrets and personal data left out."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

MASKED = "•••"
"""Stands for a value that the audit may not keep; that it changed is told, not to what."""
_EMPTY: tuple[object, ...] = (None, "", [], {})


def snapshot(record: models.Model) -> dict[str, object]:
    """
    The stored values of a record by field name, as JSON holds them.

    Fields that the model names in ``audit_masked`` come as :data:`MASKED` where they are set;
    those in ``audit_ignored`` are left out.
    """
    masked: frozenset[str] = getattr(record, "audit_masked", frozenset())
    ignored: frozenset[str] = getattr(record, "audit_ignored", frozenset())
    encoder = DjangoJSONEncoder()
    found: dict[str, object] = {}
    for field in record._meta.concrete_fields:
        if field.name in ignored or field.generated:  # what the database derives
            continue
        value = field.value_from_object(record)
        if field.name in masked:
            found[field.name] = value if value in _EMPTY else MASKED
        elif value is None or isinstance(value, bool | int | str | float | list | dict):
            found[field.name] = value
        elif isinstance(field, models.FileField):
            found[field.name] = str(value)
        else:
            found[field.name] = encoder.default(value)
    return found


def changes(
    before: dict[str, object], after: dict[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """Only what differs, before and after."""
    names = [name for name in after if before.get(name) != after[name]]
    return {n: before[n] for n in names if n in before}, {n: after[n] for n in names}
