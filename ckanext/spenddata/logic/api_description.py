"""What the API can be asked, read from the actions' own documentation: for the page of the API, and as OpenAPI 3.1 for programs.

The docstrings are reStructuredText, as CKAN's are, with a field for each parameter. Nothing is told here that isn't in them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from docutils import nodes
from docutils.core import publish_doctree, publish_from_doctree

from ckanext.spenddata.logic.action import ACTIONS
from ckanext.spenddata.logic.auth import FUNCTIONS

OWN = "spenddata_"
_SETTINGS = {
    "report_level": 5,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "syntax_highlight": "none",
    "output_encoding": "unicode",
}
_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "ISO date string": {"type": "string", "format": "date"},
    "int": {"type": "integer"},
    "integer": {"type": "integer"},
    "bool": {"type": "boolean"},
    "dictionary": {"type": "object"},
    "list of strings": {"type": "array", "items": {"type": "string"}},
    "list of dictionaries": {"type": "array", "items": {"type": "object"}},
    "file": {"type": "string", "format": "binary"},
    "list of files": {"type": "array", "items": {"type": "string", "format": "binary"}},
    "list of strings and dictionaries": {"type": "array"},
    "boolean": {"type": "boolean"},
    "its JSON": {"type": "string", "contentMediaType": "application/json"},
    "": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
}
"""How the documentation names a type → JSON Schema. Where it names none, one word or a list of them is taken."""
_ANSWER = {
    "description": "What the action gives is in `result`.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}},
}
_REFUSAL = {
    "description": "Refused; `error` says why, field by field.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
}


class Parameter(NamedTuple):
    """What an action takes."""

    name: str
    type: str
    """In words, as ``_TYPES`` has them; several with *or* between them."""
    text: str


class Operation(NamedTuple):
    """An action."""

    name: str
    reads: bool
    """It changes nothing, and answers GET too."""
    anybody: bool
    """Nobody has to sign in for it."""
    summary: str
    """Its first sentence."""
    text: str
    """All but the parameters, in plain text."""
    html: str
    """The same for a page."""
    parameters: tuple[Parameter, ...]


@cache
def operations() -> tuple[Operation, ...]:
    """Every action of ours, by name."""
    return tuple(_operation(name, ACTIONS[name]) for name in sorted(ACTIONS) if name.startswith(OWN))


def openapi(server: str, title: str, version: str) -> dict[str, Any]:
    """All actions as an OpenAPI 3.1 description.

    Args:
        server: The portal's address.
        title: The portal's name.
        version: Of the extension.
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "license": {"name": "AGPL-3.0-or-later"}},
        "servers": [{"url": server.rstrip("/")}],
        "paths": {f"/api/3/action/{each.name}": _path(each) for each in operations()},
        "components": {
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "Authorization"}},
            "schemas": {"Answer": _envelope({"result": {}}), "Refusal": _envelope({"error": {"type": "object"}})},
        },
    }


def _operation(name: str, function: Callable[..., Any]) -> Operation:
    document = publish_doctree(inspect.getdoc(function) or "", settings_overrides=_SETTINGS)
    parameters = tuple(_parameters(document))
    for fields in list(document.findall(nodes.field_list)):
        _leave_what_is_given(fields)
    text = document.astext()
    return Operation(
        name,
        bool(getattr(function, "side_effect_free", False)),
        bool(getattr(FUNCTIONS[name], "auth_allow_anonymous_access", False)),
        _first_sentence(document),
        text,
        _body(document),
        parameters,
    )


def _parameters(document: nodes.document) -> Iterator[Parameter]:
    """The fields ``:param name:`` with the ``:type name:`` of each."""
    documented = [(field[0].astext().partition(" "), field[1].astext()) for field in document.findall(nodes.field)]
    types = {name: text for (kind, _, name), text in documented if kind == "type"}
    for (kind, _, name), text in documented:
        if kind == "param":
            yield Parameter(name, types.get(name, ""), " ".join(text.split()))


def _leave_what_is_given(fields: nodes.field_list) -> None:
    """Take parameters out of the text: they stand in a table of their own."""
    for field in list(fields.findall(nodes.field)):
        if field[0].astext().partition(" ")[0] in {"param", "type", "rtype"}:
            fields.remove(field)
    if not fields.children and fields.parent is not None:
        fields.parent.remove(fields)


def _first_sentence(document: nodes.document) -> str:
    first = next(iter(document.findall(nodes.paragraph)), None)
    words = " ".join(first.astext().split()) if first is not None else ""
    sentence, stop, _ = words.partition(". ")
    return sentence + "." if stop else words


def _body(document: nodes.document) -> str:
    page = publish_from_doctree(document, writer="html5", settings_overrides=_SETTINGS)
    return str(page).partition("<main")[2].partition(">")[2].rpartition("</main>")[0]


def _path(operation: Operation) -> dict[str, Any]:
    described = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.text,
        "responses": {"200": _ANSWER, "4XX": _REFUSAL},
    }
    if operation.reads:
        query = [
            {"name": each.name, "in": "query", "description": each.text, "schema": _schema(each.type)}
            for each in operation.parameters
        ]
        return {
            "get": {
                **described,
                "parameters": query,
                "security": [{}, {"token": []}] if operation.anybody else [{"token": []}],
            }
        }
    properties = {each.name: {"description": each.text, **_schema(each.type)} for each in operation.parameters}
    kind = "multipart/form-data" if any("file" in each.type for each in operation.parameters) else "application/json"
    body = {"content": {kind: {"schema": {"type": "object", "properties": properties}}}}
    return {"post": {**described, "requestBody": body, "security": [{"token": []}]}}


def _schema(words: str) -> dict[str, Any]:
    """Words about a type, as JSON Schema."""
    kinds = [_TYPES[each.strip()] for each in words.replace(", or ", " or ").split(" or ")]
    return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}


def _envelope(holds: dict[str, Any]) -> dict[str, Any]:
    """What CKAN puts around every answer."""
    return {
        "type": "object",
        "properties": {"help": {"type": "string"}, "success": {"type": "boolean"}, **holds},
        "required": ["success"],
    }
