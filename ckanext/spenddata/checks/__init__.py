"""Canonical rows → every finding → reports.

Comes in: ``Rows`` and a ``Context`` (regime, period, publisher, history). Goes out: a findings frame (``findings.py``): every place
where a rule is broken, what was expected, and a fix where one follows. Open ``check.py`` first; the rules are data in
``schemas/rules.yaml``.
"""
