"""The measure of a table of totals: whether it can be told of what is asked, what it divides by, and what it rests on, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare import cell_values
from ckanext.spenddata.compare.cell_values import Place, Value
from ckanext.spenddata.compare.crosstab import Crosstab
from ckanext.spenddata.compare.dimensions import Part
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.logic import dimensions
from ckanext.spenddata.logic.exploring import Question, Scope
from ckanext.spenddata.logic.refusals import refused

MOST_PAYMENTS = {"suppliers": 500_000, "median": 100_000}
"""As many payments may stand behind a table by supplier, whose totals are nearly as many, and behind medians, which read each."""


@dataclass(frozen=True)
class Measuring:
    """How each figure of a table is made."""

    divisors: Mapping[str, Any] | None
    """What each row's sum is divided by to tell which are the largest; None where they are told by value."""
    value: Callable[[Crosstab], Value]
    told: Mapping[str, Any]
    """The measure in the answer: ``id``, ``title``, ``unit``, ``limits``, ``divided_by``."""


def measuring(definitions: Definitions, database: Connection, asked: Question, among: Scope) -> Measuring:
    """How the figures that are asked for are made.

    Raises:
        ValidationError: They can't be told of so many payments, or of several bodies together; the message says what would do.
    """
    measure = None if asked.measure in dimensions.MEASURES else definitions.measures[asked.measure]
    by_supplier = asked.rows.part is Part.SUPPLIER
    of_payments = measure is not None and measure.numerator == "median_payment"
    if asked.prices and (by_supplier or of_payments):
        words = tk._("Suppliers and median payments are given as they were paid. Leave out the prices.")
        raise refused("prices", words)
    for field, limited in (("median", of_payments), ("suppliers", by_supplier)):
        if limited:
            _few_enough(database, asked, among, field)
    told = {"id": asked.measure, "title": dimensions.measures(definitions)[asked.measure], "divided_by": None}
    if measure is None:
        unit = {"payments": "number", "share": "percent"}.get(asked.measure, "pounds")
        return Measuring(None, lambda _: cell_values.of_sums(asked.measure), {**told, "unit": unit, "limits": None})
    told |= {"unit": measure.unit, "limits": measure.limits}
    if of_payments:

        def medians(table: Crosstab) -> Value:
            amounts = among.amounts(database, asked)
            return cell_values.median(cell_values.medians((asked.rows, asked.columns), among.known, amounts, table))

        return Measuring(None, medians, told)
    body_of = _body_of(asked, measure.title)
    published = {publisher_id for (publisher_id, _), each in among.months.items() if each.published}
    bodies = [among.known.bodies[publisher_id] for publisher_id in sorted(published & among.known.bodies.keys())]
    divisors, why_not = cell_values.divisors(bodies, measure)
    facts = {body.publisher_id: fact for body in bodies if (fact := body.fact(measure.denominator))}
    divided_by = {
        "fact": measure.denominator,
        "title": measure.fact_words,
        "bodies": [
            {"publisher_id": id_, "name": among.known.bodies[id_].name, "value": facts[id_].value}
            | {"year": facts[id_].year, "source": facts[id_].source}
            for id_ in divisors
        ],
        "without": [
            {"publisher_id": id_, "name": among.known.bodies[id_].name, "why": why} for id_, why in why_not.items()
        ],
    }
    return Measuring(
        divisors if asked.rows.id == "publisher" else None,
        lambda _: cell_values.divided(divisors, body_of),
        told | {"divided_by": divided_by},
    )


def _body_of(asked: Question, title: str) -> Callable[[Place], str]:
    """Whose figure a cell is: people of several bodies' areas would be counted twice, so no sum of several is divided."""
    if asked.rows.id == "publisher":
        return lambda place: place[0]
    if asked.columns and asked.columns.id == "publisher":
        return lambda place: place[1]
    if asked.bodies is not None and len(asked.bodies) == 1:
        [body] = asked.bodies
        return lambda _: body
    words = tk._("“{measure}” is of one public body at a time. Set the table out by public body, or choose one.")
    raise refused("measure", words.format(measure=title))


def _few_enough(database: Connection, asked: Question, among: Scope, what: str) -> None:
    n, most = sum(n for _, n, _ in among.sums(database, asked, [Part.DUTY], None)), MOST_PAYMENTS[what]
    if n <= most:
        return
    field, words = (
        (
            "measure",
            tk._(
                "The median needs every payment, so it can be worked out for up to {most} at a time; there are {n} here."
            ),
        )
        if what == "median"
        else ("rows", tk._("Suppliers can be counted for up to {most} payments at a time; there are {n} here."))
    )
    more = tk._("Choose a public body, a category or fewer months.")
    raise refused(field, f"{words.format(most=f'{most:,}', n=f'{n:,}')} {more}")
