"""What is told of the payments to a supplier: of one kind (card or not, VAT treatment, currency), as two are never in one sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.compare.other_figures import median
from ckanext.spenddata.compare.statistics import half_up
from ckanext.spenddata.compare.words import percent
from ckanext.spenddata.definitions import regimes
from ckanext.spenddata.ledger import supplier_payments
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.logic.kinds import kind_dict
from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.periods import Period
from ckanext.spenddata.values.sums import STERLING
from ckanext.spenddata.values.text import pounds

LARGEST = 5
MOST_FOR_MEDIAN = 10_000
"""A median reads each payment, wherever it lies; of more than these, a reader would wait for it, and it is not told."""
Cells = Sequence[Mapping[str, Any]]
Sums = Mapping[Any, tuple[int, int]]


@dataclass(frozen=True)
class _Kind:
    """Payments of which one sum may be made."""

    card: bool
    basis: str
    currency: str

    @property
    def regimes(self) -> tuple[str, ...]:
        """The duties about them."""
        return tuple(sorted(each.id for each in config.definitions().regimes.values() if each.card == self.card))


def payments_dict(
    database: Connection, supplier_id: str, names: Mapping[str, str], asked: Mapping[str, Any]
) -> dict[str, Any]:
    """Kinds of payments; and of one kind its sums, median, payers, years, months, categories, largest payments, first and last day.

    Args:
        database: connection of ``reading()``.
        supplier_id: the supplier, who was paid something.
        names: identifier of each body → its name.
        asked: ``card``, ``amount_basis`` and ``currency``, where one kind is asked for; else that of most payments.

    Raises:
        ValidationError: There are no payments of the kind.
    """
    every = supplier_payments.cells(database, supplier_id)
    cards = set(regimes.cards(config.definitions().regimes))

    def kind_of(cell: Mapping[str, Any]) -> _Kind:
        return _Kind(cell["regime"] in cards, cell["basis"], cell["currency"])

    kinds = _sums(every, kind_of)
    kind = _chosen(kinds, asked)
    cells = [cell for cell in every if kind_of(cell) == kind]
    paid = supplier_payments.Paid(supplier_id, kind.regimes, kind.basis, kind.currency)
    first, last = supplier_payments.days(database, paid)
    months = _sums(cells, lambda cell: cell["month"])
    return {
        "kinds": [{**kind_dict(asdict(each)), **_amounts(sums)} for each, sums in _down(kinds, at=0)],
        **kind_dict(asdict(kind)),
        "amount_bases": sorted({cell["basis"] for cell in every}),
        "currencies": sorted({cell["currency"] for cell in every}),
        **_amounts(kinds[kind]),
        **_middle(database, paid, kinds[kind][0]),
        "first_payment": first.isoformat(),
        "last_payment": last.isoformat(),
        "years": [{"fiscal_year": year, **_amounts(sums)} for year, sums in sorted(_by_year(months).items())],
        "months": [{"month": month, **_amounts(sums)} for month, sums in months.items()],
        "largest": [
            {
                "_id": row["_id"],
                **_payer(row["publisher_id"], names),
                "payment_date": row["payment_date"].isoformat(),
                "what": row["what"],
                "amount": pounds(row["pence"]),
            }
            for row in supplier_payments.largest(database, paid, LARGEST)
        ],
        **_by_category(database, cells, names, kind),
    }


def _middle(database: Connection, paid: supplier_payments.Paid, count: int) -> dict[str, Any]:
    """The median payment, credits not counted, and how many credits there are; nothing of more payments than can be read at once."""
    if count > MOST_FOR_MEDIAN:
        return {"median": None, "credits": None}
    counts = supplier_payments.amount_counts(database, paid)
    payments = {pence: n for pence, n in counts.items() if pence > 0}
    return {
        "median": pounds(half_up(median(payments))) if payments else None,
        "credits": sum(n for pence, n in counts.items() if pence < 0),
    }


def _by_category(database: Connection, cells: Cells, names: Mapping[str, str], kind: _Kind) -> dict[str, Any]:
    """Categories; and payers, each with the supplier's share of all that it spent in the supplier's main category."""
    categories = _sums(cells, lambda cell: cell["category"])
    main = max(categories, key=lambda category: (categories[category][1], category))
    paid = _sums((cell for cell in cells if cell["category"] == main), lambda cell: cell["publisher_id"])
    spent = supplier_payments.spent_on(database, main, paid, kind.regimes)
    shares = {
        publisher_id: percent(Fraction(pence, spent[publisher_id]))
        for publisher_id, (_, pence) in paid.items()
        if kind.currency == STERLING and 0 <= pence <= spent.get(publisher_id, 0) and spent[publisher_id] > 0
    }
    label = config.definitions().categories.label
    return {
        "payers": [
            {**_payer(name, names), **_amounts(sums), "category_percent": shares.get(name)}
            for name, sums in _down(_sums(cells, lambda cell: cell["publisher_id"]))
        ],
        "categories": [
            {"category": category, "label": label(category), **_amounts(sums)} for category, sums in _down(categories)
        ],
    }


def _chosen(kinds: Sums, asked: Mapping[str, Any]) -> _Kind:
    """The kind that is asked for, or that of most payments among those that fit."""
    card, basis, currency = (asked.get(name) for name in ("card", "amount_basis", "currency"))
    fits = [
        kind
        for kind in kinds
        if (card is None or kind.card == card) and basis in (None, kind.basis) and currency in (None, kind.currency)
    ]
    if not fits:
        known = {f"{'card' if kind.card else 'invoice'} {kind.basis} {kind.currency}": kind.basis for kind in kinds}
        wanted = basis or currency or ("card" if card else "invoice")
        raise refused("amount_basis", there_is_no(tk._("payment to this supplier of the kind"), wanted, known))
    return max(fits, key=lambda kind: (*kinds[kind], kind.basis, kind.currency))


def _payer(publisher_id: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"publisher_id": publisher_id, "publisher_name": names.get(publisher_id, publisher_id)}


def _sums(cells: Iterable[Mapping[str, Any]], by: Any) -> dict[Any, tuple[int, int]]:
    """Payments and pence by what a function tells of each cell."""
    found: dict[Any, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for cell in cells:
        key = by(cell)
        count, pence = found[key]
        found[key] = (count + cell["count"], pence + cell["pence"])
    return dict(found)


def _by_year(months: Sums) -> dict[int, tuple[int, int]]:
    """Payments and pence by financial year."""
    told = [
        {"year": Period.parse(month).fiscal_year, "count": count, "pence": pence}
        for month, (count, pence) in months.items()
    ]
    return _sums(told, lambda cell: cell["year"])


def _down(sums: Sums, *, at: int = 1) -> list[tuple[Any, tuple[int, int]]]:
    """The largest first, by pence or, at 0, by payments."""
    return sorted(sums.items(), key=lambda item: (-item[1][at], str(item[0])))


def _amounts(sums: tuple[int, int]) -> dict[str, Any]:
    return {"count": sums[0], "total": pounds(sums[1])}
