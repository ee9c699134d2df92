"""`spenddata_comparison_show`: anybody may ask, in the words of identifiers and names, and every figure can be opened."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from ckanext.spenddata.ledger import connection, publish
from tests.ledger.making import nothing, publication, rows, yes

REGIME = "lgtc-500"
QUARTERS = {"2025-Q2": (2025, 5), "2025-Q3": (2025, 8), "2025-Q4": (2025, 11), "2026-Q1": (2026, 2)}
BODIES = {
    f"X-DEMO-C{n}": {"name": f"county-{n}", "title": f"County {n}", "body_subtype": "County", "population": 100_000 + n}
    for n in range(1, 6)
} | {
    "X-DEMO-D1": {
        "name": "district-1",
        "title": "District 1",
        "body_subtype": "Non-metropolitan district",
        "population": 90_000,
    },
    "X-DEMO-T1": {
        "name": "trust-1",
        "title": "Trust 1",
        "body_type": "NHS trust",
        "body_subtype": "NHS trust",
        "regimes": ["nhs-25k"],
    },
}
SUBJECT = "X-DEMO-C1"


@pytest.fixture(autouse=True)
def _bodies(request, portal_plugins, ledger, with_request_context):
    from ckan import model
    from ckan.tests import factories

    if model.Group.get("county-1") is None:
        # Made once: nothing here changes CKAN's database.
        request.getfixturevalue("clean_db")
        for publisher_id, body in BODIES.items():
            made = {
                "body_type": "local authority",
                "regimes": [REGIME],
                "population_year": 2024,
                "amount_basis": "gross",
            }
            factories.Organization(publisher_id=publisher_id, **(made | body))


@pytest.fixture
def year() -> None:
    """Every county's returns of the year 2025-26, each larger than the one before."""
    for n, publisher_id in enumerate((each for each in BODIES if "-C" in each), 1):
        file_year(publisher_id, n)


def file_year(publisher_id: str, seed: int, quarters=tuple(QUARTERS), **changes) -> None:
    for quarter in quarters:
        publish.publish(
            publication(publisher_id=publisher_id, period=quarter), spent(quarter, seed, **changes), authorise=yes
        )


def spent(quarter: str, seed: int, **changes) -> pl.DataFrame:
    year, month = QUARTERS[quarter]
    frame = rows(8, seed).with_columns(
        payment_date=pl.date(year, month, 3), amount=pl.lit(seed * 100_000, dtype=pl.Int64)
    )
    return frame.with_columns(**changes)


def ask(**asked):
    from ckan.plugins import toolkit as tk

    return tk.get_action("spenddata_comparison_show")({"user": ""}, asked)


def refused(**asked) -> dict:
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError) as error:
        ask(**asked)
    return error.value.error_dict


@pytest.mark.usefixtures("year")
def test_a_body_is_compared_with_the_peers_of_its_group():
    found = ask(publisher=SUBJECT)
    assert found["peer_group"]["id"] == "similar-tier"
    assert {group["id"] for group in found["peer_groups"]} == {"similar-tier", "same-tier"}
    assert [body["publisher_id"] for body in found["bodies"]] == [f"X-DEMO-C{n}" for n in range(1, 6)]
    assert found["period"]["title"] == "2025-26"
    assert found["total"]["peers"]["count"] == 4
    assert found["headline"].startswith("County 1 spent £0.32 a head in 2025-26, ")
    assert "less than the median of its 4 comparable county councils" in found["headline"]
    assert (found["total"]["rank"], found["total"]["ranked"]) == (5, 5)


@pytest.mark.usefixtures("year")
def test_the_figures_are_those_of_the_ledger_to_the_penny():
    found = ask(publisher=SUBJECT, measure="spend")
    amounts = {cell["publisher_id"]: Decimal(cell["amount"]) for cell in found["total"]["cells"]}
    with connection.reading() as ledger, ledger.cursor() as cursor:
        cursor.execute("select publisher_id, sum(amount) from spenddata.ledger group by 1")
        assert amounts == dict(cursor.fetchall())
    for place, cell in enumerate(found["total"]["cells"]):
        assert sum(Decimal(row["cells"][place]["amount"]) for row in found["categories"]) == Decimal(cell["amount"])


@pytest.mark.usefixtures("year")
def test_bodies_can_be_chosen_by_identifier_and_by_name_and_the_first_is_compared():
    for chosen in (["X-DEMO-C3", "county-2"], "X-DEMO-C3, county-2"):
        found = ask(publishers=chosen, measure="spend")
        assert [body["publisher_id"] for body in found["bodies"]] == ["X-DEMO-C3", "X-DEMO-C2"]
        assert found["peer_group"] is None
        assert found["headline"] == "County 3 spent £96,000 in 2025-26, £32,000 more than the one comparable body."


@pytest.mark.usefixtures("year")
def test_a_district_stands_beside_a_county_and_not_in_its_median():
    file_year("X-DEMO-D1", 50)
    found = ask(publishers=[SUBJECT, "X-DEMO-C2", "X-DEMO-D1"], measure="spend")
    district = found["bodies"][2]
    assert district["in_statistics"] is False
    assert [caution["code"] for caution in district["cautions"]] == ["tier"]
    assert found["total"]["peers"]["count"] == 1


