"""What is asked of a table of totals, and which bodies and duties can answer it: one kind of amounts, never two in one sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare import published_months
from ckanext.spenddata.compare.crosstab import Filed
from ckanext.spenddata.compare.dimensions import Dimension, Known, Part
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.prices import Prices
from ckanext.spenddata.compare.published_months import Duty, Months
from ckanext.spenddata.compare.same_payments import counted_elsewhere
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.ledger import explore_read
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.ledger.explore_read import Asked
from ckanext.spenddata.logic import dimensions
from ckanext.spenddata.logic.explored_kinds import counted, held_of_each, of_other_kinds
from ckanext.spenddata.logic.filters import known_values, publisher_ids
from ckanext.spenddata.logic.markets import usual_span
from ckanext.spenddata.logic.refusals import known_one, refused
from ckanext.spenddata.logic.spans_asked import span_asked
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.values.vat import UNKNOWN


@dataclass(frozen=True)
class Question:
    """What is asked, checked."""

    rows: Dimension
    columns: Dimension | None
    measure: str
    """Of sums, or the id of one of ``measures``."""
    span: Span
    regimes: tuple[str, ...]
    card: bool | None
    """None where cards and invoices are set out side by side."""
    bodies: frozenset[str] | None
    """None for all."""
    categories: tuple[str, ...] | None
    """None for all."""
    prices: Prices | None
    """In the prices of which year amounts are told; None as they were paid."""
    complete: bool
    """Whether only bodies with every return are asked for: only among these is a change over time one."""

    @property
    def axes(self) -> tuple[Dimension, ...]:
        """Rows and columns."""
        return (self.rows,) if self.columns is None else (self.rows, self.columns)

    @property
    def tells_bases_apart(self) -> bool:
        """Whether amounts with and without VAT are set out side by side."""
        return any(axis.part is Part.FILED for axis in self.axes)


@dataclass(frozen=True)
class Scope:
    """The bodies and duties whose totals are in the table."""

    known: Known
    basis: str | None
    """The VAT treatment of all that is summed; None where they are told apart."""
    bases: Mapping[str, Mapping[str, int]]
    """VAT treatment → ``bodies``, ``returns`` and ``payments`` of the returns of these months, that with most payments first."""
    filed: tuple[Duty, ...]
    """Whose totals are summed."""
    several: tuple[Duty, ...]
    """More, whose amounts are of several kinds: of these only the payments of one are summed, or each kind by itself."""
    foreign: int
    """Payments in other currencies, which are in no sum."""
    held: Mapping[Filed, Months]
    """What is published and missing, of each body, duty and kind of amounts that the table tells apart."""
    months: Mapping[Duty, Months]
    """What these have published and what they lack, and what those lack of whom nothing is published."""
    left_out: int
    elsewhere: frozenset[Duty]
    """Whose payments are counted under another duty of the same body."""
    incomplete: Mapping[Duty, Months]
    """Who is not in the table, since something that is due is not published, where only bodies with every return are asked for."""

    def suppliers(self, database: Connection, asked: Question, most: int):  # noqa: ANN201
        """Their totals by supplier, the largest, and by columns (``explore_read.by_supplier``)."""
        return explore_read.by_supplier(database, self._of_axes(asked), most)

    def amounts(self, database: Connection, asked: Question):  # noqa: ANN201
        """All their payments, by rows and columns (``explore_read.amounts``)."""
        return explore_read.amounts(database, self._of_axes(asked))

    def sums(self, database: Connection, asked: Question, parts: Sequence[Part], categories: Iterable[str] | None):  # noqa: ANN201
        """Their totals by parts of the key (``explore_read.sums``)."""
        which = asked.categories if categories is None else tuple(categories)
        if asked.prices is None:
            return explore_read.sums(database, self._asked(asked, which, parts))
        by_month = explore_read.sums(database, self._asked(asked, which, [*parts, Part.MONTH]))
        return asked.prices.told(by_month, asked.span.months)

    def _of_axes(self, asked: Question) -> Asked:
        return self._asked(asked, asked.categories, [axis.part for axis in asked.axes])

    def _asked(self, asked: Question, categories: tuple[str, ...] | None, parts: Sequence[Part]) -> Asked:
        return Asked(asked.span, self.filed, categories, parts, self.several, self.basis)


def question(
    definitions: Definitions, database: Connection, asked: Mapping[str, Any], today: date
) -> tuple[Question, dict[str, Publisher]]:
    """What is asked, with every body of the portal.

    Raises:
        ValidationError: A name is not known, or the question would add up what can't be.
    """
    rows = dimensions.dimension("rows", asked["rows"])
    columns = dimensions.dimension("columns", asked["columns"]) if asked.get("columns") else None
    if columns is rows:
        raise refused("columns", tk._("Rows and columns are the same. Choose two, or no columns."))
    measure = asked["measure"]
    known_one("measure", tk._("measure"), measure, dimensions.measures(definitions))
    if measure == "share" and not rows.adds_up:
        words = tk._("These rows are never in one sum, so there is nothing that they could be a share of.")
        raise refused("measure", words)
    if columns and columns.part is Part.SUPPLIER:
        raise refused("columns", tk._("Suppliers are too many for columns. Set them out as rows."))
    known_values({name: asked.get(name) for name in ("body_type", "body_subtype", "region", "category", "regime")})
    bodies = {body.publisher.publisher_id: body.publisher for body in publishers.every()}
    regimes, card = _regimes(definitions, asked, apart=any(a.id == "payment_method" for a in (rows, columns) if a))
    span = span_asked(asked, lambda: usual_span(definitions, database, today))
    found = Question(
        rows,
        columns,
        measure,
        span,
        regimes,
        card,
        _bodies(asked, bodies),
        _categories(definitions, asked),
        dimensions.prices(definitions, asked.get("prices"), span),
        bool(asked["complete"]),
    )
    return found, bodies


def scope(
    definitions: Definitions,
    database: Connection,
    asked: Question,
    bodies: Mapping[str, Publisher],
    basis: str | None,
    today: date,
) -> Scope:
    """Who can answer.

    Raises:
        ValidationError: Nobody's amounts are on the VAT treatment ``basis``.
    """
    every = explore_read.filed(database, asked.span, asked.regimes, asked.bodies)
    elsewhere = counted_elsewhere(
        (((each.publisher_id, each.regime), each.start, each.end) for each in every if each.n), definitions.regimes
    )
    filed = [each for each in every if (each.publisher_id, each.regime) not in elsewhere]
    # Whoever published something has a treatment, whatever its return is about: it can hold payments of other months.
    treated = explore_read.kinds(database, asked.regimes, asked.span, asked.bodies, asked.categories)
    several = {duty: of for duty, of in treated.several.items() if duty not in elsewhere}
    of_duty = {**{(each.publisher_id, each.regime): "" for each in filed}, **treated.one}
    of_duty = {duty: of for duty, of in of_duty.items() if duty not in elsewhere and duty not in several}
    counts = counted(filed, of_duty, several)
    chosen = None if asked.tells_bases_apart else _basis(basis, [*counts, *of_duty.values()])
    apart = {duty: [kind for kind in of if chosen in (None, kind)] for duty, of in several.items()}
    apart = {duty: kinds for duty, kinds in apart.items() if kinds}
    inside = {duty for duty, each in of_duty.items() if chosen is None or each in (chosen, "")} | apart.keys()
    held = published_months.published(
        (((each.publisher_id, each.regime), each.start, each.end) for each in filed if each.inside or not each.n),
        asked.span,
    )
    answered = of_duty.keys() | several.keys() | elsewhere
    silent = {
        (body.publisher_id, regime)
        for body in bodies.values()
        if asked.bodies is None or body.publisher_id in asked.bodies
        for regime in body.regimes
        if regime in asked.regimes and (body.publisher_id, regime) not in answered
    }
    due = {name: published_months.owed(definitions.regimes[name], asked.span, today) for name in asked.regimes}
    months = published_months.standing(sorted(inside | silent), bodies, held, due)
    incomplete = {duty: each for duty, each in months.items() if each.returns} if asked.complete else {}
    whole = (inside | silent) - incomplete.keys()
    shown = {duty: each for duty, each in months.items() if duty in whole}
    return Scope(
        Known(bodies, definitions.regimes, definitions.categories.by_id, of_duty),
        chosen,
        counts,
        tuple(sorted((inside & whole) - apart.keys())),
        tuple(sorted(apart.keys() & whole)),
        treated.foreign,
        held_of_each(shown, apart, filed, asked.span) | ({} if inside else of_other_kinds(held)),
        shown,
        sum(each.left_out for each in filed if (each.publisher_id, each.regime) in whole),
        elsewhere,
        incomplete,
    )


def _regimes(definitions: Definitions, asked: Mapping[str, Any], *, apart: bool) -> tuple[tuple[str, ...], bool | None]:
    """The duties that are asked about: of invoices or of cards, both only where a table tells them apart."""
    wanted = asked.get("regime") or []
    cards = {regime.id: regime.card for regime in definitions.regimes.values()}
    kinds = {cards[name] for name in wanted}
    if apart:
        return tuple(wanted or cards), None
    card = asked["card"] if isinstance(asked.get("card"), bool) else kinds == {True}
    if kinds - {card}:
        words = tk._(
            "Payments by invoice and by card are never in one sum. Ask for one kind of duty at a time, or set them"
            " out by payment_method."
        )
        raise refused("regime", words)
    return tuple(name for name, of_card in cards.items() if of_card == card and (not wanted or name in wanted)), card


def _bodies(asked: Mapping[str, Any], bodies: Mapping[str, Publisher]) -> frozenset[str] | None:
    """The bodies that are asked for; None for all."""
    named = set(publisher_ids(asked["publisher"])) if asked.get("publisher") else None
    narrowed = {name: asked[name] for name in ("body_type", "body_subtype", "region") if asked.get(name)}
    if named is None and not narrowed:
        return None
    return frozenset(
        publisher_id
        for publisher_id, body in bodies.items()
        if (named is None or publisher_id in named)
        and all(getattr(body, name) in values for name, values in narrowed.items())
    )


def _categories(definitions: Definitions, asked: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The categories that are asked for; None for all."""
    named, groups = asked.get("category"), asked.get("category_group")
    known = definitions.categories.by_id.values()
    if groups:
        kinds = {each.kind: each.kind for each in known}
        for group in groups:
            known_one("category_group", tk._("group of categories"), group, kinds)
    if not named and not groups:
        return None
    return tuple(each.id for each in known if (not named or each.id in named) and (not groups or each.kind in groups))


def _basis(asked: str | None, found: Iterable[str]) -> str:
    if asked:
        known_one("amount_basis", tk._("VAT treatment"), asked, dimensions.bases())
    return asked or next((basis for basis in found if basis), UNKNOWN)
