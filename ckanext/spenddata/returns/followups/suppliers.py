"""The follow-up *suppliers*: names that were not published before are linked, and those that no payment has any more are forgotten.

Can be repeated: names that are linked stay where they are, so that a second run finds nothing to do. Rows move with their totals in one
transaction; the index follows by follow-ups of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.checks.names import is_person
from ckanext.spenddata.classify.suppliers.grouping import link
from ckanext.spenddata.classify.suppliers.known import linker
from ckanext.spenddata.classify.suppliers.names import Link, Name
from ckanext.spenddata.ledger import connection, supplier_decisions, suppliers
from ckanext.spenddata.ledger.connection import Cursor
from ckanext.spenddata.model import Revision, Step
from ckanext.spenddata.returns.followups import categories, planning


def follow(revision: Revision) -> None:
    """Link the new names of the revision's return; commits CKAN's session."""
    reference, publisher_id = revision.spend_return.reference, revision.spend_return.publisher_id
    # No transaction of CKAN's database stays open while names are compared.
    model.Session.rollback()
    forget()
    index_again(_link(reference))
    # A payment's supplier may be another now, and a decision made while it was published was not seen by its transaction.
    categories.apply_decisions(publisher_id, reference)


def forget() -> None:
    """Forget names that no published payment has any more; commits CKAN's session."""
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        suppliers.lock(cursor)
        moved = suppliers.forget(cursor)
    index_again(moved)


def link_afresh() -> int:
    """Link all names again by the definitions in force, stewards' decisions kept; how many names have another supplier now."""
    with connection.writing() as database, database.cursor() as cursor:
        suppliers.lock(cursor)
        known, now, decided = suppliers.known_names(cursor)
        fresh = _suppliers_of(cursor, suppliers.new_names(cursor))
        fixed = {key: now[key] for key in decided}
        links, moved = _written(cursor, [*known, *fresh], fixed, now)
    index_again(moved)
    return sum(now.get(link.key) != link.supplier_id for link in links)


def _link(reference: str) -> list[str]:
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        suppliers.lock(cursor)
        fresh = _suppliers_of(cursor, suppliers.new_names(cursor, reference))
        if not fresh:
            return []
        connection.note(cursor, may_wait=True)
        known, now, _ = suppliers.known_names(cursor)
        return _written(cursor, [*known, *fresh], now, now)[1]


def _suppliers_of(cursor: Cursor, names: list[Name]) -> list[Name]:
    """Those that are no person's, which a ledger of before this was asked may hold; people's rows have no supplier from now on."""
    known = config.definitions().people
    people = {name.key for name in names if not name.identity and is_person(name.name, known)}
    if people:
        connection.note(cursor)
        suppliers.take_out_people(cursor, people)
    return [name for name in names if name.key not in people]


def _written(
    cursor: Cursor, names: list[Name], fixed: Mapping[str, str], now: Mapping[str, str]
) -> tuple[list[Link], list[str]]:
    """Link, and write down what is new; references of the returns whose rows moved."""
    definitions = config.definitions()
    found = link(linker(definitions), names, fixed, supplier_decisions.apart_pairs(cursor))
    changed = [link for link in found.links if now.get(link.key) != link.supplier_id]
    if changed:
        suppliers.record(cursor, {name.key: name for name in names}, changed, definitions.supplier_version)
    suppliers.record_questions(cursor, found.questions)
    return changed, suppliers.move(cursor, {link.key: link.supplier_id for link in changed}) if changed else []


def index_again(references: Iterable[str]) -> None:
    """Plan that the search index follows returns whose payments have another supplier now; commits."""
    planning.plan_again(references, [Step.INDEX])
