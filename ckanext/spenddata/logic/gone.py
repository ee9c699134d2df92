"""What is gone from its address for good: the API's error for it, and its words."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import g, has_request_context

from ckanext.spenddata.logic.times import instant
from ckanext.spenddata.returns.removal.tombstones import Tombstone


class Gone(tk.ObjectNotFound):
    """There was something at this address, and it was taken back: 410 in pages and in the API, with the date and the reason."""

    def __init__(self, facts: dict[str, Any], message: str) -> None:
        super().__init__(message)
        self.facts = facts
        if has_request_context():
            # CKAN's API tells every kind of ObjectNotFound as 404; ``views/gone.py`` corrects that answer.
            g.spenddata_gone = self


def refuse(tombstone: Tombstone | None, what: str) -> None:
    """Raise where something was taken back.

    Args:
        tombstone: What stands in its place, if so.
        what: What was asked for, in words that begin a sentence: "This payment".

    Raises:
        Gone: It was taken back.
    """
    if tombstone is not None:
        raise Gone(_dictized(tombstone), _words(tombstone, what))


def _dictized(tombstone: Tombstone) -> dict[str, Any]:
    return {
        "state": tombstone.kind,
        "at": instant(tombstone.at),
        "why": tombstone.why,
        "reference": tombstone.reference,
        "revision": tombstone.revision,
    }


def _words(tombstone: Tombstone, what: str) -> str:
    words = {
        "withdrawn": tk._("{what} was withdrawn on {date}. The reason that was given: {why}"),
        "erased": tk._("{what} was erased on {date}. The reason that was given: {why}"),
        "being_erased": tk._(
            "{what} is not shown while details in it are erased, by an order of {date}. It is back within minutes."
            " The reason that was given: {why}"
        ),
    }
    return words[tombstone.kind].format(what=what, date=tk.h.spenddata_date(tombstone.at), why=tombstone.why)
