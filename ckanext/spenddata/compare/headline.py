"""The answer about a total, in a sentence.

Exampleton spent £1,357 a head in 2025-26, £270 more than the median of its 12 comparable district councils.
"""

from __future__ import annotations

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.likeness import Circumstances, ended, meaningless
from ckanext.spenddata.compare.statistics import Statistics
from ckanext.spenddata.compare.words import apart, short, span_words
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.text import counted


def headline(
    body: Circumstances,
    measure: Measure,
    span: Span,
    value: Fraction | None,
    peers: Statistics | None,
    *,
    whole: bool = True,
) -> str:
    """What a comparison says of the body, with what is missing from it.

    Args:
        body: The body that is compared.
        measure: What is compared.
        span: The months.
        value: The body's figure, in the measure's unit; None where it has none.
        peers: Statistics of the comparable peers; None where there are none.
        whole: Whether the body's own figure is whole; one that lacks a return is not set beside others.
    """
    name, months = body.publisher.name, span_words(span)
    within = "within" if " to " in months else "in"
    when = f"from {months}" if " to " in months else f"in {months}"
    if not body.coverage.returns and ended(body):
        return f"{ended(body)} It owes nothing for {months}."
    if not body.coverage.anything and body.coverage.elsewhere:
        return f"{name} has published a return for {months}, but no payment of it falls {within} {months}."
    if not body.coverage.anything:
        return f"{name} has published nothing for {months}."
    if value is None:
        return f"{name} has no figure for {measure.title.lower()} {when}{_why(body, measure)}."
    said = f"{name} {measure.says.format(value=short(value, measure.unit))} {when}{_missing(body)}"
    if peers is None:
        return f"{said}. There are no comparable figures to set beside it."
    if not whole:
        return f"{said}. That is not its whole figure, so it is not set beside {_peers(body, peers)}."
    return f"{said}, {beside(body, value, peers, measure)}."


def beside(body: Circumstances, value: Fraction, peers: Statistics, measure: Measure) -> str:
    """A figure beside those of the comparable peers: less or more than their median, or than their range."""
    if peers.count == 1:
        return f"{_less_or_more(value, peers.minimum, measure)} the one comparable body"
    if peers.median is not None:
        return f"{_less_or_more(value, peers.median, measure)} {_peers(body, peers)}"
    low, high = short(peers.minimum, measure.unit), short(peers.maximum, measure.unit)
    place = (
        "between the figures of" if peers.minimum <= value <= peers.maximum else _less_or_more_than_all(value, peers)
    )
    return f"{place} its {peers.count} comparable {body.tier.title} ({low} to {high})"


def _why(body: Circumstances, measure: Measure) -> str:
    reason = meaningless(body.publisher, measure)
    if not reason and body.mixed:
        reason = "its amounts are of several kinds, which are never in one sum"
    return f": {reason}" if reason else ""


def _missing(body: Circumstances) -> str:
    coverage = body.coverage
    expected, elsewhere = len(coverage.returns), len(coverage.elsewhere)
    published = coverage.received + elsewhere
    said = [f"{published} of {counted(expected, 'return')} published"] if published < expected or not expected else []
    if elsewhere:
        said.append(f"no payment of {elsewhere} of the returns falls in its own period")
    return f" ({'; '.join(said)})" if said else ""


def _less_or_more(value: Fraction, other: Fraction, measure: Measure) -> str:
    difference = value - other
    if short(abs(difference), measure.unit) == short(Fraction(0), measure.unit):
        return "the same as"
    less = "fewer" if measure.unit == "number" else "less"
    return f"{apart(difference, measure.unit, value)} {'more' if difference > 0 else less} than"


def _less_or_more_than_all(value: Fraction, peers: Statistics) -> str:
    return "more than any of" if value > peers.maximum else "less than any of"


def _peers(body: Circumstances, peers: Statistics) -> str:
    if peers.count == 1:
        return "the one comparable body"
    if peers.median is None:
        return f"its {peers.count} comparable {body.tier.title}"
    return f"the median of its {peers.count} comparable {body.tier.title}"
