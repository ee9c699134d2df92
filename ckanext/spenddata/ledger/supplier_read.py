"""Questions about suppliers: who one is, under which names and why, who pays it; what stewards are asked. Money in integer pence.

A name is told only while a published payment has it: names come from the totals of the ledger's rows, and only why they were linked from
the links.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from psycopg2 import sql

from ckanext.spenddata.ledger import entries
from ckanext.spenddata.ledger.answers import dicts
from ckanext.spenddata.ledger.connection import Connection

_SPELT = """
(array_agg(supplier_name order by supplier_name in (upper(supplier_name), lower(supplier_name)), n desc, supplier_name))[1]
""".strip()
"""Of several spellings of a name one with capitals and small letters, where there is one, and the more frequent ones."""
_CURRENT = "select supplier_id from spenddata.supplier_name where supplier_key = %s"
_NAMES = f"""
select told.supplier_key, told.name, told.n::int as count, told.publishers::int as publishers,
       coalesce(known.method, 'own') as method, coalesce(known.score, 1) as score, known.linked, known.decision_no,
       (select {_SPELT} from spenddata.total_name as other
        where other.supplier_id = %(supplier_id)s and other.supplier_key = known.alike and other.n > 0) as alike
from (
    select supplier_key, {_SPELT} as name, sum(n) as n, count(distinct publisher_id) as publishers
    from spenddata.total_name where supplier_id = %(supplier_id)s and n > 0 group by supplier_key
) as told
left join spenddata.supplier_name as known using (supplier_key)
order by told.n desc, told.supplier_key
limit %(limit)s
"""  # noqa: S608  made of constants
_LABELS = f"""
select distinct on (supplier_id) supplier_id, {_SPELT}
from spenddata.total_name where supplier_id = any(%s) and n > 0
group by supplier_id, supplier_key
order by supplier_id, sum(n) desc, supplier_key
"""  # noqa: S608  made of constants
# A body's duty is of a kind where everything published under it is; sums of several kinds are told apart, those of duties that are not
# of one kind (few) payment by payment.
_FILED = sql.SQL("""
with filed as materialized (
    select publisher_id, regime, regime = any(%(cards)s) as card,
           case when min(basis) = max(basis) then min(basis) else 'mixed' end as basis
    from (
        select publisher_id, regime, {basis} as basis from spenddata.entry where current and n > 0
    ) as entry
    group by publisher_id, regime
)
""").format(basis=entries.BASIS)
_LARGEST = _FILED + sql.SQL("""
, largest as materialized (
    select supplier_id, max(amount) as amount
    from (
        select supplier_id, sum(amount) as amount
        from spenddata.total_supplier join filed using (publisher_id, regime)
        where supplier_id <> ''
          and (%(like)s is null or supplier_id in (select supplier_id from spenddata.supplier_name where name ilike %(like)s))
        group by supplier_id, card, basis
    ) as paid
    group by supplier_id order by 2 desc, 1 limit %(limit)s
), by_duty as materialized (
    select supplier_id, publisher_id, regime, card, basis, sum(n) as n, sum(total.amount) as amount
    from largest join spenddata.total_supplier as total using (supplier_id) join filed using (publisher_id, regime)
    group by supplier_id, publisher_id, regime, card, basis
), paid as (
    select supplier_id, publisher_id, card, basis, 'GBP' as currency, n, amount from by_duty where basis <> 'mixed'
    union all
    select supplier_id, publisher_id, card, told.basis, told.currency, told.n, told.amount
    from by_duty cross join lateral (
        select coalesce(amount_basis, 'unknown') as basis, coalesce(currency, 'GBP') as currency, count(*) as n, sum(amount) as amount
        from spenddata.ledger as ledger
        where ledger.supplier_id = by_duty.supplier_id and ledger.publisher_id = by_duty.publisher_id and ledger.regime = by_duty.regime
        group by 1, 2
    ) as told
    where by_duty.basis = 'mixed'
), kind as (
    select supplier_id, card, basis, currency, sum(n)::int as count, array_agg(distinct publisher_id) as publishers, sum(amount) as amount
    from paid group by supplier_id, card, basis, currency
)
select supplier_id, card, basis, currency, count, publishers, (amount * 100)::bigint as pence
from kind
order by max(amount) filter (where currency = 'GBP') over (partition by supplier_id) desc nulls last, supplier_id,
         currency <> 'GBP', amount desc, card, basis, currency
""")
# By the largest sum of one kind on each side. As text: whether psycopg2 reads jsonb by itself depends on who else shares the connection.
_QUESTIONS = _FILED + sql.SQL("""
, paid as (
    select supplier_id, card, basis, sum(n)::int as n, sum(amount) as amount
    from spenddata.total_supplier join filed using (publisher_id, regime)
    where supplier_id in (select one from spenddata.supplier_question union select other from spenddata.supplier_question)
    group by supplier_id, card, basis
), side as (
    select supplier_id, sum(n)::int as n, max(abs(amount)) as largest,
           jsonb_agg(jsonb_build_object('card', card, 'basis', basis, 'count', n, 'pence', (amount * 100)::bigint))::text as sums
    from paid group by supplier_id having sum(n) > 0
)
select question.one, question.other, question.score, question.method, question.asked, question.one_key, question.other_key,
       one.n as one_count, one.sums as one_sums, other.n as other_count, other.sums as other_sums,
       count(*) over ()::int as questions
from spenddata.supplier_question as question
join side as one on one.supplier_id = question.one
join side as other on other.supplier_id = question.other
order by least(one.largest, other.largest) * (1 - question.score) desc, question.one, question.other
limit %(limit)s offset %(offset)s
""")


def current_id(database: Connection, supplier_id: str) -> str:
    """The supplier that an identity leads to now: itself, or that to which the name that it was has been linked."""
    found = dicts(database, _CURRENT, (supplier_id,))
    return found[0]["supplier_id"] if found else supplier_id


def names(database: Connection, supplier_id: str, limit: int = 200) -> list[dict[str, Any]]:
    """The names of a supplier, the most frequent first, each with why it was linked."""
    return dicts(database, _NAMES, {"supplier_id": supplier_id, "limit": limit})


def labels(database: Connection, supplier_ids: Iterable[str]) -> dict[str, str]:
    """The most frequent name of each supplier; those that nobody pays now are missing."""
    with database.cursor() as cursor:
        cursor.execute(_LABELS, (sorted(set(supplier_ids)),))
        return dict(cursor.fetchall())


def largest(database: Connection, cards: Iterable[str], words: str = "", limit: int = 20) -> list[dict[str, Any]]:
    """Suppliers, those with the largest sum of one kind first; those with a name in which the words stand, where there are any.

    Returns:
        A row for each kind of payments to a supplier, by card or not, of one VAT treatment and currency; those of a supplier stand
        together.
    """
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return dicts(database, _LARGEST, {"like": f"%{escaped}%" if words else None, "limit": limit, "cards": list(cards)})


def questions(database: Connection, cards: Iterable[str], limit: int = 20, offset: int = 0) -> list[dict[str, Any]]:
    """What stewards are asked, by the sum of one kind of payments times doubt.

    Returns:
        A row for each pair; ``one_sums`` and ``other_sums`` are of kinds of payments (``card``, ``basis``, ``count``, ``pence``).
        ``questions`` is how many there are in all.
    """
    found = dicts(database, _QUESTIONS, {"cards": list(cards), "limit": limit, "offset": offset})
    return [row | {name: msgspec.json.decode(row[name]) for name in ("one_sums", "other_sums")} for row in found]
