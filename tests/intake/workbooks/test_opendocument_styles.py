"""Styles of an OpenDocument workbook: each has what it does not say itself from the one that it is made from."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.workbooks.opendocument_styles import Styles

RED, WHITE = {"fo:color": "#ff0000"}, {"fo:color": "#ffffff"}


def made(*elements: tuple[str, dict[str, str]]) -> Styles:
    styles = Styles()
    for name, attributes in elements:
        styles.take(name, attributes)
    return styles


def cells(name: str, **more: str) -> tuple[str, dict[str, str]]:
    return "style", {
        "style:name": name,
        "style:family": "table-cell",
        **{f"style:{key.replace('_', '-')}": value for key, value in more.items()},
    }


def below(number: str) -> tuple[str, dict[str, str]]:
    return "map", {"style:condition": "value()<0", "style:apply-style-name": number}


def test_a_colour_is_that_of_the_style_it_is_made_from():
    styles = made(cells("red"), ("text-properties", RED), cells("other", parent_style_name="red"))
    assert styles.is_red("other")
    assert not styles.is_red("not there")


def test_numbers_below_nought_alone_may_be_red():
    numbers = [("number-style", {"style:name": name}) for name in ("minus", "all")]
    styles = made(
        numbers[0], ("text-properties", RED), numbers[1], below("minus"), cells("amount", data_style_name="all")
    )
    assert (styles.is_red("amount"), styles.is_red("amount", below=True)) == (False, True)


@pytest.mark.parametrize(("ground", "unseen"), [("transparent", True), ("#000000", False)])
def test_white_is_unseen_unless_it_has_a_ground_of_its_own(ground, unseen):
    styles = made(
        cells("white"), ("text-properties", WHITE), ("table-cell-properties", {"fo:background-color": ground})
    )
    assert styles.is_unseen("white") == unseen


def test_a_style_may_take_back_that_it_strikes_through():
    struck, none = ({"style:text-line-through-style": line} for line in ("solid", "none"))
    styles = made(
        cells("struck"),
        ("text-properties", struck),
        cells("not", parent_style_name="struck"),
        ("text-properties", none),
    )
    assert (styles.strikes("struck"), styles.strikes("not")) == (True, False)


def test_styles_that_are_made_from_each_other_end():
    styles = made(cells("one", parent_style_name="two"), cells("two", parent_style_name="one"))
    assert not styles.is_red("one")


@pytest.mark.parametrize(("height", "nothing"), [("0cm", True), ("0.00in", True), ("0.5cm", False)])
def test_rows_without_a_height_are_not_seen(height, nothing):
    styles = made(
        ("style", {"style:name": "row", "style:family": "table-row"}),
        ("table-row-properties", {"style:row-height": height}),
    )
    assert ("row" in styles.nothing) == nothing
