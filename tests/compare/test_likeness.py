"""Like with like: what is unlike is said at the figure, and stays out of the median."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ckanext.spenddata.compare.likeness import body_cautions, ended, figure_cautions
from ckanext.spenddata.definitions.publishers import Publisher
from tests.compare.making import DEFINITIONS, NET, body, circumstances, filed, whole_year

SPEND = DEFINITIONS.measures["spend"]
PER_HEAD = DEFINITIONS.measures["spend-per-head"]
SUBJECT = circumstances(body(1))


def said(other, measure=SPEND, subject=SUBJECT):
    return {caution.code: caution for caution in figure_cautions(other, subject, measure)}


def test_nothing_is_said_of_what_is_alike():
    assert said(circumstances(body(2))) == {}


def test_gross_is_not_compared_with_net():
    other = body(2)
    caution = said(circumstances(other, whole_year(other, amount_basis=("gross",))))["vat"]
    assert caution.excludes is True
    assert caution.text == "Body 2's amounts are with VAT, Body 1's are without recoverable VAT."


def test_two_kinds_of_net_are_compared_but_that_is_said():
    other = body(2)
    caution = said(circumstances(other, whole_year(other, amount_basis=("net_of_all_vat",))))["vat"]
    assert caution.excludes is False


def test_amounts_with_and_without_vat_in_one_sum_are_no_figure_at_all():
    other = body(2)
    published = [*whole_year(other)[:3], filed(other, "2026-Q1", amount_basis=("gross",))]
    mixed = circumstances(other, published)
    assert (mixed.mixed, said(mixed)["vat_mixed"].excludes) == (True, True)


def test_an_unknown_basis_is_said_and_not_guessed():
    other = body(2)
    found = said(circumstances(other, whole_year(other, amount_basis=("unknown",))))
    assert found["vat_unknown"].excludes is False
    assert "does not say whether its amounts include VAT" in found["vat_unknown"].text
    partly = said(circumstances(other, whole_year(other, amount_basis=("unknown", NET))))
    assert "all its amounts" in partly["vat_unknown"].text


def test_cards_are_not_compared_with_invoices():
    other = body(2, regimes=("lgtc-gpc",))
    assert said(circumstances(other, regime="lgtc-gpc"))["card"].excludes is True


def test_another_threshold_is_not_compared():
    other = body(2, regimes=("nhs-25k",))
    found = said(circumstances(other, regime="nhs-25k", published=[]))
    assert found["threshold"].excludes is True
    assert "payments over £25,000 (with VAT)" in found["threshold"].text
    assert "payments over £500 (without recoverable VAT)" in found["threshold"].text


def test_the_same_threshold_under_another_duty_is_compared_but_that_is_said():
    subject, other = body(1, regimes=("hmt-25k",)), body(2, regimes=("nhs-25k",))
    found = said(circumstances(other, [], "nhs-25k"), subject=circumstances(subject, [], "hmt-25k"))
    assert found["threshold"].excludes is False


def test_a_county_is_not_compared_with_a_district():
    found = said(circumstances(body(2, body_subtype="Non-metropolitan district")))
    assert found["tier"].excludes is True
    assert "Body 2 (district councils) and Body 1 (county councils) have different duties" in found["tier"].text


@pytest.mark.parametrize("subtype", ["Metropolitan district", "London borough", "Unitary authority"])
def test_single_tier_councils_are_of_one_tier(subtype):
    subject = circumstances(body(1, body_subtype="Unitary authority"))
    assert "tier" not in said(circumstances(body(2, body_subtype=subtype)), subject=subject)


def test_bodies_of_another_kind_are_of_another_tier():
    other = body(2, body_type="NHS trust", body_subtype="NHS trust")
    assert said(circumstances(other))["tier"].excludes is True


def test_a_missing_return_is_named_and_keeps_the_figure_out():
    other = body(2)
    caution = said(circumstances(other, whole_year(other)[:3]))["incomplete"]
    assert caution.excludes is True
    assert "3 of 4 returns" in caution.text
    assert "January to March 2026 (missing)" in caution.text


def test_a_body_without_any_return_has_nothing_to_compare():
    found = said(circumstances(body(2), []))
    assert set(found) == {"nothing_published"}


def test_a_nil_return_is_a_figure_and_not_a_gap():
    other = body(2)
    assert said(circumstances(other, whole_year(other, nil=True, n=0))) == {}


def test_rows_in_error_are_counted_at_the_figure():
    other = body(2)
    caution = said(circumstances(other, whole_year(other, left_out=1500)))["rows_left_out"]
    assert (caution.excludes, caution.text) == (
        False,
        "6,000 rows of Body 2 cannot be used, and are left out of every total.",
    )


def test_foreign_money_is_not_added_up_silently():
    other = body(2)
    foreign = circumstances(other, whole_year(other, currencies=("EUR", "GBP")))
    found = said(foreign)
    assert foreign.mixed
    assert found["currency"].excludes is True
    assert "EUR" in found["currency"].text


def test_a_measure_per_head_needs_a_population():
    other = body(2, facts=())
    assert said(circumstances(other), PER_HEAD)["no_fact"].excludes is True
    assert "no_fact" not in said(circumstances(other), SPEND)


def test_what_is_missing_from_the_body_itself_is_said_too():
    subject = circumstances(body(1), whole_year(body(1))[:2])
    assert [caution.code for caution in body_cautions(subject, SPEND)] == ["incomplete"]


def test_every_caution_names_whose_figure_it_is_about():
    other: Publisher = body(2, body_subtype="London borough", facts=())
    for caution in figure_cautions(circumstances(other, [filed(other, "2025-Q2", left_out=1)]), SUBJECT, PER_HEAD):
        assert caution.publisher_id == "X-DEMO-2"
        assert "Body 2" in caution.text
        assert caution.text.endswith(".")


@pytest.mark.parametrize("bases", [("gross",), (NET,), ("gross", "unknown"), (NET, "net_of_all_vat")])
def test_amounts_of_one_kind_are_not_called_mixed(bases):
    other = body(2)
    alike = circumstances(other, whole_year(other, amount_basis=bases))
    assert ("vat_mixed" in said(alike), alike.mixed) == (False, False)


def test_a_body_that_is_no_more_is_said_to_be_until_when_and_one_that_goes_on_is_not():
    assert ended(circumstances(body(2))) == ""
    gone = replace(circumstances(body(2, ended=date(2026, 3, 31))), after=("Body 3", "Body 4"))
    assert ended(gone) == "Body 2 existed until 31 March 2026. Body 3 and Body 4 took over from it."
    assert ended(replace(gone, after=())) == "Body 2 existed until 31 March 2026."


@pytest.mark.parametrize(
    ("measure", "said_of_it"),
    [
        ("spend", "too low"),
        ("spend-per-head", "too low"),
        ("share", "part of this time"),
        ("average-payment", "part of this time"),
        ("median-payment", "part of this time"),
    ],
)
def test_what_missing_returns_do_to_a_figure_depends_on_what_it_is(measure, said_of_it):
    other = body(2)
    found = said(circumstances(other, whole_year(other)[:3]), DEFINITIONS.measures[measure])
    assert said_of_it in found["incomplete"].text


def test_a_figure_that_would_mean_nothing_is_told_in_a_sentence():
    caution = said(circumstances(body(2, body_subtype="City corporation")), PER_HEAD)["denominator"]
    assert caution.excludes is True
    assert caution.text.startswith("Body 2 has no figure for spending per head: ")
    assert caution.text.endswith(".")
