"""A backup → a portal: into an empty one, while nobody uses it. Everything is looked at before anything is changed.

A restore that is cut short leaves a mark, and can be begun again: the portal was empty when it began, so all that is there is the
restore's own.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ckanext.spenddata import config
from ckanext.spenddata.backup import (
    archive,
    check,
    databases,
    figures,
    latest,
    load,
    places,
    programs,
    vacant,
    versions,
)
from ckanext.spenddata.backup.catch_up import CaughtUp, catch_up
from ckanext.spenddata.backup.faults import BackupError, BrokenBackupError
from ckanext.spenddata.backup.manifest import DUMPS, Manifest
from ckanext.spenddata.returns.removal import removal_record
from ckanext.spenddata.returns.removal.removal_record import Noted

Say = Callable[[str], object]
ROOM = 1.1
"""Room on the disk, as a multiple of what is written."""


def restore(path: Path, removals: Path | None, seal: str | None, say: Say) -> tuple[Manifest, CaughtUp]:
    """Restore a backup.

    Args:
        path: The backup.
        removals: The record of what was taken back, of the portal that was lost; None where nothing was since the backup.
        seal: Its seal, where it is known.
        say: Told what is done.

    Returns:
        The backup's manifest; and what was done beyond it.

    Raises:
        BackupError: It can't be restored. Unless the message says otherwise, nothing was changed.
        OSError: A file can't be read or written.
    """
    say("The backup is read and compared with its manifest.")
    found, found_seal = check.check(path, seal)
    noted = _noted(removals)
    pg_restore = _require_possible(found)
    this = latest.Latest(found.made, found_seal, path.name)
    latest.note(latest.BEGUN, this)
    with _workplace() as work:
        say("Files are put into the storage folders.")
        _extract(path, found, work)
        for database in databases.both():
            say(f"The database of {database.name} is restored.")
            role = found.roles["ckan" if database.name == databases.CKAN else "write"]
            load.load(database, pg_restore, work / DUMPS[database.name], role)
    vacant.let_go()
    _compare(found)
    say("All figures are those of the backup.")
    caught_up = catch_up(noted, say)
    latest.note(latest.RESTORED, this)
    latest.forget(latest.BEGUN)
    return found, caught_up


def _noted(removals: Path | None) -> list[Noted]:
    if removals is None:
        return []
    try:
        return removal_record.read(removals)
    except (OSError, removal_record.RecordError) as error:
        raise BackupError(f"The record of what was taken back can't be read: {error} Nothing was changed.") from error


def _require_possible(found: Manifest) -> Path:
    """Look at everything that could keep a restore from succeeding; the program that does it."""
    versions.require_known(found)
    vacant.require_unused()
    vacant.require_fitting(found)
    if not latest.begun():
        vacant.require_empty()
    _require_room(found)
    servers = [database.major() for database in databases.both()]
    return programs.choose("pg_restore", max(servers), int(found.versions["pg_dump"]))


def _require_room(found: Manifest) -> None:
    own = config.storage()
    own.mkdir(parents=True, exist_ok=True, mode=0o700)
    needed = int(sum(member.size for member in found.members.values()) * ROOM)
    free = shutil.disk_usage(own).free
    if free < needed:
        message = f"{needed // 10**6:,} MB are needed in {own}, and {free // 10**6:,} are free. Nothing was changed."
        raise BackupError(message)


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder for the dumps, gone afterwards."""
    beside = config.storage() / places.INCOMING
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=beside) as folder:
        yield Path(folder)


def _extract(path: Path, found: Manifest, work: Path) -> None:
    """Write every file to its place and the dumps to ``work``, comparing each once more."""
    dumps = set(DUMPS.values())
    for name, stream in archive.members(path):
        target = work / name if name in dumps else places.target(name)
        if target is None:
            raise BrokenBackupError(
                f"{name} has no place in a portal. The restore was not finished; give it a good backup."
            )
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = target.with_name(target.name + "~")
        with partial.open("wb") as file:
            partial.chmod(0o600)
            check.require_same(found, name, archive.copy(stream, file.write))
        partial.replace(target)


def _compare(found: Manifest) -> None:
    ckan, datastore = databases.both()
    with ckan.connected() as main, datastore.connected() as other:
        figures.compare(found.figures, figures.of(main, other))
