"""Whose file is it? One that names another registered publisher, and not its sender, is most likely the wrong file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Matching, Overall, Table
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.reading import Refusal
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values.text import counted

NAMING = ("entity", "publisher_name", "department_family")
"""Fields that name a body, those first that name the one that paid. A family's name is its parent's, so it counts
last."""
IDENTIFIER = "publisher_id"
"""The field that tells a body without naming it."""
BODY = ("publisher_name", "entity")
"""Those of them that name a whole body, and no part of one."""


class _Bodies(NamedTuple):
    """The bodies by which a filing is told to be its publisher's; there may be thousands, so they are gathered once for each look."""

    known: Mapping[str, dict[str, Publisher]]
    """Key of a name → the publishers that have it, by their ids."""
    own: frozenset[str]
    """The ids of the publisher and its kin."""

    @staticmethod
    def of(publisher: Publisher, registered: Iterable[Publisher]) -> _Bodies:
        """Those that are registered, and the publisher."""
        every = [*registered, publisher]
        return _Bodies(_known(every), _kin(publisher, every))


def belongs(rows: Rows, publisher: Publisher, registered: Iterable[Publisher]) -> Refusal | Overall | None:
    """Whether a filing can be of ``publisher``.

    Refused when the organisation that most rows name is another registered publisher, and no row names this one, its
    parent or its children. A finding when another registered publisher is named by most rows, and this one or its kin
    as well.
    """
    return _judged(rows, publisher, _Bodies.of(publisher, registered))


def _judged(rows: Rows, publisher: Publisher, bodies: _Bodies) -> Refusal | Overall | None:
    known, own = bodies
    names = {field: _names(rows, field) for field in NAMING if field in rows.fields}
    named = {field: counts for field, counts in names.items() if counts}
    identified = _identifiers(rows)
    asked = [*identified.items(), *[*named.items()][:1]]
    found = [(field, counts) for field, counts in asked if _is_of_others(next(iter(counts)), known, own)]
    if not found:
        return None
    field, counts = found[0]
    dominant = next(iter(counts))
    others = known[_key(dominant)]
    other = next(iter(others.values()))
    named |= identified
    if any(own & known.get(_key(name), {}).keys() for counts in named.values() for name in counts):
        return Overall(
            field=field,
            value=dominant,
            expected=f"{publisher.name}; {_rows_name(counts[dominant])} {other.name} instead",
        )
    return Refusal(
        code="another_publisher",
        message=(
            f"This looks like a file of {other.name}: {_rows_name(counts[dominant])} {dominant!r}, and none names"
            f" {publisher.name}."
        ),
        remedy=(
            f"Nothing was taken in. Send the file under {other.name}, or send the right file. If {dominant!r} is a"
            f" name of {publisher.name}, add it to that publisher's other names first."
        ),
    )


def _is_of_others(name: str, known: Mapping[str, Mapping[str, Publisher]], own: frozenset[str]) -> bool:
    others = known.get(_key(name), {})
    return bool(others) and not own & others.keys()


def _identifiers(rows: Rows) -> dict[str, dict[str, int]]:
    """The identifiers of bodies, where the filing has them, without the address before them; the most frequent first."""
    if IDENTIFIER not in rows.fields:
        return {}
    counts = _names(rows, IDENTIFIER)
    return {IDENTIFIER: {_without_address(cell): number for cell, number in counts.items()}} if counts else {}


def _without_address(cell: str) -> str:
    """An identifier without the address before it."""
    return cell.rstrip("/").rpartition("/")[2]


def _rows_name(rows: int) -> str:
    return f"{counted(rows, 'row')} {'names' if rows == 1 else 'name'}"


def another_publisher(table: Table, _rule: Rule, context: Context) -> Iterable[Broken | Overall]:
    """A filing that names another registered publisher more often than the one that sends it."""
    if context.publisher and context.registered:
        bodies = _Bodies.of(context.publisher, context.registered)
        found = _judged(table.rows, context.publisher, bodies)
        if isinstance(found, Overall):
            yield found
        elif found:
            yield Overall(value=found.message)
        else:
            yield from _coded(context.publisher, context, bodies)
            yield from _headed(table, context.publisher, context, bodies)


_SHORTEST_NAME, _LONGEST_NAME = 2, 9
"""Words of a body's name by which a heading is told to be its own; one word alone is too often something else."""


def _headed(table: Table, publisher: Publisher, context: Context, bodies: _Bodies) -> Iterable[Overall]:
    """A file whose name, or a line around its payments, begins with another body's name, and that names this one or its kin nowhere."""
    own = [name for name, named in bodies.known.items() if bodies.own & named.keys()]
    said = [(file, words, _key(words)) for file, words in context.words]
    cells = {_key(name) for field in NAMING if table.has(field) for name in _names(table.rows, field)}
    if cells.intersection(own) or any(f" {name} " in f" {key} " for _, _, key in said for name in own):
        return
    for file, words, key in said:
        parts = key.split()
        for length in range(min(len(parts), _LONGEST_NAME), _SHORTEST_NAME - 1, -1):
            if others := bodies.known.get(" ".join(parts[:length])):
                yield Overall(
                    file=file, value=f"“{words}”", expected=f"{publisher.name}, not {next(iter(others.values())).name}"
                )
                return


_GSS = re.compile(r"[EWSN][0-9]{8}")


