"""A search to follow: an Atom feed (RFC 4287) with an entry for each publication that has payments which the search finds.

Thousands of payments come at once, in one return: an entry for each would be more than anybody reads. Identifiers are addresses that hold:
of the feed its own, of an entry the search within that return, with the revision. So a revision that takes another's place is a new entry.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from feedgen.feed import FeedGenerator
from flask import Response

from ckanext.spenddata.values.calendar import LONDON, london_today
from ckanext.spenddata.views import reasons
from ckanext.spenddata.views.counting import ungettext
from ckanext.spenddata.views.search_asked import Asked, address

MIMETYPE = "application/atom+xml"
MOST_ENTRIES = 50
"""In one feed: the newest."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML has no way to write."""


def feed(query: Asked, words: str, found: Mapping[str, Any]) -> Response:
    """The feed of a search.

    Args:
        query: What was asked.
        words: The same in words.
        found: What ``spenddata_publication_list`` answered.
    """
    made = FeedGenerator()
    own = _whole(query, "spenddata_search.atom")
    made.id(own)
    made.title(_text(f"{tk._('Payments')} {words}" if words else tk._("All published payments")))
    made.subtitle(tk._("The {n} newest publications with payments that this search finds.").format(n=MOST_ENTRIES))
    made.link(href=own, rel="self", type=MIMETYPE)
    made.link(href=_whole(query), rel="alternate", type="text/html")
    made.author(name=_text(tk.config.get("ckan.site_title") or tk._("Public spending")))
    made.language(tk.h.unix_locale_to_bcp47(tk.h.lang()))
    made.generator("ckanext-spenddata")
    instants = [dt.datetime.fromisoformat(each["published"]) for each in found["results"]]
    made.updated(max(instants, default=dt.datetime.combine(london_today(), dt.time(), LONDON)))
    for each, instant in zip(found["results"], instants, strict=True):
        _enter(made.add_entry(order="append"), query, each, instant)
    return Response(made.atom_str(pretty=True), content_type=f"{MIMETYPE}; charset=utf-8")


def _enter(entry: Any, query: Asked, publication: Mapping[str, Any], instant: dt.datetime) -> None:
    """One publication."""
    there = _whole({**query, "reference": [publication["reference"]]})
    entry.id(f"{there}#revision-{publication['revision']}")
    entry.title(_text(_title(publication)))
    entry.link(href=there, rel="alternate", type="text/html")
    entry.published(instant)
    entry.updated(instant)
    entry.author(name=_text(publication["publisher_name"]))
    entry.summary(_text(" ".join(_summary(publication))))


def _title(publication: Mapping[str, Any]) -> str:
    return ungettext(
        "{publisher}, {period}: {n} payment",
        "{publisher}, {period}: {n} payments",
        publication["count"],
        publisher=publication["publisher_name"],
        period=tk.h.spenddata_period(publication["period"]),
    )


def _summary(publication: Mapping[str, Any]) -> list[str]:
    """What was paid, of each kind apart; under which duty; whether it took the place of an earlier revision."""
    sums = (
        f"{tk.h.spenddata_money(kind['total'], kind['currency'], pence=True)} {reasons.vat(kind['amount_basis'])}"
        for kind in publication["sums"]
    )
    told = [f"{'; '.join(sums)}.", f"{tk.h.spenddata_regime_title(publication['regime'])}."]
    if publication["revision"] > 1:
        words = tk._("Revision {n} of this return: it takes the place of an earlier one.")
        told.append(words.format(n=publication["revision"]))
    return told


def _whole(query: Asked, endpoint: str = "spenddata_search.index") -> str:
    """The address of a search with the portal's own; the order means nothing here."""
    return address(query, endpoint, sort=None, _external=True)


def _text(text: str) -> str:
    return _NO_XML.sub("", text)
