"""Eyes of those who run a portal: log lines, health, readiness, figures for Prometheus, and mail where work is stuck.

``doors.py`` answers ``/healthz``, ``/readyz`` and ``/metrics`` before CKAN sees the request, and writes the access log; ``ready.py`` looks
at the services, ``metrics.py`` counts, ``logs.py`` shapes lines, ``stuck.py`` writes to administrators,
``letters.py`` to those whose turn it is with a return.
"""
