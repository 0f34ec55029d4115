"""Brings the database up to date; loads the demonstration into an empty one, names its accounts."""

import os
import sys

import click

from otameshi.app import command

DEMONSTRATION = (["demo"], ["demo", "--accounts"])  # the first fills only an empty database


def main() -> None:
    """Run the commands in one Python, because loading the application is what takes the time."""
    steps = [["db", "upgrade"]]
    if os.environ.get("OTAMESHI_DEMO") == "1":
        steps += DEMONSTRATION
    for step in steps:
        try:
            command.main(step, standalone_mode=False)
        except click.ClickException as refusal:
            refusal.show()
            sys.exit(f"otameshi {' '.join(step)} failed.")


if __name__ == "__main__":
    main()
