"""Same input, same versions, same bytes: a stored revision is read again from its record."""

from __future__ import annotations

from pathlib import Path

from tests.returns.world import PERIOD, REGIME, World, csv_file, work

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"


def test_a_stored_revision_is_repeated_from_its_record_to_the_byte(world: World, tmp_path: Path):
    from ckanext.spenddata.pipeline import limited
    from ckanext.spenddata.returns import queries
    from ckanext.spenddata.returns.files.storage import sha256_of
    from ckanext.spenddata.returns.filing import records

    world.publish(csv_file(20, month=11, year=2025), period="2025-Q4")
    answers = {"mapping": {"supplier_name": "Supplier Name"}, "amount_basis": "gross"}
    world.submit(csv_file(25), answers=answers, publish=True)
    work()
    revision = queries.by_number(queries.by_reference(REFERENCE), 1)
    filing = records.repeated(revision)
    assert (filing.amount_basis, [earlier.period for earlier in filing.history]) == ("gross", ["2025-Q4"])
    result = limited.run_limited(filing, tmp_path / "again")
    assert sha256_of(result.artefact) == revision.artefact_sha256
    assert result.report.versions == revision.report["versions"]
    assert set(result.report.versions) == {"rules", "categories", "titles", "redactions"}


def test_what_was_typed_is_repeated_with_it(world: World, tmp_path: Path):
    from ckanext.spenddata.pipeline import limited
    from ckanext.spenddata.returns import queries
    from ckanext.spenddata.returns.files.storage import sha256_of
    from ckanext.spenddata.returns.filing import records

    cell = {"file": "spend-1.csv", "row": 4, "field": "amount", "value": "£3,000.50"}
    filed = world.submit(csv_file(3, bad=1), fixes=[cell], publish=True)
    work()
    shown = world.show(filed["reference"])
    assert (shown["state"], shown["revisions"][0]["rows_accepted"]) == ("published", 3)
    assert shown["revisions"][0]["fixes"] == [{**cell, "sheet": None, "value": "3000.50"}]
    made = world.call("spenddata_revision_fixes", reference=REFERENCE, rule="typed")["results"]
    assert [(each["row"], each["before"], each["after"]) for each in made] == [(4, "twelve", "3000.50")]
    revision = queries.by_number(queries.by_reference(REFERENCE), 1)
    result = limited.run_limited(records.repeated(revision), tmp_path / "again")
    assert sha256_of(result.artefact) == revision.artefact_sha256


def test_what_a_revision_would_replace_is_found_again_from_its_record(world: World):
    from ckanext.spenddata.returns import queries
    from ckanext.spenddata.returns.filing import records

    world.publish(csv_file(20))
    world.submit(csv_file(21))
    work()
    first, second = (queries.by_number(queries.by_reference(REFERENCE), number) for number in (1, 2))
    published = records.repeated(second).published
    assert (published.payments, Path(published.artefact).stem) == (20, first.artefact_sha256)


def test_the_ledger_s_entry_names_what_was_said_of_the_columns(world: World):
    from ckanext.spenddata.ledger import connection, entries

    world.publish(csv_file(20))
    world.submit(csv_file(21), answers={"mapping": {"supplier_name": "Supplier Name"}}, publish=True)
    work()
    with connection.reading() as database:
        first, second = entries.of_return(database, "X-DEMO-1", REFERENCE)
    assert first.mapping_version
    assert second.mapping_version not in ("", first.mapping_version)
