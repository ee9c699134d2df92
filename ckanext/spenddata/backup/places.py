"""Where the files of a portal are, and which of them belong in a backup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.backup import latest
from ckanext.spenddata.backup.manifest import FILES, OWN_FILES

INCOMING = "incoming"
MADE_AGAIN = "webassets"
"""CKAN makes these again when they are asked for."""


@dataclass(frozen=True)
class Place:
    """A folder whose files are backed up."""

    prefix: str
    """How their names begin in a backup."""
    folder: Path
    leave_out: frozenset[Path]


def both() -> tuple[Place, Place]:
    """CKAN's storage and ours, which may lie in it."""
    own, ckan = config.storage().absolute(), Path(tk.config["ckan.storage_path"]).absolute()
    assets = tk.config.get("ckan.webassets.path") or ckan / MADE_AGAIN
    kept_here = {own / name for name in (INCOMING, latest.LATEST, latest.BEGUN, latest.RESTORED)}
    return (
        Place(FILES, ckan, frozenset({own, Path(assets).absolute(), ckan / MADE_AGAIN})),
        Place(OWN_FILES, own, frozenset(kept_here)),
    )


def target(name: str) -> Path | None:
    """Where a member of a backup belongs; None where it is no file of a storage folder."""
    for place in both():
        if name.startswith(place.prefix):
            return place.folder / name.removeprefix(place.prefix)
    return None
