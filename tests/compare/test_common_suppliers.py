"""Suppliers in common: who of a body's suppliers its peers pay too, and what each of them pays."""

from __future__ import annotations

from ckanext.spenddata.compare.common_suppliers import in_common
from ckanext.spenddata.values.exact import Fraction


def test_suppliers_in_common_need_two_peers():
    payments = {
        ("A", "s1"): [300, 100],
        ("B", "s1"): [50],
        ("C", "s1"): [70],
        ("A", "s2"): [500],
        ("B", "s2"): [10],
        ("A", ""): [100],
        ("B", ""): [100],
        ("C", ""): [100],
    }
    found = in_common(["A", "B", "C"], payments, 5)
    assert [row.supplier_id for row in found.rows] == ["s1"]
    first, second, _ = found.rows[0].cells
    assert (first.amount, first.n, first.usual, first.share) == (400, 2, 200, Fraction(4, 10))
    assert (second.amount, second.share) == (50, Fraction(50, 160))
    assert (found.share, found.suppliers, found.unknown) == (Fraction(4, 10), 2, 100)


def test_two_bodies_have_a_supplier_in_common_where_both_pay_it():
    found = in_common(["A", "B"], {("A", "s1"): [1], ("B", "s1"): [2], ("A", "s2"): [3]}, 5)
    assert [row.supplier_id for row in found.rows] == ["s1"]


def test_what_nobody_may_know_is_never_in_common():
    assert in_common(["A", "B"], {("A", ""): [1], ("B", ""): [2]}, 5).rows == ()


def test_a_body_alone_has_nothing_in_common():
    assert in_common(["A"], {("A", "s1"): [1]}, 5).rows == ()


def test_rows_are_as_many_as_are_asked_for_and_the_counts_are_of_all():
    payments = {(body, f"s{number}"): [number] for body in "ABC" for number in range(1, 6)}
    found = in_common(["A", "B", "C"], payments, 2)
    assert [row.supplier_id for row in found.rows] == ["s5", "s4"]
    assert (found.count, found.share, found.suppliers) == (5, 1, 5)


def test_equal_suppliers_stand_in_the_order_of_their_identifiers():
    payments = {(body, name): [1] for body in "AB" for name in ("s2", "s3", "s1")}
    assert [row.supplier_id for row in in_common(["A", "B"], payments, 5).rows] == ["s1", "s2", "s3"]


def test_no_share_is_told_of_a_body_that_got_more_back_than_it_paid():
    found = in_common(["A", "B"], {("A", "s1"): [5], ("A", "s2"): [-9], ("B", "s1"): [1]}, 5)
    assert (found.share, found.rows[0].cells[0].share, found.rows[0].cells[1].share) == (None, None, 1)
