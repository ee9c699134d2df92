"""What somebody asks to be compared, in the portal's own terms; and the comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare import other_figures, peers, reorganised, spans
from ckanext.spenddata.compare.comparison import Comparison, compare
from ckanext.spenddata.compare.coverage import Coverage, by_body, coverage
from ckanext.spenddata.compare.figures import AmountCount, LargestSuppliers, PublishedReturn, Span, Total, TypeTotal
from ckanext.spenddata.compare.likeness import Circumstances, meaningless
from ckanext.spenddata.compare.order import DISTANCE, ORDERS
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.definitions.peers import PeerGroup, tier_of
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime, cards
from ckanext.spenddata.ledger import comparison_read, read
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.logic.filters import no_publisher
from ckanext.spenddata.logic.refusals import known_one, refused
from ckanext.spenddata.logic.schema.comparisons import MOST_BODIES
from ckanext.spenddata.logic.spans_asked import span_asked
from ckanext.spenddata.returns.people import publishers

_FALLBACK_MEASURE = "share"
"""Where nobody asked and some body has no population: sizes can't be compared, shares can."""
Figure = TypeVar("Figure", AmountCount, TypeTotal)


@dataclass(frozen=True)
class Question:
    """What is to be compared."""

    bodies: tuple[Publisher, ...]
    """The one that is compared first."""
    regimes: tuple[Regime, ...]
    """Of each body, the duty whose returns are looked at."""
    every: tuple[Publisher, ...]
    """All publishers of the portal."""
    group: PeerGroup | None
    groups: tuple[PeerGroup, ...]
    """The groups that know the body."""
    measure: Measure
    span: Span | None
    """None where nobody said; then what is published decides."""
    order: str = DISTANCE
    category: str | None = None
    """The category that is looked at closely."""
    as_of: int | None = None
    """Number of the ledger's newest entry when the question was asked first, where it was asked before."""

    @property
    def ids(self) -> list[str]:
        """Identifiers of the bodies."""
        return [body.publisher_id for body in self.bodies]


def question(definitions: Definitions, asked: Mapping[str, Any], known: Mapping[str, PeerGroup]) -> Question:
    """Understand what is asked.

    Args:
        definitions: Those in force.
        asked: As an action was asked.
        known: The peer groups that whoever asks can choose from, in the order they are offered.

    Raises:
        ValidationError: A body, group, regime, period or measure is not known.
    """
    every = [body.publisher for body in publishers.every()]
    chosen = [_publisher(name, every, "publishers") for name in asked["publishers"]]
    subject = _publisher(asked["publisher"], every, "publisher") if asked.get("publisher") else (chosen or [None])[0]
    if subject is None:
        raise refused(
            "publisher", tk._("Say which public body to compare, by its identifier or the name of its organisation.")
        )
    tiers = definitions.tiers
    peers_of = {name: peers.choose(group, subject, every, tiers) for name, group in known.items()}
    group = _group(known, asked.get("peer_group"), peers_of, chosen=bool(set(chosen) - {subject}))
    others = peers_of[group.id] if group else chosen
    without = {_publisher(name, every, "without") for name in asked["without"]}
    bodies = tuple(dict.fromkeys((subject, *(other for other in others if other not in without))))[:MOST_BODIES]
    return Question(
        bodies=bodies,
        regimes=_regimes(definitions, bodies, asked.get("regime")),
        every=tuple(every),
        group=group,
        groups=tuple(group for name, group in known.items() if peers_of[name]),
        measure=_measure(definitions, bodies, asked.get("measure")),
        span=span_asked(asked, lambda: None),
        order=_order(asked.get("order")),
        category=_category(definitions, asked.get("category")),
        as_of=asked.get("as_of"),
    )


def answer(definitions: Definitions, ledger: Connection, asked: Question, today: date) -> Comparison:
    """Compare, from the figures of one moment."""
    span = asked.span or _published_span(ledger, asked, today)
    past = _Past.of(asked, span)
    filed = by_body(read.published_returns(ledger, past.ids, span))
    circumstances = [
        _circumstances(definitions, body, regime, past, span, filed, today)
        for body, regime in zip(asked.bodies, asked.regimes, strict=True)
    ]
    payments = [
        payment._replace(publisher_id=asked.ids[0])
        for publisher_id in circumstances[0].ids
        for payment in comparison_read.largest_payments(ledger, publisher_id, asked.regimes[0].id, span)
    ]
    totals = reorganised.summed(read.totals(ledger, past.ids, span), past.heirs)
    return compare(
        circumstances,
        totals,
        asked.measure,
        span,
        definitions.categories,
        _largest(ledger, asked, span),
        reorganised.summed(read.withheld(ledger, past.ids, span), past.heirs),
        payments,
        asked.order,
        [asked.category] if asked.category else (),
        _given(definitions, ledger, asked, span, past, totals),
    )


def _given(
    definitions: Definitions,
    ledger: Connection,
    asked: Question,
    span: Span,
    past: _Past,
    totals: Sequence[Total],
) -> other_figures.Given:
    """What the measure asks for that sums by category can't tell, of predecessors among their heirs'."""
    measure = asked.measure
    regimes = {body.publisher_id: regime.id for body, regime in zip(asked.bodies, asked.regimes, strict=True)}
    if measure.numerator == "median_payment":
        counted = comparison_read.amount_counts(ledger, past.ids, span)
        return other_figures.medians((_inherited(each, past) for each in counted), regimes)
    if measure.numerator == "supplier_types":
        stated = comparison_read.by_supplier_type(ledger, past.ids, span)
        return other_figures.supplier_types(
            (_inherited(each, past) for each in stated), measure.supplier_types, regimes
        )
    if measure.numerator == "by_card":
        return other_figures.by_card(totals, regimes, cards(definitions.regimes))
    return {}


