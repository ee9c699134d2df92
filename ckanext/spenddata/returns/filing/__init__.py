"""A filing, from the files that somebody sends to the ledger's entry.

``submit``         files in, cheap refusals, a new revision; answers that send it round again
``checking``       what was read is kept, and says what becomes of the revision
``reading``        files → pipeline → artefact and report, in another process; ``prepared`` is what it is given
``acknowledging``  the person's yes to what stops a publication; ``review`` is what is looked at before
``publishing``     an approved artefact → the ledger; replacement
"""