@pytest.mark.usefixtures("year")
def test_gross_stands_beside_net_and_not_in_its_median():
    for quarter in QUARTERS:
        frame = spent(quarter, 5, amount_basis=pl.lit("gross"))
        publish.publish(publication(2, publisher_id="X-DEMO-C5", period=quarter), frame, authorise=yes)
    found = ask(publisher=SUBJECT)
    assert [body["in_statistics"] for body in found["bodies"]] == [False, True, True, True, False]
    assert "vat" in {caution["code"] for caution in found["bodies"][4]["cautions"]}


@pytest.mark.usefixtures("year")
def test_a_body_of_another_duty_is_compared_by_its_own_with_a_word_about_the_thresholds():
    publish.publish(
        publication(publisher_id="X-DEMO-T1", regime="nhs-25k", period="2025-05"), spent("2025-Q2", 7), authorise=yes
    )
    assert ask(publishers=[SUBJECT, "X-DEMO-T1"])["measure"]["id"] == "share", "without a population, nothing per head"
    found = ask(publishers=[SUBJECT, "X-DEMO-T1"], measure="spend")
    trust = found["bodies"][1]
    assert trust["regime"] == "nhs-25k"
    assert {"tier", "threshold", "incomplete"} <= {caution["code"] for caution in trust["cautions"]}
    assert found["total"]["cells"][1]["amount"] == "56000.00"


@pytest.mark.usefixtures("year")
def test_what_is_missing_is_named_and_a_body_that_published_nothing_has_no_figure():
    publish.withdraw("X-DEMO-C4", publication(publisher_id="X-DEMO-C4", period="2025-Q4").return_id, authorise=yes)
    found = ask(publisher=SUBJECT, regime=REGIME, period="2025-26", peer_group="same-tier")
    (fourth,) = [body for body in found["bodies"] if body["publisher_id"] == "X-DEMO-C4"]
    assert fourth["coverage"]["missing"] == ["2025-Q4"]
    assert (fourth["coverage"]["received"], fourth["coverage"]["expected"]) == (3, 4)
    assert fourth["in_statistics"] is False
    before = ask(publisher=SUBJECT, period="2019-20")
    assert {cell["amount"] for cell in before["total"]["cells"]} == {None}
    assert before["headline"] == "County 1 has published nothing for 2019-20."


@pytest.mark.usefixtures("year")
def test_a_nil_return_is_nought():
    publish.publish(publication(publisher_id="X-DEMO-D1", period="2025-Q2", nil=True), nothing(), authorise=yes)
    found = ask(publishers=["X-DEMO-D1"], period="2025-Q2", measure="spend")
    assert found["total"]["cells"][0]["amount"] == "0.00"
    assert found["bodies"][0]["coverage"]["returns"][0]["state"] == "nil"


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("period", "payments"), [("2025-Q2", 8), ("2025-05", 8), ("2025-05/2025-08", 16), ("2025-26", 32)]
)
def test_a_period_is_whole_months_by_payment_date(period, payments):
    found = ask(publishers=[SUBJECT], period=period, measure="transactions")
    assert found["total"]["cells"][0]["transactions"] == payments


@pytest.mark.usefixtures("year")
def test_the_largest_suppliers_of_a_financial_year():
    found = ask(publisher=SUBJECT, period="2025-26", measure="ten-largest-suppliers")
    assert found["total"]["cells"][0]["value"] == "100.00"
    part = ask(publisher=SUBJECT, period="2025-Q2", measure="ten-largest-suppliers")
    assert part["total"]["cells"][0]["value"] is None


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "publisher"),
        ({"publisher": "nobody"}, "publisher"),
        ({"publishers": ["county-1", "nobody"]}, "publishers"),
        ({"publishers": [1, 2]}, "publishers"),
        ({"publishers": [f"x{n}" for n in range(100)]}, "publishers"),
        ({"publisher": SUBJECT, "regime": "tax"}, "regime"),
        ({"publisher": SUBJECT, "measure": "greed"}, "measure"),
        ({"publisher": SUBJECT, "peer_group": "friends"}, "peer_group"),
        ({"publisher": SUBJECT, "period": "'; drop table spenddata.ledger; --"}, "period"),
        ({"publisher": "' or '1'='1"}, "publisher"),
    ],
)
def test_what_is_not_known_is_refused_in_words(asked, field):
    (message,) = refused(**asked)[field]
    assert message.endswith(".")


def test_a_portal_without_any_publication_says_so():
    found = ask(publisher=SUBJECT)
    assert "has published nothing" in found["headline"]
    assert found["categories"] == []


@pytest.mark.usefixtures("year")
def test_it_answers_over_http_to_anybody(app):
    answer = app.get(
        "/api/3/action/spenddata_comparison_show", query_string={"publishers": "county-1,county-2", "period": "2025-26"}
    )
    assert answer.status_code == 200
    assert answer.json["result"]["headline"].startswith("County 1 spent")
