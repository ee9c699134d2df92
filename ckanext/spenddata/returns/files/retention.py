"""How long the storage folder keeps what nobody published: files as sent, what was read of them, their reports.

Nothing that a revision owns which is, or ever was, public is removed here; that takes an order (``removal/removals.py``).
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import blanking, config
from ckanext.spenddata.model import Event, Removal, ReturnFile, Revision, State
from ckanext.spenddata.model.columns import now
from ckanext.spenddata.returns import states
from ckanext.spenddata.returns.files.storage import Storage

log = logging.getLogger(__name__)

DAY = 24 * 3600
OVER = (State.REJECTED, State.SUPERSEDED, State.WITHDRAWN)
"""States from which nothing is published any more."""
KINDS = ("files", "artefacts")


@dataclass
class Cleaned:
    """What was removed, or would be."""

    revisions: list[str] = field(default_factory=list)
    """Filings that were never published and are over: reference and number."""
    left_over: int = 0
    """Files that belong to no filing any more."""
    bytes: int = 0


def clean(*, really: bool) -> Cleaned:
    """Remove what is kept no longer; commits after each filing. Can run at any time, and again.

    Args:
        really: Whether it is removed; else only counted.
    """
    done, storage = Cleaned(), Storage()
    for revision_id in _over():
        _forget(storage, revision_id, done, really=really)
    oldest = time.time() - config.keep_left_over_days() * DAY
    for path in _left_over(storage, oldest):
        _remove(storage, path, oldest, done, really=really)
    return done


def _over() -> list[str]:
    """Revisions that have been over, and never public, for as long as such are kept."""
    days = config.keep_unpublished_days()
    if not days:
        return []
    last = sa.select(sa.func.max(Event.at)).where(Event.revision_id == Revision.id).scalar_subquery()
    old = last < sa.func.now() - sa.func.make_interval(0, 0, 0, days)
    query = sa.select(Revision.id).where(Revision.state.in_(OVER), Revision.entry_no.is_(None), old, _holds_something())
    return list(model.Session.scalars(query.order_by(Revision.id)))


def _holds_something() -> sa.ColumnElement[bool]:
    file = sa.exists().where(ReturnFile.revision_id == Revision.id, ReturnFile.erased.is_(None))
    return sa.or_(Revision.artefact_sha256.is_not(None), file)


def _forget(storage: Storage, revision_id: str, done: Cleaned, *, really: bool) -> None:
    """Forget the bytes of one filing; that it was made, by whom, and how it ended stays."""
    revision = states.held(revision_id)
    if revision is None or revision.state not in OVER or revision.entry_no is not None:
        model.Session.rollback()
        return
    done.revisions.append(f"{revision.spend_return.reference}/{revision.number}")
    paths = [storage.file(file.sha256) for file in revision.files if not file.erased]
    paths += [storage.artefact(revision.artefact_sha256)] if revision.artefact_sha256 else []
    if not really:
        done.bytes += sum(path.stat().st_size for path in paths if path.exists())
        model.Session.rollback()
        return
    for file in revision.files:
        file.erased = file.erased or now()
    revision.artefact_sha256, revision.acknowledge = None, []
    # Counts and versions stay, nothing that quotes a cell.
    revision.report = {name: value for name, value in revision.report.items() if name in blanking.KEPT}
    model.Session.commit()
    log.info("%s was never published, and its files are kept no longer", done.revisions[-1])
    for path in paths:
        _remove(storage, path, time.time(), done, really=True)
    shutil.rmtree(storage.reports(revision_id, 0).parent, ignore_errors=True)


def _left_over(storage: Storage, oldest: float) -> Iterator[Path]:
    """Files that nothing refers to, and reports of readings that were made again, last written before ``oldest``."""
    for kind in KINDS:
        for folder in sorted((storage.root / kind).glob("??")):
            found = {_sha256(path): path for path in folder.iterdir() if path.stat().st_mtime < oldest}
            owned = _owned(found)
            yield from (path for sha256, path in sorted(found.items()) if sha256 not in owned)
    attempts = {row.id: row.attempt for row in model.Session.execute(sa.select(Revision.id, Revision.attempt))}
    for folder in sorted((storage.root / "reports").glob("*/*")):
        if int(folder.name) < attempts.get(folder.parent.name, 0) and folder.stat().st_mtime < oldest:
            yield folder


def _sha256(path: Path) -> str:
    return path.name.partition(".")[0]


def _owned(names: Iterable[str]) -> set[str]:
    """Of some SHA-256 those that a filing has, or an order that is not carried out needs."""
    model.Session.rollback()
    known = list(names)
    files = sa.select(ReturnFile.sha256).where(ReturnFile.sha256.in_(known), ReturnFile.erased.is_(None))
    artefacts = sa.select(Revision.artefact_sha256).where(Revision.artefact_sha256.in_(known))
    orders = model.Session.scalars(sa.select(Removal.plan).where(Removal.done.is_(None)))
    needed = {str(part["artefact"]) for plan in orders for part in plan}
    return needed | {str(each) for each in model.Session.scalars(sa.union(files, artefacts))}


def _remove(storage: Storage, path: Path, oldest: float, done: Cleaned, *, really: bool) -> None:
    """Remove one file or folder, unless somebody has just sent the same bytes."""
    if path.is_dir():
        sizes = sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
        if really:
            shutil.rmtree(path)
        done.left_over, done.bytes = done.left_over + 1, done.bytes + sizes
        return
    with storage.workplace() as folder:
        try:
            size = path.stat().st_size
            if really:
                # Out of the way first: whoever sends the same now stores it anew, and whoever did is seen by its time.
                aside = path.rename(folder / "aside")
                if aside.stat().st_mtime >= oldest or _owned([_sha256(path)]):
                    aside.rename(path)
                    return
        except FileNotFoundError:
            return
    done.left_over, done.bytes = done.left_over + 1, done.bytes + size
