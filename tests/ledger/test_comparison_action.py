"""`spenddata_comparison_show`: anybody may ask, in the words of identifiers and names, and every figure can be opened."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from ckanext.spenddata.ledger import connection, publish
from tests.ledger.counties import QUARTERS, REGIME, SUBJECT, bodies, file_year, spent, year
from tests.ledger.making import nothing, publication

__all__ = ["bodies", "year"]

pytestmark = pytest.mark.usefixtures("bodies")


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
    assert found["headline"].startswith("County 1 differs most on ")
    assert found["headline"].endswith(" less than its peers’ median")
    assert found["finding"]["text"] == found["headline"]
    assert found["summary"][0]["text"] == (
        "In all it spent £0.32 a head, £0.80 less than the median of its 4 comparable county councils."
    )
    assert found["statistics"]["peers"] == [f"X-DEMO-C{n}" for n in range(2, 6)]
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
        assert found["summary"][0]["text"] == "In all it spent £96,000, £32,000 more than the one comparable body."


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
        publish.publish(publication(2, publisher_id="X-DEMO-C5", period=quarter), frame)
    found = ask(publisher=SUBJECT)
    assert [body["in_statistics"] for body in found["bodies"]] == [False, True, True, True, False]
    assert "vat" in {caution["code"] for caution in found["bodies"][4]["cautions"]}


@pytest.mark.usefixtures("year")
def test_a_body_of_another_duty_is_compared_by_its_own_with_a_word_about_the_thresholds():
    publish.publish(publication(publisher_id="X-DEMO-T1", regime="nhs-25k", period="2025-05"), spent("2025-Q2", 7))
    assert ask(publishers=[SUBJECT, "X-DEMO-T1"])["measure"]["id"] == "share", "without a population, nothing per head"
    found = ask(publishers=[SUBJECT, "X-DEMO-T1"], measure="spend")
    trust = found["bodies"][1]
    assert trust["regime"] == "nhs-25k"
    assert {"tier", "threshold", "incomplete"} <= {caution["code"] for caution in trust["cautions"]}
    assert found["total"]["cells"][1]["amount"] == "56000.00"


@pytest.mark.usefixtures("year")
def test_what_is_missing_is_named_and_a_body_that_published_nothing_has_no_figure():
    publish.withdraw("X-DEMO-C4", publication(publisher_id="X-DEMO-C4", period="2025-Q4").return_id)
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
    publish.publish(publication(publisher_id="X-DEMO-D1", period="2025-Q2", nil=True), nothing())
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
def test_a_peer_can_be_left_out_of_its_group():
    found = ask(publisher=SUBJECT, without="county-3, X-DEMO-C5")
    assert [body["publisher_id"] for body in found["bodies"]] == [SUBJECT, "X-DEMO-C2", "X-DEMO-C4"]
    assert found["peer_group"]["id"] == "similar-tier"
    assert found["total"]["peers"]["median"] is None, "two peers have no median"


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("order", ["distance", "difference", "times", "size"])
def test_the_order_is_the_one_that_is_asked_for(order):
    found = ask(publisher=SUBJECT, order=order, measure="spend")
    weights = {
        "distance": lambda row: abs(Decimal(row["standing"]["outside"])),
        "difference": lambda row: abs(Decimal(row["difference"])),
        "times": lambda row: 1 / Decimal(row["standing"]["times"]),
        "size": lambda row: Decimal(row["cells"][0]["amount"]),
    }
    given = [weights[order](row) for row in found["categories"] if row["kind"] == "procurement"]
    assert len(given) > 1
    assert given == sorted(given, reverse=True)


@pytest.mark.usefixtures("year")
def test_an_answer_can_be_cited_and_says_what_has_changed_since():
    before = ask(publisher=SUBJECT)["as_of_entry"]
    assert ask(publisher=SUBJECT, as_of=before)["changes"] == []
    publish.publish(publication(2, publisher_id="X-DEMO-C4", period="2025-Q4"), spent("2025-Q4", 40))
    (changed,) = ask(publisher=SUBJECT, as_of=before)["changes"]
    assert (changed["publisher_id"], changed["period"], changed["what"]) == ("X-DEMO-C4", "2025-Q4", "replaced")
    assert ask(publisher=SUBJECT)["changes"] is None


@pytest.mark.usefixtures("year")
def test_a_large_payment_is_told_with_the_figure_without_it():
    frame = spent("2025-Q4", 1).with_columns(
        amount=pl.when(pl.arange(8) == 0).then(10**9).otherwise(pl.col("amount")), category=pl.lit("legal")
    )
    publish.publish(publication(2, publisher_id=SUBJECT, period="2025-Q4"), frame)
    found = ask(publisher=SUBJECT, measure="spend")
    assert found["headline"].startswith(
        "Because of one payment of £10.0m, County 1 differs most on legal services: £10.0m; its peers’ median is £"
    )
    assert "Without its one largest payment for that, of £10.0m, it would be" in found["summary"][0]["text"]
    first = found["categories"][0]
    assert first["without_largest"]["payment"] == "10000000.00"
    assert Decimal(first["without_largest"]["value"]) == Decimal(first["cells"][0]["value"]) - 10_000_000


@pytest.mark.usefixtures("year")
def test_the_largest_suppliers_of_a_financial_year():
    found = ask(publisher=SUBJECT, period="2025-26", measure="ten-largest-suppliers")
    assert found["total"]["cells"][0]["value"] == "100.00"
    part = ask(publisher=SUBJECT, period="2025-Q2", measure="ten-largest-suppliers")
    assert part["total"]["cells"][0]["value"] is None


@pytest.mark.usefixtures("year")
def test_a_comparison_across_a_reorganisation_sums_what_was_before():
    file_year("X-DEMO-D3", 7, ("2025-Q2", "2025-Q3"))
    file_year("X-DEMO-D2", 9, ("2025-Q4", "2026-Q1"))
    found = ask(publishers=["X-DEMO-D2", "X-DEMO-D1"], measure="spend", period="2025-26")
    first = found["bodies"][0]
    assert first["predecessors"] == ["X-DEMO-D3"]
    assert (first["coverage"]["received"], first["coverage"]["complete"]) == (4, True)
    assert "reorganised" in {caution["code"] for caution in first["cautions"]}
    assert Decimal(found["total"]["cells"][0]["amount"]) == 2 * 8 * (7 + 9) * 1000
    (category,) = [row for row in found["categories"] if row["category"] == "it"]
    closely = ask(publishers=["X-DEMO-D2"], measure="spend", period="2025-26", category="it")["category"]
    months = [Decimal(month["value"]) for month in closely["months"] if month["value"] is not None]
    assert (len(months), sum(months)) == (12, Decimal(category["cells"][0]["value"]))
    gone = ask(publishers=["X-DEMO-D3"], measure="spend", period="2026-Q1")
    assert gone["headline"] == (
        "District 3 existed until 30 September 2025. District 2 took over from it. It owes nothing for"
        " January to March 2026."
    )


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
        ({"publisher": SUBJECT, "order": "beauty"}, "order"),
        ({"publisher": SUBJECT, "without": "nobody"}, "without"),
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
    assert answer.json["result"]["headline"].startswith("County 1 differs most on ")


@pytest.mark.usefixtures("year")
def test_the_median_payment_is_that_of_the_published_rows():
    from statistics import median

    found = ask(publisher=SUBJECT, measure="median-payment", period="2025-26")
    with connection.reading() as ledger, ledger.cursor() as cursor:
        for cell in found["total"]["cells"]:
            cursor.execute(
                "select amount from spenddata.ledger where publisher_id = %s and amount > 0", [cell["publisher_id"]]
            )
            assert Decimal(cell["value"]) == round(median(amount for (amount,) in cursor.fetchall()), 2)


@pytest.mark.usefixtures("year")
def test_what_no_body_has_published_has_no_figure_and_no_nought():
    for measure in ("by-card", "to-voluntary", "spend-per-employee"):
        found = ask(publisher=SUBJECT, measure=measure, period="2025-26")
        assert {cell["value"] for cell in found["total"]["cells"]} == {None}, measure
        assert "has no figure for" in found["headline"]


@pytest.mark.usefixtures("year")
def test_a_figure_of_the_body_is_divided_by(request):
    from ckan.plugins import toolkit as tk

    def said(facts: list[str]) -> None:
        site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        tk.get_action("organization_patch")({"ignore_auth": True, "user": site}, {"id": "county-1", "facts": facts})

    request.addfinalizer(lambda: said([]))
    with pytest.raises(tk.ValidationError) as refusal:
        said(["bed: 10 (2025)", "many"])
    assert len(refusal.value.error_dict["facts"]) == 2
    said(["employees: 4,000 (2025, Office of fiction)"])
    found = ask(publisher=SUBJECT, measure="spend-per-employee", period="2025-26")
    cell = found["total"]["cells"][0]
    assert Decimal(cell["value"]) == round(Decimal(cell["amount"]) / 4000, 2)
    assert found["bodies"][0]["facts"]["employees"] == {"value": 4000, "year": 2025, "source": "Office of fiction"}
