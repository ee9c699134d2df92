"""What a file is, by its content. Its name is never believed."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from ckanext.spenddata.intake.formats import OTHERS, TABLES, Format

__all__ = ["TABLES", "sniff"]

_HEAD = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"GIF8", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"RIFF", "image"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"{\\rtf", "document"),
    (b"SQLite format 3\x00", "database"),
    (b"PAR1", "database"),
    (b"ARROW1", "database"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|script|div|frameset)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<(?:\?xml\b|[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*[\"'][^<>]*)?/?>)", re.IGNORECASE)
_TITLE = re.compile(rb"\"?<[^<>\r\n?!]{1,60}>\"?[ ]*[,;\t|]")
"""A first cell in angle brackets, such as ``<None>``, and a delimiter after it."""
_JSON = re.compile(rb"\s*(?:\{\s*(?:\"|\})|\[\s*[\[{\"\]])")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x00\x1a"))


def sniff(path: Path) -> str:
    """The format: one of ``TABLES``, ``empty``, ``encrypted``, ``damaged``, or what else it is (``html``, ``pdf`` …)."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    found = _ours(path, head)
    if found in TABLES or found == "empty":
        return found
    return next((name for name, other in OTHERS.items() if _is_it(other, head)), found)


def _is_it(other: Format, head: bytes) -> bool:
    """Whether another package knows a file; bytes that it can't read are none of its."""
    try:
        return other.is_it(head)
    except ValueError:
        return False


def _ours(path: Path, head: bytes) -> str:
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return "empty"
    if head.startswith(b"PK") and not _looks_like_words(head, b"PK"):
        return _in_zip(path)
    if head.startswith(_OLE):
        return _in_ole(path)
    for magic, name in _MAGIC:
        if head.startswith(magic) and not _looks_like_words(head, magic):
            return name
    return _in_text(head)


def _looks_like_words(head: bytes, magic: bytes) -> bool:
    """True where the letters of a short magic number begin ordinary text: ``BM`` a supplier's name, ``PK`` SAP's posting keys."""
    words = magic in {b"BM", b"PK", b"RIFF", b"GIF8", b"BZh", b"PAR1"} and b"\x00" not in head[:512]
    return words and any(mark in head[:4096] for mark in (b",", b";", b"\t", b"|"))


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = (
                archive.read("mimetype")[:80]
                if "mimetype" in names and archive.getinfo("mimetype").file_size < 200
                else b""
            )
            if any(info.flag_bits & 1 for info in archive.infolist()):
                return "encrypted"
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error):
        return "damaged"
    if "xl/workbook.xml" in names:
        return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "document" if "[Content_Types].xml" in names or mimetype else "zip"


def _in_ole(path: Path) -> str:
    """What a compound file of old Microsoft Office holds, by the names in its directory."""
    content = path.read_bytes() if path.stat().st_size < 100_000_000 else path.open("rb").read(100_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "encrypted"
    if any(name.encode("utf-16-le") + b"\x00\x00" in content for name in ("Workbook", "Book")):
        return "xls"
    return "document"


def _in_text(head: bytes) -> str:
    if head.startswith(_BOMS):
        body = head[3:] if head.startswith(b"\xef\xbb\xbf") else head.replace(b"\x00", b"")[2:]
    else:
        body = head.replace(b"\x00", b"")
    if _TITLE.match(body):
        return "csv"
    if _MARKUP.match(body):
        return "html"
    if _XML.match(body):
        return "html" if re.search(rb"<html\b", body[:4096], re.IGNORECASE) else "xml"
    if _JSON.match(body):
        return "json"
    controls = len(body) - len(body.translate(None, _CONTROL))
    return "binary" if controls > len(body) // 50 + 4 else "csv"
