"""What ``spenddata_publisher_show`` tells of a body's spending and publishing: whom it pays, what is not said, how it files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.compare import market, reorganised, spans
from ckanext.spenddata.compare.words import percent
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.ledger import publisher_read, read, supplier_read
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.ledger.publisher_read import Paid
from ckanext.spenddata.logic import kinds
from ckanext.spenddata.logic.spans_asked import span_asked, span_dict
from ckanext.spenddata.model import FormerName, ReturnFile, Revision, SpendReturn, State
from ckanext.spenddata.values.text import pounds

LARGEST = 10
OWN_CODES = ("publisher_cpv", "publisher_proclass", "publisher_mcc", "publisher_category")
"""Methods that rest on a code or category of the publisher's own."""


def history(body: Publisher, organization_id: str, every: Iterable[Publisher]) -> dict[str, Any]:
    """Before and after a body: those that it took over from, those that took over from it, its former names."""
    known = {each.publisher_id: each for each in every}
    before = [known[name] for name in body.predecessors if name in known]
    names = sa.select(FormerName.name, FormerName.until).where(FormerName.organization_id == organization_id)
    return {
        "predecessors": [_body(each) for each in before],
        "successors": [_body(each) for each in reorganised.successors(body, known.values())],
        "former_names": [
            {"slug": name, "until": until.isoformat()}
            for name, until in model.Session.execute(names.order_by(FormerName.until.desc()))
        ],
    }


def spending(
    definitions: Definitions,
    database: Connection,
    body: Publisher,
    every: Iterable[Publisher],
    asked: Mapping[str, Any],
    today: date,
) -> dict[str, Any] | None:
    """Whom a body paid in some months under one duty, and what of that is withheld or not classified; None where it has no duty.

    Raises:
        ValidationError: The period is none.
    """
    regime = asked.get("regime") or _first_duty(definitions, body)
    if regime is None:
        return None
    # The newest time of which the body has published, as comparisons take it.
    span = span_asked(
        asked,
        lambda: spans.usual_span(read.published_returns(database, [body.publisher_id], spans.EVER), regime, today),
    )
    known = {each.publisher_id: each for each in every}
    before = reorganised.predecessors(body, known, span, ())
    ids = [body.publisher_id, *(each.publisher_id for each in before)]
    found = publisher_read.paid(database, ids, regime, span)
    mixed = kinds.never_in_one_sum(read.published_returns(database, ids, span), regime)
    total = None if mixed else sum(each.pence for each in found)
    return {
        "regime": regime,
        "period": span_dict(span),
        "publisher_ids": ids,
        "count": sum(each.n for each in found),
        "total": pounds(total) if found and total is not None else None,
        "suppliers": _suppliers(definitions, database, found, total),
        "withheld": _part(found, total, lambda each: each.category == REDACTED),
        "not_classified": _part(found, total, lambda each: each.category == UNCLASSIFIED),
        "own_codes": _part(found, total, lambda each: each.method in OWN_CODES),
        "as_of_entry": read.last_entry_no(database),
    }


def publishing(organization_id: str) -> dict[str, Any]:
    """How a body publishes: kinds of files, and returns that were replaced, withdrawn or erased."""
    states = (
        sa.select(SpendReturn.id, sa.func.max(Revision.number), sa.func.array_agg(Revision.state))
        .join(Revision, Revision.return_id == SpendReturn.id)
        .where(SpendReturn.organization_id == organization_id, Revision.entry_no.is_not(None))
        .group_by(SpendReturn.id)
    )
    held = [set(states) for _, _, states in model.Session.execute(states)]
    files = (
        sa.select(ReturnFile.name)
        .join(Revision, ReturnFile.revision_id == Revision.id)
        .join(SpendReturn, Revision.return_id == SpendReturn.id)
        .where(SpendReturn.organization_id == organization_id, Revision.state == State.PUBLISHED)
    )
    extensions = Counter(
        PurePath(name).suffix.lower().removeprefix(".") or "other" for name in model.Session.scalars(files)
    )
    return {
        "published": sum(State.PUBLISHED in each for each in held),
        "replaced": sum({State.PUBLISHED, State.SUPERSEDED} <= each for each in held),
        "withdrawn": sum(State.WITHDRAWN in each and State.PUBLISHED not in each for each in held),
        "erased": sum(State.ERASED in each and State.PUBLISHED not in each for each in held),
        "files": [{"kind": kind, "count": count} for kind, count in extensions.most_common()],
    }


def _first_duty(definitions: Definitions, body: Publisher) -> str | None:
    """The duty that comparisons look at, too: the first that isn't about cards."""
    own = [definitions.regimes[name] for name in body.regimes if name in definitions.regimes]
    return min(own, key=lambda regime: regime.card).id if own else None


def _body(body: Publisher) -> dict[str, Any]:
    return {
        "publisher_id": body.publisher_id,
        "name": body.name,
        "slug": body.slug,
        "began": body.began.isoformat() if body.began else None,
        "ended": body.ended.isoformat() if body.ended else None,
    }


def _sum(pence: int, total: int | None) -> dict[str, str | None]:
    """A sum, with its share of all; neither where there is no sum of all."""
    if total is None:
        return {"total": None, "percent": None}
    return {"total": pounds(pence), "percent": percent(market.share(pence, total))}


def _suppliers(
    definitions: Definitions, database: Connection, found: Sequence[Paid], total: int | None
) -> dict[str, Any]:
    """The largest suppliers, each with what it is mostly paid for; where there are no sums, those with most payments."""
    sums: dict[str, dict[str, tuple[int, int]]] = defaultdict(lambda: defaultdict(lambda: (0, 0)))
    for each in found:
        n, pence = sums[each.supplier_id][each.category]
        sums[each.supplier_id][each.category] = (n + each.n, pence + each.pence)
    unnamed = sums.pop("", {})
    counts = {name: sum(n for n, _ in parts.values()) for name, parts in sums.items()}
    whole = {name: sum(pence for _, pence in parts.values()) for name, parts in sums.items()}
    size = counts if total is None else whole
    largest = sorted(size, key=lambda name: (-size[name], name))[:LARGEST]
    labels = supplier_read.labels(database, largest)
    withheld = sum(pence for _, pence in unnamed.values())
    together = _sum(sum(whole[name] for name in largest), total)
    return {
        "count": len(whole),
        "unnamed": {
            "count": sum(n for n, _ in unnamed.values()),
            "total": _sum(withheld, total)["total"],
        },
        "largest_percent": together["percent"] if sum(whole.values()) > 0 else None,
        "largest": [
            {
                "id": name,
                "name": labels.get(name, name),
                **_mostly(definitions, sums[name], by_payments=total is None),
                "count": counts[name],
                "total": _sum(whole[name], total)["total"],
            }
            for name in largest
        ],
    }


def _mostly(definitions: Definitions, parts: Mapping[str, tuple[int, int]], *, by_payments: bool) -> dict[str, str]:
    """The category in which a supplier received most money, or most payments."""
    main = max(parts, key=lambda name: (parts[name][0 if by_payments else 1], name))
    return {"category": main, "category_label": definitions.categories.label(main)}


def _part(found: Iterable[Paid], total: int | None, belongs: Any) -> dict[str, Any]:
    """Some of the payments, with their share of all; only their number where there are no sums."""
    those = [each for each in found if belongs(each)]
    return {"count": sum(each.n for each in those), **_sum(sum(each.pence for each in those), total)}
