"""What a search asks and answers, between CKAN's words and the index's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.ledger import connection, supplier_read
from ckanext.spenddata.logic.filters import known_values, publisher_ids
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema.searches import FACETS, FILTERED
from ckanext.spenddata.model import FollowUp, ReturnFile, Revision, SpendReturn, State, Step
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.removal import tombstones
from ckanext.spenddata.search.answers import Answer, Bucket, Kind
from ckanext.spenddata.search.documents import supplier_label
from ckanext.spenddata.search.query import Question, QuestionError
from ckanext.spenddata.values.sums import STERLING
from ckanext.spenddata.values.text import pounds
from ckanext.spenddata.values.vat import UNKNOWN

NAMES = {"reference": "return_id"}
"""Our words for filters → the index's, where they differ."""


class Lag:
    """What the index has not followed yet."""

    def __init__(self, waiting: Iterable[tuple[str, str]]) -> None:
        self._waiting = list(waiting)

    @property
    def returns(self) -> int:
        """Number of returns whose last change is not in the index."""
        return len({reference for reference, _ in self._waiting})

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Returns that are no longer public but may still be in the index: they are left out of every answer."""
        return tuple(sorted({reference for reference, state in self._waiting if state == State.WITHDRAWN}))


def lag() -> Lag:
    """What waits to be indexed now."""
    query = (
        sa.select(SpendReturn, Revision.state)
        .join(Revision, Revision.return_id == SpendReturn.id)
        .join(FollowUp, FollowUp.revision_id == Revision.id)
        .where(FollowUp.step == Step.INDEX, FollowUp.done.is_(None))
    )
    waiting = [(found.reference, state) for found, state in model.Session.execute(query)]
    # What is just being taken back may be in the index still, whatever its state says.
    return Lag([*waiting, *((reference, State.WITHDRAWN) for reference in tombstones.returns_withheld())])


def question(asked: Mapping[str, Any], without: tuple[str, ...] = ()) -> Question:
    """The question of valid parameters.

    Args:
        asked: As ``schema.searches.search`` gives them.
        without: References of returns that must not be found.

    Raises:
        ValidationError: It can't be asked.
    """
    known_values(asked)
    filters = {NAMES.get(name, name): tuple(asked[name]) for name in FILTERED if asked.get(name)}
    if asked.get("publisher"):
        filters["publisher_id"] = publisher_ids(asked["publisher"])
    if isinstance(asked.get("card"), bool):
        filters["regime"] = _duties(asked["card"], asked.get("regime") or [])
    first, last = asked.get("date_from"), asked.get("date_to")
    try:
        return Question(
            q=asked["q"],
            filters=tuple(filters.items()),
            without_returns=without,
            first=first.date() if first else None,
            last=last.date() if last else None,
            least=_amount(asked, "amount_min"),
            most=_amount(asked, "amount_max"),
            sort=asked["sort"],
            rows=asked["rows"],
            cursor=asked["cursor"],
            facets=tuple(FACETS[name] for name in asked["facets"]),
            figures=bool(asked.get("figures")),
        )
    except QuestionError as error:
        raise refused(error.field, str(error)) from error


def _duties(card: bool, wanted: Sequence[str]) -> tuple[str, ...]:
    """The duties about payments by card, or by invoice; of those that are asked for, where any are.

    Raises:
        ValidationError: None of these is.
    """
    found = tuple(
        each.id
        for each in config.definitions().regimes.values()
        if each.card == card and (not wanted or each.id in wanted)
    )
    if not found:
        raise refused(
            "card",
            tk._("The duty that is asked for is about payments by card.")
            if not card
            else tk._("The duty that is asked for is not about payments by card."),
        )
    return found


def _amount(asked: dict[str, Any], name: str) -> int | None:
    """An amount in pence. CKAN puts an empty list back where a schema has taken it out."""
    amount = asked.get(name)
    return None if amount == [] else amount


def answer_dict(found: Answer) -> dict[str, Any]:
    """An answer as the API gives it."""
    hashes = sha256_of_files(row["entry_no"] for row in found.rows)
    labels = {field: _labels(field, buckets) for field, buckets in found.facets.items()}
    sums = sums_of(found.kinds)
    of_all = total(sums)
    alike = of_all is not None
    names = labels_of_publishers(row["publisher_id"] for row in found.rows)
    return {
        "count": found.count,
        "total": of_all,
        "sums": sums,
        "results": [_by_todays_name(row_dict(row, hashes), names) for row in found.rows],
        "facets": {
            title: [_bucket(bucket, labels[name], alike) for bucket in found.facets[name]]
            for title, name in FACETS.items()
            if name in found.facets
        },
        "cursor": found.cursor,
    }


def row_dict(row: Mapping[str, Any], hashes: Mapping[tuple[int, str], str]) -> dict[str, Any]:
    """A row of the index as the API gives it: what was published, our category, and where it was."""
    shown = {
        name: value for name, value in row.items() if name not in {"pence", "return_id", "supplier", "source_file"}
    }
    file = row.get("source_file") or ""
    return shown | {
        "amount": pounds(row["pence"]),
        "supplier_name": row.get("supplier"),
        "reference": row["return_id"],
        "category_label": config.definitions().categories.label(row.get("category", "")),
        "source_file": file,
        "source_sha256": hashes.get((row["entry_no"], file)),
    }


def sha256_of_files(entries: Iterable[int]) -> dict[tuple[int, str], str]:
    """(entry number, name of the file) → SHA-256 of the file as it was sent; none where its bytes were erased."""
    wanted = sorted(set(entries))
    if not wanted:
        return {}
    query = (
        sa.select(Revision.entry_no, ReturnFile.name, ReturnFile.sha256)
        .join(ReturnFile, ReturnFile.revision_id == Revision.id)
        .where(Revision.entry_no.in_(wanted), ReturnFile.erased.is_(None))
    )
    return {(entry_no, name): sha256 for entry_no, name, sha256 in model.Session.execute(query)}


def _labels(field: str, buckets: tuple[Bucket, ...]) -> dict[str, str]:
    values = [bucket.value for bucket in buckets]
    if field == "publisher_id":
        return labels_of_publishers(values)
    if field == "category":
        return {value: config.definitions().categories.label(value) for value in values}
    if field == "regime":
        regimes = config.definitions().regimes
        return {value: regimes[value].title for value in values if value in regimes}
    if field == "supplier_id":
        return _supplier_labels(values)
    return {}


def labels_of_publishers(publisher_ids: Iterable[str]) -> dict[str, str]:
    """Identifier → the name that the body has today, which need not be the one it published under."""
    return {id_: body.publisher.name for id_, body in publishers.by_ids(set(publisher_ids)).items()}


def _by_todays_name(row: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {**row, "publisher_name": names.get(row["publisher_id"], row.get("publisher_name"))}


def _supplier_labels(supplier_ids: list[str]) -> dict[str, str]:
    """What suppliers are called, as most payments have it: an identity is a number, or a name in capitals."""
    if not supplier_ids:
        return {}
    with connection.reading() as database:
        named = supplier_read.labels(database, supplier_ids)
    return {each: named.get(each, supplier_label(each)) for each in supplier_ids}


def sums_of(kinds: Iterable[Kind]) -> list[dict[str, Any]]:
    """What may be added up: amounts on one VAT basis, by card or not, in one currency; the most payments first."""
    regimes = config.definitions().regimes
    counts, pence = Counter[tuple[str, bool, str]](), Counter[tuple[str, bool, str]]()
    for kind in kinds:
        card = kind.regime in regimes and regimes[kind.regime].card
        alike = kind.amount_basis or UNKNOWN, card, kind.currency or STERLING
        counts[alike] += kind.count
        pence[alike] += kind.pence
    return [
        {
            "amount_basis": basis,
            "card": card,
            "currency": currency,
            "count": count,
            "total": pounds(pence[basis, card, currency]),
        }
        for (basis, card, currency), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def total(sums: Sequence[Mapping[str, Any]]) -> str | None:
    """The one sum in pounds; None where nothing was found, so that nought is said of noughts only, and where none may be made."""
    alike = len(sums) == 1 and sums[0]["currency"] == STERLING
    return sums[0]["total"] if alike else None


def _bucket(bucket: Bucket, labels: Mapping[str, str], alike: bool) -> dict[str, Any]:
    return {
        "value": bucket.value,
        "label": labels.get(bucket.value, bucket.value),
        "count": bucket.count,
        "total": pounds(bucket.pence) if alike else None,
    }
