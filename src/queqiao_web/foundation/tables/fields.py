"""Form fields that read what somebody types as the cells of a table are read."""

# ruff: noqa: ANN401 -- Django fields take anything
from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from queqiao_web.foundation.tables.cells import CellError, Reader, price, words

_WAN = Decimal(10_000)


class ReadField(forms.CharField):
    """A line that a cell reader reads; gives its value, ``None`` where nothing is stated."""

    def __init__(self, *, read: Reader, unit: Decimal | None = None, **kwargs: Any) -> None:
        self.read, self.unit = read, unit
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The value."""
        text = super().clean(value)
        try:
            return self.read(text, self.unit)
        except CellError as error:
            raise ValidationError(error.text, code=error.code) from None


class PriceField(ReadField):
    """An amount of money; a bare number counts 万元. Gives yuan."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read=price, unit=_WAN, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The amount in 万元."""
        return f"{(value / _WAN).normalize():f}" if isinstance(value, Decimal) else value


class WordsField(ReadField):
    """Several words in one line. Gives a tuple of them."""

    def __init__(self, *, most: int = 20, **kwargs: Any) -> None:
        super().__init__(read=words(most), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The words in one line."""
        return "、".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """The words, each once."""
        return tuple(super().clean(value) or ())
