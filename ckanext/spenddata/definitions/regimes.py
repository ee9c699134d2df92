"""The regimes: which duty a return answers. All policy, none of it code."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec
import yaml


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Above which amount a transaction falls under the duty, and on which amount that is tested."""

    amount: Decimal
    tested_on: Literal["gross", "net"]
    recommended: Decimal | None = None


class Basis(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a duty or rule comes from."""

    text: str
    url: str


class Due(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a return is due, counted from the end of its period."""

    kind: Literal["last_working_day_of_month", "working_day", "days", "months"]
    count: int = 1
    """The nth following month, the nth working day of the following month, or a number of days or months."""


class Regime(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One regime."""

    id: str
    title: str
    body_types: tuple[str, ...]
    cadence: Literal["month", "quarter", "year"]
    due: Due
    required: tuple[str, ...]
    """Canonical fields that the regime requires, beside those the Table Schema requires."""
    basis: Basis
    threshold: Threshold | None = None
    """None where every transaction falls under the duty."""
    card: bool = False
    """True where the regime is about payment cards."""
    statutory: bool = False
    severities: dict[str, Literal["error", "warning", "off"]] = {}
    """Rule id → severity, where the regime differs from the rule."""


def read(path: Path) -> Mapping[str, Regime]:
    """Read the regimes; ``msgspec.ValidationError`` names what is wrong."""
    regimes = msgspec.convert(yaml.safe_load(path.read_bytes()), type=list[Regime], strict=False)
    return {regime.id: regime for regime in regimes}
