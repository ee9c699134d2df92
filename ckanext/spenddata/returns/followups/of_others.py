"""The steps of other plugins, named by ``interfaces.ISpenddata``."""

from __future__ import annotations

from collections.abc import Callable

from ckan.plugins import PluginImplementations

from ckanext.spenddata.interfaces import ISpenddata, Publication
from ckanext.spenddata.model import Revision


def steps() -> dict[str, Callable[[Revision], None]]:
    """What each plugin wants done after a publication, by the step's name."""
    return {
        name: lambda revision, step=step: step(_publication(revision))
        for plugin in PluginImplementations(ISpenddata)
        for name, step in plugin.spenddata_followups().items()
    }


def _publication(revision: Revision) -> Publication:
    filed = revision.spend_return
    return {
        "reference": filed.reference,
        "publisher_id": filed.publisher_id,
        "regime": filed.regime,
        "period": filed.period,
        "revision": revision.number,
        "state": str(revision.state),
    }
