"""Bodies far from their peers: what the first page tells of those that have published last, each beside the peers it has by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare import plain
from ckanext.spenddata.compare.comparison import Comparison
from ckanext.spenddata.compare.findings import finding
from ckanext.spenddata.compare.statistics import LEAST
from ckanext.spenddata.compare.words import times
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.peers import PeerGroup
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.logic import comparing
from ckanext.spenddata.values.exact import Fraction

LOOKED_AT = 16
"""Bodies that are compared: each costs a comparison whenever something has been published. Those with too few peers for a median don't."""
SHOWN = 4
FAR = Fraction(3, 2)
"""From so many times the median, or below its inverse."""
_TOLD = frozenset(
    {"differs-times", "differs-far", "differs-more", "differs-less", "differs-fewer", "because-one-payment"}
)
"""What is said of a body that stands outside the middle half of four peers and more."""


def far_from_peers(
    definitions: Definitions, ledger: Connection, known: Mapping[str, PeerGroup], bodies: Iterable[str], today: date
) -> list[dict[str, Any]]:
    """The bodies that differ most from their peers' median in the category in which they differ most.

    Args:
        definitions: Those in force.
        ledger: A connection of ``reading()``.
        known: The peer groups for everybody.
        bodies: Identifiers, those that are looked at first in front.
        today: The day of today in London.

    Returns:
        ``publisher_id``, ``category``, ``times`` (null where the median is nothing), ``finding`` as a comparison has it, and ``period``;
        the furthest from one time first.
    """
    asked = ((publisher_id, _asked(definitions, known, publisher_id)) for publisher_id in bodies)
    worth = ((publisher_id, question) for publisher_id, question in asked if question)
    found = []
    for publisher_id, question in islice(worth, LOOKED_AT):
        highlight = _highlight(publisher_id, comparing.answer(definitions, ledger, question, today))
        if highlight:
            found.append(highlight)
    found.sort(key=lambda each: (-each[0], each[1]["publisher_id"]))
    return [highlight for _, highlight in found[:SHOWN]]


def _asked(definitions: Definitions, known: Mapping[str, PeerGroup], publisher_id: str) -> comparing.Question | None:
    """A body beside the peers that it has by itself; None where these are too few for a median, or it has no duty."""
    try:
        asked = comparing.question(definitions, {"publisher": publisher_id, "publishers": [], "without": []}, known)
    except tk.ValidationError:
        return None
    return asked if len(asked.bodies) > LEAST else None


def _highlight(publisher_id: str, comparison: Comparison) -> tuple[Fraction, dict[str, Any]] | None:
    sentence = finding(comparison)
    row = next((each for each in comparison.rows if each.kind == "procurement"), None)
    if row is None or row.standing is None or sentence.code not in _TOLD:
        return None
    multiple = row.standing.times
    if multiple is None or multiple <= 0 or 1 / FAR < multiple < FAR:
        return None
    return max(multiple, 1 / multiple), {
        "publisher_id": publisher_id,
        "category": row.category,
        "times": times(multiple),
        "finding": plain.sentence_dict(sentence),
        "period": plain.span_dict(comparison.span),
    }
