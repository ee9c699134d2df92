"""Bytes → text: which encoding a text file was written in, and which of its characters were lost on the way.

Lost characters are counted and told, never invented.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ckanext.spenddata.values import text
from ckanext.spenddata.values.invisible import less_unseen
from ckanext.spenddata.values.text import is_utf8


@dataclass(frozen=True)
class Text:
    """The text of a file as UTF-8 bytes without byte order mark and control characters, and lines that end in one line feed or CRLF."""

    data: bytes
    encoding: str
    lost_characters: int = 0
    """Characters that could not be decoded, or that were already replaced (U+FFFD) when the file was written."""
    controls: int = 0
    """Control characters that were left out."""
    unseen: int = 0
    """Characters without width that were left out."""
    broken_mark: bool = False
    """True where a damaged byte order mark was left out."""

    def followed_by(self, other: Text) -> Text:
        """What is known of this text and the one after it, without their words."""
        encodings = [name for name in _BY_REACH if name in {self.encoding, other.encoding}]
        return Text(
            b"",
            encodings[0] if encodings else self.encoding,
            self.lost_characters + other.lost_characters,
            self.controls + other.controls,
            self.unseen + other.unseen,
            self.broken_mark or other.broken_mark,
        )

    def notes(self) -> Iterator[str]:
        """What is told of it."""
        if self.broken_mark:
            yield "The file begins with a byte order mark that was damaged on the way (ï»¿). It was left out."
        if self.controls:
            yield f"Left out: {text.counted(self.controls, 'control character')}, which no text has."
        if self.unseen:
            yield f"Left out: {text.counted(self.unseen, 'character')} that nobody sees, such as blanks without width."
        if self.lost_characters:
            lost = text.counted(self.lost_characters, "character")
            yield f"Lost before the file arrived, or not to be decoded: {lost}. They show as \ufffd."


_BY_REACH = ("utf-8-sig", "utf-8", "ascii")
"""Encodings of which the first reads what the others wrote."""

_BOM = b"\xef\xbb\xbf"
_BROKEN_BOM = "\ufeff".encode().decode("latin-1").encode()
"""A byte order mark that went through the wrong encoding once: ``ï»¿``."""
_MARKS = re.compile(rb"(?:" + _BOM + rb"|" + _BROKEN_BOM + rb")*+")
_LOST = "\ufffd".encode()
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
_TABS_AS_BLANKS = bytes.maketrans(b"\v\f", b"  ")
_LEFT_OUT = bytes(set(_CONTROLS) - set(b"\v\f"))
"""A vertical tab is how some programs write the end of a line in a cell: it divides words."""
_PIECE = 256 * 1024
_WIDE = (
    ("utf-32", codecs.BOM_UTF32_LE),
    ("utf-32", codecs.BOM_UTF32_BE),
    ("utf-16", codecs.BOM_UTF16_LE),
    ("utf-16", codecs.BOM_UTF16_BE),
)
_SAMPLE = 400_000


def decode(raw: bytes) -> Text:
    """Find the encoding of ``raw`` and give its text."""
    encoding, data = _to_utf8(raw)
    marks = _MARKS.match(data)[0]  # type: ignore[index] - it matches nothing too
    broken_mark = _BROKEN_BOM in marks
    data = data[len(marks) :]
    sent = len(data)
    if _has_controls(data):
        data = data.translate(_TABS_AS_BLANKS, _LEFT_OUT)
    controls = sent - len(data)
    lost = data.count(_LOST) if encoding != "ascii" else 0
    data, unseen = less_unseen(data) if encoding != "ascii" else (data, 0)
    return Text(_plain_lines(data), encoding, lost, controls, unseen, broken_mark)


def _has_controls(data: bytes) -> bool:
    """True where there is a control character; piece by piece, which keeps each piece in the processor's cache."""
    controls = [bytes([control]) for control in _CONTROLS]
    pieces = (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))
    return any(control in piece for piece in pieces for control in controls)


