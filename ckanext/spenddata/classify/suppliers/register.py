"""Which public body a name is: the register's names, other names, and the ways in which such bodies are written.

A way of writing that two bodies share leads to neither. What a name says of its kind stays: a county council is no city council.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ckanext.spenddata.classify.suppliers.reading import Reading, read
from ckanext.spenddata.definitions.bodies import Body
from ckanext.spenddata.definitions.supplier_links import SupplierWords

FORMER = "former"
LOCAL = "local authority"
CENTRAL = "central government"
SHORTEST_ALONE = 4
"""Letters of a single word that may lead to a body: *HMRC*, *Defra*."""


class Register:
    """The register of public bodies, by how a name of theirs reads."""

    def __init__(self, bodies: Iterable[Body], known: SupplierWords) -> None:
        own: dict[str, set[str]] = {}
        other: dict[str, set[str]] = {}
        for body in bodies:
            publisher = body.publisher
            _add(own, publisher.name, publisher.publisher_id, known)
            for name in publisher.other_names:
                # Of a council, the name of its place alone would be anybody's there.
                if publisher.body_type != LOCAL or known.bodies.intersection(read(name, known).words):
                    alone = publisher.body_type == CENTRAL and len(name) >= SHORTEST_ALONE
                    _add(other, name, publisher.publisher_id, known, alone=alone)
            if body.status != FORMER:
                for name in _written(body, known):
                    _add(other, name, publisher.publisher_id, known)
        self._ids = _sole(other) | _sole(own)

    def body_of(self, reading: Reading) -> str | None:
        """Identifier of the public body that a name is; None where it is none, or where several are called so."""
        if reading.passed_on or reading.forms:
            return None
        return self._ids.get(reading.unordered)


def _add(
    names: dict[str, set[str]], name: str, publisher_id: str, known: SupplierWords, *, alone: bool = False
) -> None:
    reading = read(name, known)
    if len(reading.words) > 1 or alone:
        names.setdefault(reading.unordered, set()).add(publisher_id)


def _sole(names: Mapping[str, set[str]]) -> dict[str, str]:
    return {key: next(iter(ids)) for key, ids in names.items() if len(ids) == 1}


def _written(body: Body, known: SupplierWords) -> Iterator[str]:
    """How a body of its kind is written, by its place."""
    kind = body.publisher.body_subtype
    ways = known.body_names.get(kind, ())
    if not ways:
        return
    reading = read(body.publisher.name, known)
    place = " ".join(word for word in reading.words if word not in known.body_words)
    if place:
        for way in ways:
            yield way.format(place=place)
