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


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: parts of words that a redaction has at least one of, cells that only look like one, phrases in order."""

    hints: tuple[str, ...]
    never: tuple[str, ...]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The phrases, ready to be matched."""

    file: File

    @cached_property
    def _never(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.file.never))

    @cached_property
    def _phrases(self) -> tuple[tuple[re.Pattern[str], Reason], ...]:
        return tuple((re.compile(phrase.pattern), phrase.reason) for phrase in self.file.phrases)

    @property
    def hints(self) -> tuple[str, ...]:
        """Parts of words, in small letters: a cell with none of them is no redaction."""
        return self.file.hints

    def reason(self, cell: str | None) -> Reason | None:
        """Why the cell says that its value is withheld; None where it says nothing of the kind."""
        lowered = (cell or "").lower()
        if not any(hint in lowered for hint in self.hints):
            return None
        words = " ".join(re.findall(r"[a-z0-9]+", lowered))
        if self._never.fullmatch(words):
            return None
        return next((reason for pattern, reason in self._phrases if pattern.fullmatch(words)), None)