def _plain_lines(data: bytes) -> bytes:
    """Lines that end in a carriage return alone, or in two and a line feed, brought to the usual form, wherever in the text they are."""
    if data.count(b"\r") == data.count(b"\r\n"):
        return data
    data = data.replace(b"\r\r\n", b"\r\n")
    if data.count(b"\r") == data.count(b"\r\n"):
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _to_utf8(raw: bytes) -> tuple[str, bytes]:
    """Name of the encoding, and the same text in UTF-8."""
    for name, bom in _WIDE:
        if raw.startswith(bom):
            return name, raw.decode(name, "replace").encode("utf-8", "replace")
    if wide := _wide_without_bom(raw):
        return wide, raw.decode(wide, "replace").encode("utf-8", "replace")
    if raw.isascii():
        return "ascii", raw
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bits(raw)
    return ("utf-8-sig" if raw.startswith(_BOM) else "utf-8"), raw


def _wide_without_bom(raw: bytes) -> str | None:
    """UTF-16 without a byte order mark: nearly every second byte of ordinary text is zero."""
    sample = raw[:4096]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _eight_bits(raw: bytes) -> tuple[str, bytes]:
    """An encoding of one byte a character; where some lines are good UTF-8, those are kept and the others decoded."""
    lines = raw.split(b"\n")
    strange = [i for i, line in enumerate(lines) if not line.isascii()]
    good = {i for i in strange if is_utf8(lines[i])}
    name = _best(b"\n".join(lines[i] for i in strange if i not in good)[:_SAMPLE])
    if not good:
        return name, raw.decode(name, "replace").encode()
    for i in strange:
        if i not in good:
            lines[i] = lines[i].decode(name, "replace").encode()
    return f"mixed utf-8 and {name}", b"\n".join(lines)


_CLEARLY = 2
"""So many points more another encoding than cp1252 must have."""
_CANDIDATES = ("cp1252", "cp850", "mac_roman")


def _best(sample: bytes) -> str:
    """The encoding of the strange bytes: cp1252, in which UK exports are written, where they make sense in it; else one that is better."""
    usual = list(_sense(sample.decode("cp1252", "replace")))
    if all(points > 0 for points in usual):
        return "cp1252"
    sums = {name: sum(_sense(sample.decode(name, "replace"))) for name in _CANDIDATES}
    best = max(_CANDIDATES, key=lambda name: (sums[name], -_CANDIDATES.index(name)))
    return best if sums[best] >= sums["cp1252"] + _CLEARLY else "cp1252"


_STRANGE = re.compile(r"[^\x00-\x7f]")
_POINTS = {
    sign: points for points, signs in {3: "’–", 2: "‘“”—…•€", 1: "\u00a0½¼¾®©™°²¿·\u00ad"}.items() for sign in signs
}
"""Signs that public bodies write."""
_BETWEEN_LETTERS = frozenset("’‘–—·\u00a0\u00ad")
"""Those that also stand inside a word."""


def _sense(decoded: str) -> Iterator[int]:
    """Points for each character beyond ASCII between its neighbours; above 0 where it makes sense."""
    for match in _STRANGE.finditer(decoded):
        place = match.start()
        yield _points(decoded[max(place - 1, 0) : place], match[0], decoded[place + 1 : place + 2])


def _points(before: str, character: str, after: str) -> int:
    if character == "\ufffd" or 0x2500 <= ord(character) <= 0x25FF:
        return -4
    if character.isalpha():
        return _points_of_letter(before, character, after)
    inside = before.isalpha() and after.isalpha()
    if inside and character not in _BETWEEN_LETTERS:
        return -2
    if character == "£":
        return 4 if after.isdigit() or after in "() '\",.-/KkMms" else 1
    return _POINTS.get(character, -1 if character.isprintable() else -4)


def _points_of_letter(before: str, letter: str, after: str) -> int:
    """A letter makes sense beside others of a word, where capitals begin it or are among capitals."""
    if not (before.isalpha() or after.isalpha()):
        return -1
    if letter in "ßºª":
        return 1
    if letter.isupper():
        return -1 if before.islower() or (before.isupper() and after.islower()) else 1
    return 0 if after.isupper() else 1
