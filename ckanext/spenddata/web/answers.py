"""What a fault answers, in words that say what happened, what is safe and what to do."""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.spenddata.faults import Kind
from ckanext.spenddata.security.answers import refusal
from ckanext.spenddata.values.text import N_

_WORDS = {
    Kind.QUESTION: N_(
        "Something in this request can’t be understood: a value that is not of the kind that is asked for, or a character"
        " that text can’t have. Nothing was changed. Check the address, or what you sent."
    ),
    Kind.SLOW: N_(
        "The answer takes longer than this portal gives to one question. Nothing was changed. Ask for less: fewer years,"
        " publishers or rows, or more specific words."
    ),
    Kind.DATABASE: N_(
        "The database is not responding at the moment. Nothing is lost: what was published and what you have already sent is"
        " kept. If you were sending something, wait a minute, then look at your returns: what is not shown there can be sent"
        " again."
    ),
    Kind.SEARCH: N_(
        "Searching is not possible at the moment: the search server is not responding. Nothing is lost; what is published can"
        " be read and downloaded as before. Try again in a minute."
    ),
    Kind.MEMORY: N_(
        "Signing in and sending are not possible at the moment: a service that they need is not responding. Nothing is lost;"
        " what is published can be read without signing in. Try again in a minute."
    ),
    Kind.DISK: N_(
        "There is no room left on this portal’s disk, so nothing can be stored. What you sent was not kept; everything sent"
        " earlier is. Try again later, or tell the people who run this portal."
    ),
    Kind.MACHINE: N_(
        "This portal’s machine is too busy at the moment. Nothing is lost: what was published and what you have already"
        " sent is kept. Try again in a minute."
    ),
}


def answer(kind: Kind) -> Response:
    """The answer to a request that met a fault of this kind."""
    # Whatever a database's session was doing failed: what is shown next must not fail with it.
    if kind is not Kind.DATABASE:
        model.Session.rollback()
    return refusal(
        kind.status, tk._(_WORDS[kind]), searching=kind is Kind.SEARCH, plain=kind in (Kind.DATABASE, Kind.MEMORY)
    )
