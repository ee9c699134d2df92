"""The demonstration: fictional public bodies and the spend files they would send.

Comes in: a seed, a last month and how many bodies. Goes out: bodies, and filings with the bytes of their files, the
same for the same seed. Everything except ``load.py`` and ``cli.py`` is pure; these two send the files in through
submit, check and publish like anyone's. Open ``plan.py`` first: it lays out who files what; then ``stories.py``, which
holds the differences a comparison can find.

No place, organisation or person here exists. Identifiers begin with ``X-DEMO-``.
"""
