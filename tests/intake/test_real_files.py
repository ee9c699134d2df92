"""Every real file is read with the rows and the total of an independent reading, or refused or asked about for the right reason."""

from __future__ import annotations

import pytest

from ckanext.spenddata.rows import SOURCE_ROW
from tests.intake.independent import Known, plain_reading
from tests.intake.known_files import FILES


def test_the_list_names_every_file(real_files):
    found = {str(path.relative_to(real_files)) for path in real_files.glob("*/*")}
    assert found == {known.file for known in FILES}


@pytest.mark.parametrize("known", FILES, ids=lambda known: known.file)
def test_a_real_file_is_never_silently_wrong(known: Known, real_files, read_real):
    path = real_files / known.file
    reading = read_real(known.file)
    assert reading.outcome == known.outcome
    if known.outcome == "refused":
        assert reading.refusal is not None
        assert reading.refusal.code == known.why
        return
    assert reading.rows is not None
    plain = plain_reading(path, known)
    assert (len(reading.rows), reading.rows.amount_total()) == (
        len(plain),
        sum(payment.pence or 0 for payment in plain),
    )
    assert (len(reading.rows), f"{reading.rows.amount_total() / 100:.2f}") == (known.rows, known.total)
    assert [question.field for question in reading.questions if question.blocking] == ([known.why] if known.why else [])
    assert _days(reading) == (known.first_day, known.last_day), "day and month are not swapped"
    assert reading.rows.frame[SOURCE_ROW].to_list() == [payment.number for payment in plain], "each row knows its place"
    assert reading.rows.frame["amount"].to_list() == [payment.pence for payment in plain]


def _days(reading):
    days = reading.rows.frame["payment_date"]
    return (str(days.min()), str(days.max())) if days.count() else (None, None)
