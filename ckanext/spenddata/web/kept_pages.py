"""Public pages that were made once are sent again, for as long as nothing that they show has changed.

A page is kept under its whole address together with the name of the state that it was made of (``moment``). Whoever asks again has that
name read afresh from the databases and the index, and is sent the kept page only where it is still the same: what was published, withdrawn,
erased, renamed or closed a moment ago is in the next answer. The name goes out with the page (an ETag), so that browsers and proxies may
keep it too, and ask whether it still holds.

Where many ask for a page that is not kept, one of them makes it (``making``) and the others wait for it. While they would wait for what
a publication only adds, they are sent the page as it was a moment ago; never across anything that was taken back, closed or renamed.

Only what anybody may read is kept, and only for people who are not signed in: who somebody is, has been found out by then. Which pages
these are is said in ``PAGES`` and ``ACTIONS``; whatever is not named there is made afresh every time.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, g, request, session

from ckanext.spenddata import config
from ckanext.spenddata.security.application import flask_of
from ckanext.spenddata.values.kept import Recent
from ckanext.spenddata.web import moment, places
from ckanext.spenddata.web.making import Making
from ckanext.spenddata.web.moment import Moment, Source

LEDGER: frozenset[Source] = frozenset()
"""Of the databases alone, which every page is made of."""
PAYMENTS = frozenset({Source.PAYMENTS})
CATALOGUE = frozenset({Source.CATALOGUE})

_FIGURES = ("index", "csv", "svg", "png", "embed")
_OF_LEDGER = {
    "about": ("index",),
    "comparison": (*_FIGURES, "category", "category_csv"),
    "explore": _FIGURES,
    "data": ("index", "api"),
    "markets": (*_FIGURES, "show"),
    "periods": ("index",),
    "publishers": ("index", "show"),
    "returns": ("index",),
    "search": ("transaction",),
    "suppliers": ("index", "show"),
    "timeliness": ("index",),
    "theme": ("guide", "contact", "accessibility", "privacy"),
}
PAGES: Mapping[str, frozenset[Source]] = {
    **{f"spenddata_{room}.{page}": LEDGER for room, pages in _OF_LEDGER.items() for page in pages},
    **dict.fromkeys(("home.index", "spenddata_data.data_package"), CATALOGUE),
    **dict.fromkeys(("spenddata_periods.show", "spenddata_search.index", "spenddata_search.atom"), PAYMENTS),
}
"""Endpoint → the indexes that its page is made of too."""
_ASKED = (
    *("category_list", "category_show", "comparison_show", "comparison_suppliers", "portal_show", "publisher_list"),
    *("publisher_show", "supplier_list", "supplier_show", "timeliness_list", "totals_show"),
)
ACTIONS: Mapping[str, frozenset[Source]] = {
    **{f"spenddata_{name}": LEDGER for name in _ASKED},
    "spenddata_data_package_show": CATALOGUE,
    **dict.fromkeys(("spenddata_publication_list", "spenddata_transaction_search"), PAYMENTS),
}
"""The same for actions that are asked by GET."""
LONGEST_ADDRESS = 2_000
LARGEST_PAGE = 2_000_000
"""Bytes; what is larger is a download."""
NOT_OURS_TO_SEND = frozenset({"content-length", "vary", "set-cookie"})
ALWAYS_ASK = "public, no-cache"
"""Everybody may keep it, and must ask whether it holds before using it again."""


LATE_SECONDS = 10.0
"""As long ago a page must have been found to be the newest, to be sent while a newer one is being made."""
PATIENCE = 10.0
"""Seconds that one reader waits for the page that another one's request makes."""


@dataclass(slots=True)
class Page:
    """A page as it was made."""

    moment: Moment
    headers: tuple[tuple[str, str], ...]
    packed: bytes
    """The body, compressed."""
    verified: float = field(default_factory=time.monotonic)
    """When it was last found to be the newest, by the clock that never goes back."""


class Pages(Recent[Page]):
    """The pages used last, of all threads of a process, by their bytes."""

    def __init__(self) -> None:
        """None yet."""
        super().__init__(0, lambda page: len(page.packed))


_pages = Pages()
_making = Making()


