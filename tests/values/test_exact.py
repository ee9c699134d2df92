"""Fractions that are worked out quickly are those of the standard library."""

from __future__ import annotations

import fractions
from operator import add, ge, gt, le, lt, mul, sub, truediv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.values.exact import Fraction

whole = st.integers(-(10**15), 10**15)
part = st.integers(1, 10**9)


@pytest.mark.parametrize("operation", [add, sub, mul, truediv, lt, le, gt, ge])
@given(st.tuples(whole, part), st.tuples(whole.filter(bool), part))
def test_it_works_out_what_the_standard_library_does(operation, left, right):
    ours, theirs = ([kind(*left), kind(*right)] for kind in (Fraction, fractions.Fraction))
    assert operation(*ours) == operation(*theirs)
    assert [float(each) for each in ours] == [float(each) for each in theirs]
    assert [str(each) for each in ours] == [str(each) for each in theirs]


@given(whole, part)
def test_it_rounds_and_tells_its_parts_as_the_standard_library_does(numerator, denominator):
    ours, theirs = Fraction(numerator, denominator), fractions.Fraction(numerator, denominator)
    assert (ours.numerator, ours.denominator, int(ours), ours.__floor__(), abs(ours)) == (
        *(theirs.numerator, theirs.denominator, int(theirs), theirs.__floor__(), abs(theirs)),
    )
    assert hash(ours) == hash(theirs)


def test_it_is_compiled():
    assert Fraction is not fractions.Fraction
