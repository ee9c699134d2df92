"""Credits that stand in a column of their own."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("payments", "credits_"),
    [
        ("Payments", "Receipts"),
        ("Expenditure", "Income"),
        ("Outgoings", "Incomings"),
        ("Amount paid", "Amount refunded"),
        ("Invoice Amount", "Credit Note Amount"),
    ],
)
def test_a_row_with_a_payment_and_another_credit_is_in_error(payments, credits_, read_bytes):
    lines = [f"{n:02}/04/2026,Firm {n} Ltd,{n}00.25,{'20.00' if n == 7 else ''}" for n in range(1, 13)]
    reading = read_bytes("\n".join([f"Date,Supplier,{payments},{credits_}", *lines]).encode())
    frame = reading.rows.frame
    assert frame["amount"].null_count() == 1
    assert frame["amount"].sum() == sum(n * 10_000 + 25 for n in range(1, 13) if n != 7)


def test_a_credit_that_stands_in_both_columns_is_one(read_bytes):
    lines = [f"{n:02}/04/2026,Firm {n} Ltd,{n}00.25," for n in range(1, 13)]
    lines += ["13/04/2026,Firm 13 Ltd,-20.00,20.00", "14/04/2026,Firm 14 Ltd,-30.00,30.00"]
    frame = read_bytes("\n".join(["Date,Supplier,Amount,Credit", *lines]).encode()).rows.frame
    assert frame["amount"].null_count() == 0
    assert frame["amount"].to_list()[-2:] == [-2000, -3000]
