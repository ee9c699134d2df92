"""A table of peers as a steward sends it: every fault of it at once, each with its line.

A line for each body with all its peers (columns ``publisher_id`` and ``peers``, identifiers with blanks between), or a line for each pair
(``publisher_id`` and ``peer``); the most similar first. Other columns, such as names, are not looked at.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from ckanext.spenddata.definitions.publishers import ORG_ID
from ckanext.spenddata.values.text import N_

MOST_CHARACTERS = 400_000
MOST_PEERS = 60
"""As many bodies as a comparison takes."""
MOST_PROBLEMS = 20
"""What is told of at once."""
_BODY, _ALL, _ONE = "publisher_id", "peers", "peer"


TEXTS = {
    "columns": N_(
        "The first line must name the columns publisher_id and peers (or publisher_id and peer, a line for each pair);"
        " it names {named}."
    ),
    "cells": N_("Cells in this line: {found}; in the first line: {wanted}."),
    "identifier": N_("{value} is not an identifier of a public body, such as GB-LAE-LDS."),
    "no-body": N_("The body is missing."),
    "no-peers": N_("{body} has no peers here."),
    "own": N_("{body} is among its own peers."),
    "twice": N_("{body} has {peer} as a peer twice."),
    "again": N_("{body} was listed before, in line {line}."),
    "many": N_("{body} has {count} peers; a comparison takes at most {most}."),
    "empty": N_("There is no body in this table."),
    "not-csv": N_("This is not a CSV table: {why}."),
}
"""What is wrong → how it is said."""


@dataclass(frozen=True)
class Problem:
    """One fault."""

    line: int
    code: str
    parameters: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class PeerTable:
    """What a table says; not to be used while it has problems."""

    listed: dict[str, tuple[str, ...]]
    """Body → its peers, in the order of the table."""
    problems: tuple[Problem, ...]

    @property
    def named(self) -> list[str]:
        """Every body that it names, once."""
        return list(dict.fromkeys([*self.listed, *(peer for peers in self.listed.values() for peer in peers)]))


def parse(text: str) -> PeerTable:
    """Read a table of peers, and all that is wrong with it (the first ``MOST_PROBLEMS``)."""
    listed: dict[str, list[str]] = {}
    problems: list[Problem] = []
    try:
        for each in _problems(text, listed):
            problems.append(each)
            if len(problems) == MOST_PROBLEMS:
                break
    except csv.Error as error:
        problems.append(Problem(1, "not-csv", {"why": str(error)}))
    return PeerTable({body: tuple(peers) for body, peers in listed.items()}, tuple(problems))


def _problems(text: str, listed: dict[str, list[str]]) -> Iterator[Problem]:
    """Fill ``listed`` line by line; what is wrong on the way."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    titles = [title.strip().lower() for title in next(reader, [])]
    column = next((name for name in (_ALL, _ONE) if name in titles), None)
    if _BODY not in titles or column is None:
        yield Problem(1, "columns", {"named": ", ".join(titles) or "–"})
        return
    seen: dict[str, int] = {}
    for cells in reader:
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(titles):
            yield Problem(line, "cells", {"found": len(cells), "wanted": len(titles)})
            continue
        body, peers = cells[titles.index(_BODY)].strip(), cells[titles.index(column)].split()
        found = list(_of_line(line, body, peers, listed.get(body, [])))
        if column == _ALL and body in seen:
            found.append(Problem(line, "again", {"body": body, "line": seen[body]}))
        yield from found
        if not found:
            listed.setdefault(body, []).extend(peers)
        seen.setdefault(body, line)
    if not seen:
        yield Problem(1, "empty")
    yield from (
        Problem(seen[body], "many", {"body": body, "count": len(peers), "most": MOST_PEERS})
        for body, peers in listed.items()
        if len(peers) > MOST_PEERS
    )


def _of_line(line: int, body: str, peers: list[str], before: list[str]) -> Iterator[Problem]:
    if not body:
        yield Problem(line, "no-body")
        return
    for value in (body, *peers):
        if not ORG_ID.fullmatch(value):
            yield Problem(line, "identifier", {"value": value[:60]})
    if not peers:
        yield Problem(line, "no-peers", {"body": body})
    if body in peers:
        yield Problem(line, "own", {"body": body})
    together = [*before, *peers]
    for peer in dict.fromkeys(peer for peer in peers if together.count(peer) > 1):
        yield Problem(line, "twice", {"body": body, "peer": peer})
