"""Making a backup of a portal that is used and published to meanwhile."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.backup import (
    archive,
    databases,
    figures,
    latest,
    manifest,
    moment,
    owned,
    pins,
    places,
    programs,
    versions,
)
from ckanext.spenddata.backup.faults import BackupError
from ckanext.spenddata.backup.manifest import DUMPS, Manifest

if TYPE_CHECKING:
    from ckanext.spenddata.backup.archive import Writer
    from ckanext.spenddata.backup.moment import Moment
    from ckanext.spenddata.backup.pins import Pins

log = logging.getLogger(__name__)

ENDING = ".spenddata.tar"
_NAMED_BY_CONTENT = re.compile(r"(?:files|artefacts)/../([0-9a-f]{64})(?:\.parquet)?")


@dataclass(frozen=True)
class Made:
    """A backup."""

    path: Path
    manifest: Manifest
    seal: str


def make(wanted: Path) -> Made:
    """Make a backup.

    Args:
        wanted: A folder, in which it gets a name of its own; or the file to write, which must not be there yet.

    Raises:
        BackupError: It could not be made; nothing is left of it.
        OSError: The disk is full, or can't be written.
    """
    target = _target(wanted)
    left = archive.clear_partial(target.parent)
    if left:
        log.warning("%s backups that were cut short are removed from %s", left, target.parent)
    servers = [database.major() for database in databases.both()]
    pg_dump = programs.choose("pg_dump", max(servers))
    with archive.writing(target) as writer, _pinned() as pinned, moment.one_moment(lambda: _look(pinned)) as now:
        held = Manifest(
            made=now.made,
            site=tk.config["ckan.site_url"],
            versions=versions.of_software(max(servers), programs.version(pg_dump)),
            schemas=versions.of_schemas(now.ckan, now.datastore),
            roles=databases.roles(),
            figures=figures.of(now.ckan, now.datastore),
            warnings=[],
            members=writer.members,
        )
        _add_dumps(writer, pg_dump, now)
        _add_files(writer, pinned)
        held.warnings.extend(_warnings(writer, pinned, now))
        content = manifest.written(held)
        writer.finish(content)
    made = Made(target, held, manifest.seal(content))
    latest.note(latest.LATEST, latest.Latest(held.made, made.seal, target.name))
    return made


def keep_newest(folder: Path, number: int) -> list[Path]:
    """Remove all but the newest backups that have names of their own in a folder; which were removed."""
    over = sorted(folder.glob(f"*{ENDING}"))[:-number]
    for path in over:
        path.unlink()
    return over


def _target(wanted: Path) -> Path:
    if wanted.is_dir():
        site = re.sub(r"[^a-z0-9.]+", "-", tk.config["ckan.site_url"].partition("//")[2].lower()).strip("-")
        now = dt.datetime.now(dt.UTC)
        # By name they are in the order in which they were made.
        return wanted / f"{now:%Y%m%dT%H%M%SZ}-{site}{ENDING}"
    if not wanted.parent.is_dir():
        raise BackupError(
            f"There is no folder {wanted.parent}. No backup was made. Make it, readable by CKAN's user alone."
        )
    return wanted


@contextmanager
def _pinned() -> Iterator[dict[str, Pins]]:
    """The files, pinned once without hurry; they are looked at again in the moment itself."""
    beside = config.storage() / places.INCOMING
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as stack:
        pinned = {
            place.prefix: stack.enter_context(pins.pinned(place.folder, set(place.leave_out), beside))
            for place in places.both()
        }
        _look(pinned)
        yield pinned


def _look(pinned: dict[str, Pins]) -> None:
    for each in pinned.values():
        each.look()


def _add_dumps(writer: Writer, pg_dump: Path, now: Moment) -> None:
    for database in databases.both():
        writer.add(
            DUMPS[database.name],
            lambda take, database=database: programs.dump(pg_dump, database.url, now.snapshots[database.name], take),
        )


def _add_files(writer: Writer, pinned: dict[str, Pins]) -> None:
    for prefix, each in pinned.items():
        for name, path in sorted(each.files.items()):
            # Without a second name of it, it may be gone by now.
            with suppress(FileNotFoundError), path.open("rb") as stream:
                writer.add(prefix + name, lambda take, stream=stream: archive.copy(stream, take))


def _warnings(writer: Writer, pinned: dict[str, Pins], now: Moment) -> Iterator[str]:
    """What the portal itself lacks: a backup of it lacks it, too."""
    for each in pinned.values():
        for link in each.links:
            yield f"{link} is a link to somewhere else: what is behind it is not in the backup."
    own = {
        name.removeprefix(manifest.OWN_FILES): each
        for name, each in writer.members.items()
        if name.startswith(manifest.OWN_FILES)
    }
    for name, member in own.items():
        named = _NAMED_BY_CONTENT.fullmatch(name)
        if named and named.group(1) != member.sha256:
            yield f"{name} in the storage folder is damaged: its bytes are not those that were stored."
    for name in sorted(owned.files(now.ckan) - set(own)):
        yield f"{name} is missing in the storage folder."
