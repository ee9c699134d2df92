"""ckanext-validation's record of a published resource: our check, as the frictionless report that its badge and page show.

Its own job never runs, because it trusts paths and addresses; it would find what is said here.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import polars as pl
import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.checks.findings import ERROR
from ckanext.spenddata.checks.reports import frictionless_report
from ckanext.spenddata.checks.reports.frictionless_report import Subject
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.files import reports
from ckanext.spenddata.returns.files.published_files import PublishedFile

SUCCESS = "success"


def record(resource_id: str, revision: Revision, file: PublishedFile, finished: dt.datetime) -> None:
    """Say that the published file was checked and is good, with its warnings; the caller commits.

    The rows in error are not in the file, so their findings are not in its report.
    """
    Validation = _model()  # noqa: N806  a class
    existing = model.Session.scalars(sa.select(Validation).where(Validation.resource_id == resource_id)).first()
    found = existing or Validation(resource_id=resource_id)
    found.status = SUCCESS
    found.report = json.dumps(_report(revision, file))
    found.error = None
    found.finished = finished.astimezone(dt.UTC).replace(tzinfo=None)
    model.Session.add(found)


def forget(resource_id: str) -> None:
    """Drop the record of a resource that is gone; commits."""
    Validation = _model()  # noqa: N806  a class
    model.Session.execute(sa.delete(Validation).where(Validation.resource_id == resource_id))
    model.Session.commit()


def _report(revision: Revision, file: PublishedFile) -> dict[str, Any]:
    definitions = config.definitions()
    subject = Subject(
        name="spend",
        place=file.name,
        labels=definitions.published.names,
        rows=revision.rows_accepted or 0,
        size=file.path.stat().st_size,
        sha256=file.sha256,
    )
    limits = reports.frame(revision).filter(pl.col("severity") != ERROR)
    return frictionless_report.descriptor(subject, limits, definitions.rules)


def _model() -> Any:
    # It can be imported only after our compatibility plugin has been (see compat.py).
    from ckanext.validation.model import Validation

    return Validation
