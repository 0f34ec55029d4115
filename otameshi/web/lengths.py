"""How long a text is, counted as the person who typed it counts: 葛󠄀 and 👩‍🌾 are one character."""

from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from otameshi.core.graphemes import graphemes

# A cluster may hold any number of code points; a column and a page may not.
CODES_EACH = 10


class AtMost:
    """The text has at most so many characters; the message says how many it has.

    WTForms' own Length counts code points and tells the browser to count UTF-16 units: by both,
    髙󠄀 and 𠮷 would be two characters.
    """

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: Field) -> None:  # as in wtforms
        text = field.data or ""
        if len(text) <= self.most:  # no text has more clusters than code points
            return
        if len(text) > self.most * CODES_EACH:
            raise StopValidation(f"{self.most:,}文字以内で入力してください。")
        count = graphemes(text)
        if count > self.most:
            raise StopValidation(
                f"{self.most:,}文字以内で入力してください（いまは{count:,}文字です）。"
            )
