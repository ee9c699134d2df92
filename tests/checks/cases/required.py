"""What must be filled in."""

from __future__ import annotations

from tests.checks.cases.case import Case
from tests.checks.filings import good

CASES = [
    Case(
        "supplier-missing",
        [good(supplier_name=None)],
        [good(), good(supplier_name=None, redaction_reason="personal_data")],
    ),
    Case(
        "required-cell-missing",
        [good(entity=None), good(expense_type=None), good(transaction_number=None)],
        [good(), good(description=None, redaction_reason="personal_data")],
        says="Entity: filled in",
    ),
    Case(
        "required-cell-missing",
        [good(description=None, category_local=None, cpv_code="x", expense_area=None)],
        [good(description="Advice", category_local=None, cpv_code="09310000")],
        known={"regime": "pcc-500"},
        says="Purpose",
    ),
    Case(
        "required-column-missing",
        [{k: v for k, v in good().items() if k != "description"}],
        [{k: v for k, v in good().items() if k != "description"}],
        once=True,
        known={"period": "2012-04"},
        passes_known={"period": "2012-03"},
        says="Description",
    ),
    Case(
        "required-column-missing",
        [{k: v for k, v in good().items() if k != "description"}],
        [good(), good(description=None), {**good(publisher_name="Exbury Council"), "entity": None}],
        once=True,
        says="Description",
    ),
]
