"""Tags and formats of datasets, as CKAN lists them: of those datasets that who asks may see.

CKAN looks in all of them, and so tells everybody the words of datasets that are in preparation.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context

from ckanext.spenddata.logic import common
from ckanext.spenddata.returns.people.authority import Role

FORMATS = 5
"""As many as CKAN lists."""


@tk.chained_action
@tk.side_effect_free
def tag_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Free tags; those of a vocabulary are its own."""
    seen = None if data_dict.get("vocabulary_id") else _tags(context)
    found = original(context, data_dict)
    return found if seen is None else [tag for tag in found if _name(tag) in seen]


def _searched(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    seen = None if data_dict.get("vocabulary_id") else _tags(context)
    if seen is None:
        return original(context, data_dict)
    whole = {name: value for name, value in data_dict.items() if name not in ("limit", "offset")}
    found = original(context, whole)
    visible = [tag for tag in (found["results"] if isinstance(found, dict) else found) if _name(tag) in seen]
    begin = int(data_dict.get("offset") or 0)
    end = begin + int(data_dict["limit"]) if data_dict.get("limit") is not None else None
    return {"count": len(visible), "results": visible[begin:end]} if isinstance(found, dict) else visible[begin:end]


tag_search = tag_autocomplete = tk.chained_action(tk.side_effect_free(_searched))


@tk.chained_action
@tk.side_effect_free
def tag_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """A tag that only hidden datasets have is none."""
    seen, found = _tags(context), original(context, data_dict)
    if seen is not None and not found.get("vocabulary_id") and found["name"] not in seen:
        raise tk.ObjectNotFound
    return found


@tk.chained_action
@tk.side_effect_free
def format_autocomplete(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The formats of files, those of most files first."""
    seen = _seen(context)
    if seen is None:
        return original(context, data_dict)
    tk.check_access("format_autocomplete", context, data_dict)
    data, errors = tk.navl_validate(data_dict, _schema(), context)
    if errors:
        raise tk.ValidationError(errors)
    found = (
        sa.select(model.Resource.format)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .where(seen, model.Resource.state == model.State.ACTIVE)
        .where(model.Resource.format.icontains(data["q"], autoescape=True))
        .group_by(model.Resource.format)
        .order_by(sa.func.count().desc(), model.Resource.format)
        .limit(data.get("limit", FORMATS))
    )
    return [each.lower() for each in model.Session.scalars(found)]


def _schema() -> dict[str, Any]:
    from ckan.logic.schema import default_autocomplete_schema

    return default_autocomplete_schema()


def _seen(context: Context) -> sa.ColumnElement[bool] | None:
    """Which datasets who asks may see; None for all."""
    bodies = common.organizations(context, Role.MEMBER)
    if bodies is None:
        return None
    public = sa.and_(model.Package.state == model.State.ACTIVE, model.Package.private.is_(False))
    return sa.or_(public, model.Package.owner_org.in_(bodies))


def _tags(context: Context) -> set[str] | None:
    """The free tags of those datasets; None for all."""
    seen = _seen(context)
    if seen is None:
        return None
    found = (
        sa.select(model.Tag.name)
        .join(model.PackageTag, model.PackageTag.tag_id == model.Tag.id)
        .join(model.Package, model.Package.id == model.PackageTag.package_id)
        .where(seen, model.PackageTag.state == model.State.ACTIVE, model.Tag.vocabulary_id.is_(None))
    )
    return set(model.Session.scalars(found.distinct()))


def _name(tag: Any) -> str:
    return tag["name"] if isinstance(tag, dict) else tag
