"""Truth values: yes and no in the words that publishers write."""

from __future__ import annotations

from typing import NamedTuple

from ckanext.spenddata.values import text
from ckanext.spenddata.values.faults import Fault

YES, NO = frozenset({"true", "yes", "y", "t"}), frozenset({"false", "no", "n", "f"})
"""What says so wherever it stands; 1 and 0 may be numbers."""
_TRUE, _FALSE = YES | {"1"}, NO | {"0"}


class Truth(NamedTuple):
    """The meaning of one cell; all None where it is blank."""

    value: bool | None
    fault: Fault | None = None
    form: str | None = None


def read(cell: str | None) -> Truth:
    """What ``cell`` says. ``form`` is ``words`` where it is not ``true`` or ``false``."""
    word = text.trimmed(cell or "").lower()
    if not word or text.is_dash(word):
        return Truth(None)
    if word in _TRUE or word in _FALSE:
        return Truth(word in _TRUE, None, None if word in {"true", "false"} else "words")
    if text.is_spreadsheet_error(word):
        return Truth(None, Fault.SPREADSHEET_ERROR)
    return Truth(None, Fault.UNREADABLE)
