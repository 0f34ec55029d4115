"""What the page of the scoring's deadline asks for. Shape only."""

from otameshi.web.forms import DateParts, PageForm


class ClosingForm(PageForm):
    closes_on = DateParts("採点の期限")
