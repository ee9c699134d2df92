"""The hard pairs that are part of the project stay as well linked as they are."""

from benchmarks.suppliers import BLIND, measured, pairs


def test_links_without_asking_are_right_and_the_queue_finds_the_rest():
    found = pairs()
    assert len(found) >= 500
    sure, asked, folded, *_ = measured(found)
    assert sure.precision >= 0.99
    assert sure.recall >= 0.9
    assert asked.recall >= 0.97
    assert folded.recall < 0.1


def test_pairs_written_without_a_look_at_the_rules_are_linked_as_well():
    found = pairs(BLIND)
    assert len(found) >= 1_800
    sure, asked, *_ = measured(found)
    assert sure.precision >= 0.99
    assert sure.recall >= 0.9
    assert asked.recall >= 0.97
