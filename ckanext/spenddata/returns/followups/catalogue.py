"""The follow-up *catalogue*: one spend dataset for each publisher and regime, one resource for each published period.

Identifiers are constant: made from the return's reference, the same on every portal and after every rebuild.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
import uuid
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib import uploader
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.spenddata import config
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.definitions.transaction import TableSchema
from ckanext.spenddata.model import Revision, SpendReturn, changes
from ckanext.spenddata.model.columns import now
from ckanext.spenddata.model.returns import NAMESPACE, resource_id
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.files.published_files import PublishedFile, published_file
from ckanext.spenddata.returns.followups import all_spend, one_way_in, validation
from ckanext.spenddata.returns.people import authority, publishers
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.values.periods import Period
from ckanext.spenddata.values.text import capital

LONGEST_NAME = 100
"""Letters of a dataset's name in CKAN's addresses."""


def dataset_id(publisher_id: str, regime: str) -> str:
    """Id of the dataset of a publisher's returns under a regime."""
    return str(uuid.uuid5(NAMESPACE, f"{publisher_id}.{regime}"))


def follow(revision: Revision) -> None:
    """Make the resource of the revision's return say what is published now, or take it away where nothing is; commits."""
    spend_return = revision.spend_return
    body = publishers.by_organization(spend_return.organization_id)
    if body is None:
        message = f"The organisation of {spend_return.publisher_id} is gone; its catalogue entry can't be written. Restore it."
        raise LookupError(message)
    _take_turns(spend_return)
    published = queries.published(spend_return)
    with one_way_in.following_a_publication():
        if published is None:
            _remove(spend_return)
        else:
            # A page that lacks the file for a moment is not wrong.
            with changes.only_adding():
                _show(body, spend_return, published)
    all_spend.ensure()


def _take_turns(spend_return: SpendReturn) -> None:
    """One process at a time writes a dataset; until the transaction ends."""
    key = f"spenddata:{dataset_id(spend_return.publisher_id, spend_return.regime)}"
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(key, 0))))


def _show(body: Body, spend_return: SpendReturn, revision: Revision) -> None:
    file = published_file(revision)
    resource = _resource(body, spend_return, revision, file)
    validation.record(resource["id"], revision, file, now())
    with file.path.open("rb") as stream:
        resource["upload"] = FileStorage(stream, filename=file.name, content_type="text/csv")
        _write_dataset(body, spend_return, lambda resources: _with(resources, resource))


def _remove(spend_return: SpendReturn) -> None:
    """Take the resource, its file and its validation record away. Whatever an earlier try left is taken away too."""
    gone = resource_id(spend_return.reference)
    before = _dataset(dataset_id(spend_return.publisher_id, spend_return.regime))
    if before and any(resource["id"] == gone for resource in before["resources"]):
        resources = [resource for resource in before["resources"] if resource["id"] != gone]
        _update(before, {**before, **_periods(resources), "resources": resources})
    # CKAN keeps the file of a resource that is deleted, and its line with all that it said.
    kept = model.Session.get(model.Resource, gone)
    if kept is not None and queries.NOTE in kept.extras:
        kept.extras = {name: value for name, value in kept.extras.items() if name != queries.NOTE}
        model.Session.commit()
    uploader.get_resource_uploader({"id": gone, "url": "", "clear_upload": True}).upload(gone)
    validation.forget(gone)


