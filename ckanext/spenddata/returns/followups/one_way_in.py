"""One way in: which datasets, resources and tables only a publication may write, and the pass with which it does."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.ledger import ALL_SPEND

DATASET_TYPE = "spend"

_following: ContextVar[bool] = ContextVar("spenddata_following", default=False)


@contextmanager
def following_a_publication() -> Iterator[None]:
    """Inside this block, what is written follows the ledger. It can't be said from outside the process."""
    token = _following.set(True)
    try:
        yield
    finally:
        _following.reset(token)


def may_write() -> bool:
    """Whether what is written now follows the ledger."""
    return _following.get()


def is_spend_dataset(id_or_name: str | None) -> bool:
    """Whether a dataset is of type ``spend``."""
    return bool(id_or_name) and any_spend_dataset([id_or_name])


def any_spend_dataset(ids_or_names: Collection[str]) -> bool:
    """Whether any of some datasets is: one look, however many somebody names."""
    package, asked = model.Package, list(ids_or_names)
    query = sa.select(package.id).where(
        sa.or_(package.id.in_(asked), package.name.in_(asked)), package.type == DATASET_TYPE
    )
    return model.Session.scalar(query.limit(1)) is not None


def owner_of(id_or_name: str | None) -> str | None:
    """The id of the organisation that a dataset belongs to; None where there is no such dataset."""
    package = model.Package
    query = sa.select(package.owner_org).where(sa.or_(package.id == id_or_name, package.name == id_or_name))
    return model.Session.scalar(query) if id_or_name else None


def is_spend_resource(resource_id: str | None) -> bool:
    """Whether a resource belongs to a spend dataset, or is the ledger's own."""
    package, resource = model.Package, model.Resource
    query = (
        sa.select(resource.id)
        .join(package, package.id == resource.package_id)
        .where(resource.id == resource_id, package.type == DATASET_TYPE)
    )
    return bool(resource_id) and (resource_id == ALL_SPEND or model.Session.scalar(query) is not None)
