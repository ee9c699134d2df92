"""What a cell must hold."""

from __future__ import annotations

from tests.checks.cases.case import Case, texts
from tests.checks.filings import AMBIGUOUS, CARD, good

CASES = [
    Case("amount-missing", [good(amount=None)], [good(amount="0.01"), good(amount="-5")], says="pounds and pence"),
    Case("amount-unreadable", texts("amount", ["see note", "12.3.4", "--5"]), texts("amount", ["1,234.50", "(5.00)"])),
    Case("amount-several", [good(amount="12.50; 13.00")], [good(amount="12.50")]),
    Case("amount-spreadsheet-error", texts("amount", ["#REF!", "#N/A", "#VALUE!"]), [good(amount="5")]),
    Case("amount-hidden", [good(amount="########")], [good(amount="#REF!")]),
    Case(
        "amount-too-large", [good(amount="100000000000.01")], [good(amount="100000000000.00")], says="£100,000,000,000"
    ),
    Case("amount-too-negative", [good(amount="-100000000000.01")], [good(amount="-100000000000.00")]),
    Case("date-missing", [good(payment_date=None)], texts("payment_date", ["soon", "#REF!", "15/04/2026"])),
    Case(
        "date-unreadable", texts("payment_date", ["Legal Help", "soon"]), texts("payment_date", ["2026-04-02", "46127"])
    ),
    Case("date-ambiguous", [good(payment_date="03/04/2026")], [good(payment_date="13/04/2026")], order=AMBIGUOUS),
    Case("date-period", texts("payment_date", ["P2 2026/27", "2026-27"]), texts("payment_date", ["May 2026", "soon"])),
    Case("date-several", [good(payment_date="01/04/2026; 02/04/2026")], texts("payment_date", ["soon", "01/04/2026"])),
    Case("date-impossible", [good(payment_date="31/02/2026")], [good(payment_date="28/02/2026")]),
    Case("date-spreadsheet-error", [good(payment_date="#NAME?")], texts("payment_date", ["######", "soon"])),
    Case("date-hidden", [good(payment_date="######")], texts("payment_date", ["#NAME?", "soon"])),
    Case("date-too-early", [good(payment_date="31/12/2004")], [good(payment_date="01/01/2005")], says="2005-01-01"),
    Case(
        "vat-unreadable",
        [good(irrecoverable_vat="none")],
        [good(irrecoverable_vat="12.50"), good(irrecoverable_vat=None)],
    ),
    Case("vcse-grant-unreadable", [good(vcse_grant="perhaps")], [good(vcse_grant="yes"), good(vcse_grant="false")]),
    Case(
        "category-uri-form", [good(service_category_uri="1/adults")], [good(service_category_uri="http://id.example/1")]
    ),
    Case(
        "company-number-form",
        texts("supplier_company_number", ["1234567", "sc12345"]),
        texts("supplier_company_number", ["01234567", "SC012345", "R0123456"]),
        fix="01234567",
    ),
    Case(
        "charity-number-form",
        texts("supplier_charity_number", ["NI 100123", "none"]),
        texts("supplier_charity_number", ["1234567", "SC012345", "NIC100123", "123456-1"]),
        fix="NIC100123",
    ),
    Case(
        "postcode-form",
        texts("supplier_postcode", ["ls11ur", "LS1-1UR", "LS1", "CIS-LS1 1UR"]),
        texts("supplier_postcode", ["LS1 1UR", "SW1A2AA"]),
        fix="LS1 1UR",
    ),
    Case(
        "cpv-form",
        texts("cpv_code", ["9310000", "petrol"]),
        texts("cpv_code", ["09310000", "09310000-5"]),
        fix="09310000",
    ),
    Case("proclass-form", [good(proclass_code="10100")], [good(proclass_code="101000")], fix="010100"),
    Case(
        "merchant-category-form",
        [good(merchant_category_code="742")],
        [good(merchant_category_code="0742")],
        fix="0742",
    ),
    Case("currency-form", texts("currency", ["£", "gbp", "Pounds Sterling"]), [good(currency="GBP")], fix="GBP"),
    Case("ocid-form", [good(contract_ocid="CON-1")], [good(contract_ocid="ocds-h6vhtk-04a1b2")]),
    Case(
        "publisher-id-form",
        [good(publisher_id="Exbury")],
        [good(publisher_id="X-DEMO-EXBURY"), good(publisher_id="GB-LAE-EXB")],
    ),
    Case(
        "supplier-type-listed",
        texts("supplier_type", ["SMEs", "Public Sector", "big"]),
        [good(supplier_type="sme")],
        fix="sme",
    ),
    Case(
        "expenditure-type-listed",
        [good(expenditure_type="PROG")],
        [good(expenditure_type="programme")],
        fix="programme",
    ),
    Case(
        "card-transaction-listed",
        [good(card_transaction="gpc")],
        [good(card_transaction="None")],
        fix="GPC",
        known=CARD,
    ),
    Case(
        "redaction-reason-listed",
        [good(redaction_reason="Personal Data")],
        [good(redaction_reason="legal")],
        fix="personal_data",
    ),
    Case("amount-basis-listed", [good(amount_basis="Net")], [good(amount_basis="gross")], fix="net_of_recoverable_vat"),
    Case("date-basis-listed", [good(date_basis="Invoice date")], [good(date_basis="invoice")], fix="invoice"),
    Case("date-precision-listed", [good(date_precision="Day")], [good(date_precision="month")], fix="day"),
]
