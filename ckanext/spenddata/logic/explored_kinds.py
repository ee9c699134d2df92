"""Bodies whose amounts are of several kinds, in a table of totals: each kind is told by itself, and never two in one sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ckanext.spenddata.compare.crosstab import Filed
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.published_months import Duty, Months, published
from ckanext.spenddata.ledger.explore_read import Filed as Return


def held_of_each(
    months: Mapping[Duty, Months], apart: Mapping[Duty, Iterable[str]], filed: Iterable[Return], span: Span
) -> dict[Filed, Months]:
    """What is published and missing: of a body with several kinds of amounts each by itself, by the returns that have it.

    Months of which only amounts of another kind are published are no nought of this one, and not missing.

    Args:
        months: What is published and missing of each duty.
        apart: The kinds of those that have several.
        filed: Their returns.
        span: The months that are asked for.
    """
    own: dict[Duty, list[Return]] = defaultdict(list)
    for each in filed:
        own[each.publisher_id, each.regime].append(each)
    found: dict[Filed, Months] = {}
    for duty, each in months.items():
        for kind in apart.get(duty, ("",)):
            returns = ((duty, of.start, of.end) for of in own[duty] if kind in of.kinds or not of.n)
            has = published(returns, span).get(duty, frozenset()) if kind else each.published
            found[*duty, kind] = replace(each, published=each.published & has, other_kind=each.published - has)
    return found


def of_other_kinds(held: Mapping[Duty, frozenset[str]]) -> dict[Filed, Months]:
    """The months that bodies have published of which nobody has the kind that is asked for."""
    return {(*duty, ""): Months(frozenset(), frozenset(), 0, other_kind=months) for duty, months in held.items()}


def counted(
    filed: Iterable[Return], of_duty: Mapping[Duty, str], several: Mapping[Duty, Mapping[str, Mapping[str, int]]]
) -> dict[str, dict[str, int]]:
    """How much there is on each VAT treatment, that with most payments first."""
    payments: Counter[str] = Counter()
    returns: Counter[str] = Counter()
    bodies: dict[str, set[str]] = defaultdict(set)
    for (publisher_id, _), basis in of_duty.items():
        bodies[basis].add(publisher_id)
    for each in filed:
        duty = each.publisher_id, each.regime
        if duty in of_duty:
            payments[of_duty[duty]] += each.n
        for basis in several.get(duty, (of_duty.get(duty, ""),)):
            returns[basis] += 1
    for (publisher_id, _), of in several.items():
        for basis, by_month in of.items():
            payments[basis] += sum(by_month.values())
            bodies[basis].add(publisher_id)
    return {
        basis: {
            "bodies": len(bodies[basis]),
            "returns": returns[basis],
            "payments": payments[basis],
        }
        for basis in sorted(payments, key=lambda basis: (-payments[basis], basis))
        if basis
    }
