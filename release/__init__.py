"""How a release is made: the changelog from its fragments, the version, the commit, the tag; nothing is sent anywhere.

Open ``__main__.py`` first; ``changelog.py`` is text alone. What a release is, step by step: ``docs/development.md``.
"""
