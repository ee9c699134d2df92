"""The figures of bodies by category, from their totals: each of the body's own regime, each in the measure's unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckanext.spenddata.compare.figures import LargestPayment, LargestSuppliers, Total
from ckanext.spenddata.compare.likeness import Circumstances, meaningless
from ckanext.spenddata.compare.other_figures import ALL, Given
from ckanext.spenddata.compare.statistics import Standing, Statistics
from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.values.exact import Fraction


@dataclass(frozen=True)
class Cell:
    """One body's figures in one row. None: not known; of a body with payments, that its amounts are never in one sum."""

    publisher_id: str
    n: int | None
    """Payments."""
    amount: int | None
    """Their sum, in pence."""
    share: Fraction | None
    """Of all that the body published; None where that is not above 0."""
    value: Fraction | None
    """The measure, in its unit (pounds, per cent or a number)."""


@dataclass(frozen=True)
class Without:
    """A category's figure of the body without its one largest payment, where that is much of it."""

    payment: int
    """The payment, in pence."""
    share: Fraction
    """Its part of the category's sum, 0 to 1."""
    value: Fraction | None
    standing: Standing | None


@dataclass(frozen=True)
class Row:
    """One category, or all of them together."""

    category: str | None
    """None for all."""
    label: str
    kind: str
    cells: tuple[Cell, ...]
    """In the order of the bodies."""
    statistics: Statistics | None
    """Of the comparable peers' values; None where there are none."""
    standing: Standing | None
    """Where the body stands among them; None where its own figures are not whole."""
    without: Without | None = None
    """The body's figure without its one largest payment, where that is much of it."""


def kind_of(categories: Categories, category: str) -> str:
    """``procurement``, or ``non-procurement``; a category that is no longer defined is not said to be bought."""
    known = categories.by_id.get(category)
    return known.kind if known else "non-procurement"


class Cells:
    """Totals by body and category, of each body's own regime, as cells of a measure."""

    def __init__(
        self,
        bodies: Sequence[Circumstances],
        measure: Measure,
        categories: Categories,
        totals: Iterable[Total],
        largest: Iterable[LargestSuppliers] = (),
        withheld: Iterable[Total] = (),
        payments: Iterable[LargestPayment] = (),
        given: Given | None = None,
    ) -> None:
        self._measure = measure
        self._kinds = categories
        self._given = given or {}
        regimes = {body.publisher.publisher_id: body.regime.id for body in bodies}
        self._by_body: dict[str, dict[str, Total]] = {publisher_id: {} for publisher_id in regimes}
        for total in totals:
            if regimes.get(total.publisher_id) == total.regime:
                self._by_body[total.publisher_id][total.category] = total
        self._wholes = {
            publisher_id: sum(total.amount for total in found.values()) for publisher_id, found in self._by_body.items()
        }
        self._suppliers = {
            each.publisher_id: each.amount for each in largest if regimes.get(each.publisher_id) == each.regime
        }
        self._withheld = {each.publisher_id: each for each in withheld if regimes.get(each.publisher_id) == each.regime}
        self._payments: dict[tuple[str, str], int] = {}
        for each in payments:
            if regimes.get(each.publisher_id) == each.regime:
                key = each.publisher_id, each.category
                self._payments[key] = max(each.amount, self._payments.get(key, each.amount))

    def categories(self) -> list[str]:
        """Categories in which any of the bodies has a figure."""
        return sorted({category for totals in self._by_body.values() for category in totals})

    def total(self, body: Circumstances) -> Cell:
        """A body's figures over the categories that the measure counts."""
        publisher_id = body.publisher.publisher_id
        if self._measure.numerator == "withheld":
            found = self._withheld.get(publisher_id)
            return self._cell(body, [found] if found else [])
        own = self._by_body[publisher_id].values()
        counts, kinds = self._measure.counts, self._kinds
        return self._cell(body, [each for each in own if counts(each.category, kind_of(kinds, each.category))])

    def category(self, body: Circumstances, category: str) -> Cell:
        """A body's figures in one category."""
        total = self._by_body[body.publisher.publisher_id].get(category)
        return self._cell(body, [total] if total else [], category, whole=False)

    def largest_payment(self, body: Circumstances, category: str) -> int | None:
        """A body's largest payment in a category, in pence; None where it is not known."""
        return self._payments.get((body.publisher.publisher_id, category))

    def without(self, body: Circumstances, category: str, pence: int) -> Fraction | None:
        """A body's figure in a category as it would be without one payment of that many pence."""
        total = self._by_body[body.publisher.publisher_id][category]
        everything = self._everything(body) - pence
        return self._value(body, total.n - 1, total.amount - pence, everything)

    def withheld_share(self, body: Circumstances) -> Fraction | None:
        """Per cent of a body's spending for which it withholds whom it paid; None where it has published nothing."""
        everything = self._everything(body)
        if not body.coverage.anything or everything <= 0 or body.mixed:
            return None
        found = self._withheld.get(body.publisher.publisher_id)
        return Fraction(found.amount * 100 if found else 0, everything)

    def _everything(self, body: Circumstances) -> int:
        return self._wholes[body.publisher.publisher_id]

    def _cell(self, body: Circumstances, totals: Sequence[Total], category: str = ALL, *, whole: bool = True) -> Cell:
        publisher_id = body.publisher.publisher_id
        if not body.coverage.anything:
            return Cell(publisher_id, None, None, None, None)
        n, amount = sum(total.n for total in totals), sum(total.amount for total in totals)
        everything = self._everything(body)
        value = self._value(body, n, amount, everything, category) if whole or self._measure.by_category else None
        if body.mixed:
            counted = self._measure.numerator == "transactions" and self._measure.denominator != "amount"
            return Cell(publisher_id, n, None, None, value if counted else None)
        return Cell(publisher_id, n, amount, Fraction(amount, everything) if everything > 0 else None, value)

    def _value(self, body: Circumstances, n: int, amount: int, everything: int, category: str = ALL) -> Fraction | None:
        """The measure of some figures, in its unit."""
        measure, publisher_id = self._measure, body.publisher.publisher_id
        match measure.numerator:
            case "amount" | "withheld":
                numerator: int | Fraction | None = amount
            case "transactions":
                numerator = n
            case "largest_suppliers":
                numerator = self._suppliers.get(publisher_id)
            case _:
                numerator = self._given.get((publisher_id, category))
        if numerator is None or meaningless(body.publisher, measure):
            return None
        match measure.denominator:
            case "none":
                denominator: int | Fraction = 1
            case "amount":
                denominator = everything
            case "transactions":
                denominator = n
            case _:
                fact = body.publisher.fact(measure.fact) if measure.fact else None
                denominator = Fraction(fact.value) if fact else 0
        if denominator <= 0:
            return None
        return Fraction(numerator) * _SCALE[measure.unit] / denominator


_SCALE: Mapping[str, Fraction] = {"pounds": Fraction(1, 100), "percent": Fraction(100), "number": Fraction(1)}
"""From pence to pounds, from a ratio to per cent."""
