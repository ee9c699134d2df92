"""What nobody published owns any more: tables, files and documents that were left behind, found and taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from ckan import model
from ckan.lib import uploader

from ckanext.spenddata import config
from ckanext.spenddata.ledger import connection, entries
from ckanext.spenddata.model import Revision, SpendReturn, State
from ckanext.spenddata.model.returns import TAKEN_BACK
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.followups import one_way_in, planning, tables
from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.index import forget_entries, held
from ckanext.spenddata.values.text import counted

DOWNLOADABLE = (State.PUBLISHED, State.SUPERSEDED)


@dataclass(frozen=True)
class Orphans:
    """What was found that no published revision owns."""

    tables: tuple[str, ...] = ()
    """DataStore tables, by the id of their resource."""
    files: tuple[str, ...] = ()
    """Canonical CSVs in the store, by the SHA-256 of their artefact."""
    copies: tuple[str, ...] = ()
    """CKAN's own copies of them, by the id of their resource."""
    documents: tuple[int, ...] = ()
    """Entries of which documents are in the search index, though they are not current."""
    unlike: tuple[int, ...] = ()
    """Current entries of which the index has not all documents, or others."""

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.tables or self.files or self.copies or self.documents or self.unlike)

    def __str__(self) -> str:
        """In numbers."""
        return (
            f"of nothing that is published: {counted(len(self.tables), 'DataStore table')},"
            f" {counted(len(self.files) + len(self.copies), 'file')}, documents of {counted(len(self.documents), 'publication')};"
            f" other documents in the index than in the ledger: of {counted(len(self.unlike), 'publication')}"
        )


def find() -> Orphans:
    """Look through tables, files and documents; costs as much as there are of them."""
    return Orphans(tuple(_tables()), tuple(_csvs()), tuple(_copies()), *(tuple(each) for each in _documents()))


def mend(found: Orphans) -> None:
    """Take away what was found, and have indexed again what the index has wrongly. Can run again."""
    with one_way_in.following_a_publication():
        for table in found.tables:
            tables.drop(table)
    for sha256 in found.files:
        Storage().forget_csv(sha256)
    for resource_id in found.copies:
        uploader.get_resource_uploader({"id": resource_id, "url": "", "clear_upload": True}).upload(resource_id)
    forget_entries(Core(config.search_url()), found.documents)
    query = sa.select(Revision).where(Revision.entry_no.in_(found.unlike), Revision.state == State.PUBLISHED)
    for revision in model.Session.scalars(query):
        planning.plan(revision)
    model.Session.commit()


def _unpublished(resource_ids: list[str]) -> Iterator[str]:
    """Of some ids of resources those of returns of which nothing is published."""
    published = sa.exists().where(Revision.return_id == SpendReturn.id, Revision.state == State.PUBLISHED)
    query = sa.select(SpendReturn.resource_id).where(SpendReturn.resource_id.in_(resource_ids), ~published)
    yield from model.Session.scalars(query)


def _tables() -> Iterator[str]:
    from ckanext.datastore.backend.postgres import get_write_engine

    names = sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%'")
    with get_write_engine().connect() as database:
        found = list(database.scalars(names))
    yield from _unpublished(found)


def _csvs() -> Iterator[str]:
    kept = {path.stem.partition("-")[0] for path in (Storage().root / "csv").glob("*/*.csv")}
    query = sa.select(Revision.artefact_sha256).where(
        Revision.artefact_sha256.in_(kept), Revision.state.in_([str(state) for state in DOWNLOADABLE])
    )
    owned = set(model.Session.scalars(query))
    yield from sorted(kept - owned)


def _copies() -> Iterator[str]:
    """Files that CKAN keeps for resources of returns of which nothing is published."""
    query = sa.select(SpendReturn.resource_id).where(
        sa.exists().where(
            Revision.return_id == SpendReturn.id, Revision.state.in_([str(state) for state in TAKEN_BACK])
        ),
        ~sa.exists().where(Revision.return_id == SpendReturn.id, Revision.state == State.PUBLISHED),
    )
    for resource_id in model.Session.scalars(query):
        if _has_copy(resource_id):
            yield resource_id


def _has_copy(resource_id: str) -> bool:
    upload = uploader.get_resource_uploader({"id": resource_id, "url_type": "upload"})
    storage = getattr(upload, "storage", None)
    if storage is not None:
        from file_keeper import FileData

        return storage.exists(FileData(upload.get_path(resource_id)))
    return Path(upload.get_path(resource_id)).exists()


def _documents() -> tuple[list[int], list[int]]:
    """Entries that are indexed and not current; and current ones of which number or sum of the documents is not the ledger's."""
    indexed = held(Core(config.search_url()))
    with connection.reading() as database:
        current = {entry.entry_no: entry for entry in entries.all_current(database)}
    gone = sorted(set(indexed) - set(current))
    unlike = [
        number
        for number, entry in sorted(current.items())
        if entry.n
        and (number not in indexed or (indexed[number].count, indexed[number].pence) != (entry.n, entry.amount))
    ]
    return gone, unlike
