"""How publishers say that something is withheld (``schemas/redactions.yaml``).

A phrase counts only where it is the whole cell: ``REDACTIVE PUBLISHING LTD`` is a supplier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import msgspec

Reason = Literal["personal_data", "commercial_confidentiality", "national_security", "legal", "other"]


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern on the whole cell (small letters, words with one blank between them) and the reason that it states."""

    pattern: str
    reason: Reason


class Stead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stand in a supplier's place where it is withheld (``Private individual``), and say nothing of the kind elsewhere."""

    hints: tuple[str, ...]
    phrases: tuple[Phrase, ...]


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: parts of words that a redaction has at least one of, cells that only look like one, phrases in order."""

    hints: tuple[str, ...]
    never: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    in_place_of_supplier: Stead


@dataclass(frozen=True)
class Vocabulary:
    """The phrases, ready to be matched."""

    file: File

    @cached_property
    def _never(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.file.never))

    @cached_property
    def _phrases(self) -> tuple[tuple[re.Pattern[str], Reason], ...]:
        return _compiled(self.file.phrases)

    @cached_property
    def _in_place_of_supplier(self) -> tuple[tuple[re.Pattern[str], Reason], ...]:
        return (*self._phrases, *_compiled(self.file.in_place_of_supplier.phrases))

    def hints(self, *, supplier: bool = False) -> tuple[str, ...]:
        """Parts of words, in small letters: a cell (of a supplier) with none of them is no redaction."""
        return (*self.file.hints, *(self.file.in_place_of_supplier.hints if supplier else ()))

    def reason(self, cell: str | None, *, supplier: bool = False) -> Reason | None:
        """Why the cell says that its value is withheld; None where it says nothing of the kind.

        Args:
            cell: As a publisher writes it.
            supplier: Whether it stands in the place of a supplier.
        """
        lowered = (cell or "").lower()
        if not any(hint in lowered for hint in self.hints(supplier=supplier)):
            return None
        words = " ".join(re.findall(r"[a-z0-9]+", lowered))
        if self._never.fullmatch(words):
            return None
        phrases = self._in_place_of_supplier if supplier else self._phrases
        return next((reason for pattern, reason in phrases if pattern.fullmatch(words)), None)


def _compiled(phrases: tuple[Phrase, ...]) -> tuple[tuple[re.Pattern[str], Reason], ...]:
    return tuple((re.compile(phrase.pattern), phrase.reason) for phrase in phrases)
