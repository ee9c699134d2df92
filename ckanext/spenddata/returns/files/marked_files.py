"""The publisher's own files with their findings marked, made when somebody asks for them, and kept with the reports."""

from __future__ import annotations

from pathlib import Path

from ckanext.spenddata import config, marking
from ckanext.spenddata.filing import FINDINGS
from ckanext.spenddata.model import ReturnFile, Revision
from ckanext.spenddata.returns.files.storage import Storage

SECONDS = 60
"""How long a person waits for a workbook; a file that needs longer is marked on a laptop."""


class TooMuchToMarkError(Exception):
    """The file is too large to be marked while somebody waits."""


def marked_file(revision: Revision, file: ReturnFile) -> Path:
    """The workbook of one file of a revision, with what the newest reading found.

    Raises:
        TooMuchToMarkError: It would take too long or too much memory.
        StorageError: The disk is full, or can't be written.
    """
    storage = Storage()
    reports = storage.reports(revision.id, revision.attempt)
    target = reports / f"marked-{file.position}.xlsx"
    if target.exists():
        return target
    with storage.workplace() as folder:
        request = marking.Request(
            path=str(storage.file(file.sha256)),
            name=file.name,
            findings=str(reports / FINDINGS),
            out=str(folder / target.name),
            regime=revision.spend_return.regime,
            overlay=str(overlay) if (overlay := config.overlay()) else None,
            limits=config.limits(),
        )
        if not marking.run_limited(request, seconds=SECONDS, memory_bytes=config.memory_bytes()):
            raise TooMuchToMarkError
        (folder / target.name).replace(target)
    return target
