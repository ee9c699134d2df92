"""Metadata lives in pyproject.toml; only Babel's extractors have no place there."""

from setuptools import setup

setup(
    message_extractors={
        "ckanext": [
            ("spenddata/**.py", "python", None),
            ("spenddata/**.js", "javascript", None),
            ("spenddata/templates/**.html", "ckan", None),
            ("spenddata/schemas/publisher.yaml", "ckanext.spenddata.definitions.form_texts:extract", None),
            ("spenddata/schemas/dataset.yaml", "ckanext.spenddata.definitions.form_texts:extract", None),
        ],
    },
)
