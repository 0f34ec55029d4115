"""Commands for those who run the system."""

from flask import Flask

from otameshi.cli.banks import banks
from otameshi.cli.courses import courses, differences
from otameshi.cli.dashboard import dashboard
from otameshi.cli.demo import command as demonstration
from otameshi.cli.drafts import COMMANDS as DRAFTS
from otameshi.cli.export import export
from otameshi.cli.files import files as stored
from otameshi.cli.followup import followup, retention
from otameshi.cli.open_data import open_data
from otameshi.cli.operate import COMMANDS
from otameshi.cli.rulebook import rulebook
from otameshi.cli.sheet import sheet
from otameshi.cli.token import token
from otameshi.cli.totals import import_totals


def init_app(app: Flask) -> None:
    for command in (
        *COMMANDS,
        *DRAFTS,
        banks,
        courses,
        differences,
        dashboard,
        demonstration,
        stored,
        rulebook,
        sheet,
        token,
        export,
        followup,
        retention,
        import_totals,
        open_data,
    ):
        app.cli.add_command(command)
