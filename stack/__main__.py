"""`python -m stack run`, `alone -- COMMAND` and `test -- COMMAND`: see each command's `--help`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from stack import alone, portal, trial
from stack.progress import StackError


def main(arguments: list[str]) -> int:
    """Read the command line and do what it asks."""
    parser = argparse.ArgumentParser(
        prog="python -m stack", description="The services of a spend portal on one machine."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="a whole portal, kept in SPENDDATA_HOME (./var), on PORT (5000), until Ctrl-C")
    only = commands.add_parser("alone", help="one command on the services of SPENDDATA_HOME while nobody is served")
    only.add_argument("run", nargs="+", metavar="COMMAND")
    test = commands.add_parser("test", help="run a command against fresh services of its own: test -- pytest tests")
    test.add_argument("--keep", type=Path, metavar="FILE", help="write the addresses to FILE as exports, and serve")
    test.add_argument(
        "--sets", type=int, default=1, metavar="N", help="services of each kind, for N processes of COMMAND"
    )
    test.add_argument("--steady", action="store_true", help="services set as those of `run`, for what is measured")
    test.add_argument("run", nargs="*", metavar="COMMAND")
    wanted = parser.parse_args(arguments)
    try:
        if wanted.command == "run":
            return portal.run()
        if wanted.command == "alone":
            return alone.run(wanted.run)
        if not wanted.keep and not wanted.run:
            test.error("say which COMMAND to run, after --, or --keep FILE")
        return trial.run(wanted.run, wanted.keep, wanted.sets, steady=wanted.steady)
    except StackError as error:
        print(f"stack: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
