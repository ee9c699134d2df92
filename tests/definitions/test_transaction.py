"""The common spend Table Schema."""

from __future__ import annotations

import json
import re

import pytest

from ckanext.spenddata import rows
from ckanext.spenddata.definitions import load

SCHEMA = load().transaction
TYPES = {"number": rows.MONEY_FIELDS, "date": rows.DATE_FIELDS, "boolean": rows.BOOLEAN_FIELDS}


def test_typed_fields_are_those_that_the_rows_hold_as_values():
    for kind, fields in TYPES.items():
        assert {field.name for field in SCHEMA.fields if field.type == kind} == fields


def test_every_field_is_explained():
    assert all(field.title and field.description.endswith(".") for field in SCHEMA.fields)


@pytest.mark.parametrize("name", ["publisher_id", "publisher_name", "payment_date", "amount", "amount_basis"])
def test_what_every_row_must_have(name):
    assert SCHEMA.field(name).constraints.required


def test_a_supplier_may_be_withheld_so_it_is_not_required_of_every_row():
    assert not SCHEMA.field("supplier_name").constraints.required


@pytest.mark.parametrize("publisher_id", ["GB-LAE-LDS", "GB-GOR-D1198", "GB-NHS-R1H", "X-DEMO-EXBURY"])
def test_identifiers_of_publishers(publisher_id):
    pattern = SCHEMA.field("publisher_id").constraints.pattern
    assert pattern
    assert re.fullmatch(pattern, publisher_id)
    assert not re.fullmatch(pattern, "GB-LAC-" + publisher_id)


def test_the_descriptor_says_what_the_file_says():
    file = json.loads(load().paths("transaction.schema.json")[0].read_text())
    descriptor = SCHEMA.descriptor()
    assert descriptor["missingValues"] == file["missingValues"]
    for ours, theirs in zip(descriptor["fields"], file["fields"], strict=True):
        assert ours.get("constraints", {}) == theirs.get("constraints", {})
        assert {key: ours.get(key) for key in ("name", "type", "title")} == {
            key: theirs[key] for key in ("name", "type", "title")
        }


def test_an_unknown_field_is_a_key_error():
    with pytest.raises(KeyError, match="vat_number"):
        SCHEMA.field("vat_number")
