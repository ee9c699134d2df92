"""Questions about categories: what stewards are asked, what was decided, what has changed. Money in integer pence."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from ckanext.spenddata.ledger.answers import dicts
from ckanext.spenddata.ledger.connection import Connection

# Payments that are not sure, together by their expense type, or where they have none by their supplier. Those of which a steward has
# decided, and those of which the purpose is withheld, are asked no more. Sums are of one kind of payments each, and the sum of one kind
# says which question comes first; pounds come before other currencies. As text: whether psycopg2 reads jsonb by itself depends on who
# else shares the connection.
_QUESTIONS = """
with doubted as (
    select publisher_id, _id, supplier_id, nullif(upper(btrim(expense_type)), '') as type_key, expense_type, category, amount,
           1 - coalesce(category_confidence, 0) as doubt, regime = any(%(cards)s) as card,
           coalesce(amount_basis, 'unknown') as basis, coalesce(currency, 'GBP') as currency
    from spenddata.ledger
    where coalesce(category_confidence, 0) < %(sure)s and coalesce(category_method, '') <> 'steward'
      and (%(publisher_id)s is null or publisher_id = %(publisher_id)s)
      and (nullif(btrim(expense_type), '') is not null or supplier_id is not null)
),
asked as (
    select *, case when type_key is null then supplier_id end as supplier_key from doubted
),
kinds as (
    select type_key, supplier_key, card, basis, currency, count(*) as n, (sum(amount) * 100)::bigint as pence,
           sum(abs(amount) * doubt) as weight
    from asked group by type_key, supplier_key, card, basis, currency
),
weighed as (
    select type_key, supplier_key, max(weight) filter (where currency = 'GBP') as pounds, max(weight) as weight,
           jsonb_agg(jsonb_build_object('card', card, 'basis', basis, 'currency', currency, 'count', n, 'pence', pence)
                     order by currency <> 'GBP', abs(pence) desc, card, basis, currency)::text as sums
    from kinds group by type_key, supplier_key
),
grouped as (
    select type_key, supplier_key, min(expense_type) filter (where type_key is not null) as expense_type,
           count(*)::int as count, count(distinct publisher_id)::int as publishers, count(distinct supplier_id)::int as suppliers,
           (array_agg(_id order by abs(amount) desc, _id))[1] as largest, array_agg(distinct category) as categories
    from asked group by type_key, supplier_key
),
whole as (
    select jsonb_agg(jsonb_build_object('card', card, 'basis', basis, 'currency', currency, 'count', n, 'pence', pence)
                     order by currency <> 'GBP', abs(pence) desc, card, basis, currency)::text as sums
    from (select card, basis, currency, sum(n) as n, sum(pence) as pence from kinds group by card, basis, currency) as kind
)
select grouped.supplier_key as supplier_id, expense_type, count, publishers, suppliers, weighed.sums, largest, categories,
       count(*) over ()::int as questions, sum(count) over ()::int as payments, whole.sums as sums_in_all
from grouped
join weighed on weighed.type_key is not distinct from grouped.type_key
            and weighed.supplier_key is not distinct from grouped.supplier_key
cross join whole
order by pounds desc nulls last, weight desc, expense_type, supplier_id
limit %(limit)s offset %(offset)s
"""
_DECISIONS = """
with newest as materialized (
    select decision_no, publisher_id, row_id, expense_type, supplier_id, category, reviewer, why, decided, undone, undone_by, undone_why
    from spenddata.category_decision order by decision_no desc limit %(limit)s
),
made as (
    select decision_no, sum(n)::int as moved from spenddata.category_change
    where kind = 'decision' and decision_no in (select decision_no from newest) group by decision_no
)
select newest.*, coalesce(made.moved, 0) as moved from newest left join made using (decision_no) order by decision_no desc
"""
_CHANGES = """
select change_no, publisher_id, kind, version, decision_no, undoes, n as count, sums::text, reviewer, why, made
from spenddata.category_change
where kind in ('version', 'undo') and (%(publisher_id)s is null or publisher_id = %(publisher_id)s)
order by change_no desc limit %(limit)s
"""
_OF_PAYMENT = """
select change.made, change.kind, change.why, history.was, history.was_method, history.was_version, history.category, history.method,
       history.version
from spenddata.category_history as history
join spenddata.category_change as change on change.change_no = history.change_no and change.publisher_id = history.publisher_id
where history.publisher_id = %(publisher_id)s and history._id = %(row_id)s and not history.beneath
order by history.change_no
"""


def questions(
    database: Connection,
    sure: float,
    cards: Collection[str],
    publisher_id: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """What stewards are asked, by amount times doubt within one kind of payments, those in pounds first.

    Args:
        database: The ledger.
        sure: From this confidence on nobody is asked.
        cards: The duties that are about payment cards.
        publisher_id: Of one publisher only.
        limit: Questions at most.
        offset: Questions that are passed over.

    Returns:
        A row for each question; ``sums`` are of its kinds of payments (``card``, ``basis``, ``currency``, ``count``, ``pence``), the
        largest first; ``categories`` are those that they have now. ``questions``, ``payments`` and ``sums_in_all`` are of all questions.
    """
    bound = {"sure": sure, "cards": list(cards), "publisher_id": publisher_id, "limit": limit, "offset": offset}
    return [
        row | {name: msgspec.json.decode(row[name]) for name in ("sums", "sums_in_all")}
        for row in dicts(database, _QUESTIONS, bound)
    ]


def decisions(database: Connection, limit: int = 50) -> list[dict[str, Any]]:
    """Stewards' lines, the newest first, each with the number of payments that it ``moved`` when it was made."""
    return dicts(database, _DECISIONS, {"limit": limit})


def changes(database: Connection, publisher_id: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Versions that were applied, and what was undone, the newest first."""
    found = dicts(database, _CHANGES, {"publisher_id": publisher_id, "limit": limit})
    return [row | {"sums": msgspec.json.decode(row["sums"])} for row in found]


def of_payment(database: Connection, publisher_id: str, row_id: int) -> list[dict[str, Any]]:
    """Every category that a payment was given after it was approved, the first change first."""
    return dicts(database, _OF_PAYMENT, {"publisher_id": publisher_id, "row_id": row_id})
