"""Personal data in text."""

from __future__ import annotations

from tests.checks.cases.case import Case, texts
from tests.checks.filings import good

CASES = [
    Case(
        "personal-identity-number",
        texts(
            "description",
            [
                "Passport no 123456789",
                "Renewal of passport A1234567",
                "UPN H801200001001",
                "ULN: 1234567890",
                "Driving licence MORGA657054SM9IJ",
                "NINO AB-12-34-56-C",
                "National Insurance no. AB123456",
                "Prison no A1234BC",
            ],
        ),
        texts(
            "description",
            [
                "Passport fees",
                "Passport office 2026",
                "Passports x 3",
                "Learner number plates 1234",
                "NI contributions 2026-27",
                "Driving licence checks 1200",
                "Unipart UPN 12345",
                "AB-12-34-56-C",
            ],
        ),
    ),
    Case(
        "personal-national-insurance",
        texts("description", ["Refund AB123456C", "ref ab 12 34 56 c"]),
        texts("description", ["GB123456A", "Order AB1234567", "ABC123456D"]),
    ),
    Case(
        "personal-email", [good(description="a.person@example.org")], texts("description", ["@home care", "5 @ 3.00"])
    ),
    Case(
        "personal-phone",
        texts("description", ["call 07700 900123", "+44 7700 900123", "tel 020 7946 0000", "(0113 496 0000)"]),
        texts("description", ["Invoice 07700900123456", "Period 01/04/2026", "REF07700900123", "Order 00012345"]),
    ),
    Case(
        "personal-bank-details",
        texts("description", ["to 12-34-56 12345678", "403456 12345678 RATES"]),
        texts(
            "description",
            ["12-34-56", "order 12345678", "from 01-04-26 invoice 12345678", "300926 12345678", "1403456 12345678"],
        ),
    ),
    Case(
        "personal-iban",
        texts("description", ["GB82 WEST 1234 5698 7654 32", "to gb82west12345698765432"]),
        texts("description", ["GB 123 4567 89", "GB82 WEST 1234", "EGB82WEST12345698765432"]),
    ),
    Case(
        "personal-payment-card",
        texts("description", ["4111 1111 1111 1111", "card 5500-0000-0000-0004"]),
        texts("description", ["4111 1111 1111 1112", "ref 123456789012"]),
    ),
    Case(
        "personal-nhs-number",
        texts("description", ["943 476 5919", "Patient 9434765919"]),
        texts("description", ["943 476 5918", "order 9434765919"]),
    ),
    Case(
        "personal-birth-date",
        texts("description", ["DOB 01/02/1950", "born 1 Feb 1950", "date of birth: 1.2.50", "child dob 2014"]),
        texts("description", ["from 01/02/2026", "Airborne 01/02/2026"]),
    ),
    Case(
        "personal-name-and-postcode",
        [good(description="Mrs Example, 1 Road, LS1 1UR")],
        texts("description", ["Repairs at LS1 1UR", "Mrs Example"]),
    ),
    Case(
        "personal-name",
        texts("description", ["Taxi for Mr Example", "MRS EXAMPLE", "MR A B EXAMPLE", "Miss O'Example"]),
        texts(
            "description",
            ["mr whippy", "Office licences", "Mr. 5", "Router MR Enterprise", "MR 5", "Mr Example, LS1 1UR"],
        ),
    ),
    Case(
        "personal-named-in-text",
        texts(
            "description",
            [
                "Respite - Tommy K (LAC)",
                "Placement for Maisie T.",
                "re John Exampleton",
                "Fostering allowance Susan Bloggs",
                "SPECIAL GUARDIAN OF JACOB EXAMPLETON",
                "Refund to Margaret Marrowby",
            ],
        ),
        texts(
            "description",
            [
                "Respite Care Permanent",
                "Placement at Grace House",
                "Fostering Allowance Over 11",
                "Summer Term Direct Payments",
                "Thomas Telford School",
                "Refund to Tenant",
                "Re Victoria Road",
            ],
        ),
    ),
    Case(
        "personal-vat-number",
        texts("description", ["GB 123 4567 89", "VAT No. 123 4567 89"]),
        texts("description", ["GB12345", "VAT at 20% on 123 4567"]),
    ),
]
