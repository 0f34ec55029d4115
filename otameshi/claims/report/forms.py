"""What the page of the report asks for. Shape only."""

from otameshi.web.forms import PageForm, long_text

LONGEST = 2_000


class ReportForm(PageForm):
    outcome = long_text(
        "活動の内容と成果",
        LONGEST,
        required=False,
        description="どこで何をし、どのようなつながりや仕事が生まれたかを、数行で書いてください。",
        render_kw={"rows": 6},
    )
