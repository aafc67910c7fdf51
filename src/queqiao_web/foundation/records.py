"""What the tables of most nouns share: a public code, times, a version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import OrderBy
from django.db.models.indexes import IndexExpression
from django.db.models.sql.compiler import SQLCompiler

from queqiao_web.foundation.codes import LENGTH, new_code


class Record(models.Model):
    """
    A record with a public code, the moments of its making and last change, and a version.

    ``version`` grows with every change; a form carries the one it was opened with, so that nobody
    overwrites what they have not seen.
    """

    code = models.CharField(max_length=LENGTH, unique=True, default=new_code, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def in_states(states: Iterable[str]) -> models.GeneratedField:
    """
    A column, kept by the database: 1 where the state is one of these, else 0.

    Lists that show several states at once are read in order through an index on it; through one on
    the state itself, every such row would be sorted for each page. No boolean, since SQLite looks
    up ``= 1`` in an index and a bare truth value not.
    """
    condition = models.Q(state__in=sorted(str(state) for state in states))
    return models.GeneratedField(
        expression=models.Case(models.When(condition, then=1), default=0),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )


class LargestFirst(OrderBy):
    """
    An index's column, largest first and rows without a value last, as lists are ordered.

    SQLite orders them so by itself and refuses to be told in an index.
    """

    def __init__(self, expression: models.F | str) -> None:
        column = models.F(expression) if isinstance(expression, str) else expression
        super().__init__(column, descending=True, nulls_last=True)

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 -- Django's signature
    ) -> tuple[str, Any]:
        """The column without the words that SQLite refuses here."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        return f"{sql} DESC", params


IndexExpression.register_wrappers(LargestFirst, *IndexExpression.wrapper_classes)
