"""Dimensions and measures of tables of totals, in words, and what each of their values is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.dimensions import DIMENSIONS, Dimension, Known, Part, months_of
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.prices import Prices
from ckanext.spenddata.compare.words import span_words
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.logic.refusals import known_one, refused
from ckanext.spenddata.values.periods import Period
from ckanext.spenddata.values.text import N_, capital
from ckanext.spenddata.values.vat import MIXED, WORDS

MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "amount": N_("Value, in pounds"),
        "payments": N_("Number of payments"),
        "share": N_("Share of the column"),
        "average": N_("Average payment"),
    }
)


def dimensions() -> dict[str, str]:
    """What a table can be set out by, and what it is called."""
    return {each.id: tk._(each.title) for each in DIMENSIONS.values()}


def measures(definitions: Definitions) -> dict[str, str]:
    """What a cell can hold, and what it is called."""
    own = {name: tk._(title) for name, title in MEASURES.items()}
    return own | {each.id: each.title for each in definitions.measures.values() if _of_payments_or_bodies(each)}


def _of_payments_or_bodies(measure: Measure) -> bool:
    """Whether a measure of comparisons is one of tables, too: a sum by a figure about the body, or the median payment."""
    whole = measure.kind == "all" and not measure.categories
    return measure.numerator == "median_payment" or bool(measure.fact and measure.numerator == "amount" and whole)


def dimension(field: str, name: str) -> Dimension:
    """The dimension of a name.

    Raises:
        ValidationError: There is none; said of ``field``.
    """
    known_one(field, tk._("dimension"), name, dimensions())
    return DIMENSIONS[name]


def prices(definitions: Definitions, year: str | None, span: Span) -> Prices | None:
    """In which year's prices amounts are told; None as they were paid.

    Raises:
        ValidationError: No series of prices is there, or it lacks a year.
    """
    if not year:
        return None
    series = definitions.deflator
    if series is None:
        raise refused("prices", tk._("This portal has no series of prices, so amounts are given as they were paid."))
    known_one("prices", tk._("financial year with known prices"), year, dict.fromkeys(series.years, ""))
    if lacks := series.lacks(span.months):
        words = tk._("The {series} is not known for {years}. Ask for other months.")
        raise refused("prices", words.format(series=series.title, years=", ".join(lacks)))
    return Prices(series, year)


def bases() -> dict[str, str]:
    """What amounts can be with regard to VAT, as headings."""
    return {basis: capital(tk._(words)) for basis, words in WORDS.items() if basis != MIXED}


def _label(axis: Dimension, value: str, span: Span, known: Known) -> str:
    """What a value of a dimension is called."""
    if axis.part is Part.MONTH:
        return _time(axis, value, span, known)
    words = _WORDS.get(axis.id)
    return (words(known, value) if words else value) or tk._("Not said")


def _time(axis: Dimension, value: str, span: Span, known: Known) -> str:
    """A year by its name; where only some of its months are asked for, these too."""
    months = months_of(axis, value, span, known)
    if axis.id in ("month", "quarter"):
        return span_words(months)
    whole = Period.of(months.start, "year") if axis.id == "financial_year" else None
    first, last = (
        (Span.of(whole.start, whole.end).months[i] for i in (0, -1)) if whole else (f"{value}-01", f"{value}-12")
    )
    return value if (months.first, months.last) == (first, last) else f"{value} ({span_words(months)})"


def _supplier(known: Known, value: str) -> str:
    return known.suppliers.get(value, value) if value else tk._("Not named, withheld or erased")


def _publisher(known: Known, value: str) -> str:
    body = known.bodies.get(value)
    return body.name if body else value


def _category(known: Known, value: str) -> str:
    found = known.categories.get(value)
    return found.label if found else value


def _regime(known: Known, value: str) -> str:
    found = known.regimes.get(value)
    return found.title if found else value


def _group(_known: Known, value: str) -> str:
    return {
        "procurement": tk._("Goods, works and services"),
        "non-procurement": tk._("Payments that buy nothing, and what is not classified"),
    }.get(value, value)


def _method(_known: Known, value: str) -> str:
    return {"card": tk._("Payments by card"), "invoice": tk._("Payments by invoice")}[value]


def _basis(_known: Known, value: str) -> str:
    return bases().get(value, value)


_WORDS: Mapping[str, Callable[[Known, str], str]] = MappingProxyType(
    {
        "supplier": _supplier,
        "publisher": _publisher,
        "category": _category,
        "category_group": _group,
        "regime": _regime,
        "payment_method": _method,
        "amount_basis": _basis,
        "body_type": lambda _known, value: capital(value),
    }
)


def labels(axis: Dimension, values: Iterable[str], span: Span, known: Known) -> dict[str, str]:
    """What the values of a dimension are called."""
    return {value: _label(axis, value, span, known) for value in values}
