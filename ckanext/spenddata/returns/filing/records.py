"""The record of a reading: all that went into it besides the bytes of the files, so that it can be repeated.

It lies beside the reports as ``filing.json``: names and SHA-256 of the files, answers and remembered columns, accepted fixes, typed cells,
what was known of the publisher, the day. Versions of rules, titles, redactions and categories are in the report. Same record, same
versions, same bytes of the artefact.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from ckanext.spenddata.filing import Filing
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.people import publishers

RECORD = "filing.json"


def write(filing: Filing, folder: Path) -> None:
    """Write the record of a filing into the folder of its reports; where files lie is told by their SHA-256 alone."""
    record: dict[str, Any] = msgspec.to_builtins(filing)
    for file in (*record["files"], *record["history"]):
        file["path"] = Path(file["path"]).stem
    if (published := record["published"]) and published["artefact"]:
        published["artefact"] = Path(published["artefact"]).stem
    record |= {"registered": [], "registered_path": None}
    (folder / RECORD).write_bytes(msgspec.json.encode(record, order="sorted"))


def mapping_version(folder: Path) -> str:
    """Digest of all that was said or remembered of the columns and cells of a filing; blank where no record was kept."""
    path = folder / RECORD
    if not path.exists():
        return ""
    answers = msgspec.json.decode(path.read_bytes())["answers"]
    return sha256(msgspec.json.encode(answers, order="sorted")).hexdigest()[:12]


def repeated(revision: Revision) -> Filing:
    """The filing of a revision's newest reading, as it was, to be read again; OSError where its record is gone."""
    storage = Storage()
    folder = storage.reports(revision.id, revision.attempt)
    record = msgspec.json.decode((folder / RECORD).read_bytes())
    for file in record["files"]:
        file["path"] = str(storage.file(file["path"]))
    for earlier in record["history"]:
        earlier["path"] = str(storage.artefact(earlier["path"]))
    # Records of a while had it apart, in a list of none or one.
    sha256s = [each["path"] for each in record.get("replaces", ())] or [(record["published"] or {}).get("artefact")]
    if sha256s[0]:
        record["published"]["artefact"] = str(storage.artefact(sha256s[0]))
    record["registered"] = msgspec.to_builtins([every.publisher for every in publishers.every()])
    return msgspec.convert(record, type=Filing)
