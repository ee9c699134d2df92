"""Instants as the API gives them."""

from __future__ import annotations

import datetime as dt


def instant(value: dt.datetime | None) -> str | None:
    """An instant in UTC, as the API gives it."""
    return value.astimezone(dt.UTC).isoformat(timespec="seconds") if value else None
