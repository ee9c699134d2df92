"""When this portal was last backed up, and from which backup it was restored: small files in its storage folder, in no backup."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ckanext.spenddata import config

LATEST = "backup.json"
"""The last backup that was made."""
BEGUN = "restore-begun.json"
"""There while a restore is under way: where it stays, one was cut short."""
RESTORED = "restored.json"
"""The backup from which this portal was restored."""


@dataclass(frozen=True)
class Latest:
    """A backup that this portal knows of."""

    made: str
    """The moment that it shows, in UTC."""
    seal: str
    name: str
    """Its file."""


def note(kind: str, latest: Latest) -> None:
    """Write down a backup, in one step."""
    folder = config.storage()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = folder / f"{kind}~"
    partial.write_text(json.dumps(asdict(latest)))
    partial.chmod(0o600)
    partial.replace(folder / kind)


def known(kind: str) -> Latest | None:
    """What was written down; None where nothing was."""
    try:
        return Latest(**json.loads(_path(kind).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def begun() -> bool:
    """Whether a restore is under way, or was cut short."""
    return _path(BEGUN).exists()


def forget(kind: str) -> None:
    """Remove what was written down."""
    _path(kind).unlink(missing_ok=True)


def age(latest: Latest) -> dt.timedelta:
    """Time since a backup's moment."""
    return dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(latest.made)


def _path(kind: str) -> Path:
    return config.storage() / kind
