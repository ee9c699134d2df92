"""The portal's face: header, footer, home, error and log-in pages, and CKAN's own pages in the same design.

A plugin of its own, ``spenddata_theme``, listed before ``spenddata``: a portal that has its own looks leaves it out and keeps every page
under ``/spend``. Open ``plugin.py`` first; the design itself is ``assets/spend.css`` of the extension.
"""
