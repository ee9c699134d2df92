"""Hangs what this room does into CKAN's application: before a request, around the API, and where an exception arrives."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import psycopg2
from ckan import model
from ckan.lib.navl.dictization_functions import DataError
from ckan.lib.search import SearchError, SearchIndexError, SolrConnectionError
from ckan.plugins import toolkit as tk
from flask import Flask, Response, current_app, g, request
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from ckanext.spenddata.faults import Kind, fault
from ckanext.spenddata.security.answers import is_api, refusal
from ckanext.spenddata.security.application import flask_of
from ckanext.spenddata.web import api, patience, rates, sheets, wellformed
from ckanext.spenddata.web.answers import answer
from ckanext.spenddata.web.gates import BUSY, EXPORTS, RETRY_SECONDS, WORDS, Gate, Gated
from ckanext.spenddata.web.wellformed import (
    MOST_ASKED,
    asked_at_once,
    is_for_a_host,
    is_readable,
    is_small_enough,
    read_numbers,
)

log = logging.getLogger(__name__)

UNDERSTOOD = (
    SQLAlchemyError,
    psycopg2.Error,
    SearchError,
    SearchIndexError,
    SolrConnectionError,
    RedisError,
    DataError,
    UnicodeError,
    OSError,
)
"""Exceptions that ``faults`` may know the meaning of, whoever's view they come from."""
EXPORTS_AT_ONCE = 2
"""Of one process, which has ten threads: the first page is answered whatever is downloaded."""
OURS = "ckanext.spenddata."
DOES_WITHOUT = frozenset({"home.index"})
"""Pages that are whole without the search they try."""


def install(application: Any) -> None:
    """Guard an application: called once, when all plugins have registered their pages.

    Args:
        application: Flask's; what other plugins have laid around it is looked through.
    """
    app = flask_of(application)
    app.before_request_funcs.setdefault(None, [])[:0] = [_refuse_unreadable, _refuse_busy, rates.admit, api.refuse_head]
    app.after_request(_tell_failed_search)
    app.teardown_request(_leave_no_session)
    for kind in UNDERSTOOD:
        app.register_error_handler(kind, _handler(_misread(_raise)))
    app.register_error_handler(tk.ValidationError, _invalid)
    # Pages of extensions forget these two, and would answer 500.
    app.register_error_handler(tk.ObjectNotFound, _missing)
    app.register_error_handler(tk.NotAuthorized, _not_allowed)
    app.register_error_handler(500, _handler(_previous(app, 500)))
    app.register_error_handler(Exception, _handler(_misread(_previous(app, None))))
    read_numbers(app)
    api.watch(app)
    patience.install()
    sheets.install()
    app.wsgi_app = Gated(app.wsgi_app, [Gate(EXPORTS, EXPORTS_AT_ONCE)])


def _refuse_unreadable() -> Response | None:
    # CKAN's own first step sets this, and its last one asks for it even where there was no first.
    setattr(g, "__timer", time.time())
    if not is_for_a_host(request):
        return refusal(400, tk._("The request names a host that can’t exist. Check the address."), plain=True)
    if (asked := asked_at_once(request)) > MOST_ASKED:
        return refusal(400, _too_much(asked), plain=True)
    if not is_small_enough(request):
        return refusal(413, _too_large(), plain=True)
    if is_readable(request):
        return None
    words = tk._("There is a character in this address that text can’t have. Check that it is complete.")
    return refusal(400, words, plain=True)


def _refuse_busy() -> Response | None:
    """The page for whoever came while all places for their kind of work were taken."""
    if request.environ.get(BUSY):
        return refusal(503, tk._(WORDS), retry=RETRY_SECONDS, plain=True)
    return None


def _too_much(asked: int) -> str:
    """What is to be done about an address that asks for more than is answered; a program can send a body, and a page can't be asked so."""
    words = tk._("This address asks for {asked} things at once. Ask for {most} at most.")
    if is_api():
        words = tk._(
            "This address asks for {asked} things at once, and the most is {most}. Ask for fewer, or send the same question by"
            " POST, with its parameters as JSON in the body: there one parameter may have {values} values."
        )
    return words.format(asked=asked, most=MOST_ASKED, values=f"{api.MOST_ASKED:,}")


def _too_large() -> str:
    words = tk._(
        "This request has more than {most} million bytes, and no files. Nothing was read or changed. Send a file as a file (multipart"
        " form data), and rows of a table a part at a time."
    )
    return words.format(most=wellformed.MOST_AT_ONCE // 1_000_000)


def _leave_no_session(error: BaseException | None) -> None:
    """After a failure that nobody answered: CKAN's last step, which does this, was left out, and the thread's next request would fail."""
    if error is not None:
        model.Session.remove()


def _tell_failed_search(response: Response) -> Response:
    """A page whose search failed says so: CKAN's own show an empty list in its place, with status 200."""
    error = g.pop("spenddata_search_failed", None)
    found = fault(error) if error else None
    if found is None or request.endpoint in DOES_WITHOUT or not response.is_sequence or response.status_code != 200:
        return response
    return answer(found.kind)


def _handler(otherwise: Callable[[Exception], Any]) -> Callable[[Exception], Any]:
    """What answers an exception: by what it means, else as before."""

    def handle(error: Exception) -> Any:
        found = fault(getattr(error, "original_exception", None) or error)
        if found is None:
            return otherwise(error)
        level = logging.INFO if found.kind is Kind.QUESTION else logging.ERROR
        log.log(level, "%s: %s (%s)", request.path, found.kind.value, type(found.cause).__name__)
        return answer(found.kind)

    return handle


def _invalid(error: tk.ValidationError) -> Response:
    """An action refused what a page asked of it, and the page has no place to say so."""
    summary = " ".join(str(words) for words in error.error_summary.values())
    return refusal(400, summary)


def _missing(_error: tk.ObjectNotFound) -> Response:
    return refusal(404, tk._("There is nothing at this address. Check that it is complete."))


def _not_allowed(_error: tk.NotAuthorized) -> Response:
    return refusal(403, tk._("You may not see this page. Sign in with an account that may, or ask an administrator."))


def _misread(otherwise: Callable[[Exception], Any]) -> Callable[[Exception], Any]:
    """A page of CKAN or of another extension that failed on what was asked or sent: that is told as such."""

    def handle(error: Exception) -> Any:
        view = current_app.view_functions.get(request.endpoint or "")
        foreign = view is not None and not view.__module__.startswith(OURS)
        asks = request.args or request.view_args or request.method == "POST"
        if foreign and api.is_misread(error) and asks:
            log.warning("%s could not work with what it was asked: %s", request.endpoint, api.in_one_line(error))
            return answer(Kind.QUESTION)
        return otherwise(error)

    return handle


def _previous(app: Flask, code: int | None) -> Callable[[Exception], Any]:
    """The handler that CKAN registered."""
    known = app.error_handler_spec[None][code]
    return next(iter(known.values()), _raise) if code else known.get(Exception, _raise)


def _raise(error: Exception) -> Any:
    raise error
