"""What each kind of fictional body spends money on.

A line says how much a body of that kind spends in a year, as pounds for each unit of its size: a head for councils,
police and fire, a pound of its yearly budget for the others. The words are those that many public bodies use; a few
lines have words of which nobody could tell the category, as in real files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Line:
    """One kind of cost."""

    expense_type: str
    area: str
    rate: float
    """Pounds a year for each unit of size."""
    usual: int
    """Pounds of a usual transaction."""
    trade: str
    """Which suppliers are paid: a key of ``suppliers.TRADES``, or ``public`` and ``people``."""
    purpose: str
    proclass: str = ""
    cpv: str = ""
    season: str = ""
    """``winter``, ``school``, ``april`` or nothing."""


_EVERYWHERE = (
    Line("Agency staff", "Corporate services", 4.2, 3_200, "agency", "Temporary cover", "260000", "79620000-6"),
    Line("Electricity", "Property", 3.0, 5_500, "energy", "Supply to buildings", "370000", "65310000-9", "winter"),
    Line("Gas", "Property", 1.6, 4_800, "energy", "Supply to buildings", "370000", "65210000-8", "winter"),
    Line("Software licences", "Digital", 3.4, 9_500, "software", "Yearly licence", "270000", "48000000-8", "april"),
    Line("Computer hardware", "Digital", 1.2, 4_200, "software", "Laptops and screens", "270000", "30213000-5"),
    Line("Telephones", "Digital", 0.7, 1_900, "telecoms", "Lines and calls", "300000", "64200000-8"),
    Line("Postage", "Corporate services", 0.3, 1_100, "telecoms", "Post", "300000", "64110000-0"),
    Line("Insurance", "Finance", 1.4, 12_000, "finance", "Premium", "200000", "66510000-8", "april"),
    Line("External audit fees", "Finance", 0.4, 14_000, "finance", "Audit of the accounts", "200000", "79212000-3"),
    Line("Legal fees", "Legal", 1.5, 2_600, "legal", "Advice and representation", "280000", "79110000-8"),
    Line("Consultancy", "Corporate services", 1.9, 8_500, "consultancy", "Review and advice", "150000", "79410000-1"),
    Line("Repairs and maintenance", "Property", 5.5, 2_400, "building", "Repairs to buildings", "190000", "50700000-2"),
    Line("Cleaning", "Property", 1.6, 2_000, "cleaning", "Cleaning of offices", "130000", "90919200-4"),
    Line("Security services", "Property", 0.8, 2_700, "security", "Guarding", "220000", "79710000-4"),
    Line("Printing and stationery", "Corporate services", 0.5, 900, "office", "Printing", "340000", "79810000-5"),
    Line("Advertising", "Corporate services", 0.4, 1_500, "office", "Public notices", "340000", ""),
    Line("Training", "People", 0.9, 1_300, "training", "Courses", "170000", "80500000-9"),
    Line("Business rates", "Property", 2.4, 16_000, "public", "Rates for the year", "", "", "april"),
    Line("Rent", "Property", 1.8, 9_000, "property", "Rent of offices", "250000", "70310000-7"),
    Line("Professional fees", "Corporate services", 1.5, 3_400, "consultancy", "Professional services"),
    Line("Miscellaneous expenditure", "Corporate services", 1.0, 1_400, "office", "Sundry"),
)

_CARE_AND_SCHOOLS = (
    Line("Residential care", "Adult social care", 78.0, 6_400, "care", "Placement", "321000", "85311100-3"),
    Line("Nursing care", "Adult social care", 36.0, 6_900, "care", "Placement", "321000", "85311100-3"),
    Line("Home care", "Adult social care", 52.0, 4_100, "care", "Care at home", "321000", "85312000-9"),
    Line("Supported living", "Adult social care", 34.0, 7_800, "care", "Support", "321000", "85312000-9"),
    Line("Foster payments", "Children's services", 14.0, 1_650, "people", "Allowance", "321100", "85311300-5"),
    Line("Independent fostering", "Children's services", 12.0, 4_300, "care", "Placement", "321100", "85311300-5"),
    Line(
        "Independent special school fees",
        "Education",
        16.0,
        17_000,
        "training",
        "Fees",
        "170000",
        "80200000-6",
        "school",
    ),
    Line("Home to school transport", "Education", 15.0, 3_600, "transport", "Routes", "360000", "60130000-8", "school"),
    Line("Highway maintenance", "Highways", 24.0, 21_000, "roads", "Surface repairs", "350000", "45233141-9"),
    Line("Street lighting", "Highways", 3.0, 8_000, "roads", "Columns and lamps", "350000", "34928500-3"),
    Line("Winter maintenance", "Highways", 1.8, 9_000, "roads", "Gritting", "350000", "", "winter"),
    Line("Waste disposal", "Environment", 23.0, 26_000, "waste", "Treatment", "180000", "90500000-2"),
    Line("Construction works", "Capital programme", 26.0, 38_000, "building", "Building works", "100000", "45210000-2"),
    Line("Engineering services", "Capital programme", 2.6, 9_000, "design", "Design", "", "71300000-1"),
    Line("Catering provisions", "Education", 2.8, 1_500, "food", "School meals", "110000", "15000000-8", "school"),
    Line("Library materials", "Communities", 0.5, 1_200, "office", "Books", "290000", "92511000-6"),
    Line("Grants to voluntary organisations", "Communities", 4.5, 5_500, "charity", "Grant"),
    Line("Levies", "Finance", 2.0, 60_000, "public", "Levy", "", "", "april"),
    Line(
        "Supported accommodation",
        "Children's services",
        5.5,
        4_800,
        "care",
        "Support for care leavers",
        "321100",
        "85311300-5",
    ),
)

_LOCAL = (
    Line("Refuse collection", "Environment", 17.0, 14_000, "waste", "Collection", "180000", "90511000-2"),
    Line("Grounds maintenance", "Environment", 4.2, 3_000, "grounds", "Parks and verges", "240000", "77314000-4"),
    Line("Leisure services", "Communities", 5.0, 8_000, "leisure", "Pools and halls", "330000", "92600000-7"),
    Line("Bed and breakfast accommodation", "Housing", 4.0, 2_100, "food", "Homeless households"),
    Line("Disabled facilities grants", "Housing", 5.0, 7_000, "building", "Adaptations"),
    Line("Construction works", "Capital programme", 12.0, 24_000, "building", "Building works", "100000", "45210000-2"),
    Line(
        "Planning and development consultancy",
        "Planning",
        1.2,
        4_500,
        "design",
        "Evidence for the local plan",
        "",
        "71410000-5",
    ),
    Line("Vehicle purchase", "Environment", 2.6, 34_000, "vehicles", "Replacement", "380000", "34144510-6"),
    Line("Vehicle fuel", "Environment", 1.7, 4_800, "energy", "Diesel", "370000", "09134100-8"),
    Line("Parish precepts", "Finance", 3.0, 11_000, "public", "Precept", "", "", "april"),
    Line("Discretionary housing payments", "Revenues and benefits", 0.8, 700, "people", "Payment", "", ""),
)

_TRUST = (
    Line("Drugs", "Pharmacy", 0.135, 68_000, "medicine", "Medicines", "310000", "33600000-6"),
    Line("Medical and surgical equipment", "Theatres", 0.085, 46_000, "medical", "Equipment", "310000", "33100000-1"),
    Line("Agency nursing", "Workforce", 0.030, 41_000, "agency", "Agency shifts", "260000", "79624000-4"),
    Line("Agency medical staff", "Workforce", 0.022, 44_000, "agency", "Agency shifts", "260000", "79624000-4"),
    Line("Laboratory consumables", "Pathology", 0.018, 38_000, "medical", "Reagents", "310000", "33696500-0"),
    Line("Patient appliances", "Orthopaedics", 0.010, 36_000, "medical", "Implants", "310000", "33183100-7"),
    Line(
        "Healthcare services",
        "Commissioning",
        0.030,
        90_000,
        "health",
        "Services from other providers",
        "310000",
        "85111000-0",
    ),
    Line("Electricity", "Estates", 0.011, 75_000, "energy", "Supply", "370000", "65310000-9", "winter"),
    Line("Gas", "Estates", 0.007, 60_000, "energy", "Supply", "370000", "65210000-8", "winter"),
    Line("Building maintenance", "Estates", 0.018, 42_000, "building", "Maintenance", "190000", "50700000-2"),
    Line("Construction works", "Capital", 0.030, 180_000, "building", "Building works", "100000", "45215140-0"),
    Line("Cleaning services", "Facilities", 0.010, 55_000, "cleaning", "Cleaning", "130000", "90911200-8"),
    Line("Catering services", "Facilities", 0.007, 48_000, "food", "Meals", "110000", "55500000-5"),
    Line("Clinical waste", "Facilities", 0.003, 32_000, "waste", "Treatment", "180000", "90524400-0"),
    Line("Laundry services", "Facilities", 0.003, 33_000, "cleaning", "Linen", "120000", "98310000-9"),
    Line("Patient transport", "Operations", 0.006, 40_000, "transport", "Journeys", "360000", "60130000-8"),
    Line("Software licences", "Digital", 0.011, 58_000, "software", "Licence", "270000", "48000000-8", "april"),
    Line("IT services", "Digital", 0.009, 52_000, "software", "Services", "270000", "72000000-5"),
    Line("Insurance premiums", "Finance", 0.026, 400_000, "public", "Clinical negligence", "200000", "66516000-0"),
    Line("PDC dividend", "Finance", 0.008, 900_000, "public", "Dividend"),
    Line("Business rates", "Estates", 0.006, 120_000, "public", "Rates", "", "", "april"),
    Line("Rent", "Estates", 0.008, 66_000, "property", "Rent", "250000", "70310000-7"),
    Line("Consultancy", "Strategy", 0.004, 45_000, "consultancy", "Advice", "150000", "79410000-1"),
    Line("Legal fees", "Corporate", 0.003, 31_000, "legal", "Advice", "280000", "79110000-8"),
    Line("Professional fees", "Corporate", 0.005, 36_000, "consultancy", "Services"),
)

_GOVERNMENT = (
    Line("IT services", "Digital", 0.060, 110_000, "software", "Managed service", "", "72000000-5"),
    Line("Software licences", "Digital", 0.020, 85_000, "software", "Licence", "", "48000000-8", "april"),
    Line("Consultancy", "Strategy", 0.022, 74_000, "consultancy", "Advice", "", "79410000-1"),
    Line("Research and development", "Science", 0.050, 90_000, "consultancy", "Research", "", "73000000-2"),
    Line("Agency staff", "People", 0.025, 48_000, "agency", "Interim staff", "", "79620000-6"),
    Line("Legal fees", "Legal", 0.012, 52_000, "legal", "Advice", "", "79110000-8"),
    Line("Rent", "Estates", 0.035, 160_000, "property", "Rent", "", "70310000-7"),
    Line("Facilities management", "Estates", 0.030, 95_000, "building", "Service charge", "", "50700000-2"),
    Line("Business rates", "Estates", 0.012, 190_000, "public", "Rates", "", "", "april"),
    Line("Electricity", "Estates", 0.006, 62_000, "energy", "Supply", "", "65310000-9", "winter"),
    Line("Telecommunications", "Digital", 0.010, 60_000, "telecoms", "Network", "", "64200000-8"),
    Line("Construction works", "Programmes", 0.055, 240_000, "building", "Works", "", "45240000-1"),
    Line("Engineering consultants", "Programmes", 0.016, 72_000, "design", "Design", "", "71300000-1"),
    Line("Training", "People", 0.006, 39_000, "training", "Courses", "", "80500000-9"),
    Line("Rail travel", "People", 0.004, 36_000, "transport", "Tickets", "", "60210000-3"),
    Line("Marketing", "Communications", 0.006, 47_000, "office", "Campaign", "", ""),
    Line("Grants to external organisations", "Programmes", 0.120, 130_000, "charity", "Grant"),
    Line("Contribution (programme)", "Programmes", 0.050, 98_000, "charity", "Contribution"),
    Line("Professional services other", "Strategy", 0.020, 64_000, "consultancy", "Services"),
)

_GRANT_IN_AID = Line("Grant in aid", "Sponsorship", 0.180, 6_000_000, "public", "Grant in aid")

_POLICE = (
    Line("Vehicle purchase", "Fleet", 1.9, 24_000, "vehicles", "Patrol cars", "", "34114200-1"),
    Line("Vehicle repairs", "Fleet", 1.0, 1_300, "vehicles", "Repairs", "", "50112000-3"),
    Line("Vehicle fuel", "Fleet", 1.1, 3_900, "energy", "Fuel", "", "09130000-9"),
    Line("Forensic services", "Crime", 1.2, 4_400, "security", "Laboratory work", "", ""),
    Line("Uniforms", "Supplies", 0.6, 1_900, "clothing", "Uniform", "", "18100000-0"),
    Line("Interpreters", "Custody", 0.4, 800, "office", "Interpreting", "", "79540000-1"),
    Line("Medical services", "Custody", 0.9, 5_200, "health", "Healthcare in custody", "", "85121000-3"),
    Line("Radio communications", "Digital", 1.4, 21_000, "telecoms", "Airtime", "", "64212000-5"),
    Line("Grants to voluntary organisations", "Commissioning", 2.2, 9_500, "charity", "Support for victims"),
)

_FIRE = (
    Line("Vehicle purchase", "Fleet", 0.9, 46_000, "vehicles", "Appliances", "", "34144210-3"),
    Line("Firefighting equipment", "Operations", 0.5, 3_300, "security", "Equipment", "", "35111000-5"),
    Line("Protective clothing", "Operations", 0.3, 2_600, "clothing", "Kit", "140000", "18100000-0"),
    Line("Vehicle fuel", "Fleet", 0.2, 2_800, "energy", "Diesel", "370000", "09134100-8"),
)


def _scaled(lines: tuple[Line, ...], by: float) -> tuple[Line, ...]:
    return tuple(replace(line, rate=line.rate * by) for line in lines)


PROFILES: dict[str, tuple[Line, ...]] = {
    "county": _EVERYWHERE + _CARE_AND_SCHOOLS,
    "district": _scaled(_EVERYWHERE, 0.8) + _LOCAL,
    "unitary": _scaled(_EVERYWHERE, 1.3) + _CARE_AND_SCHOOLS + _LOCAL,
    "trust": _TRUST,
    "department": (*_GOVERNMENT, _GRANT_IN_AID),
    "agency": _GOVERNMENT,
    "police": _scaled(_EVERYWHERE, 0.7) + _POLICE,
    "fire": _scaled(_EVERYWHERE, 0.2) + _FIRE,
}
