"""Builds ``schemas/category_model.parquet``: ``python -m benchmarks.categories.build [--keep-certainty] [OUT]``.

First models that have not seen some of the publishers say how sure decisions are, then the model that is shipped is made from all. The
same tables, payments and versions of the libraries give the same bytes. ``--keep-certainty`` takes the certainty of the file that is
there, and only makes the weights again.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks.categories import labelled
from benchmarks.categories.certainty import measured
from benchmarks.categories.crossvalidation import models, weighed
from benchmarks.categories.labelled import Labelled
from benchmarks.categories.training import train
from ckanext.spenddata import definitions
from ckanext.spenddata.definitions import Definitions, evidence_model
from ckanext.spenddata.definitions.evidence_model import Certainty, EvidenceModel

__all__ = ["build", "certainty", "main"]

SHIPPED = definitions.PACKAGED / "category_model.parquet"


def build(known: Definitions, payments: Labelled, sure: Certainty) -> EvidenceModel:
    """The model of all labelled payments."""
    return replace(train(payments, known), certainty=sure)


def certainty(known: Definitions, payments: Labelled) -> Certainty:
    """How sure decisions are, by models and tables that have not seen the publisher."""
    found = weighed(payments, models(payments, known, train))
    return measured(found["probability"], found["right"])


def main() -> None:
    """Build, and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.categories.build", description=__doc__)
    parser.add_argument("--keep-certainty", action="store_true")
    parser.add_argument("out", nargs="?", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    known, payments = definitions.load(), labelled.read()
    sure = known.evidence_model.certainty if arguments.keep_certainty else certainty(known, payments)
    model = build(known, payments, sure)
    evidence_model.write(model, arguments.out)
    print(f"{arguments.out}: {model.weights.height:,} features, {arguments.out.stat().st_size:,} bytes; {sure}")


if __name__ == "__main__":
    main()
