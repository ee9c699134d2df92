"""A drawing as a picture: of its size, with our typeface, and with nothing from the machine or from elsewhere."""

from __future__ import annotations

import pytest

pictures = pytest.importorskip("ckanext.spenddata.views.pictures", reason="CKAN is not here")

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="40">{inside}</svg>'
BLANK = pictures.png(SVG.format(inside=""))


def test_a_picture_has_twice_the_pixels():
    assert BLANK.startswith(b"\x89PNG")
    assert (int.from_bytes(BLANK[16:20]), int.from_bytes(BLANK[20:24])) == (200, 80)


@pytest.mark.parametrize("word", ["£1.4m", "Tŷ Ŵyn"])
def test_words_are_drawn_in_our_own_typeface(word):
    text = SVG.format(inside=f'<text x="5" y="20" font-family="Source Sans 3, Arial, sans-serif">{word}</text>')
    assert pictures.png(text) != BLANK


def test_no_file_of_the_machine_is_drawn(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(SVG.format(inside='<rect width="100" height="40" fill="red"/>'))
    for address in (str(secret), secret.as_uri()):
        with pytest.raises(ValueError, match="outside itself"):
            pictures.png(SVG.format(inside=f'<image xlink:href="{address}" width="100" height="40"/>'))
