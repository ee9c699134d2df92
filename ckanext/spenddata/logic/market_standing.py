"""How all bodies stand in some months, whatever the category: what they spent in all, on which VAT basis, and which returns they owe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ckanext.spenddata.compare.coverage import Coverage, by_body, coverage
from ckanext.spenddata.compare.figures import PublishedReturn
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.ledger import changes, market, read
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.ledger.market import Scope
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.values.kept import Kept
from ckanext.spenddata.values.sums import STERLING
from ckanext.spenddata.values.vat import MIXED, UNKNOWN


class Standing(NamedTuple):
    """Of each body that publishes or owes anything."""

    spent: Mapping[str, int]
    """Pence, on everything."""
    bases: Mapping[str, str]
    """What its amounts are with regard to VAT, by its current returns."""
    owed: Mapping[str, Sequence[Coverage]]
    """The returns that a body of the portal owes, by duty."""


_kept = Kept[Standing](12)


def standing(
    definitions: Definitions, database: Connection, known: tuple[Body, ...], scope: Scope, today: date
) -> Standing:
    """How all bodies stand; made once for all categories, and anew when anything that it is made of has changed.

    Args:
        definitions: Those in force.
        database: Connection of ``reading()``.
        known: The bodies of the portal.
        scope: Months and duties; its category makes no difference.
        today: The day in London.
    """
    regimes = tuple(definitions.regimes[name] for name in scope.regimes)
    state, question = (changes.state_of(database), known, regimes, today), (scope.span, scope.regimes)
    if found := _kept.find(state, question):
        return found
    spent = market.spent(database, scope)
    bodies = [each.publisher for each in known]
    ids = sorted({*spent, *(body.publisher_id for body in bodies)})
    returned = read.published_returns(database, ids, scope.span)
    made = Standing(spent, _bases(returned, scope.regimes), _owed(regimes, bodies, scope, returned, today))
    return _kept.keep(state, question, made)


def _bases(returned: Iterable[PublishedReturn], regimes: Sequence[str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for each in returned:
        if each.current and each.n and each.regime in regimes:
            foreign = {MIXED} if set(each.currencies) - {STERLING} else set()
            found.setdefault(each.publisher_id, set()).update(each.amount_basis or (UNKNOWN,), foreign)
    return {publisher_id: next(iter(bases)) if len(bases) == 1 else MIXED for publisher_id, bases in found.items()}


def _owed(
    regimes: Sequence[Regime],
    bodies: Iterable[Publisher],
    scope: Scope,
    returned: Iterable[PublishedReturn],
    today: date,
) -> dict[str, list[Coverage]]:
    own = by_body(returned)
    return {
        body.publisher_id: [
            coverage(body.publisher_id, regime, scope.span, own[body.publisher_id], today, body.joined)
            for name in body.regimes
            for regime in regimes
            if regime.id == name
        ]
        for body in bodies
    }
