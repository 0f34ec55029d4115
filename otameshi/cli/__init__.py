"""Commands for those who run the system."""

from flask import Flask

from otameshi.cli.operate import COMMANDS


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
