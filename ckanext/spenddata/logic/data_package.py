"""What is published, as a Data Package: Frictionless Data's list of files with schema, licence and hashes (specs.frictionlessdata.io)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.returns.files.public_files import PublicFile
from ckanext.spenddata.values.periods import Period


def resource(file: PublicFile, definitions: Definitions, names: Mapping[str, str]) -> dict[str, Any]:
    """One published file, as a Tabular Data Resource.

    Args:
        file: The file.
        definitions: Of which its duty is one.
        names: Identifier of a publisher → its name.
    """
    regime = definitions.regimes.get(file.regime)
    title = regime.title if regime else file.regime
    name = names.get(file.publisher_id, file.publisher_id)
    path = tk.url_for(
        "resource.download",
        package_type="dataset",
        id=file.dataset_id,
        resource_id=file.resource_id,
        filename=file.file_name,
        qualified=True,
        locale="default",
    )
    return {
        # Small letters, figures, full stops, hyphens and lines below are all that the standard lets a name have.
        "name": file.reference.lower(),
        "title": f"{name}: {title}, {Period.parse(file.period).title}",
        "profile": "tabular-data-resource",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": tk.url_for("spenddata_data.schema", qualified=True, locale="default"),
        "licenses": licence(file.licence_id),
        "rows": file.rows,
        "publisher_id": file.publisher_id,
        "regime": file.regime,
        "period": file.period,
        "revision": file.revision,
        "published": file.published.isoformat(timespec="seconds"),
    }


def licence(licence_id: str) -> list[dict[str, str]]:
    """A licence as CKAN knows it; none where it doesn't know it."""
    known = model.Package.get_license_register().get(licence_id)
    if known is None:
        return []
    return [{"name": licence_id, "title": known.title} | ({"path": known.url} if known.url else {})]
