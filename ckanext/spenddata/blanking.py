"""An artefact without what was ordered to be erased: rows dropped, cells blanked, and nothing left that could quote them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl

from ckanext.spenddata import artefact, rows
from ckanext.spenddata.intake.canonical import WITHHOLDING

KEPT = (
    *("outcome", "publisher_id", "regime", "period", "rows", "rows_in_error", "accepted_rows", "amount_total"),
    *("accepted_total", "amount_basis", "currencies"),
    *("payment_dates", "errors", "warnings", "rules", "fixes", "versions"),
)
"""What stays of the report in an artefact that was rewritten: counts and versions, nothing that quotes a cell."""
REASON = "redaction_reason"


def rewrite(
    source: Path, target: Path, drop: Collection[int], blank: Mapping[int, Collection[str]], reason: str
) -> artefact.Artefact:
    """Write an artefact again without some of its rows and cells; what is in it then. The same order gives the same bytes.

    Args:
        source: The artefact.
        target: Where to write.
        drop: Positions of rows in the artefact, from 0.
        blank: Position of a row → its fields that are made blank.
        reason: What ``redaction_reason`` says where a supplier, description or postcode was made blank and it said nothing.
    """
    read = artefact.read(source)
    frame = blanked(read.frame, drop, blank, reason)
    kept = {name: value for name, value in read.metadata.items() if name in KEPT}
    accepted = frame.filter(~pl.col(artefact.IN_ERROR))
    kept |= {"accepted_rows": accepted.height, "accepted_total": str(Decimal(artefact.total(accepted)).scaleb(-2))}
    artefact.store(target, frame, kept)
    return artefact.Artefact(frame, kept)


def blanked(
    frame: pl.DataFrame, drop: Collection[int], blank: Mapping[int, Collection[str]], reason: str
) -> pl.DataFrame:
    """The rows of an artefact without some rows and cells, and without findings, which quote cells of other rows too."""
    position = pl.int_range(pl.len(), dtype=pl.UInt32)
    by_field: dict[str, list[int]] = defaultdict(list)
    for index, fields in blank.items():
        for field in fields:
            by_field[field].append(index)
    changed = [
        pl.when(position.is_in(indexes)).then(None).otherwise(pl.col(column)).alias(column)
        for field, indexes in by_field.items()
        for column in (field, rows.sent(field), rows.fault(field), rows.form(field))
        if column in frame.columns
    ]
    withheld = sorted({index for field in set(WITHHOLDING) & set(by_field) for index in by_field[field]})
    said = pl.col(REASON) if REASON in frame.columns else pl.lit(None, dtype=pl.String)
    if withheld:
        changed.append(
            pl.when(position.is_in(withheld) & said.is_null()).then(pl.lit(reason)).otherwise(said).alias(REASON)
        )
    nothing = pl.lit(None, dtype=frame.schema[artefact.FINDINGS]).alias(artefact.FINDINGS)
    return frame.with_columns(*changed, nothing).filter(~position.is_in(sorted(drop)))
