"""The shapes that inputs, outputs and errors of the API are made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.db.models import Model
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Version = Annotated[
    int, Field(ge=1, description="Grows with every change; send it back in If-Match")
]


class Input(BaseModel):
    """What a client sends: unknown fields are refused, and so is what no database can hold."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _has_no_null_sign(cls, values: Any) -> Any:  # noqa: ANN401 -- whatever was sent
        if _holds_null_sign(values):
            raise PydanticCustomError("null_sign", "texts may not hold U+0000")
        return values


class Output(BaseModel):
    """What a client gets."""

    model_config = ConfigDict(from_attributes=True)


class Owner(Output):
    """An organization by its code and name."""

    code: str
    name: str

    @classmethod
    def of(cls, row: Any) -> Owner:  # noqa: ANN401 -- an organization, which the foundation does not know
        """An organization's row."""
        return cls(code=row.code, name=row.name)


class ProblemOut(Output):
    """One thing wrong with an input."""

    field: str = Field(description="Where: a field of the body, a parameter, or empty")
    code: str = Field(description="For programs")
    message: str = Field(description="For people, in the language of Accept-Language")


class ErrorOut(Output):
    """What went wrong."""

    code: str
    message: str
    problems: list[ProblemOut]
    request: str = Field(description="Finds the request in the log")


class ErrorBody(Output):
    """The one shape of all errors."""

    error: ErrorOut


def given_in(body: Input) -> dict[str, Any]:
    """What a client wrote into the body, and nothing that it left out."""
    return {name: getattr(body, name) for name in body.model_fields_set}


def taken_from(row: Model, shape: type[BaseModel], *besides: str) -> dict[str, Any]:
    """The values of a row for the fields of a shape that have the names of its columns."""
    columns = {field.name for field in row._meta.concrete_fields if not field.is_relation}
    return {
        name: getattr(row, name)
        for name in shape.model_fields
        if name in columns and name not in besides
    }


def _holds_null_sign(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping):
        return any(_holds_null_sign(one) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple):
        return any(_holds_null_sign(one) for one in value)
    return False
