"""The canonical CSV of a revision: what the catalogue offers, the DataStore table is loaded from, and its permanent address gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ckanext.spenddata import artefact, config
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.storage import Storage, sha256_of

__all__ = ["PublishedFile", "published_file"]


@dataclass(frozen=True)
class PublishedFile:
    """The canonical CSV of a published revision."""

    path: Path
    name: str
    sha256: str


def published_file(revision: Revision) -> PublishedFile:
    """The canonical CSV of a revision that is, or was, published; made from its artefact when first asked for."""
    sha256 = revision.artefact_sha256 or ""
    storage = Storage()
    schema = config.definitions().transaction

    def write(path: Path) -> None:
        artefact.canonical_csv(artefact.read(storage.artefact(sha256)), schema, path)

    path = storage.make_csv(sha256, write)
    spend_return = revision.spend_return
    name = f"{spend_return.publisher_id}-{spend_return.regime}-{spend_return.period}.csv".lower()
    return PublishedFile(path, name, sha256_of(path))