def _coded(publisher: Publisher, context: Context, bodies: _Bodies) -> Iterable[Overall]:
    """What columns of codes and addresses say that aren't published: another body, by its identifier, its name, or the code of its area."""
    for file, table in context.tables:
        for each in table.bodies:
            code = _without_address(each.cell)
            others = bodies.known.get(_key(code), {}) or _of_area(code, publisher, context)
            if others and not bodies.own & others.keys():
                name = next(iter(others.values())).name
                value = f"{_rows_name(each.rows)} “{each.cell}” under “{each.title}”, which is {name}"
                yield Overall(file=file, sheet=table.sheet, value=value)


def _of_area(code: str, publisher: Publisher, context: Context) -> Mapping[str, Publisher]:
    """The bodies of an area, where the publisher's own area has another code; one of an unknown area may use that of a larger one."""
    if not _GSS.fullmatch(code):
        return {}
    bodies = context.definitions.bodies
    own = bodies[publisher.publisher_id].gss_code if publisher.publisher_id in bodies else ""
    return {name: body.publisher for name, body in bodies.items() if own and body.gss_code == code}


class BodyParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``another_body``."""

    pattern: str
    """What a public body is called that files for itself."""
    common: tuple[str, ...]
    """Words that names of bodies share, and that tell none from another."""


def another_body(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing most of whose rows name a body that is none of the registered ones, and has no word of this one's names."""
    parameters = rule.read(BodyParameters)
    if context.publisher is None:
        return
    kin = _kin(context.publisher, context.registered)
    own = {
        word
        for body in (*context.registered, context.publisher)
        if body.publisher_id in kin
        for name in (body.name, *body.other_names)
        for word in _telling(name, parameters.common)
    }
    known = _known([*context.registered, context.publisher])
    for field in BODY:
        counts = _names(table.rows, field) if table.has(field) else {}
        dominant = next(iter(counts), None)
        if dominant is None or _key(dominant) in known or counts[dominant] * 2 < len(table):
            continue
        if re.search(parameters.pattern, dominant) and not own & set(_telling(dominant, parameters.common)):
            yield Overall(field=field, value=f"{_rows_name(counts[dominant])} “{dominant}”")
            return


def _telling(name: str, common: Iterable[str]) -> list[str]:
    """The words of a name that tell it from others."""
    return [word for word in _key(name).split() if word not in common]


def another_duty(_: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing under a duty that is none of its publisher's, or, where none is known of it, of those of its kind, if there are any."""
    body, regime = context.publisher, context.regime
    if body is None or regime is None:
        return
    known = context.definitions.regimes.values()
    own = [each for each in known if (each.id in body.regimes if body.regimes else body.body_type in each.body_types)]
    if own and regime not in own:
        duties = "; ".join(each.title for each in own)
        yield Overall(
            value=f"{regime.title} ({regime.id})", expected=rule.expected.format(body=body.name, duties=duties)
        )


def own_name(table: Table, _rule: Rule, context: Context) -> Iterable[Matching]:
    """Rows in which the publisher pays itself."""
    if context.publisher and table.has("supplier_name"):
        yield Matching("supplier_name", _pattern([context.publisher.name, *context.publisher.other_names]))


def _pattern(names: Iterable[str]) -> str:
    """A pattern for cells that hold one of these names and nothing else, however it is punctuated."""
    ways = [r"\W+(?:the\W+)?".join(map(_word, _key(name).split())) for name in names]
    return rf"(?i)^\W*(?:the\W+)?(?:{'|'.join(way for way in ways if way)})\W*$"


def _word(word: str) -> str:
    """A word of a name's key in the ways in which it is written."""
    return "(?:and|&)" if word == "and" else re.sub(r"(?<=.)s$", "['’]?s", word)


def _names(rows: Rows, field: str) -> dict[str, int]:
    """The names in a field and their rows, the most frequent first."""
    counts = rows.frame[field].drop_nulls().value_counts(name="rows").sort(["rows", field], descending=[True, False])
    return dict(counts.iter_rows())


def _known(registered: Iterable[Publisher]) -> Mapping[str, dict[str, Publisher]]:
    """Key of a name → the publishers that have it, by their ids."""
    known: dict[str, dict[str, Publisher]] = {}
    for publisher in registered:
        for name in (publisher.name, publisher.publisher_id, *publisher.other_names):
            if key := _key(name):
                known.setdefault(key, {})[publisher.publisher_id] = publisher
    return known


def _kin(publisher: Publisher, registered: Iterable[Publisher]) -> frozenset[str]:
    """The ids of a publisher, its parent and its children."""
    children = {other.publisher_id for other in registered if other.parent_id == publisher.publisher_id}
    return frozenset({publisher.publisher_id, publisher.parent_id, *children} - {""})


def _key(name: str) -> str:
    """What makes two names the same: their words, without *the*."""
    words = re.sub(r"[^0-9a-z]+", " ", name.lower().replace("&", " and ").replace("'", "").replace("’", "")).split()
    return " ".join(word for word in words if word != "the")


KINDS: dict[str, Kind] = {
    "another_publisher": Kind(another_publisher),
    "another_body": Kind(another_body, BodyParameters, patterns=("pattern",)),
    "another_duty": Kind(another_duty, fills=("body", "duties"), of_nil=True),
    "own_name": Kind(own_name),
}