def install(application: Any) -> None:
    """Stand right before every view, when it is known who asks, and right behind it, before anything is added to its answer."""
    app = flask_of(application)
    app.before_request_funcs.setdefault(None, []).append(answer_from_kept)
    places.install(app)
    after = app.after_request_funcs.setdefault(None, [])
    after.append(keep)
    after.insert(0, add_validators)
    app.teardown_request(let_others_go_on)


def answer_from_kept() -> Response | None:
    """The page as it was made before, or a word that the asker's own copy still holds; None where it must be made."""
    sources = _sources()
    if sources is None:
        return None
    moment_ = moment.now(sources)
    if moment_ is None:
        return None
    address = _address()
    g.spenddata_moment = moment.Asked(address, moment_, sources)
    if request.if_none_match.contains_weak(_tag(address, moment_)):
        return Response(status=HTTPStatus.NOT_MODIFIED)
    page = _pages.find(address)
    if page is None or page.moment != moment_:
        page = _made_by_another(address, moment_, page)
    else:
        page.verified = time.monotonic()
    if page is None:
        return None
    g.spenddata_kept = True
    g.spenddata_moment = moment.Asked(address, page.moment, sources)
    return _sent(page)


def _made_by_another(address: str, moment_: Moment, old: Page | None) -> Page | None:
    """The page that another request is making, or meanwhile the one before; None where this request is to make it."""
    if _making.begin(address, moment_.whole):
        g.spenddata_makes = address, moment_.whole
        return None
    if old and old.moment.settled == moment_.settled and time.monotonic() - old.verified < LATE_SECONDS:
        return old
    _making.wait(address, moment_.whole, PATIENCE)
    made = _pages.find(address)
    return made if made and made.moment == moment_ else None


def keep(response: Response) -> Response:
    """Keep an answer that was just made, where it is whole and nothing that it was made of was taken back meanwhile."""
    asked: moment.Asked | None = g.get("spenddata_moment")
    if asked is None or g.get("spenddata_kept") or response.status_code == HTTPStatus.NOT_MODIFIED:
        return response
    after = moment.now(asked.sources) if _is_whole(response) else None
    if after is None or after.settled != asked.moment.settled:
        g.pop("spenddata_moment")
        return response
    headers = tuple((name, value) for name, value in response.headers if name.lower() not in NOT_OURS_TO_SEND)
    packed = gzip.compress(response.get_data(), compresslevel=6, mtime=0)
    # What was added while it was made may be on it or not: whoever asks now has another page made, and is sent this one meanwhile.
    _pages.keep(asked.address, Page(asked.moment, headers, packed), config.pages_bytes())
    if after != asked.moment:
        g.pop("spenddata_moment")
    return response


def let_others_go_on(_error: BaseException | None = None) -> None:
    """Let those go on who wait for this request's page, whatever became of it."""
    if makes := g.pop("spenddata_makes", None):
        _making.end(*makes)


def add_validators(response: Response) -> Response:
    """Say of which state an answer is, and that it may be kept; the last word after CKAN's own."""
    asked: moment.Asked | None = g.get("spenddata_moment")
    if asked is not None:
        response.headers["ETag"] = f'W/"{_tag(asked.address, asked.moment)}"'
        response.headers["Cache-Control"] = ALWAYS_ASK
        response.vary.update(["Cookie", "Authorization", tk.config["apitoken_header_name"]])
    return response


def _sources() -> frozenset[Source] | None:
    """What the page that is asked for is made of; None where it may not be kept, or not for whoever asks."""
    if request.method != "GET" or _has_body() or not config.pages_bytes():
        return None
    if not tk.current_user.is_anonymous or session or len(request.url) > LONGEST_ADDRESS:
        return None
    if request.endpoint == "api.action":
        return ACTIONS.get((request.view_args or {}).get("logic_function", ""))
    return PAGES.get(request.endpoint or "")


def _has_body() -> bool:
    """Whether a body came along, of a known length or not: the API takes its question from it, and the address does not tell."""
    return bool(request.content_length or request.headers.get("Transfer-Encoding"))


def _address() -> str:
    """All that a page depends on beside the state: its address as it was asked, in its language."""
    return f"{request.environ.get('CKAN_LANG', '')} {request.url}"


def _tag(address: str, moment_: Moment) -> str:
    return hashlib.sha256(f"{address} {moment_.whole}".encode()).hexdigest()[:32]


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
