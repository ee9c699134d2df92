"""Filling the index from the ledger: a return's documents are replaced in one step, as often as one likes.

The ledger's entry decides: documents carry its number, and those of any other entry of the same return are dropped in
the same commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.search.core import WHOLE_SECONDS, Core
from ckanext.spenddata.search.documents import document

Row = Mapping[str, Any]
COMMIT_AFTER = 200_000
"""Documents of a rebuild between two commits."""
_DELETED_AT_ONCE = 200


@dataclass(frozen=True)
class Filed:
    """A current entry of the ledger, and how to read its rows."""

    entry_no: int
    return_id: str
    publisher: Publisher
    batches: Callable[[], Iterable[Sequence[Row]]]


@dataclass(frozen=True)
class Held:
    """What the index holds of an entry."""

    count: int
    pence: int


def replace_return(
    core: Core,
    return_id: str,
    publisher: Publisher,
    entry_no: int,
    batches: Iterable[Sequence[Row]],
    *,
    afresh: bool = False,
) -> int:
    """Index a return's current entry, and drop what is there of its other entries; how many documents were sent.

    Readers see the old documents or the new ones, never both: nothing is visible before the one commit at the end.
    Running it again sends the same documents under the same identifiers. With ``afresh`` every document of the return goes first:
    rows have been taken out of the entry itself.
    """
    if afresh:
        core.delete([_of_return(return_id)])
    sent = _replace(core, return_id, publisher, entry_no, batches)
    core.commit()
    return sent


def forget_return(core: Core, return_id: str) -> None:
    """Drop every document of a return that was withdrawn."""
    core.delete([_of_return(return_id)])
    core.commit()


def forget_others(core: Core, return_id: str, entry_no: int) -> None:
    """Drop the documents of a return's other entries; those of the one that is current are there."""
    core.delete([_of_return(return_id, but_entry=entry_no)])
    core.commit()


def rebuild(
    core: Core,
    filed: Iterable[Filed],
    current: Callable[[], set[int]],
    progress: Callable[[int], None] = lambda _sent: None,
) -> int:
    """Make the index again from the ledger while it is in use; how many documents were sent.

    Args:
        core: The core.
        filed: The current entries.
        current: Numbers of the entries that are current when it is called.
        progress: Told the number of documents sent so far, after each return.
    """
    sent = uncommitted = 0
    for each in filed:
        done = _replace(core, each.return_id, each.publisher, each.entry_no, each.batches())
        sent, uncommitted = sent + done, uncommitted + done
        if uncommitted >= COMMIT_AFTER:
            core.commit()
            uncommitted = 0
        progress(sent)
    core.commit()
    # Indexed first, current second: an entry published in between is in both, or in the second alone.
    indexed = set(held(core))
    _drop(core, sorted(indexed - current()))
    return sent


def forget_entries(core: Core, entries: Iterable[int]) -> None:
    """Drop every document of some entries."""
    _drop(core, sorted(entries))


def held(core: Core) -> dict[int, Held]:
    """Entry number → how many documents of it are in the index, and their sum."""
    by_entry = {"type": "terms", "field": "entry_no", "limit": -1, "facet": {"pence": "sum(pence)"}}
    answer = core.query({"query": "*:*", "limit": 0, "facet": {"entries": by_entry}}, WHOLE_SECONDS)
    buckets = answer["facets"].get("entries", {}).get("buckets", ())
    return {bucket["val"]: Held(bucket["count"], round(bucket["pence"])) for bucket in buckets}


def holds(core: Core, entry_no: int) -> Held:
    """What the index holds of one entry."""
    answer = core.query(
        {"query": f"entry_no:{int(entry_no)}", "limit": 0, "facet": {"pence": "sum(pence)"}}, WHOLE_SECONDS
    )
    return Held(answer["response"]["numFound"], round(answer["facets"].get("pence") or 0))


def _replace(core: Core, return_id: str, publisher: Publisher, entry_no: int, batches: Iterable[Sequence[Row]]) -> int:
    sent = _send(core, ([document(row, publisher, entry_no) for row in batch] for batch in batches))
    core.delete([_of_return(return_id, but_entry=entry_no)])
    return sent


def _send(core: Core, batches: Iterable[Sequence[Mapping[str, Any]]]) -> int:
    """Send one batch while the next is read: at most two are in memory."""
    sent = 0
    waiting: Future[None] | None = None
    with ThreadPoolExecutor(max_workers=1) as sender:
        for batch in batches:
            if waiting:
                waiting.result()
            waiting = sender.submit(core.add, batch) if batch else None
            sent += len(batch)
        if waiting:
            waiting.result()
    return sent


def _drop(core: Core, entries: Sequence[int]) -> None:
    for start in range(0, len(entries), _DELETED_AT_ONCE):
        some = entries[start : start + _DELETED_AT_ONCE]
        core.delete([f"entry_no:({' OR '.join(map(str, some))})"])
    if entries:
        core.commit()


def _of_return(return_id: str, but_entry: int | None = None) -> str:
    """A query in Lucene's language; the identifier is quoted, and has no quotes or backslashes of its own left."""
    quoted = return_id.replace("\\", "\\\\").replace('"', '\\"')
    query = f'+return_id:"{quoted}"'
    return query if but_entry is None else f"{query} -entry_no:{int(but_entry)}"
