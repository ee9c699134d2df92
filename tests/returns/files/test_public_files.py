"""The list of published files: what anybody may download now, and nothing that is being filed or was taken back."""

from __future__ import annotations

import hashlib

import pytest

from ckanext.spenddata.returns.files import public_files
from tests.returns.world import REGIME, World, csv_file, follow

pytestmark = pytest.mark.portal


def test_a_file_is_listed_when_it_is_in_its_place_with_its_size_and_fingerprint(world: World):
    from ckan.lib.uploader import get_resource_uploader

    filed = world.publish(csv_file(4))
    follow()
    [file] = public_files.every()
    assert (file.reference, file.revision, file.rows) == (filed["reference"], 1, 4)
    path = get_resource_uploader({"id": file.resource_id}).get_path(file.resource_id)
    with open(path, "rb") as stream:  # noqa: PTH123  the uploader's own path
        content = stream.read()
    assert (file.bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_drafts_and_what_was_taken_back_are_not_there_and_one_publisher_s_can_be_asked_for(world: World):
    world.submit(csv_file(2, month=5), period="2026-Q2")
    kept = world.publish(csv_file(3))
    gone = world.publish(
        csv_file(3, start=20, name="Otherborough District Council"), publisher="X-DEMO-3", who="stranger"
    )
    follow()
    assert {file.reference for file in public_files.every()} == {kept["reference"], gone["reference"]}
    assert [file.reference for file in public_files.every("X-DEMO-3")] == [gone["reference"]]
    world.call("spenddata_return_withdraw", "sysadmin", reference=gone["reference"], why="Another body's.")
    assert [file.regime for file in public_files.every()] == [REGIME]
