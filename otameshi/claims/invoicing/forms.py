"""What the pages of banks, accounts and invoices ask for. Shape only."""

from flask_wtf.file import FileField, FileRequired

from otameshi.web.forms import DateParts, PageForm, Required


class ListForm(PageForm):
    file = FileField(
        "一覧のファイル",
        [FileRequired("一覧のファイルを選んでください。")],
        render_kw={"accept": ".csv,.json"},
    )
    dated = DateParts("いつの一覧か", [Required()])
