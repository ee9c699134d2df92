"""Which resources are links: an address that somebody wrote, instead of an uploaded file."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.spenddata import config
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.returns.followups import one_way_in

UPLOAD, DATASTORE = "upload", "datastore"
IN_THE_DATASTORE = "_datastore_only_resource"
"""The address that CKAN gives a resource with a table and no file."""
FOR_READERS = ("http", "https")

Known = Mapping[str, tuple[str, str]]
"""Resource → its kind and address as they are stored."""


def stored(id_or_name: Any) -> Known:
    """The resources of a dataset as they are now."""
    resource, package = model.Resource, model.Package
    query = (
        sa.select(resource.id, resource.url_type, resource.url)
        .join(package, package.id == resource.package_id)
        .where(sa.or_(package.id == id_or_name, package.name == id_or_name))
    )
    found = model.Session.execute(query).all() if isinstance(id_or_name, str) else []
    return {row.id: (row.url_type or "", row.url or "") for row in found}


def refuse(resources: Any, known: Known) -> None:
    """Refuse new links among the resources of a dataset, and changed ones.

    Args:
        resources: As an action was given them; anything that is no list of mappings is left for CKAN to refuse.
        known: What is stored, which may stay.

    Raises:
        ValidationError: There is one, and the administrator doesn't allow it.
    """
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, Mapping) and _is_new_link(resource, known):
            _judge(str(resource.get("url")))


def may_be_loaded(resource_id: str) -> bool:
    """Whether xloader's own job may take the file of an ordinary dataset into the DataStore: an uploaded one, which it gets from here.

    Where links are allowed, an upload can become one while the job waits; nothing is loaded then.
    """
    kind = model.Session.scalar(sa.select(model.Resource.url_type).where(model.Resource.id == resource_id))
    return kind == UPLOAD and not config.links() and not one_way_in.is_spend_resource(resource_id)


def _is_new_link(resource: Mapping[str, Any], known: Known) -> bool:
    url, kind = resource.get("url") or "", resource.get("url_type") or ""
    if not url or _has_file(resource):
        return False
    if resource.get("clear_upload"):
        # CKAN then takes the file away, and what stands there is a link.
        return True
    was_kind, was_url = known.get(str(resource.get("id")), ("", ""))
    if kind in (UPLOAD, DATASTORE):
        # CKAN makes the addresses of these itself, and shows them in full.
        return not (was_kind == kind or (kind == DATASTORE and url == IN_THE_DATASTORE))
    return not (url == was_url and was_kind == kind)


def _has_file(resource: Mapping[str, Any]) -> bool:
    upload = resource.get("upload")
    return isinstance(upload, FileStorage) and bool(upload.filename)


def _judge(url: str) -> None:
    if not config.links():
        message = tk._(
            "Links are not accepted here, only files. Nothing was stored. Upload the file, or leave the address out; an administrator"
            " of the portal can allow links (ckanext.spenddata.links)."
        )
        raise refused("url", message)
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in FOR_READERS or not parts.hostname or not _is_public(parts.hostname):
        message = tk._(
            "A link begins with https:// or http:// and names a public site. Nothing was stored. Correct the address, or upload the file."
        )
        raise refused("url", message)


def _is_public(host: str) -> bool:
    """Whether a host is one that readers can reach: a name with a dot, or a number, however it is written, of the public internet."""
    try:
        # As every resolver reads it: 2130706433, 0x7f000001 and 127.1 are 127.0.0.1.
        return ipaddress.ip_address(socket.inet_aton(host)).is_global
    except OSError:
        pass
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        name = host.rstrip(".").lower()
        return "." in name and not name.endswith((".localhost", ".local", ".internal"))
