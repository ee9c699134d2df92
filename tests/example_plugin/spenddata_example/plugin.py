"""A step after publications, which notes what became of each return; and a format for figures, a line of JSON each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ckan import plugins

from ckanext.spenddata.interfaces import ExportFormat, ISpenddata, Publication

NOTED: list[Publication] = []


def json_lines(header: Sequence[str], lines: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Each line as an object."""
    return (json.dumps(dict(zip(header, line, strict=True))) + "\n" for line in lines)


class ExamplePlugin(plugins.SingletonPlugin):
    """Somebody else's plugin."""

    plugins.implements(ISpenddata)

    def spenddata_followups(self) -> Mapping[str, Callable[[Publication], None]]:
        """One step."""
        return {"spenddata_example_note": NOTED.append}

    def spenddata_export_formats(self) -> Mapping[str, ExportFormat]:
        """One format."""
        return {"jsonl": ExportFormat("application/jsonl", json_lines)}
