"""The page on which files are chosen: one field for each kind of paper that the year asks for."""

from collections.abc import Mapping
from typing import Any, Self

from flask_wtf.file import MultipleFileField

from otameshi.applications.models import Application
from otameshi.files.kinds import BY_NAME, accept, accepted
from otameshi.programme.models import YearPaper
from otameshi.web.forms import PageForm


def _field(paper: YearPaper) -> Any:
    kinds = accept(BY_NAME[paper.accepts])
    return MultipleFileField(paper.label, render_kw={"accept": kinds, "multiple": True})


class FilesForm(PageForm):
    asked: tuple[YearPaper, ...] = ()

    @classmethod
    def of(cls, application: Application) -> Self:
        """Offer what the year asks for; a file already there is listed, never in the field."""
        asked = tuple(one for one in application.call.year.papers if one.asked)
        fields = {one.key: _field(one) for one in asked}
        made: Self = type("YearFilesForm", (cls,), fields)()
        made.asked = asked
        return made

    @staticmethod
    def help_of(paper: YearPaper) -> str:
        """Return what the office says of a paper, with what is taken and how many."""
        return f"{paper.help}（{accepted(BY_NAME[paper.accepts])}。{paper.most}個まで）"

    def answers(self) -> Mapping[str, list[tuple[str, bytes]]]:
        """Return the chosen files by the key of their kind: name and content."""
        return {
            paper.key: [
                (one.filename, one.stream.read()) for one in self[paper.key].data or [] if one
            ]
            for paper in self.asked
        }