def _inherited(figure: Figure, past: _Past) -> Figure:
    return figure._replace(publisher_id=past.heirs.get(figure.publisher_id, figure.publisher_id))


@dataclass(frozen=True)
class _Past:
    """The bodies of a question with those that they took over from."""

    before: Mapping[str, Sequence[Publisher]]
    """Body → its predecessors in the months asked for."""
    after: Mapping[str, Sequence[str]]
    """Body that is no more → names of those that took over from it."""
    heirs: Mapping[str, str]
    """Predecessor → the body among whose figures its own are."""

    @staticmethod
    def of(asked: Question, span: Span) -> _Past:
        every = {each.publisher_id: each for each in asked.every}
        before = {body.publisher_id: reorganised.predecessors(body, every, span, asked.ids) for body in asked.bodies}
        after = {
            body.publisher_id: [other.name for other in reorganised.successors(body, every.values())]
            for body in asked.bodies
            if body.ended
        }
        heirs: dict[str, str] = {}
        for publisher_id, old in before.items():
            for each in old:
                heirs.setdefault(each.publisher_id, publisher_id)
        return _Past(before, after, heirs)

    @property
    def ids(self) -> list[str]:
        return [*self.before, *self.heirs]


def _circumstances(
    definitions: Definitions,
    body: Publisher,
    regime: Regime,
    past: _Past,
    span: Span,
    filed: Mapping[str, Sequence[PublishedReturn]],
    today: date,
) -> Circumstances:
    def covered(one: Publisher) -> Coverage:
        own = filed[one.publisher_id]
        return coverage(one.publisher_id, regime, span, own, today, one.joined, (one.began, one.ended))

    before = [each for each in past.before[body.publisher_id] if past.heirs[each.publisher_id] == body.publisher_id]
    whole = reorganised.together(covered(body), map(covered, before))
    tier, after = tier_of(body, definitions.tiers), past.after.get(body.publisher_id, ())
    published = [each for one in (body, *before) for each in filed[one.publisher_id]]
    return Circumstances.of(body, regime, tier, whole, published, before, after)


def changes(ledger: Connection, asked: Question, span: Span) -> list[comparison_read.Change]:
    """What has changed behind the figures since they were first asked for; nothing where nobody says when that was."""
    return [] if asked.as_of is None else comparison_read.changes_since(ledger, asked.ids, span, asked.as_of)


def _publisher(name: str, every: Sequence[Publisher], field: str) -> Publisher:
    for publisher in every:
        if name in (publisher.publisher_id, publisher.slug):
            return publisher
    if found := publishers.find(name):
        return found.publisher
    raise refused(field, no_publisher(name))


def _group(
    known: Mapping[str, PeerGroup], name: str | None, peers_of: Mapping[str, Sequence[Publisher]], *, chosen: bool
) -> PeerGroup | None:
    """The group that is asked for; none where the bodies themselves are chosen; else the first that knows the body."""
    if name:
        return known_one("peer_group", tk._("peer group"), name, known)
    return None if chosen else peers.usual(known, peers_of)


def _regimes(definitions: Definitions, bodies: Sequence[Publisher], name: str | None) -> tuple[Regime, ...]:
    """The regime that is asked for; else the first of the body, and of each peer the same or the nearest of its own."""
    if name:
        return (known_one("regime", tk._("duty to publish"), name, definitions.regimes),) * len(bodies)
    subject = bodies[0]
    own = [definitions.regimes[each] for each in subject.regimes if each in definitions.regimes]
    if not own:
        message = tk._("No duty to publish is set for {name}. Say which one to compare.").format(name=subject.name)
        raise refused("regime", message)
    first = min(own, key=lambda regime: regime.card)
    return tuple(_regime_of(definitions, body, first) for body in bodies)


def _regime_of(definitions: Definitions, body: Publisher, wanted: Regime) -> Regime:
    own = [definitions.regimes[each] for each in body.regimes if each in definitions.regimes]
    alike = [regime for regime in own if regime.card == wanted.card]
    return wanted if wanted in own or not alike else alike[0]


def _measure(definitions: Definitions, bodies: Sequence[Publisher], name: str | None) -> Measure:
    if name:
        return known_one("measure", tk._("measure"), name, definitions.measures)
    first = next(iter(definitions.measures.values()))
    if first.fact and not all(body.fact(first.fact) and not meaningless(body, first) for body in bodies):
        return definitions.measures.get(_FALLBACK_MEASURE, first)
    return first


def _order(name: str | None) -> str:
    return known_one("order", tk._("order"), name, dict(zip(ORDERS, ORDERS, strict=True))) if name else DISTANCE


def _category(definitions: Definitions, name: str | None) -> str | None:
    return known_one("category", tk._("category"), name, definitions.categories.by_id).id if name else None


def _published_span(ledger: Connection, asked: Question, today: date) -> Span:
    """The newest time for which the body has published; the last twelve months where it has published nothing."""
    regime = asked.regimes[0].id
    return spans.usual_span(read.published_returns(ledger, asked.ids[:1], spans.EVER), regime, today)


def _largest(ledger: Connection, asked: Question, span: Span) -> list[LargestSuppliers]:
    measure = asked.measure
    if measure.numerator != "largest_suppliers" or span.fiscal_year is None:
        return []
    return read.largest_suppliers(ledger, asked.ids, span.fiscal_year, measure.count)
