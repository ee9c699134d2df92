"""Public pages that were made once are sent again, for as long as nothing that they show has changed.

A page is kept under its whole address together with the name of the state that it was made of (``moment``). Whoever asks again has that
name read afresh from the databases and the index, and is sent the kept page only where it is still the same: what was published, withdrawn,
erased, renamed or closed a moment ago is in the next answer. The name goes out with the page (an ETag), so that browsers and proxies may
keep it too, and ask whether it still holds.

Only what anybody may read is kept, and only for people who are not signed in: who somebody is, has been found out by then. Which pages
these are is said in ``PAGES`` and ``ACTIONS``; whatever is not named there is made afresh every time.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from http import HTTPStatus
from threading import Lock
from typing import Any, NamedTuple

from ckan.plugins import toolkit as tk
from flask import Response, g, request, session

from ckanext.spenddata import config
from ckanext.spenddata.web import moment, places
from ckanext.spenddata.web.application import flask_of
from ckanext.spenddata.web.moment import Source

__all__ = ["ACTIONS", "PAGES", "install"]

LEDGER: frozenset[Source] = frozenset()
"""Of the databases alone, which every page is made of."""
PAYMENTS = frozenset({Source.PAYMENTS})
CATALOGUE = frozenset({Source.CATALOGUE})

PAGES: Mapping[str, frozenset[Source]] = {
    "home.index": CATALOGUE,
    "spenddata_about.index": LEDGER,
    "spenddata_comparison.index": LEDGER,
    "spenddata_comparison.csv": LEDGER,
    "spenddata_comparison.svg": LEDGER,
    "spenddata_comparison.category": LEDGER,
    "spenddata_comparison.category_csv": LEDGER,
    **dict.fromkeys((f"spenddata_explore.{page}" for page in ("index", "csv", "svg")), LEDGER),
    "spenddata_markets.index": LEDGER,
    "spenddata_markets.show": LEDGER,
    "spenddata_publishers.index": LEDGER,
    "spenddata_publishers.show": LEDGER,
    "spenddata_returns.index": LEDGER,
    "spenddata_search.index": PAYMENTS,
    "spenddata_search.transaction": LEDGER,
    "spenddata_suppliers.index": LEDGER,
    "spenddata_suppliers.show": LEDGER,
    **dict.fromkeys((f"spenddata_theme.{page}" for page in ("guide", "contact", "accessibility", "privacy")), LEDGER),
}
"""Endpoint → the indexes that its page is made of too."""
ACTIONS: Mapping[str, frozenset[Source]] = {
    "spenddata_category_list": LEDGER,
    "spenddata_category_show": LEDGER,
    "spenddata_comparison_show": LEDGER,
    "spenddata_comparison_suppliers": LEDGER,
    "spenddata_portal_show": LEDGER,
    "spenddata_publisher_list": LEDGER,
    "spenddata_publisher_show": LEDGER,
    "spenddata_supplier_list": LEDGER,
    "spenddata_supplier_show": LEDGER,
    "spenddata_totals_show": LEDGER,
    "spenddata_transaction_search": PAYMENTS,
}
"""The same for actions that are asked by GET."""
LONGEST_ADDRESS = 2_000
LARGEST_PAGE = 2_000_000
"""Bytes; what is larger is a download."""
NOT_OURS_TO_SEND = frozenset({"content-length", "vary", "set-cookie"})
ALWAYS_ASK = "public, no-cache"
"""Everybody may keep it, and must ask whether it holds before using it again."""


class Page(NamedTuple):
    """A page as it was made."""

    state: str
    headers: tuple[tuple[str, str], ...]
    packed: bytes
    """The body, compressed."""


class Pages:
    """The pages used last, of all threads of a process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Page] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, address: str) -> Page | None:
        """The page of an address, of some state."""
        with self._lock:
            if address in self._kept:
                self._kept.move_to_end(address)
            return self._kept.get(address)

    def keep(self, address: str, page: Page, most: int) -> None:
        """Keep a page, and forget those that were not used for longest where all have more than so many bytes."""
        with self._lock:
            self._forget(address)
            self._kept[address] = page
            self._bytes += len(page.packed)
            while self._bytes > most and self._kept:
                self._forget(next(iter(self._kept)))

    def _forget(self, address: str) -> None:
        if known := self._kept.pop(address, None):
            self._bytes -= len(known.packed)


