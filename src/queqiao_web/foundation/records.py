"""What the tables of most nouns share: a public code, times, a version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import OrderBy
from django.db.models.indexes import IndexExpression
from django.db.models.sql.compiler import SQLCompiler

from queqiao_web.foundation.codes import LENGTH, DrawnCode, new_code

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class CodeField(_Text):
    """
    A public code, drawn by chance: one that another row has already is drawn again.

    Among 400,000 rows one draw in 1.6 million meets another's code.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- Django's options
        ours = {"max_length": LENGTH, "unique": True, "default": new_code, "editable": False}
        super().__init__(**{**ours, **options})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """To the database it is a text as any other."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ANN401, FBT001 -- Django's call
        """The code to store."""
        code = super().pre_save(model_instance, add)
        if not add or not isinstance(code, DrawnCode):
            return code
        rows = type(model_instance)._base_manager
        while rows.filter(**{self.name: code}).exists():
            code = new_code()
        setattr(model_instance, self.attname, str(code))
        return str(code)


class Record(models.Model):
    """
    A record with a public code, the moments of its making and last change, and a version.

    ``version`` grows with every change; a form carries the one it was opened with, so that nobody
    overwrites what they have not seen.
    """

    code = CodeField()
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
