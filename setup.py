"""Metadata lives in pyproject.toml; only Babel's extractors have no place there."""

from setuptools import setup

setup(
    message_extractors={
        "ckanext": [
            ("spenddata/**.py", "python", None),
            ("spenddata/**.js", "javascript", None),
            ("spenddata/templates/**.html", "ckan", None),
        ],
    },
)
