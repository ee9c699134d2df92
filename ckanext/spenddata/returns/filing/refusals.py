"""What is refused at the door: seen from size and content without parsing, before anything is stored."""

from __future__ import annotations

from pathlib import Path

from ckanext.spenddata.intake.reading import Refusal
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.sniff import TABLES, sniff


class RefusedError(Exception):
    """A file is not taken; nothing of what was sent with it was kept."""

    def __init__(self, name: str, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(f"{name}: {refusal.message} {refusal.remedy}")

    @classmethod
    def of(cls, name: str, code: str, **details: str) -> RefusedError:
        """The refusal ``code`` of the file ``name``."""
        return cls(name, refuse(code, **details).refusal)


def refuse_at_the_door(name: str, path: Path) -> None:
    """Refuse a file that is empty, locked, damaged, or plainly no table.

    Raises:
        RefusedError: It is one of these.
    """
    found = sniff(path)
    if found not in TABLES:
        raise RefusedError.of(name, found, format=path.suffix or "spreadsheet")
