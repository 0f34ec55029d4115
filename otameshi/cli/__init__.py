"""Commands for those who run the system."""

from flask import Flask

from otameshi.cli.demo import demo
from otameshi.cli.operate import COMMANDS
from otameshi.cli.rulebook import rulebook
from otameshi.cli.sheet import sheet


def init_app(app: Flask) -> None:
    for command in (*COMMANDS, demo, rulebook, sheet):
        app.cli.add_command(command)