_pages = Pages()


def install(application: Any) -> None:
    """Stand right before every view, when it is known who asks, and right behind it, before anything is added to its answer."""
    app = flask_of(application)
    app.before_request_funcs.setdefault(None, []).append(answer)
    places.install(app)
    after = app.after_request_funcs.setdefault(None, [])
    after.append(keep)
    after.insert(0, mark)


def answer() -> Response | None:
    """The page as it was made before, or a word that the asker's own copy still holds; None where it must be made."""
    sources = _sources()
    if sources is None:
        return None
    state = moment.state(sources)
    if state is None:
        return None
    address = _address()
    g.spenddata_moment = moment.Asked(address, state, sources)
    if request.if_none_match.contains_weak(_tag(address, state)):
        return Response(status=HTTPStatus.NOT_MODIFIED)
    page = _pages.find(address)
    if page is None or page.state != state:
        return None
    g.spenddata_kept = True
    return _sent(page)


def keep(response: Response) -> Response:
    """Keep an answer that was just made, where it is whole and what it was made of has not changed meanwhile."""
    asked: moment.Asked | None = g.get("spenddata_moment")
    if asked is None or g.get("spenddata_kept") or response.status_code == HTTPStatus.NOT_MODIFIED:
        return response
    if not _is_whole(response) or moment.state(asked.sources) != asked.state:
        g.pop("spenddata_moment")
        return response
    headers = tuple((name, value) for name, value in response.headers if name.lower() not in NOT_OURS_TO_SEND)
    page = Page(asked.state, headers, gzip.compress(response.get_data(), compresslevel=6, mtime=0))
    _pages.keep(asked.address, page, config.pages_bytes())
    return response


def mark(response: Response) -> Response:
    """Say of which state an answer is, and that it may be kept; the last word after CKAN's own."""
    asked: moment.Asked | None = g.get("spenddata_moment")
    if asked is not None:
        response.headers["ETag"] = f'W/"{_tag(asked.address, asked.state)}"'
        response.headers["Cache-Control"] = ALWAYS_ASK
        response.vary.update(["Cookie", "Authorization", tk.config["apitoken_header_name"]])
    return response


def _sources() -> frozenset[Source] | None:
    """What the page that is asked for is made of; None where it may not be kept, or not for whoever asks."""
    if request.method != "GET" or request.content_length or not config.pages_bytes():
        return None
    if not tk.current_user.is_anonymous or session or len(request.url) > LONGEST_ADDRESS:
        return None
    if request.endpoint == "api.action":
        return ACTIONS.get((request.view_args or {}).get("logic_function", ""))
    return PAGES.get(request.endpoint or "")


def _address() -> str:
    """All that a page depends on beside the state: its address as it was asked, in its language."""
    return f"{request.environ.get('CKAN_LANG', '')} {request.url}"


def _tag(address: str, state: str) -> str:
    return hashlib.sha256(f"{address} {state}".encode()).hexdigest()[:32]


def _is_whole(response: Response) -> bool:
    """Whether an answer is a page with all that belongs on it, the same for everybody."""
    missing = g.get("spenddata_incomplete") or g.get("spenddata_search_failed")
    plain = response.is_sequence and not response.direct_passthrough and "Content-Encoding" not in response.headers
    if missing or session or not plain or response.status_code != HTTPStatus.OK:
        return False
    return (response.calculate_content_length() or 0) <= LARGEST_PAGE


def _sent(page: Page) -> Response:
    if "gzip" not in request.accept_encodings:
        return Response(gzip.decompress(page.packed), headers=list(page.headers))
    response = Response(page.packed, headers=list(page.headers))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
