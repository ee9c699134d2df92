"""Figures of a body that sums by category can't tell: its median payment, and shares by the kind of supplier or the way of paying.

Each is exact, and is by body and category; the category is empty for all that the body published under its duty. A figure that isn't known
is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from ckanext.spenddata.compare.figures import AmountCount, Total, TypeTotal
from ckanext.spenddata.values.exact import Fraction

ALL = ""
"""In place of a category: all of them together."""
Given = Mapping[tuple[str, str], Fraction]
"""Body and category → pence, or a share from 0 to 1."""
_UNKNOWN = "unknown"


def medians(amounts: Iterable[AmountCount], regimes: Mapping[str, str]) -> Given:
    """The median payment in pence, credits not counted: of each body, by category and in all.

    Args:
        amounts: How often each amount was paid, by body, duty and category.
        regimes: Of each body, the duty that is looked at.
    """
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for each in amounts:
        if regimes.get(each.publisher_id) == each.regime and each.amount > 0:
            for category in (each.category, ALL):
                found[each.publisher_id, category][each.amount] += each.n
    return {key: median(counts) for key, counts in found.items()}


def supplier_types(totals: Iterable[TypeTotal], types: Collection[str], regimes: Mapping[str, str]) -> Given:
    """The share that suppliers of some types were paid, of what was paid to suppliers whose type the body has published."""
    stated: dict[str, int] = defaultdict(int)
    wanted: dict[str, int] = defaultdict(int)
    for each in totals:
        if regimes.get(each.publisher_id) == each.regime and each.supplier_type not in ("", _UNKNOWN):
            stated[each.publisher_id] += each.amount
            wanted[each.publisher_id] += each.amount if each.supplier_type in types else 0
    return {(body, ALL): Fraction(wanted[body], pence) for body, pence in stated.items() if pence > 0}


def by_card(totals: Iterable[Total], regimes: Mapping[str, str], cards: Collection[str]) -> Given:
    """What was paid by card as a share of that and of what was paid by invoice.

    Only of bodies that have published both in these months: one that has published no card payments may still use cards.

    Args:
        totals: Of all duties of the bodies.
        regimes: Of each body, the duty that is looked at.
        cards: The duties that are about cards.
    """
    card: dict[str, int] = defaultdict(int)
    invoice: dict[str, int] = defaultdict(int)
    for each in totals:
        if each.regime in cards:
            card[each.publisher_id] += each.amount
        elif regimes.get(each.publisher_id) == each.regime:
            invoice[each.publisher_id] += each.amount
    return {
        (body, ALL): Fraction(pence, pence + invoice[body])
        for body, pence in card.items()
        if pence > 0 and invoice.get(body, 0) > 0
    }


def median(counts: Mapping[int, int]) -> Fraction:
    """The middle of amounts of which each was paid so often; between two, halfway."""
    total = sum(counts.values())
    lower, upper = (total - 1) // 2, total // 2
    found, passed = [], 0
    for amount in sorted(counts):
        passed += counts[amount]
        while len(found) < 2 and passed > (lower, upper)[len(found)]:
            found.append(amount)
    return Fraction(sum(found), 2)
