"""Every order of withdrawal or erasure, a line each, in a file that no restore takes back.

A backup holds what was taken back after it was made. Its restore reads this file, and carries out again what the databases of the backup
know nothing of. A line says when, which return and which places; never what stood there.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ckanext.spenddata import config
from ckanext.spenddata.model import Removal

PRIVATE = 0o600


class RecordError(Exception):
    """The record can't be read."""


@dataclass(frozen=True)
class Noted:
    """An order, as it was written down."""

    id: str
    reference: str
    """Of the return."""
    scope: str
    why: str
    ordered: str
    """When, in UTC."""
    ordered_by: str | None
    plan: list[dict[str, Any]]


def note(order: Removal) -> None:
    """Append an order; one that is there twice is one order.

    Raises:
        OSError: The record can't be written.
    """
    noted = Noted(
        order.id,
        order.spend_return.reference,
        order.scope,
        order.why,
        order.ordered.astimezone(dt.UTC).isoformat(),
        order.ordered_by,
        list(order.plan),
    )
    path = config.removals_record()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE)
    try:
        # Begins a line of its own, also after one that was cut short.
        os.write(descriptor, b"\n" + json.dumps(asdict(noted), sort_keys=True).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> list[Noted]:
    """The orders of a record, the oldest first, each once.

    Raises:
        RecordError: A line is not an order.
        OSError: There is no such file.
    """
    found = {noted.id: noted for noted in _lines(path)}
    return sorted(found.values(), key=lambda noted: (noted.ordered, noted.id))


def _lines(path: Path) -> Iterator[Noted]:
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield Noted(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise RecordError(f"Line {number} of {path} is not an order of withdrawal or erasure ({error}).") from error
