"""Backup and restore: both databases at one moment, the files, and a manifest that proves them. An administrator's; no action leads here.

A backup is one tar file. ``make.py`` writes it (``moment.py`` holds the databases still for an instant, ``pins.py`` keeps the files as they
were in it), ``check.py`` proves it, ``restore.py`` puts it into an empty portal that nobody uses, and ``catch_up.py`` makes what is not in
it: the indexes, and what was taken back after it was made.
"""
