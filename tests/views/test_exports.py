"""Figures are taken away in our formats and those of other plugins; none of these takes the place of ours."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.interfaces import ExportFormat
from ckanext.spenddata.views import exports

HEADER, LINES = ("name", "amount"), [["=1+1", "12.50"], ["Exbury, Council", None]]


class AbsentError(Exception):
    """The page is not there."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch):
    """A request with parameters, and plugins with formats."""

    def asked(*plugins: dict[str, ExportFormat], **parameters: str) -> None:
        def abort(status: int, words: str) -> Any:
            raise AbsentError(status, words)

        request = SimpleNamespace(args=parameters)
        monkeypatch.setattr(exports, "tk", SimpleNamespace(_=str, request=request, abort=abort))
        others = [SimpleNamespace(spenddata_export_formats=lambda each=each: each) for each in plugins]
        monkeypatch.setattr(exports, "PluginImplementations", lambda _interface: others)

    return asked


def test_csv_is_our_own_and_saved_under_its_name(address):
    address()
    response = exports.answer(exports.known("csv"), "comparison.csv", HEADER, LINES)
    assert response.get_data(as_text=True) == 'name,amount\r\n=1+1,12.50\r\n"Exbury, Council",\r\n'
    assert response.headers["Content-Disposition"] == 'attachment; filename="comparison.csv"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_with_no_other_format_has_the_same_csv(address):
    address()
    response = exports.csv("timeliness", HEADER, LINES)
    assert response.get_data() == exports.answer(exports.known("csv"), "timeliness.csv", HEADER, LINES).get_data()
    assert response.headers["Content-Disposition"] == 'attachment; filename="timeliness.csv"'


def test_a_spreadsheet_runs_nothing_of_it(address):
    address(spreadsheet="yes")
    text = exports.answer(exports.known("csv"), "comparison.csv", HEADER, LINES).get_data(as_text=True)
    assert "\r\n=1+1" not in text


def test_another_plugin_s_format_is_there_beside_it_in_text_or_bytes(address):
    mine = ExportFormat("application/x-mine", lambda header, lines: iter([b"\xff", str(len(list(lines))), header[0]]))
    address({"mine": mine})
    response = exports.answer(exports.known("mine"), "comparison.mine", HEADER, LINES)
    assert response.get_data() == b"\xff2name"
    assert response.mimetype == "application/x-mine"


def test_it_can_not_take_the_place_of_ours(address):
    address({"csv": ExportFormat("text/evil", lambda _header, _lines: iter(["x"]))})
    assert exports.known("csv") is exports.OWN["csv"]


def test_an_ending_that_nobody_has_is_no_page(address):
    address()
    with pytest.raises(AbsentError, match="404"):
        exports.known("exe")
