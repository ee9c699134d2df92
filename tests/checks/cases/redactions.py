"""What is withheld."""

from __future__ import annotations

from tests.checks.cases.case import Case, numbered, texts
from tests.checks.filings import COUNCIL, COUNCILS, OTHERS, good

CASES = [
    Case(
        "redaction-phrase",
        [good(supplier_name="Redacted - Personal Info", redaction_reason="personal_data")],
        [
            good(supplier_name="REDACTED PERSONAL DATA", redaction_reason="personal_data"),
            good(supplier_name="Redacted personal data", redaction_reason="personal_data"),
            good(supplier_name="Acorn Ltd", redaction_reason="personal_data"),
        ],
        known=COUNCILS,
        fix="REDACTED PERSONAL DATA",
    ),
    Case(
        "redaction-misspelt",
        texts("supplier_name", ["REDCATED PERSONAL DATA", "Redactd - personal data"]),
        texts("supplier_name", ["REDACTED PERSONAL DATA", "Redactive Publishing Ltd", "Radacted Records Ltd"]),
        fix="REDACTED PERSONAL DATA",
    ),
    Case(
        "redaction-unrecognised",
        texts("supplier_name", ["Acorn Ltd - withheld, see note", "REDACTED until May"]),
        [
            *texts("supplier_name", ["Redactive Publishing Ltd", "Redaction Software Ltd", "Redacta Limited"]),
            good(supplier_name="Redacted", redaction_reason="other"),
        ],
    ),
    Case(
        "redaction-reason-missing",
        [good(supplier_name="Redacted", redaction_reason="other")],
        [good(supplier_name="Redacted personal data", redaction_reason="personal_data"), good()],
    ),
    Case(
        "redaction-share",
        [*numbered(14), *numbered(6, supplier_name="REDACTED PERSONAL DATA", redaction_reason="personal_data")],
        [
            *numbered(15),
            *numbered(5, supplier_name="REDACTED PERSONAL DATA", redaction_reason="personal_data"),
            *numbered(20, description="Redacted", redaction_reason="other"),  # the supplier is named
        ],
        once=True,
        says="25%",
    ),
    Case(
        "redaction-postcode-left",
        [good(redaction_reason="personal_data", supplier_postcode="LS1 1UR")],
        [good(supplier_postcode="LS1 1UR"), good(redaction_reason="personal_data", supplier_postcode=None)],
        fix="",
    ),
    Case(
        "redaction-name-left",
        [good(redaction_reason="personal_data", description="Care of Mrs Example")],
        [good(redaction_reason="personal_data", description="Care"), good(description="Care of Mrs Example")],
    ),
    Case(
        "another-publisher",
        [good(entity="Weald District Council"), good(entity="Weald District Council"), good(entity="Exbury")],
        [good(entity="Exbury"), good(entity="Exbury"), good(entity="Weald District Council")],
        once=True,
        known={"publisher": COUNCIL, "registered": OTHERS},
        says="Exbury Council",
    ),
]
