"""Every public way in, read as nobody: found from the registries of routes and actions, so that a new one can't be forgotten.

A *way* is a route or an action together with what its parameters are filled with. Which parameters there are is said here; a route with a
parameter that nobody has thought of fails the test.
"""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import quote, quote_plus

from ckan.plugins import toolkit as tk

from ckanext.spenddata.returns.followups import catalogue

FORMATS = ("csv", "json", "tsv", "xml")
DOWNLOAD = "download"
UNREAD = frozenset(
    {"static", "webassets.index", "api.get_api", "util.internal_redirect", "spenddata_search.download_all"}
)
"""Endpoints that give nothing of ours: files of the programs themselves."""
FILLED_BY_NOTHING = frozenset(
    {
        *(
            "filename",
            "lang",
            "logic_function",
            "object_type",
            "path",
            "pkg_type",
            "group_type",
            "target",
            "tag",
            "vocabulary",
        ),
        *(
            "activity_id",
            "new_activity_id",
            "old_activity_id",
            "user",
            "object_id",
            "key",
            "token",
            "resource_type",
            "func",
        ),
        *("related_id", "job_id", "name", "uid", "item_id", "user_id", "member", "jti"),
    }
)
"""Parameters of routes of CKAN for which there is nothing to fill in here: activities, tokens, tags, users."""


@dataclass
class Known:
    """What nobody could know by reading, from the beginning on: addresses stay known when what was there is taken back."""

    references: set[str] = field(default_factory=set)
    revisions: dict[str, set[int]] = field(default_factory=dict)
    """Reference → the numbers of its revisions."""
    datasets: set[str] = field(default_factory=set)
    resources: set[str] = field(default_factory=set)
    views: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    payments: set[int] = field(default_factory=set)
    suppliers: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    """Whole addresses, of downloads."""

    def only(self, references: set[str]) -> Known:
        """The same, of returns only these; what is known of bodies, datasets and payments stays."""
        tables = {catalogue.resource_id(reference) for reference in self.references - references}
        return replace(
            self,
            references=references,
            revisions={reference: numbers for reference, numbers in self.revisions.items() if reference in references},
            resources=self.resources - tables,
        )

    def of(self, parameter: str, endpoint: str) -> list[Any]:
        """What a parameter of a route can be filled with."""
        group = endpoint.startswith(("organization", "group"))
        ids = self.organizations if group else self.payments if "transaction" in endpoint else self.datasets
        values: dict[str, Any] = {
            "id": ids,
            "resource_id": self.resources,
            "view_id": self.views,
            "slug": {*self.publishers, *self.organizations},
            "package_type": {"dataset", "spend"},
            "reference": self.references,
            "position": {1},
            "ver": {3},
            "storage_name": {"default", "resource", "resources"},
            "location": {f"{each[:3]}/{each[3:6]}/{each[6:]}" for each in self.resources},
            "category": {"agency-staff"},
            "category_id": {"agency-staff"},
            "supplier_id": self.suppliers,
            "ending": {"csv"},
            "period": {"2026-02", "2026-Q1", "2025-26"},
        }
        return sorted(values.get(parameter, ()), key=str)


@cache
def routes() -> list[Any]:
    """Every route of CKAN and of all plugins that is read by GET."""
    from ckan.tests.helpers import _get_test_app

    app = _get_test_app().flask_app
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in UNREAD]


def unknown_parameters(known: Known) -> set[tuple[str, str]]:
    """Endpoints with parameters that nobody has thought of."""
    mine = {"number", *FILLED_BY_NOTHING}
    return {
        (rule.endpoint, name)
        for rule in routes()
        for name in rule.arguments - set(rule.defaults or {})
        if name not in mine and not known.of(name, rule.endpoint) and rule.endpoint.split(".")[0] not in NOT_OURS
    }


NOT_OURS = frozenset({"user", "admin", "tracking", "spenddata_submission"})
"""Blueprints for people who are signed in: their pages are in the table of authority, and answer nobody."""


def addresses(known: Known) -> Iterator[tuple[str, str]]:
    """Every address that the routes make of what is known, with its endpoint."""
    for rule in routes():
        names = sorted(rule.arguments - set(rule.defaults or {}))
        if FILLED_BY_NOTHING & set(names) or rule.endpoint.split(".")[0] in NOT_OURS:
            continue
        for filled in _filled(names, rule.endpoint, known):
            built = rule.build(dict(filled) | dict(rule.defaults or {}), append_unknown=False)
            if built:
                yield rule.endpoint, built[1]
    yield from ((DOWNLOAD, address) for address in sorted(known.addresses))
    for resource_id in sorted(known.resources):
        yield from ((DOWNLOAD, f"/datastore/dump/{resource_id}?format={form}") for form in FORMATS)


