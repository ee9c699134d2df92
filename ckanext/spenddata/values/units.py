"""What the amounts of a file may be counted in. Loads nothing, so that the command line can tell it at once."""

from __future__ import annotations

from typing import Literal, get_args

Unit = Literal["pounds", "pence", "hundreds", "thousands", "millions"]
UNITS: tuple[Unit, ...] = get_args(Unit)
