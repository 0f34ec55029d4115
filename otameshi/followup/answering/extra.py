"""Parts that other rooms add to the page of a survey: their fields, their words, their rows.

A room appends one `Extra` to `EXTRAS` where it is set up. The page calls `add` before the form is
read, includes `template` inside the form (with `form` and `invitation`), and calls `keep` in the
transaction in which the answers were taken.
"""

from datetime import datetime
from typing import Protocol

from otameshi.followup.models import Invitation
from otameshi.web.forms import PageForm


class Extra(Protocol):
    template: str

    def add(self, form: PageForm, invitation: Invitation) -> None: ...
    def keep(self, form: PageForm, invitation: Invitation, at: datetime) -> None: ...


EXTRAS: list[Extra] = []
