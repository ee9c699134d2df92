"""What totals can be set out by: each dimension is a property of one part of a total's key (body, duty, month, category, supplier).

A new one is a line of ``DIMENSIONS``. Nothing is a dimension that totals don't hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.definitions.categories import Category
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.values.periods import financial_year
from ckanext.spenddata.values.text import N_

_APRIL = 4


class Part(StrEnum):
    """The parts of a total's key."""

    BODY = "publisher_id"
    DUTY = "regime"
    MONTH = "month"
    CATEGORY = "category"
    SUPPLIER = "supplier_id"
    FILED = "filed"
    """A body under a duty, and what VAT its amounts include: three values of a key, the last blank where the duty tells it."""


@dataclass(frozen=True)
class Known:
    """What the parts of a key stand for."""

    bodies: Mapping[str, Publisher]
    regimes: Mapping[str, Regime]
    categories: Mapping[str, Category]
    bases: Mapping[tuple[str, str], str]
    """(publisher, regime) → the VAT treatment of all that it published; those of several kinds aren't there."""
    suppliers: Mapping[str, str] = field(default_factory=dict)
    """Names of those that a table shows."""


@dataclass(frozen=True)
class Dimension:
    """One thing to set totals out by."""

    id: str
    title: str
    part: Part
    read: Callable[[Known, str], str]
    """From the part's value to the dimension's; empty where it is not known."""
    adds_up: bool = True
    """False where its values are never in one sum."""

    @property
    def in_time(self) -> bool:
        """Whether its values follow each other."""
        return self.part is Part.MONTH


def _of_body(name: str) -> Callable[[Known, str], str]:
    """A field of the body."""

    def read(known: Known, publisher_id: str) -> str:
        body = known.bodies.get(publisher_id)
        return getattr(body, name) if body else ""

    return read


def _quarter(_known: Known, month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def _fiscal_year(_known: Known, month: str) -> str:
    return financial_year(int(month[:4]) - (int(month[5:]) < _APRIL))


def _calendar_year(_known: Known, month: str) -> str:
    return month[:4]


def _itself(_known: Known, value: str) -> str:
    return value


def _group(known: Known, category: str) -> str:
    found = known.categories.get(category)
    return found.kind if found else ""


def _method(known: Known, regime: str) -> str:
    found = known.regimes.get(regime)
    return "card" if found and found.card else "invoice"


DIMENSIONS: Mapping[str, Dimension] = MappingProxyType(
    {
        each.id: each
        for each in (
            Dimension("category", N_("Category"), Part.CATEGORY, _itself),
            Dimension("category_group", N_("Group of categories"), Part.CATEGORY, _group),
            Dimension("supplier", N_("Supplier"), Part.SUPPLIER, _itself),
            Dimension("publisher", N_("Public body"), Part.BODY, _itself),
            Dimension("body_type", N_("Kind of body"), Part.BODY, _of_body("body_type")),
            Dimension("body_subtype", N_("Tier or class of body"), Part.BODY, _of_body("body_subtype")),
            Dimension("region", N_("Region"), Part.BODY, _of_body("region")),
            Dimension("month", N_("Month"), Part.MONTH, _itself),
            Dimension("quarter", N_("Quarter"), Part.MONTH, _quarter),
            Dimension("financial_year", N_("Financial year"), Part.MONTH, _fiscal_year),
            Dimension("calendar_year", N_("Calendar year"), Part.MONTH, _calendar_year),
            Dimension("regime", N_("Duty to publish"), Part.DUTY, _itself),
            Dimension("payment_method", N_("Invoice or card"), Part.DUTY, _method, adds_up=False),
            Dimension("amount_basis", N_("With or without VAT"), Part.FILED, _itself, adds_up=False),
        )
    }
)


def months_of(dimension: Dimension, value: str, span: Span, known: Known) -> Span:
    """The months of a span that a value in time stands for: less than a whole quarter or year at its ends."""
    found = [month for month in span.months if dimension.read(known, month) == value]
    return Span(found[0], found[-1])
