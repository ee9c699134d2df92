"""Questions about suppliers: who one is, under which names and why, who pays it; what stewards are asked. Money in integer pence.

A name is told only while a published payment has it: names come from the ledger's rows, and only why they were linked from the links.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ckanext.spenddata.ledger.answers import dicts

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection  # noqa: N812

__all__ = ["current_id", "labels", "largest", "names", "payers", "questions", "treatments", "years"]

_CURRENT = "select supplier_id from spenddata.supplier_name where supplier_key = %s"
_NAMES = """
select told.supplier_key, told.name, told.n::int as count, told.publishers::int as publishers, told.pence,
       coalesce(known.method, 'own') as method, coalesce(known.score, 1) as score, known.linked, known.decision_no,
       (select min(supplier_name) from spenddata.ledger as other where other.supplier_key = known.alike) as alike
from (
    select supplier_key, min(supplier_name) as name, count(*) as n, count(distinct publisher_id) as publishers,
           (sum(amount) * 100)::bigint as pence
    from spenddata.ledger where supplier_id = %(supplier_id)s group by supplier_key
) as told
left join spenddata.supplier_name as known using (supplier_key)
order by told.n desc, told.supplier_key
limit %(limit)s
"""
_PAYERS = """
select publisher_id, sum(n)::int as count, (sum(amount) * 100)::bigint as pence
from spenddata.total_supplier where supplier_id = %(supplier_id)s
group by publisher_id
order by sum(amount) desc, publisher_id
limit %(limit)s
"""
_YEARS = """
select fiscal_year, sum(n)::int as count, (sum(amount) * 100)::bigint as pence
from spenddata.total_supplier where supplier_id = %(supplier_id)s
group by fiscal_year order by fiscal_year
"""
_TREATMENTS = """
select distinct coalesce(amount_basis, 'unknown') as amount_basis, coalesce(currency, 'GBP') as currency
from spenddata.ledger where supplier_id = %(supplier_id)s order by 1, 2
"""
_LABELS = """
select distinct on (supplier_id) supplier_id, min(supplier_name)
from spenddata.ledger where supplier_id = any(%s)
group by supplier_id, supplier_key
order by supplier_id, count(*) desc, supplier_key
"""
_LARGEST = """
select supplier_id, sum(n)::int as count, count(distinct publisher_id)::int as publishers, (sum(amount) * 100)::bigint as pence
from spenddata.total_supplier
where supplier_id <> ''
  and (%(like)s is null or supplier_id in (select supplier_id from spenddata.supplier_name where name ilike %(like)s))
group by supplier_id
order by sum(amount) desc, supplier_id
limit %(limit)s
"""
_QUESTIONS = """
select question.one, question.other, question.score, question.method, question.asked, question.one_key, question.other_key,
       one.n as one_count, one.pence as one_pence, other.n as other_count, other.pence as other_pence,
       count(*) over ()::int as questions
from spenddata.supplier_question as question
cross join lateral (
    select coalesce(sum(n), 0)::int as n, coalesce((sum(amount) * 100)::bigint, 0) as pence
    from spenddata.total_supplier where supplier_id = question.one
) as one
cross join lateral (
    select coalesce(sum(n), 0)::int as n, coalesce((sum(amount) * 100)::bigint, 0) as pence
    from spenddata.total_supplier where supplier_id = question.other
) as other
where one.n > 0 and other.n > 0
order by least(abs(one.pence), abs(other.pence)) * (1 - question.score) desc, question.one, question.other
limit %(limit)s offset %(offset)s
"""


def current_id(database: Connection, supplier_id: str) -> str:
    """The supplier that an identity leads to now: itself, or that to which the name that it was has been linked."""
    found = dicts(database, _CURRENT, (supplier_id,))
    return found[0]["supplier_id"] if found else supplier_id


def names(database: Connection, supplier_id: str, limit: int = 200) -> list[dict[str, Any]]:
    """The names of a supplier, the most frequent first, each with why it was linked."""
    return dicts(database, _NAMES, {"supplier_id": supplier_id, "limit": limit})


def payers(database: Connection, supplier_id: str, limit: int = 500) -> list[dict[str, Any]]:
    """Who paid a supplier, the largest first."""
    return dicts(database, _PAYERS, {"supplier_id": supplier_id, "limit": limit})


def years(database: Connection, supplier_id: str) -> list[dict[str, Any]]:
    """What a supplier was paid, by financial year."""
    return dicts(database, _YEARS, {"supplier_id": supplier_id})


def treatments(database: Connection, supplier_id: str) -> list[dict[str, Any]]:
    """The VAT treatments and currencies among a supplier's payments: a sum over several must be seen to be one."""
    return dicts(database, _TREATMENTS, {"supplier_id": supplier_id})


def labels(database: Connection, supplier_ids: Iterable[str]) -> dict[str, str]:
    """The most frequent name of each supplier; those that nobody pays now are missing."""
    with database.cursor() as cursor:
        cursor.execute(_LABELS, (sorted(set(supplier_ids)),))
        return dict(cursor.fetchall())


def largest(database: Connection, words: str = "", limit: int = 20) -> list[dict[str, Any]]:
    """Suppliers, the largest first; those with a name in which the words stand, where there are any."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return dicts(database, _LARGEST, {"like": f"%{escaped}%" if words else None, "limit": limit})


def questions(database: Connection, limit: int = 20, offset: int = 0) -> list[dict[str, Any]]:
    """What stewards are asked, by pounds times doubt; ``questions`` is how many there are in all."""
    return dicts(database, _QUESTIONS, {"limit": limit, "offset": offset})
