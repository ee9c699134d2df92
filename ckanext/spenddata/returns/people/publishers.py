"""CKAN's organisations as publishers. An organisation is one when it has a ``publisher_id`` (``schemas/publisher.yaml``)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.definitions.publishers import Fact, Publisher, read_fact
from ckanext.spenddata.model import changes
from ckanext.spenddata.returns.people import former_names
from ckanext.spenddata.values import vat
from ckanext.spenddata.values.calendar import LONDON
from ckanext.spenddata.values.kept import Kept

IDENTIFIER = "publisher_id"


@dataclass(frozen=True)
class Body:
    """An organisation that is a publisher: what CKAN calls it, and what the rooms know of it."""

    organization_id: str
    publisher: Publisher
    amount_basis: str = vat.UNKNOWN
    """What the body says its amounts include (``amount_basis`` of the Table Schema)."""
    contact_email: str = ""
    """An office's address for questions about the data, as it is shown beside it."""
    says_joined: bool = False
    """Whether the day from which it files here was said, and is not just the day on which the organisation was made."""


def by_organization(organization_id: str) -> Body | None:
    """The publisher that an organisation is."""
    return next(iter(_bodies(model.Group.id == organization_id)), None)


def by_id(publisher_id: str) -> Body | None:
    """The publisher with that identifier."""
    return next(iter(by_ids([publisher_id]).values()), None)


def by_ids(publisher_ids: Iterable[str]) -> dict[str, Body]:
    """Publishers by their identifiers; unknown ones are missing."""
    asked = model.Group.extras[IDENTIFIER].astext.in_(list(publisher_ids))
    return {body.publisher.publisher_id: body for body in _bodies(asked)}


def every() -> tuple[Body, ...]:
    """All publishers, by identifier."""
    return _known().bodies


def find(name: str) -> Body | None:
    """The publisher that a person means by an identifier, an organisation's name, its id, or a name that it once had."""
    return _known().names.get(name)


def known(publisher_id: str) -> Publisher | None:
    """What is known of a publisher; None where there is none of this identifier."""
    body = by_id(publisher_id)
    return body.publisher if body else None


class _Known(NamedTuple):
    """All publishers, and each by all that it is called, or was last."""

    bodies: tuple[Body, ...]
    names: Mapping[str, Body]


_kept = Kept[_Known](1)


def _known() -> _Known:
    """A page asks for them several times: they are read again when anything in CKAN's database has changed."""
    state = changes.state_seen()
    return _kept.find(state, None) or _kept.keep(state, None, _read())


def _read() -> _Known:
    bodies = tuple(sorted(_bodies(sa.true()), key=lambda body: body.publisher.publisher_id))
    ids = {body.organization_id: body for body in bodies}
    slugs = {body.publisher.slug: body for body in bodies}
    once = {name: ids[holder] for name, holder in former_names.holders().items() if holder in ids}
    # Where two are called the same, identifiers go first, and what somebody was called goes last.
    return _Known(bodies, {**once, **ids, **slugs, **{body.publisher.publisher_id: body for body in bodies}})


def _bodies(condition: sa.ColumnElement[bool]) -> list[Body]:
    """Active organisations that have an identifier."""
    group = model.Group
    fields = sa.cast(group.extras, sa.Text)
    query = sa.select(group.id, group.name, group.title, group.created, fields).where(
        group.is_organization.is_(True), group.state == model.State.ACTIVE, group.extras.has_key(IDENTIFIER), condition
    )
    return [body for row in model.Session.execute(query) if (body := _body(*row))]


@lru_cache(maxsize=4096)
def _body(organization_id: str, slug: str, title: str | None, created: dt.datetime, extras: str) -> Body | None:
    """A row as a publisher. Every page asks for all of them, and they seldom change: the same row is read once in a process."""
    fields: Mapping[str, Any] = json.loads(extras)
    publisher_id = fields.get(IDENTIFIER)
    if not publisher_id:
        return None
    joined = fields.get("joined")
    publisher = Publisher(
        publisher_id=publisher_id,
        name=title or slug,
        slug=slug,
        body_type=fields.get("body_type") or "",
        body_subtype=fields.get("body_subtype") or "",
        region=fields.get("region") or "",
        parent_id=fields.get("parent_id") or "",
        other_names=_list(fields.get("other_names")),
        regimes=_list(fields.get("regimes")),
        facts=tuple(_facts(fields)),
        joined=dt.date.fromisoformat(joined) if joined else _day_in_london(created),
        began=_day(fields.get("began")),
        ended=_day(fields.get("ended")),
        predecessors=_list(fields.get("predecessors")),
    )
    return Body(
        organization_id,
        publisher,
        fields.get("amount_basis") or vat.UNKNOWN,
        fields.get("contact_email") or "",
        bool(joined),
    )


def _day_in_london(instant: dt.datetime) -> dt.date:
    """The day of an instant that CKAN wrote down: without a zone, by the machine's own clock."""
    return instant.astimezone(LONDON).date()


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _list(value: Any) -> tuple[str, ...]:
    """A field of several values: a list, or JSON or one word as CKAN keeps it."""
    if not value:
        return ()
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = [value]
    return tuple(value) if isinstance(value, list) else (str(value),)


def _facts(fields: Mapping[str, Any]) -> Iterable[Fact]:
    population, year = fields.get("population"), fields.get("population_year")
    if population and year:
        yield Fact("population", float(population), int(year), fields.get("population_source") or "")
    yield from (fact for text in _list(fields.get("facts")) if (fact := read_fact(text)))
