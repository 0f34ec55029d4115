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
    why_nothing = long_text(
        "0円でも報告する理由",
        LONGEST,
        required=False,
        description="補助金が0円になる見込みです。それでも報告するときに記入してください。"
        "県の担当者が読みます。",
        render_kw={"rows": 3},
    )
