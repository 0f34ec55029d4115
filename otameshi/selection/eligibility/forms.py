"""What the page of a notice asks for. Shape only."""

from wtforms import HiddenField, StringField

from otameshi.web.forms import PageForm, long_text


class NoticeForm(PageForm):
    """The reasons of the notice, and those for which the letter has been shown."""

    note = long_text("満たさない理由", 2_000, render_kw={"rows": 6})
    shown = HiddenField()
    action = StringField()

    def was_shown(self) -> bool:
        """Say whether the letter with these very reasons stood on the page that was sent."""
        return _lines(self.shown.data) == _lines(self.note.data) != []


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
