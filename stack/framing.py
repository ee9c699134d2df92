"""Where a request ends, and whom it is for: refused where two programs could read that differently.

Waitress takes requests that a proxy before it may cut elsewhere: what one takes for a body is the next request for the other, sent in the
name of whoever comes next on that connection. Nobody sends such requests in good faith (RFC 9112, 3.2, 5.2, 6.1, 6.3).
"""

from __future__ import annotations

import re

__all__ = ["fault"]

_FIELD = re.compile(rb"^(host|content-length|transfer-encoding)[ \t]*:([^\n]*)", re.IGNORECASE | re.MULTILINE)
_GOES_ON = re.compile(rb"\n[ \t]")
_LONGEST_LENGTH = 15
"""Digits of a length: a thousand terabytes."""


def fault(head: bytes) -> str | None:
    """What is wrong with the first line and the headers of a request; None where everybody reads them alike."""
    lines = head.replace(b"\r\n", b"\n")
    first, _, rest = lines.partition(b"\n")
    newest = first.rstrip().endswith(b"HTTP/1.1")
    found: dict[bytes, list[bytes]] = {}
    for name, value in _FIELD.findall(rest):
        found.setdefault(name.lower(), []).append(value.strip(b" \t"))
    hosts, lengths, codings = (found.get(name, []) for name in (b"host", b"content-length", b"transfer-encoding"))
    if _GOES_ON.search(lines):
        return "A header goes on in another line"
    if len(hosts) > 1 or (newest and not hosts):
        return "There must be one Host"
    if codings and (lengths or not newest or b",".join(codings).lower() != b"chunked"):
        return "How long the body is can be read in two ways"
    if any(len(length) > _LONGEST_LENGTH for length in lengths):
        return "Content-Length is too large"
    return None
