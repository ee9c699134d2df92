"""Every route of every plugin, asked odd things by somebody and by nobody: an answer in words, never an error of the program."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.odd_values import IN_ADDRESSES, TELLTALE
from tests.returns.conftest import portal_world
from tests.security.live import Person, account

__all__ = ["portal_world"]

pytestmark = [pytest.mark.portal, pytest.mark.deep, pytest.mark.timeout(1500)]

ASKED = re.compile(
    r"""(?:request\.(?:args|form|values|files)|params|data_dict|form_dict|args|data)(?:\.get(?:list)?\(|\[)\s*u?["']([\w\[\]\-.]+)["']"""
)
"""How the views of CKAN and of extensions ask for what an address or a form holds."""
VALUES = [value.encode("utf-8", "surrogateescape") for value in IN_ADDRESSES]
EVERYWHERE = ("q", "page", "sort", "limit", "id", "no_such_one")
BROKEN = (500, 501, 502, 504)
PASSED_OVER = ("user.logout", "user.delete", "admin.reset_config", "admin.trash")
"""What would end the test itself."""
LAST = re.compile(r"delete|purge|trash|withdraw|erase")
"""What takes away what other routes are asked about."""


def asked_by(view: Any) -> set[str]:
    """Names of parameters that the module of a view asks for."""
    view = getattr(view, "view_class", inspect.unwrap(view))
    file = inspect.getsourcefile(view)
    return set(ASKED.findall(Path(file).read_text())) if file else set()


def routes() -> list[tuple[Any, list[str]]]:
    """Every rule with the names that its view may ask for."""
    from ckan.tests.helpers import _get_test_app

    app = _get_test_app().flask_app
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PASSED_OVER and rule.endpoint != "static":
            names = asked_by(app.view_functions[rule.endpoint]) if rule.endpoint in app.view_functions else set()
            found.append((rule, sorted({*names, *EVERYWHERE})))
    return sorted(found, key=lambda each: bool(LAST.search(each[0].endpoint)))


def addresses(rule: Any, known: dict[str, str], turn: int) -> Iterator[str]:
    """An address with something that is there, and one with something odd."""
    from urllib.parse import quote

    for odd in (False, True):
        path = rule.rule
        for at, name in enumerate(sorted(rule.arguments)):
            value = known.get(name, "x")
            if odd:
                value = quote(VALUES[(turn + at) % len(VALUES)] or b"-", safe="")
            path = re.sub(rf"<(?:[^<>:]+:)?{name}>", lambda _m, value=value: value, path)
        yield path
        if not rule.arguments:
            return


def questions(
    rule: Any, names: list[str], known: dict[str, str], turn: int
) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """Verb, address and parameters: each name with a few odd values, all of them over all routes."""
    for address in addresses(rule, known, turn):
        yield "GET", address, {}
        for at, name in enumerate(names):
            value = VALUES[(turn * 5 + at * 3) % len(VALUES)]
            if "GET" in rule.methods:
                yield "GET", address, {name: value}
        if "POST" in rule.methods:
            for shift in (0, 7, 13):
                yield "POST", address, {n: VALUES[(turn + at + shift) % len(VALUES)] for at, n in enumerate(names)}
            yield "POST", address, {}


def filled(world: Any) -> dict[str, str]:
    """What stands for the blanks of routes."""
    from tests.browser.test_policy import filled as dataset_of
    from tests.returns.world import csv_file

    dataset = dataset_of(world)
    world.publish(csv_file(3))
    views = world.call("resource_view_list", "administrator", id=dataset["resources"][0]["id"])
    return {
        "id": dataset["name"],
        "resource_id": dataset["resources"][0]["id"],
        "view_id": views[0]["id"],
        "resource_view_id": views[0]["id"],
        "package_type": "dataset",
        "group_type": "organization",
        "reference": "X-DEMO-1.lgtc-500.2026-Q1",
        "number": "1",
        "slug": "exampleton",
        "ver": "3",
        "logic_function": "status_show",
        "category": "agency-staff",
    }


def test_no_route_fails_on_odd_values(portal: str, portal_world: Any, measured):
    known = filled(portal_world)
    boss = Person(portal, account("boss", sysadmin=True))
    boss.sign_in()
    people = {"nobody": Person(portal), "boss": boss}
    wrong, asked = [], 0

    def ask(who: str, question: tuple[str, str, dict[str, bytes]]) -> list[tuple[str, str, str, str, int]]:
        verb, address, values = question
        said = {"params": values} if verb == "GET" else {"data": values, "headers": {"Origin": portal}}
        answer = people[who].browser.request(verb, portal + address, timeout=60, allow_redirects=False, **said)
        failed = answer.status_code in BROKEN or TELLTALE.search(answer.text)
        return [(who, verb, address[:80], str(values)[:200], answer.status_code)] if failed else []

    with ThreadPoolExecutor(len(people)) as at_once:
        for turn, (rule, names) in enumerate(routes()):
            for question in questions(rule, names, known, turn):
                for failed in at_once.map(ask, people, [question] * len(people)):
                    asked += 1
                    wrong += [(rule.endpoint, *each) for each in failed]
    assert wrong == []
    measured(f"{asked:,} questions to {turn + 1} routes, by nobody and by a system administrator: 0 failed")
