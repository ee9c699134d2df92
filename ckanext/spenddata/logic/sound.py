"""What no dataset may be, whoever's it is: pages, feeds and the index that show many would break by one.

CKAN takes any word for a dataset's type, and can't make the address of one that no plugin has: the list of all datasets, and that of the
organisation, are then errors for everybody. A character that XML can't hold does the same to the feeds, and a relationship that is written
into a dataset, instead of being made by its own action, has no other end, which the index stumbles over each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model, plugins
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.refusals import refused

USUAL = "dataset"
"""CKAN's own type, which no plugin need register."""
_RELATIONSHIPS = ("relationships_as_subject", "relationships_as_object")
MOST_LETTERS = 200_000
"""Of one text: whoever lists twenty datasets has all of their texts read."""
_IN_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def refuse_kind(kind: Any) -> None:
    """Refuse a type of datasets that this portal has no pages for.

    Args:
        kind: As an action was given it; nothing, for the usual one.

    Raises:
        ValidationError: No plugin that is loaded has it.
    """
    if kind in (None, "") or (isinstance(kind, str) and kind in _kinds()):
        return
    words = tk._(
        "This portal has no such type of datasets. Nothing was stored. Leave it out, or say one of these: {types}."
    )
    raise refused("type", words.format(types=", ".join(sorted(_kinds()))))


def refuse_unsound(data_dict: Mapping[str, Any], id_or_name: Any = None) -> None:
    """Refuse characters that feeds can't hold, texts as long as files, and relationships that aren't there already.

    Args:
        data_dict: A dataset as an action was given it.
        id_or_name: The dataset that is changed; None where one is made.

    Raises:
        ValidationError: There is something of that kind, said of the field in which it is.
    """
    for field, value in data_dict.items():
        for text in _texts(value):
            _refuse_text(str(field), text)
    given = [each for field in _RELATIONSHIPS for each in data_dict.get(field) or ()]
    known = _relationships(id_or_name) if given else set()
    if any(not isinstance(each, Mapping) or each.get("id") not in known for each in given):
        words = tk._(
            "A relationship of datasets is made by package_relationship_create. Nothing was stored. Leave it out here."
        )
        raise refused(next(field for field in _RELATIONSHIPS if data_dict.get(field)), words)


def _refuse_text(field: str, text: str) -> None:
    if _IN_NO_XML.search(text):
        words = tk._(
            "There is a character here that text can’t have. Nothing was stored. Take it out; it may be one that can’t be seen."
        )
        raise refused(field, words)
    if len(text) > MOST_LETTERS:
        words = tk._(
            "This text has more than {most} characters. Nothing was stored. Make it shorter, or upload it as a file."
        )
        raise refused(field, words.format(most=f"{MOST_LETTERS:,}"))


def _kinds() -> set[str]:
    """Types of datasets that have pages."""
    return {USUAL}.union(*(plugin.package_types() for plugin in plugins.PluginImplementations(plugins.IDatasetForm)))


def _texts(value: Any) -> Iterator[str]:
    """Every text within a value."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            waiting += each.values()
        elif isinstance(each, list | tuple):
            waiting += each


def _relationships(id_or_name: Any) -> set[str]:
    """Those of a dataset that are stored, at either end of it."""
    package = model.Package.get(id_or_name) if isinstance(id_or_name, str) else None
    if package is None:
        return set()
    related = model.PackageRelationship
    ends = (related.subject_package_id, related.object_package_id)
    return set(model.Session.scalars(sa.select(related.id).where(sa.or_(*(end == package.id for end in ends)))))
