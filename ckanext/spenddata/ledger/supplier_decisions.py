"""A steward's decisions about suppliers: each moves names and totals in one transaction, and is kept with who, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from psycopg2.extras import Json

from ckanext.spenddata.ledger import connection, suppliers
from ckanext.spenddata.ledger.answers import dicts
from ckanext.spenddata.ledger.connection import Connection, Cursor
from ckanext.spenddata.ledger.publication import Undecidable
from ckanext.spenddata.ledger.supplier_keys import NAME

SAME, APART, STEWARD = "same", "apart", "steward"

_QUESTION = """
delete from spenddata.supplier_question where one = %(one)s and other = %(other)s
returning one, other, score, method, one_key, other_key
"""
_ASK_AGAIN = """
insert into spenddata.supplier_question (one, other, score, method, one_key, other_key)
select one, other, score, method, one_key, other_key
from jsonb_to_record(%s::jsonb) as q (one text, other text, score real, method text, one_key text, other_key text)
where exists (select 1 from spenddata.supplier_name where supplier_key = one_key)
  and exists (select 1 from spenddata.supplier_name where supplier_key = other_key)
on conflict do nothing
"""
_MEMBERS = "select supplier_key from spenddata.supplier_name where supplier_id = %s order by supplier_key"
_RETURNS = "select distinct return_id from spenddata.ledger where supplier_key = any(%s) order by return_id"
_OF_KEYS = """
select supplier_key, supplier_id from spenddata.supplier_name where supplier_key = any(%s) order by supplier_key
"""
_LINK = """
with changed as (
    update spenddata.supplier_name
    set supplier_id = %(to)s, method = %(method)s, score = 1, alike = null, version = '', decision_no = %(decision)s, linked = now()
    where supplier_key = any(%(keys)s)
    returning supplier_key, supplier_id, method, score, alike, version, decision_no
)
insert into spenddata.supplier_link (supplier_key, supplier_id, method, score, alike, version, decision_no) select * from changed
"""
_CLOSE_QUESTIONS = "delete from spenddata.supplier_question where one = %(gone)s or other = %(gone)s"
_WRITE = """
insert into spenddata.supplier_decision (verdict, one, other, moved, question, reviewer, why)
values (%(verdict)s, %(one)s, %(other)s, %(moved)s, %(question)s, %(reviewer)s, %(why)s)
returning decision_no
"""
# As text: whether psycopg2 reads jsonb by itself depends on who else shares the connection.
_ONE = """
select undone, moved::text, question::text from spenddata.supplier_decision where decision_no = %s for update
"""
_UNDO = """
update spenddata.supplier_decision set undone = now(), undone_by = %(reviewer)s, undone_why = %(why)s
where decision_no = %(decision_no)s
"""
_APART = "select one, other from spenddata.supplier_decision where verdict = 'apart' and undone is null"
_LIST = """
select decision_no, verdict, one, other, reviewer, why, decided, undone, undone_by, undone_why
from spenddata.supplier_decision order by decision_no desc limit %s
"""


@dataclass(frozen=True)
class Decision:
    """What was decided, and the returns of which rows moved."""

    decision_no: int | None
    """None for a preview."""
    returns: tuple[str, ...]
    moved: int
    """Number of names that are another supplier's now."""


def decide(verdict: str, one: str, other: str, reviewer: str, why: str, *, preview: bool = False) -> Decision:
    """Say that two suppliers are one (``same``) or two (``apart``); with ``preview``, only what would move.

    Raises:
        Undecidable: One of them is no supplier, they are the same already, or both have a number or a place in the register.
    """
    first, second = sorted((one, other))
    with connection.writing() as database, database.cursor() as cursor:
        suppliers.lock(cursor)
        members = {each: _members(cursor, each) for each in (first, second)}
        for each, keys in members.items():
            if not keys:
                raise Undecidable(
                    f"There is no supplier {each}. It may have been linked meanwhile; look at the queue again."
                )
        if first == second:
            raise Undecidable("Both are the same supplier already.")
        if preview:
            return _preview(cursor, members[_kept(first, second, members)[1]] if verdict == SAME else [])
        question = _asked(cursor, first, second)
        if verdict == APART:
            return Decision(_write(cursor, APART, first, second, {}, question, reviewer, why), (), 0)
        kept, gone = _kept(first, second, members)
        moved = dict.fromkeys(members[gone], gone)
        decision_no = _write(cursor, SAME, first, second, moved, question, reviewer, why)
        cursor.execute(_CLOSE_QUESTIONS, {"gone": gone})
        return Decision(decision_no, _give(cursor, dict.fromkeys(moved, kept), decision_no), len(moved))


