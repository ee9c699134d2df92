"""Published files: the canonical fields, and behind them what was decided and where the row stands."""

import json
from pathlib import Path

from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import Definitions, load
from ckanext.spenddata.definitions.whole import faults


def test_decided_fields_stand_behind_the_canonical_ones():
    known = load()
    assert known.published.names == known.transaction.names + known.decided.names
    assert known.published.missing_values == known.transaction.missing_values
    assert known.decided.names[-1] == "source_row"


def test_an_administrator_may_change_words_and_not_fields(tmp_path: Path):
    (path,) = load().paths("published.schema.json")
    schema = json.loads(path.read_text())
    schema["fields"][0]["title"] = "Our category"
    changed = laid_over(tmp_path / "words", path.name, schema)
    assert changed.published.field("category").title == "Our category"
    assert not [each for each in faults(changed, KINDS) if "published.schema" in each]
    schema["fields"].append({"name": "mood", "title": "Mood", "type": "string"})
    wrong = laid_over(tmp_path / "fields", path.name, schema)
    assert [each for each in faults(wrong, KINDS) if "fields are fixed" in each]


def laid_over(folder: Path, name: str, schema: dict) -> Definitions:
    folder.mkdir()
    (folder / name).write_text(json.dumps(schema))
    return load(folder)
