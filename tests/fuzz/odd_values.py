"""Questions that nobody should ask, made from what each action says it takes."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

TOO_LONG = "9" * 5000
"""A number of more digits than Python reads."""
DEEP = ("[" * 3000, '{"a":' * 3000, '{"resource":' * 300 + "1" + "}" * 300, f"[{TOO_LONG}]", TOO_LONG)
"""JSON in a text: of more lists in lists, and of a number with more digits, than Python follows."""
IN_ADDRESSES = (
    *DEEP,
    *(
        "",
        "x",
        "-1",
        "abc",
        "1e400",
        "NaN",
        "\x00",
        "a\x00b",
        "[]",
        "{}",
        "'",
        '"',
        "%",
        "*:*",
        "(",
        "{!join}",
        "9" * 30,
    ),
    *(
        "-repairs",
        "-500",
        "..",
        "💷",
        "_table_metadata",
        "1.5",
        "true",
        "\udc80",
        "x" * 3000,
        "2026-13-99",
        "../../etc/passwd",
    ),
)
IN_BODIES = (
    *(
        None,
        [],
        {},
        0,
        -1,
        1.5,
        True,
        10**30,
        float("nan"),
        [None],
        [[]],
        [{}],
        {"a": 1},
        "\x00",
        "\ud800",
        ["x"],
        ["a\x00"],
    ),
    *DEEP,
    *("x" * 5000, {"\x00": 1}, [float("inf")], "-repairs", ["x"] * 500),
)
TELLTALE = re.compile(
    r"Traceback \(most|psycopg2|sqlalchemy|SELECT |SolrError|org\.apache|\[SQL:|site-packages|LINE 1:|localhost:\d|"
    + re.escape(f"{Path(__file__).resolve().parents[2]}/")
)
"""Words of inner errors, none of which any answer may quote."""


@dataclass(frozen=True)
class Call:
    """One call of the API."""

    action: str
    parameter: str
    value: Any
    by_address: bool

    def send(self, session: requests.Session, address: str) -> requests.Response:
        """Send it, as a program would."""
        url = f"{address}/api/3/action/{self.action}"
        if self.by_address:
            value = str(self.value).encode("utf-8", "surrogateescape")
            return session.get(url, params={self.parameter: value}, timeout=60)
        headers = {"Content-Type": "application/json"}
        return session.post(url, data=json.dumps({self.parameter: self.value}), headers=headers, timeout=60)


def calls(documentation: dict[str, tuple[str, bool]], seed: int) -> Iterator[Call]:
    """Every parameter of every action with every odd value, in an order decided by the seed.

    Args:
        documentation: Action → what it says of itself, and whether an address is enough to call it.
        seed: Of the order.
    """
    made = []
    for action, (text, by_address) in sorted(documentation.items()):
        for parameter in {*re.findall(r":param (\w+):", text), "q", "id", "match", "resource", "no_such_parameter"}:
            made += [Call(action, parameter, value, False) for value in IN_BODIES]
            made += [Call(action, parameter, value, True) for value in IN_ADDRESSES if by_address]
    random.Random(seed).shuffle(sorted_by_name(made))
    yield from made


def sorted_by_name(made: list[Call]) -> list[Call]:
    """In an order that does not depend on that of sets."""
    made.sort(key=lambda call: (call.action, call.parameter, call.by_address, repr(call.value)))
    return made