def _filled(names: list[str], endpoint: str, known: Known) -> Iterator[Mapping[str, Any]]:
    plain = [name for name in names if name != "number"]
    for values in itertools.product(*(known.of(name, endpoint) for name in plain)):
        filled = dict(zip(plain, values, strict=True))
        if "number" not in names:
            yield filled
            continue
        for number in sorted(known.revisions.get(filled.get("reference", ""), ())):
            yield {**filled, "number": number}


def actions() -> list[str]:
    """Every action of CKAN and of all plugins that changes nothing."""
    from ckan import logic

    tk.get_action("package_show")
    return sorted(name for name, action in logic._actions.items() if getattr(action, "side_effect_free", False))


def asked(known: Known) -> Iterator[dict[str, Any]]:
    """Everything that is known, by each name under which an action may ask for it."""
    yield from ({}, {"q": "*:*"}, {"q": "", "rows": 1000}, {"limit": 1000})
    for id_ in (*known.datasets, *known.organizations, *sorted(known.payments)[:2], *sorted(known.suppliers)):
        yield {"id": id_}
    yield from ({"id": id_, "include_datasets": True} for id_ in known.organizations)
    for id_ in known.resources:
        yield from ({"id": id_}, {"resource_id": id_, "limit": 1000})
    for publisher in known.publishers:
        yield from ({"publisher": publisher, "limit": 1000}, {"publisher": publisher}, {"publishers": [publisher]})
        yield {"publisher": publisher, "spending": True}
    for reference, numbers in known.revisions.items():
        yield {"reference": reference}
        yield from ({"reference": reference, "revision": number} for number in sorted(numbers))


def _told(text: str, asked_for: str, known: Known) -> str:
    """What an answer tells beyond the identity of a supplier that was asked for, which addresses and refusals repeat.

    An identity is in capitals; names as they were published are not, and stay.
    """
    for supplier in known.suppliers:
        written = {supplier, quote(supplier, safe=":"), quote(supplier), quote_plus(supplier)}
        if any(form in asked_for for form in written):
            for form in written:
                text = text.replace(form, "")
    return text


def _text(content: bytes) -> str:
    """What an answer says: a page, a table, the parts of a workbook; of a picture nothing can be read."""
    if not content.startswith(_ZIP):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


_ZIP = b"PK\x03\x04"


class Reader:
    """Nobody, who reads."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._endpoints: set[str] = {DOWNLOAD}
        self._actions: set[tuple[str, tuple[str, ...]]] = set()

    def page(self, address: str) -> tuple[int, str]:
        """Status and text of an address."""
        try:
            answer = self._app.get(address, follow_redirects=False)
        except Exception as error:
            if address.startswith("/spend/"):
                raise
            return 500, str(error)  # CKAN's own pages that want a parameter
        text = _text(answer.get_data())
        # A server closes each answer; until then a download keeps its place among the few there are at once.
        answer.close()
        return answer.status_code, text

    def action(self, name: str, data: Mapping[str, Any]) -> str:
        """What an action answers, as JSON; what it refuses with, where it refuses."""
        from ckan import model

        model.Session.remove()
        try:
            found = tk.get_action(name)({"user": "", "ignore_auth": False}, dict(data))
            return json.dumps(found, default=str)
        except (tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError) as refusal:
            return str(refusal)
        except Exception as error:  # noqa: BLE001  it has its own tests; here it matters what it quotes
            return str(error)

    def everything(self, known: Known, token: str) -> Iterator[tuple[str, str]]:
        """Each way, and what is read there; those that tell something of a row are remembered."""
        for endpoint, address in dict.fromkeys(addresses(known)):
            text = _told(self.page(address)[1], address, known)
            if token in text.lower():
                self._endpoints.add(endpoint)
            yield address, text
        for name in actions():
            for data in asked(known):
                answer = _told(self.action(name, data), str(data), known)
                if token in answer.lower():
                    self._actions.add((name, tuple(sorted(data))))
                yield f"{name} {data}", answer

    def telling(self, known: Known) -> Iterator[tuple[str, str]]:
        """The same, of the ways that once told something; to be read after every step."""
        for endpoint, address in dict.fromkeys(addresses(known)):
            if endpoint in self._endpoints:
                yield address, _told(self.page(address)[1], address, known)
        for name in sorted({name for name, _ in self._actions}):
            for data in asked(known):
                if (name, tuple(sorted(data))) in self._actions:
                    yield f"{name} {data}", _told(self.action(name, data), str(data), known)
