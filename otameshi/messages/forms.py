"""What the pages of messages ask for. Shape only."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import SelectField

from otameshi.files.kinds import DOCUMENTS, accept, accepted
from otameshi.messages.actions import Files
from otameshi.messages.models import GENERAL, subject_of
from otameshi.messages.rules import LONGEST_MESSAGE
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.web.forms import PageForm, long_text, options

NOBODY = "決めない"


def _key(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None


def _files() -> Any:
    return MultipleFileField("添付するファイル", render_kw={"accept": accept(DOCUMENTS)})


class MessageForm(PageForm):
    body = long_text("メッセージ", LONGEST_MESSAGE, render_kw={"rows": 8})
    files = _files()
    taken = accepted(DOCUMENTS)

    def chosen(self) -> Files:
        """Return the chosen files: name and content."""
        return [(one.filename, one.stream.read()) for one in self.files.data or [] if one]


class NewMessageForm(MessageForm):
    call = SelectField("どの募集について", coerce=_key)

    def offer(self, calls: Sequence[Call], chosen: int | None) -> None:
        pairs = [(str(call.id), subject_of(call)) for call in calls]
        self.call.choices = [*options(pairs), *options([("", GENERAL)])]
        if not self.is_submitted():
            self.call.data = chosen


class AssignForm(PageForm):
    assignee = SelectField("返信する担当", coerce=_key)

    def offer(self, people: Sequence[Person], chosen: int | None) -> None:
        self.assignee.choices = options(((str(one.id), one.name) for one in people), unset=NOBODY)
        if not self.is_submitted():
            self.assignee.data = chosen
