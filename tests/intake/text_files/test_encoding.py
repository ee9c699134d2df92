"""Eight-bit text: cp1252, in which UK exports are written, wherever it makes sense; the older ones where only they do."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.text_files.encoding import decode

LETTERS = [chr(code) for code in range(0xC0, 0x100) if chr(code).isalpha()] + list("ŠšŽžŒœŸƒ")
"""The letters of Western and Central Europe that cp1252 has."""
LOWER = [letter for letter in LETTERS if letter.islower()]
UPPER = [letter for letter in LETTERS if letter.isupper()]
NAMES = (
    *("Pavel B{}chler", "Caf{} Noir Ltd", "{}rsted Wind Power", "Marlow D{}cor", "S{}ren & Sons", "A B{}r"),
    *("Ma{}ana Foods", "van d{}n Berg", "Gro{}mann GmbH", "Ja{}l", "Se{}or Tapas Ltd", "Hotel N{}"),
)
LOUD = ("MARLOW D{}COR", "{}LAN VITAL LTD", "CAF{}", "B{}CHLER & CO", "N{}RTH")
INITIAL = ("{}lan Vital Ltd", "The {}cole Trust", "L'{}toile", "St {}dmund")


def file(name: str, *, pounds: bool, rows: int = 20) -> str:
    """A file with one such name among ordinary ones."""
    sign = "£" if pounds else ""
    lines = [f"Exbury,13/12/2011,Holmbury Software {n} Ltd,{sign}{8_000 + n}.79" for n in range(rows)]
    lines[rows // 2] = lines[rows // 2].replace("Holmbury Software", name)
    return "\r\n".join(["Entity,Date,Supplier,Amount", *lines, ""])


CASES = [
    *((letter, name) for letter in LOWER for name in (*NAMES, "AM{}ZN MKTPLACE")),
    *((letter, name) for letter in UPPER for name in (*LOUD, *INITIAL)),
]


@pytest.mark.parametrize("pounds", [False, True])
def test_one_letter_of_europe_in_a_file_of_cp1252(pounds):
    wrong = []
    for letter, name in CASES:
        text = file(name.format(letter), pounds=pounds)
        read = decode(text.encode("cp1252"))
        if read.data.decode() != text:
            wrong.append((letter, name, read.encoding))
    assert not wrong


@pytest.mark.parametrize("sign", list("’‘“”–—…•€®™°½²·"))
def test_one_sign_in_a_file_of_cp1252(sign):
    for name in (f"O{sign}Hara", f"Children{sign}s Trust", f"Alder {sign} Ash"):
        text = file(name, pounds=False)
        if sign in "’‘–—·" or name.startswith("Alder"):
            assert decode(text.encode("cp1252")).data.decode() == text


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_a_file_of_another_encoding_with_more_than_one_sign_of_it(encoding):
    names = ["Café Noir Ltd", "Müller & Söhne", "Société Générale", "Hôtel de la Gare", "Señor Tapas"]
    text = "".join(file(name, pounds=True, rows=6) for name in names)
    read = decode(text.encode(encoding))
    assert (read.encoding, read.data.decode()) == (encoding, text)


def test_pounds_of_dos_are_pounds():
    text = file("Alder", pounds=True)
    assert decode(text.encode("cp850")).data.decode() == text


def test_an_apostrophe_of_a_macintosh():
    text = file("Children’s Trust", pounds=False)
    assert decode(text.encode("mac_roman")).data.decode() == text


def test_utf_8_stays():
    text = file("Dvořák & Şahin", pounds=True)
    assert decode(text.encode()).data.decode() == text


@pytest.mark.parametrize("tab", ["\v", "\f"])
def test_a_vertical_tab_divides_words(tab):
    assert decode(f"Alder{tab}Ltd\x00\n".encode()).data == b"Alder Ltd\n"
