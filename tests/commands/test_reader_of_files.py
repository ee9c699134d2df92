"""The reader of strangers' files: every way out that was possible is named, and what can't be tried is not believed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.commands import reader_of_files
from ckanext.spenddata.sandbox import End
from tests.commands.looking import problem


class TestReaderOfFiles:
    @pytest.fixture
    def child(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        """A fork server of which the test says what its child could do."""
        told: dict[str, Any] = {"end": End.DONE, "held": "{}", "closed": False}

        class Server:
            def __init__(self, module: str) -> None:
                told["module"] = module

            def run(self, asked: dict[str, Any], _ceiling: object, _reach: object) -> SimpleNamespace:
                (Path(asked["folder"]) / reader_of_files.probe.ANSWER).write_text(told["held"])
                return SimpleNamespace(end=told["end"])

            def close(self) -> None:
                told["closed"] = True

        monkeypatch.setattr(reader_of_files, "Server", Server)
        return told

    def test_a_child_that_is_refused_everything_is_well(self, child):
        child["held"] = '{"read a secret": null, "open a socket": null}'
        assert "refused all 2 ways out" in reader_of_files._parser()
        assert child["closed"]

    def test_each_way_out_that_was_possible_is_named(self, child):
        child["held"] = '{"read a secret": "opened it", "open a socket": null}'
        found = problem(reader_of_files._parser)
        assert "read a secret (opened it)" in found.found
        assert "socket" not in found.found

    def test_where_it_can_not_be_tried_it_is_not_believed(self, child):
        child["end"] = next(end for end in End if end is not End.DONE)
        assert "can't be tried" in problem(reader_of_files._parser).found
        assert child["closed"]
