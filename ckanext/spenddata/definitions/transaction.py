"""The common spend Table Schema (frictionless Table Schema v1), as typed values."""

from __future__ import annotations

from typing import Any

import msgspec


class Constraints(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Constraints of one field, in Table Schema's words."""

    required: bool = False
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    minimum: str | float | int | None = None
    maximum: str | float | int | None = None


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """One canonical field."""

    name: str
    title: str
    type: str
    description: str = ""
    format: str | None = None
    constraints: Constraints = Constraints()


class TableSchema(msgspec.Struct, frozen=True, rename={"missing_values": "missingValues"}):
    """The schema: fields in the order of the canonical CSV, and what counts as a blank cell."""

    name: str
    title: str
    fields: tuple[Field, ...]
    missing_values: tuple[str, ...] = ("",)

    def field(self, name: str) -> Field:
        """The field called ``name``; KeyError where the schema has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(field.name for field in self.fields)

    def followed_by(self, other: TableSchema) -> TableSchema:
        """The fields of this one, and behind them those of another, under its name."""
        return TableSchema(other.name, other.title, self.fields + other.fields, self.missing_values)

    def descriptor(self) -> dict[str, Any]:
        """The schema as a frictionless descriptor."""
        return msgspec.json.decode(msgspec.json.encode(self))
