"""A step after publications: it notes what became of each return."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ckan import plugins

from ckanext.spenddata.interfaces import ISpenddata, Publication

NOTED: list[Publication] = []


class ExamplePlugin(plugins.SingletonPlugin):
    """Somebody else's plugin."""

    plugins.implements(ISpenddata)

    def spenddata_followups(self) -> Mapping[str, Callable[[Publication], None]]:
        """One step."""
        return {"spenddata_example_note": NOTED.append}
