"""Lines of a page to take away, in our own format and in those of other plugins (``interfaces.ISpenddata``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ckan.plugins import PluginImplementations
from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.spenddata.interfaces import ExportFormat, ISpenddata
from ckanext.spenddata.views import downloads


def _csv(header: Sequence[str], lines: Iterable[Sequence[Any]]) -> Iterator[str]:
    """With ``spreadsheet=yes`` in the address harmless in a spreadsheet."""
    return downloads.csv_lines(header, lines, spreadsheet=tk.request.args.get("spreadsheet") == "yes")


OWN: Mapping[str, ExportFormat] = {"csv": ExportFormat("text/csv; charset=utf-8", _csv)}


def known(ending: str) -> ExportFormat:
    """The format of an ending; where there is none the request ends as one for a page that is not there."""
    found = _formats().get(ending)
    return found or tk.abort(404, tk._("There is no file of this kind. CSV is what every program can read."))


def answer(made: ExportFormat, name: str, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> Response:
    """The lines as a file that is saved under ``name`` and never shown."""
    pieces = (piece.encode() if isinstance(piece, str) else piece for piece in made.write(header, lines))
    return downloads.attachment(b"".join(pieces), name, made.mimetype)


def csv(name: str, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> Response:
    """The same as CSV, where a page has no other format."""
    return answer(OWN["csv"], f"{name}.csv", header, lines)


def _formats() -> dict[str, ExportFormat]:
    others = (plugin.spenddata_export_formats() for plugin in PluginImplementations(ISpenddata))
    return {ending: made for added in others for ending, made in added.items()} | dict(OWN)