def _write_dataset(
    body: Body, spend_return: SpendReturn, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    """Write the dataset in one go; made first where there is none, since CKAN takes files only for datasets that it has."""
    id_ = dataset_id(spend_return.publisher_id, spend_return.regime)
    before = _dataset(id_)
    if before is None:
        # Committed only with the resource: nobody meets a dataset without files.
        before = tk.get_action("package_create")(
            {**authority.the_portal(), "defer_commit": True}, {**_described(body, spend_return), "id": id_}
        )
    resources = change(before.get("resources", []))
    _update(before, {**before, **_periods(resources), "resources": resources, "state": "active"})


def _update(before: dict[str, Any], after: dict[str, Any]) -> None:
    tk.get_action("package_update")(
        {**authority.the_portal(), "original_package": before, "return_id_only": True}, after
    )


def _dataset(id_: str) -> dict[str, Any] | None:
    try:
        return tk.get_action("package_show")({**authority.the_portal(), "use_cache": False}, {"id": id_})
    except tk.ObjectNotFound:
        return None


def _described(body: Body, spend_return: SpendReturn) -> dict[str, Any]:
    """What a new dataset says of itself; people may edit the words later."""
    regime = config.definitions().regimes[spend_return.regime]
    return {
        "name": _free_name(body, regime.id),
        "type": one_way_in.DATASET_TYPE,
        **_words(body.publisher.name, regime),
        "owner_org": body.organization_id,
        "license_id": config.licence(),
        "publisher_id": body.publisher.publisher_id,
        "regime": regime.id,
        "amount_basis": body.amount_basis,
        "private": False,
    }


def _words(name: str, regime: Regime) -> dict[str, str]:
    return {
        "title": f"{name}: {regime.title}",
        "notes": (
            f"Payments of {name}, published under *{regime.title}*"
            f" ([{regime.basis.text}]({regime.basis.url})). Each file is one period, checked before it was published;"
            " its report lists its known limits."
        ),
    }


def _free_name(body: Body, regime: str) -> str:
    """The dataset's name in addresses. A body that bore this name before keeps the datasets that were made under it.

    Other people's datasets may have both names, by accident or on purpose: then one that nobody can foresee.
    """
    names = (f"{body.publisher.slug}-{regime}", f"{body.publisher.publisher_id.lower()}-{regime}")
    wanted = [re.sub(r"[^a-z0-9_-]", "-", name)[:LONGEST_NAME] for name in names]
    last = f"{wanted[0][: LONGEST_NAME - 9]}-{secrets.token_hex(4)}"
    return next((name for name in wanted if model.Package.get(name) is None), last)


def rename(organization_id: str, before: str) -> None:
    """Have the datasets of a body bear its name of today, where their words are still those that were made of the one before."""
    body = publishers.by_organization(organization_id)
    if body is None or body.publisher.name == before:
        return
    for regime in config.definitions().regimes.values():
        dataset = _dataset(dataset_id(body.publisher.publisher_id, regime.id))
        old, new = _words(before, regime), _words(body.publisher.name, regime)
        changed = {field: new[field] for field in new if dataset and dataset.get(field) == old[field]}
        if dataset and changed:
            with one_way_in.following_a_publication():
                _update(dataset, {**dataset, **changed})


def _resource(body: Body, spend_return: SpendReturn, revision: Revision, file: PublishedFile) -> dict[str, Any]:
    period = Period.parse(spend_return.period, spend_return.period_start, spend_return.period_end)
    published = revision.published or now()
    due = spend_return.due
    return {
        "id": resource_id(spend_return.reference),
        "name": capital(period.title),
        "format": "CSV",
        "mimetype": "text/csv",
        "period": spend_return.period,
        "period_start": spend_return.period_start.isoformat(),
        "period_end": spend_return.period_end.isoformat(),
        "return_ref": spend_return.reference,
        "revision": revision.number,
        "published": published.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "due": due.isoformat() if due else "",
        "late": queries.was_late(spend_return, body.publisher.joined),
        "nil_return": revision.nil,
        "rows": revision.rows_accepted,
        "amount_total": _total(revision),
        "amount_basis": ",".join(revision.report.get("amount_basis") or ()),
        "currencies": ",".join(revision.report.get("currencies") or ()),
        queries.NOTE: queries.note(revision),
        "excluded_rows": revision.rows_in_error or 0,
        "warnings": revision.report.get("warnings", 0),
        "hash": file.sha256,
        "source_sha256": revision.artefact_sha256,
        "rules_version": revision.report.get("versions", {}).get("rules", ""),
        "schema": _schema_for_programs(config.definitions().published),
        "validation_status": "success",
        "validation_timestamp": now().isoformat(timespec="seconds"),
    }


def _total(revision: Revision) -> str:
    """The sum of a period; blank where its amounts are of kinds that are never added up, and where it has none."""
    summed = (revision.nil or revision.rows_accepted) and not queries.never_in_one_sum(revision.report)
    return str(revision.amount_accepted) if summed else ""


def _schema_for_programs(schema: TableSchema) -> dict[str, Any]:
    """Names and types alone: the schema is in the record of every resource, and its words are in the documentation."""
    return {"fields": [{"name": field.name, "type": field.type} for field in schema.fields], "missingValues": [""]}


def _with(resources: list[dict[str, Any]], new: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources with a new one in the place of its earlier form; the newest period first."""
    kept = [resource for resource in resources if resource["id"] != new["id"]]
    old = next((resource for resource in resources if resource["id"] == new["id"]), {})
    return sorted([*kept, {**old, **new}], key=lambda resource: (resource["period_end"], resource["id"]), reverse=True)


def _periods(resources: list[dict[str, Any]]) -> dict[str, str]:
    by_end = sorted(resources, key=lambda resource: resource["period_end"])
    ends = {"first_period": by_end[0]["period"], "last_period": by_end[-1]["period"]} if by_end else {}
    return ends or {"first_period": "", "last_period": ""}
