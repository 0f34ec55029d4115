"""Commands for those who run the system."""

from flask import Flask

from otameshi.cli.demo import demo
from otameshi.cli.operate import COMMANDS
from otameshi.cli.rulebook import rulebook


def init_app(app: Flask) -> None:
    for command in (*COMMANDS, demo, rulebook):
        app.cli.add_command(command)
