"""Forms: what was typed, and what is wrong with it, with each message linked to its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, make_response

from ckanext.spenddata.logic.nearest import there_is_no

FOREIGN = ("utm_", "mtm_", "pk_", "fbclid", "gclid", "gad_", "_gl", "_ga", "msclkid", "mc_", "ref", "lang")
"""Beginnings of parameters that others add to our addresses when they pass them on; they mean nothing here."""
NUMBERS = ("offset", "decision")
"""Parameters that are whole numbers, on whichever page."""


def shown(page: str, said: Mapping[str, Any]) -> Response:
    """A page with its status: an error where something is said to be wrong with what was asked."""
    return make_response(page, HTTPStatus.BAD_REQUEST if said else HTTPStatus.OK)


def unknown(known: Iterable[str]) -> dict[str, str]:
    """What is said of parameters in the address that the page doesn't have: a misspelt filter must not be no filter."""
    names = sorted(known)
    return {
        name: there_is_no(tk._("parameter"), name, names)
        for name in tk.request.args
        if name not in names and not name.lower().startswith(FOREIGN)
    }


def ambiguous(several: Iterable[str] = ()) -> dict[str, str]:
    """What is said of parameters in the address that have two values where one is taken: none of them must be passed over in silence.

    Args:
        several: Parameters that can have more than one value.
    """
    taken = set(several)
    return {
        name: tk._("{name} has {n} values in this address, and takes one.").format(name=name, n=len(values))
        for name, given in tk.request.args.lists()
        if name not in taken and len(values := {value.strip() for value in given} - {""}) > 1
    }


def not_a_number() -> dict[str, str]:
    """What is said of parameters in the address that count something and are no whole number."""
    return {
        name: tk._("{name} is a whole number, such as 100, not {given}.").format(name=name, given=given[:100])
        for name in NUMBERS
        if (given := tk.request.args.get(name, "").strip()) and not (given.isascii() and given.isdigit())
    }


def misread(known: Iterable[str], several: Iterable[str] = ()) -> dict[str, str]:
    """What is wrong with the parameters in the address; nothing of it is passed over.

    Args:
        known: Those that the page has.
        several: Those of them that can have more than one value.
    """
    return unknown(known) or ambiguous(several) or not_a_number()


def messages(errors: Mapping[str, Any]) -> dict[str, str]:
    """An action's error dictionary as one sentence a field."""
    return {field: _sentence(said) for field, said in errors.items() if said}


def ask(action: str, data: Mapping[str, Any]) -> tuple[Any, dict[str, str]]:
    """What an action answers, or, where it refuses, what is wrong with what it was asked, by field."""
    try:
        return tk.get_action(action)({}, dict(data)), {}
    except tk.ValidationError as error:
        return None, messages(error.error_dict)


def looked_at() -> dict[str, int]:
    """Which revision, and which reading of it, a form was filled in for, as actions take it; where it does not say, what none has."""
    return {name: tk.request.form.get(name, 0, type=int) for name in ("revision", "attempt")}


def problems(said: Mapping[str, str], fields: Iterable[str]) -> list[dict[str, str | None]]:
    """Messages in the order of the form's fields, each with the field's anchor; what belongs to no field comes first."""
    order = list(fields)
    loose = [{"message": message, "anchor": None} for field, message in said.items() if field not in order]
    tied = [{"message": said[field], "anchor": anchors(field)} for field in order if field in said]
    return loose + tied


def anchors(field: str) -> str:
    """The id of a field's control."""
    return f"field-{field}"


def _sentence(said: Any) -> str:
    """One message from what an action says of a field: a word, a list of them, or errors of the things in it."""
    if isinstance(said, Mapping):
        return " ".join(_sentence(part) for part in said.values())
    if isinstance(said, str):
        return said
    return " ".join(_sentence(part) for part in said)
