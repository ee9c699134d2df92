"""What a backup says of itself: when and of what it was made, its figures, and the SHA-256 of every file in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from ckanext.spenddata.backup.faults import BrokenBackupError

FORMAT = 1
NAME = "manifest.json"
DUMPS = {"ckan": "ckan.dump", "datastore": "datastore.dump"}
"""Database → the member that holds it."""
FILES = "files/"
"""Where CKAN's files stand."""
OWN_FILES = "spenddata/"
"""Where the files of ``ckanext.spenddata.storage_path`` stand."""


@dataclass(frozen=True)
class Member:
    """One file of a backup."""

    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    made: str
    """The moment that it shows, in UTC."""
    site: str
    """Address of the portal."""
    versions: dict[str, str]
    """Of the software that made it."""
    schemas: dict[str, list[str]]
    """``ckan`` and each plugin → its migration; ``ledger`` → its steps."""
    roles: dict[str, str]
    """``ckan``, ``write``, ``read`` → the database's role."""
    figures: dict[str, Any]
    """What was counted and summed in the same moment: see ``figures.py``."""
    warnings: list[str]
    """What was found to be missing or damaged in the portal itself."""
    members: dict[str, Member] = field(default_factory=dict)
    """Name → file; all but the manifest."""


def written(manifest: Manifest) -> bytes:
    """A manifest as it stands in a backup."""
    return json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1, sort_keys=True).encode() + b"\n"


def read(content: bytes) -> Manifest:
    """The manifest of a backup.

    Raises:
        BrokenBackupError: It is none, or one of a newer kind.
    """
    try:
        document = json.loads(content)
        kind = document.pop("format")
        members = {name: Member(**each) for name, each in document.pop("members").items()} if kind == FORMAT else {}
        found = Manifest(**document, members=members) if kind == FORMAT else None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"The backup's manifest can't be read ({error!r}). Nothing was changed. Take another backup."
        raise BrokenBackupError(message) from error
    if found is None:
        raise BrokenBackupError(
            f"This backup is of format {kind}; this version of ckanext-spenddata reads format {FORMAT}."
            " Nothing was changed. Install the version that made it."
        )
    return found


def seal(content: bytes) -> str:
    """What a backup can be known by: the SHA-256 of its manifest, which holds that of every file."""
    return hashlib.sha256(content).hexdigest()
