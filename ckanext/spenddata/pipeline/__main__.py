"""Run the filing of a JSON file in this process."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from ckanext.spenddata import definitions
from ckanext.spenddata.filing import Filing
from ckanext.spenddata.pipeline.run import run

if __name__ == "__main__":
    filing_path, out_dir = sys.argv[1:]
    run(msgspec.json.decode(Path(filing_path).read_bytes(), type=Filing), Path(out_dir), definitions.load())
