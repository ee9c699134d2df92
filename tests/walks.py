"""A walk through the house: which rooms a piece of work enters as it runs, and how often a room calls back up.

`with Walk() as walk: …` notes every call of the package in this thread. A room is a folder or module below ``ckanext/spenddata``; it
stands on the floor that the import-linter's contract gives it (``pyproject.toml``). A call that goes from a room to one on a floor above
it is a turn back: imports can't show it, since what is called was handed down.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ckanext/spenddata"


@cache
def floors() -> dict[str, int]:
    """Room → floor, the ground being 0."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [layers] = [each["layers"] for each in contracts if each["name"] == "Rooms import downwards only"]
    return {room: floor for floor, layer in enumerate(reversed(layers)) for room in re.findall(r"\w+", layer)}


@dataclass
class Walk:
    """What was entered, in order."""

    rooms: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    turns: Counter[str] = field(default_factory=Counter)
    """``lower → upper`` → how many calls went so."""

    def __enter__(self) -> Walk:
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event != "call" or frame.f_code.co_name == "<module>":
            return
        module = _module(frame.f_code.co_filename)
        if module is None:
            return
        room = module.split("/")[0]
        if module not in self.modules:
            self.modules.append(module)
        if room not in self.rooms:
            self.rooms.append(room)
        above = frame.f_back
        caller = _module(above.f_code.co_filename) if above else None
        lower = caller.split("/")[0] if caller else room
        if floors().get(room, 0) > floors().get(lower, 0):
            self.turns[f"{lower} → {room}"] += 1

    def line(self, name: str) -> str:
        """The walk as a line of the table in ``docs/architecture.md``, the rooms from the top floor down."""
        rooms = sorted(self.rooms, key=lambda room: (-floors().get(room, 0), room))
        return f"| {name} | {', '.join(rooms)} | {', '.join(sorted(self.turns)) or 'none'} |"


@cache
def _module(file: str) -> str | None:
    path = Path(file)
    return str(path.relative_to(PACKAGE).with_suffix("")) if path.is_relative_to(PACKAGE) else None
