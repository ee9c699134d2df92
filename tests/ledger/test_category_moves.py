"""What changes of categories did: sums by kind of payments, in no order but that of the pounds."""

from __future__ import annotations

from ckanext.spenddata.ledger.category_moves import Line, Moved, Sum, Tally, together

KIND = ("lgtc-500", "net", "GBP")
CARDS = ("lgtc-gpc", "gross", "GBP")


def tally() -> Tally:
    made = Tally()
    made.add([("one", "legal", "agency", *KIND, 2, 500), ("one", "legal", "legal", *KIND, 9, 900)])
    made.add([("two", "legal", "agency", *KIND, 1, -700), ("two", "it", "agency", *CARDS, 4, -9000)])
    return made


def test_payments_that_go_the_same_way_are_one_line_and_the_most_pounds_come_first():
    moved = tally().moved("X-DEMO-1", 7)
    assert moved.lines == (
        Line("X-DEMO-1", "it", "agency", *CARDS, 4, -9000),
        Line("X-DEMO-1", "legal", "agency", *KIND, 3, -200),
    )
    assert (moved.rows, moved.change_no) == (7, 7)


def test_a_return_of_which_only_the_method_changed_is_named_though_nothing_of_it_moved():
    made = Tally()
    made.add([("three", "legal", "legal", *KIND, 9, 900)])
    assert made.moved("X-DEMO-1", 7) == Moved((), ("three",), 7)


def test_payments_of_two_kinds_are_never_in_one_sum():
    assert tally().moved("X-DEMO-1", 7).sums == [Sum(*KIND, 3, -200), Sum(*CARDS, 4, -9000)]


def test_several_changes_together_name_each_return_once_and_no_change():
    first, second = tally().moved("X-DEMO-1", 7), tally().moved("X-DEMO-2", 8)
    moved = together([first, second])
    assert [line.publisher_id for line in moved.lines] == ["X-DEMO-1", "X-DEMO-2"] * 2
    assert [abs(line.pence) for line in moved.lines] == [9000, 9000, 200, 200]
    assert moved.returns == ("one", "two")
    assert moved.change_no is None
    assert moved.sums == [Sum(*KIND, 6, -400), Sum(*CARDS, 8, -18000)]
