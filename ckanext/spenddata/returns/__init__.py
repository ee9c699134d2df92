"""The life of a revision, its background work included: the only code that changes a state.

Comes in: files or a nil statement for a return, and what people say about them. Goes out: ledger entries, and after them resources,
DataStore tables and search documents. Open ``states.py`` first (what may become what), then ``work.py`` (who does it):

``submit``      files in, cheap refusals, a new revision; answers that send it round again
``checking``    files → pipeline → artefact and report
``publishing``  an approved artefact → the ledger; replacement
``removals``    taking back: withdrawals, and erasures (``erasure_plans``, ``erasing``); ``tombstones`` is what stands there afterwards
``followups``   after the ledger: ``catalogue``, ``tables``, the index
``work``        claims, tries, the two drain loops; ``bell`` wakes them; the ``clock`` has the ``sweep`` find what was dropped
``storage``     files and artefacts, private, addressed by their SHA-256
``publishers``  CKAN's organisations as publishers; ``authority`` says who may do what for one; ``duties`` what is due
"""