def separate(key: str, reviewer: str, why: str, *, preview: bool = False) -> Decision:
    """Take a name out of the supplier that it was linked to, to be one of its own; with ``preview``, only what would move.

    Raises:
        Undecidable: There is no such name, or it is the supplier's own.
    """
    with connection.writing() as database, database.cursor() as cursor:
        suppliers.lock(cursor)
        cursor.execute(_OF_KEYS, ([key],))
        found = cursor.fetchone()
        if found is None or found[1] == key:
            raise Undecidable("That name is linked to no other supplier; there is nothing to take apart.")
        if preview:
            return _preview(cursor, [key])
        first, second = sorted((key, found[1]))
        decision_no = _write(cursor, APART, first, second, {key: found[1]}, None, reviewer, why)
        return Decision(decision_no, _give(cursor, {key: key}, decision_no), 1)


def undo(decision_no: int, reviewer: str, why: str) -> Decision:
    """Undo a decision: names go back to the suppliers that they were, and what was asked is asked again.

    Raises:
        Undecidable: There is none of this number, or it is undone already.
    """
    with connection.writing() as database, database.cursor() as cursor:
        suppliers.lock(cursor)
        cursor.execute(_ONE, (decision_no,))
        undone, moved, question = cursor.fetchone() or (True, "", None)
        if undone:
            raise Undecidable(f"There is no decision {decision_no} that could be undone.")
        cursor.execute(_UNDO, {"decision_no": decision_no, "reviewer": reviewer, "why": why})
        if question:
            cursor.execute(_ASK_AGAIN, (question,))
        before: dict[str, str] = msgspec.json.decode(moved)
        cursor.execute(_OF_KEYS, (list(before),))
        back = {key: before[key] for key, _ in cursor.fetchall()}
        return Decision(decision_no, _give(cursor, back, None), len(back))


def apart_pairs(cursor: Cursor) -> list[tuple[str, str]]:
    """Suppliers that a steward has said are two."""
    cursor.execute(_APART)
    return [(one, other) for one, other in cursor]


def decisions(database: Connection, limit: int = 50) -> list[dict[str, Any]]:
    """The decisions, the newest first."""
    return dicts(database, _LIST, (limit,))


def _preview(cursor: Cursor, keys: list[str]) -> Decision:
    cursor.execute(_RETURNS, (keys,))
    return Decision(None, tuple(return_id for (return_id,) in cursor.fetchall()), len(keys))


def _members(cursor: Cursor, supplier_id: str) -> list[str]:
    cursor.execute(_MEMBERS, (supplier_id,))
    return [key for (key,) in cursor.fetchall()]


def _asked(cursor: Cursor, one: str, other: str) -> dict[str, Any] | None:
    """The question that is answered, which is asked no more."""
    cursor.execute(_QUESTION, {"one": one, "other": other})
    found = cursor.fetchone()
    names = ("one", "other", "score", "method", "one_key", "other_key")
    return dict(zip(names, found, strict=True)) if found else None


def _kept(first: str, second: str, members: Mapping[str, list[str]]) -> tuple[str, str]:
    """Which of two suppliers stays, and which becomes it: a number stays; else the one of more names."""
    named = [each for each in (first, second) if each.startswith(NAME)]
    if not named:
        raise Undecidable(
            f"{first} and {second} both have an identity in a register, and so are two. Nothing was changed."
            " Where a publisher gave a wrong number, it must send the return again."
        )
    if len(named) == 1:
        return (second, first) if named == [first] else (first, second)
    return (first, second) if len(members[first]) >= len(members[second]) else (second, first)


def _write(
    cursor: Cursor,
    verdict: str,
    one: str,
    other: str,
    moved: Mapping[str, str],
    question: Mapping[str, Any] | None,
    reviewer: str,
    why: str,
) -> int:
    bound = {
        "verdict": verdict,
        "one": one,
        "other": other,
        "moved": Json(dict(moved)),
        "question": Json(dict(question)) if question else None,
        "reviewer": reviewer,
        "why": why,
    }
    cursor.execute(_WRITE, bound)
    return (cursor.fetchone() or (0,))[0]


def _give(cursor: Cursor, wanted: Mapping[str, str], decision_no: int | None) -> tuple[str, ...]:
    """Give names to suppliers, rows and totals with them."""
    for supplier_id in sorted(set(wanted.values())):
        keys = sorted(key for key, to in wanted.items() if to == supplier_id)
        cursor.execute(_LINK, {"to": supplier_id, "method": STEWARD, "decision": decision_no, "keys": keys})
    return tuple(suppliers.move(cursor, wanted)) if wanted else ()
