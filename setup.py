"""What pyproject.toml has no place for: Babel's extractors, and the README with addresses that hold on a package index."""

import re
import tomllib
from pathlib import Path

from setuptools import setup

ROOT = Path(__file__).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PICTURES = (".png", ".svg", ".jpg")
LINK = re.compile(r"(\]\()(?![a-z]+:|#)([^)\s]+)(?=\))")
"""The target of a Markdown link that is neither an address nor a place on the page."""


def readme() -> str:
    """The README, its links into the repository made addresses of this version's: an index shows the text without the files."""
    source, tag = PROJECT["urls"]["Source"], f"v{PROJECT['version']}"
    pictures = source.replace("https://github.com", "https://raw.githubusercontent.com")

    def address(link: re.Match[str]) -> str:
        target = link[2]
        return link[1] + (
            f"{pictures}/{tag}/{target}" if target.endswith(PICTURES) else f"{source}/blob/{tag}/{target}"
        )

    return LINK.sub(address, (ROOT / "README.md").read_text("utf-8"))


setup(
    long_description=readme(),
    long_description_content_type="text/markdown",
    message_extractors={
        "ckanext": [
            ("spenddata/**.py", "python", None),
            ("spenddata/**.js", "javascript", None),
            ("spenddata/templates/**.html", "ckan", None),
            ("spenddata/theme/templates/**.html", "ckan", None),
            ("spenddata/schemas/publisher.yaml", "ckanext.spenddata.definitions.form_texts:extract", None),
            ("spenddata/schemas/dataset.yaml", "ckanext.spenddata.definitions.form_texts:extract", None),
        ],
    },
)
