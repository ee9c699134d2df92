"""The measures: defined figures by which bodies are compared."""

from __future__ import annotations

from typing import Literal

import msgspec


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One measure; ``schemas/measures.yaml`` says what each part means."""

    id: str
    title: str
    unit: Literal["pounds", "percent", "number"]
    says: str
    limits: str
    numerator: Literal[
        "amount", "transactions", "largest_suppliers", "withheld", "median_payment", "supplier_types", "by_card"
    ] = "amount"
    denominator: str = "none"
    """``none``, ``amount``, ``transactions`` or the name of a fact about the body."""
    reads: str = "{value}"
    """How a figure reads in a sentence."""
    bodies: tuple[str, ...] = ()
    """Kinds of body for which the denominator means something; all where none is named."""
    not_classes: tuple[str, ...] = ()
    """Classes of these kinds for which it doesn't."""
    least: int = 0
    """The least that the denominator may be."""
    why_not: str = ""
    """Why it means nothing for other bodies, as a clause."""
    fact_title: str = ""
    """What people call the fact; its name where nothing is said."""
    supplier_types: tuple[str, ...] = ()
    """Types of supplier that the numerator counts."""
    kind: Literal["all", "procurement", "non-procurement"] = "all"
    categories: tuple[str, ...] = ()
    count: int = 0
    direction: Literal["neither", "higher", "lower"] = "neither"
    by_category: bool = True

    @property
    def fact(self) -> str | None:
        """Name of the fact about a body that the measure needs."""
        return self.denominator if self.denominator not in ("none", "amount", "transactions") else None

    @property
    def fact_words(self) -> str:
        """What people call the fact that the measure divides by."""
        return self.fact_title or (self.fact or "").replace("_", " ")

    def means_something(self, body_type: str, body_subtype: str) -> bool:
        """Whether the denominator means something for bodies of that kind and class."""
        return (not self.bodies or body_type in self.bodies) and body_subtype not in self.not_classes

    def counts(self, category: str, kind: str) -> bool:
        """Whether the numerator counts a category of that kind."""
        if self.categories:
            return category in self.categories
        return self.kind in ("all", kind)
