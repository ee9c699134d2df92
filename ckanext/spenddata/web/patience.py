"""CKAN waits a minute for its Solr, and so would whoever opens its first page while Solr hangs; and for ever for a silent mail server.

What a reader waits for is bounded here, for all questions that CKAN asks within a request; what it writes to the index keeps CKAN's own
limit (``solr_timeout``), as a busy Solr may take its time for a commit. Mail is bounded wherever it is sent.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any

import pysolr
from ckan.lib import mailer
from ckan.lib.search import query
from flask import has_request_context

from ckanext.spenddata.search.patience import Patience

SECONDS = 5.0
"""That a reader waits for a search of datasets."""
MAIL_SECONDS = 20.0
"""That a mail server may take for each of its answers."""
PAUSE = 5.0
_known = Patience(PAUSE)


def install() -> None:
    """Have CKAN's searches ask, and its mails be sent, with our patience; once, however often the application is made."""
    if not hasattr(query.make_connection, "__wrapped__"):
        query.make_connection = _patient(query.make_connection)
    if mailer.smtplib is smtplib:
        mailer.smtplib = SimpleNamespace(**vars(smtplib) | {"SMTP": _mail_server})  # pyright: ignore[reportAttributeAccessIssue]


def _mail_server(host: str, port: int) -> smtplib.SMTP:
    """What CKAN's mailer asks for."""
    return smtplib.SMTP(host, port, timeout=MAIL_SECONDS)


def _patient(connect: Callable[..., pysolr.Solr]) -> Callable[..., pysolr.Solr]:
    @wraps(connect)
    def connection(*args: Any, **kwargs: Any) -> pysolr.Solr:
        made = connect(*args, **kwargs)
        if has_request_context():
            made.timeout = min(made.timeout, SECONDS)  # pyright: ignore[reportAttributeAccessIssue]  an int by its first value
            made.search = _watched(made.search)
        return made

    return connection


def _watched(search: Callable[..., Any]) -> Callable[..., Any]:
    def ask(*args: Any, **kwargs: Any) -> Any:
        if not _known.may_ask():
            # CKAN knows by these words that Solr is away.
            raise pysolr.SolrError("Connection to server is not tried: it did not answer a moment ago")
        try:
            found = search(*args, **kwargs)
        except pysolr.SolrError as error:
            if "timed out" in str(error):
                _known.silent()
            else:
                _known.answered()
            raise
        _known.answered()
        return found

    return ask
