"""Which files the database says there are."""

from __future__ import annotations

from ckanext.spenddata.ledger.connection import Connection

_FILES = """
select 'files/' || left(sha256, 2) || '/' || sha256 from spenddata_file where erased is null
union
select 'artefacts/' || left(artefact_sha256, 2) || '/' || artefact_sha256 || '.parquet' from spenddata_revision
where artefact_sha256 <> '' and state not in ('erased', 'submitted', 'checking')
"""


def files(ckan: Connection) -> set[str]:
    """Names below the storage folder of files as sent and artefacts that some revision has."""
    with ckan.cursor() as cursor:
        cursor.execute(_FILES)
        return {name for (name,) in cursor}
