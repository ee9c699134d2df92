"""The name of all that a public page is made of at this moment: two pages of one name and one address are the same page.

A second name leaves out what only adds: the payments that a return brings, and the index that follows. A page that lacks these is old; one
that shows what was taken back since, or bears a name that is no longer borne, is wrong, and has another second name too.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import ckan
import psycopg2
from ckan.plugins import toolkit as tk
from sqlalchemy.exc import SQLAlchemyError

import ckanext.spenddata as extension
from ckanext.spenddata import config
from ckanext.spenddata.ledger import changes as ledger
from ckanext.spenddata.model import changes as catalogue
from ckanext.spenddata.search.core import Core, SearchError
from ckanext.spenddata.values.calendar import london_today

log = logging.getLogger(__name__)


class Source(Enum):
    """What some pages are made of beside the databases."""

    CATALOGUE = "the index of datasets"
    PAYMENTS = "the index of payments"


class Moment(NamedTuple):
    """The names of a state."""

    settled: str
    """Of all but what only adds."""
    whole: str
    """Of everything."""


class Asked(NamedTuple):
    """A question for a page that may be kept."""

    address: str
    moment: Moment
    sources: frozenset[Source]


_INDEXES: Mapping[Source, Callable[[], str]] = {
    Source.CATALOGUE: config.catalogue_url,
    Source.PAYMENTS: config.search_url,
}


def now(sources: Iterable[Source]) -> Moment | None:
    """The state of the databases, some indexes, the definitions, the programs and the day; None where one can't be told."""
    settled = [_programs(), str(config.overlay()), london_today().isoformat()]
    added: list[str] = []
    try:
        for names in (catalogue.state(), ledger.state()):
            settled.append(names.settled)
            added.append(names.whole)
        for source in sorted(sources, key=lambda source: source.name):
            version = Core(_INDEXES[source]()).version()
            if version is None:
                return None
            # The index of payments only follows: what is taken back is left out of every answer from the order on, whatever it holds.
            (added if source is Source.PAYMENTS else settled).append(version)
    except (SQLAlchemyError, psycopg2.Error, SearchError) as error:
        # The page itself finds out what it can do without, and says so.
        log.info("No page is kept: what pages are made of can't be told (%s)", type(error).__name__)
        return None
    return Moment(_digest(settled), _digest([*settled, *added]))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def _programs() -> str:
    """A digest of what makes pages: programs, templates, tables and the configuration, as they were when this process began."""
    settings = sorted(f"{name}={said}" for name, said in tk.config.items() if isinstance(said, (str, int, float, list)))
    total = hashlib.sha256("\n".join(settings).encode())
    # The folder of packages changes with every one that is installed, upgraded or taken away.
    total.update(str(Path(ckan.__file__).parent.parent.stat().st_mtime_ns).encode())
    folder = Path(extension.__file__).parent
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        seen = file.stat()
        total.update(f"{file.relative_to(folder)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return total.hexdigest()
