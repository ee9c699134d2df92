"""The index of transactions in Solr: what words, filters and sums are answered from. The only room with Solr.

Comes in: rows of the ledger and the body they are of; a typed question. Goes out: documents; rows, counts and sums in
pence. Everything here follows the ledger and can be made again from it: ``ckan spenddata search rebuild``.

Open ``query.py`` first: it is the question. ``answers.py`` sends it, ``documents.py`` and ``index.py`` fill the core,
``core.py`` speaks HTTP. ``solr/conf`` is the core's configuration, to be copied into a Solr that is already there.
"""
