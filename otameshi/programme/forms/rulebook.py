"""The rules of the subsidy, typed or as a file."""

from typing import Any, Self

from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from otameshi.subsidy import BadRulebook, read
from otameshi.web.forms import PageForm, long_text

LONGEST_RULEBOOK = 200_000


class RulebookForm(PageForm):
    source = long_text(
        "規則（TOML）",
        LONGEST_RULEBOOK,
        required=False,
        render_kw={"rows": 30, "spellcheck": "false"},
    )
    file = FileField("規則のファイル（.toml）", render_kw={"accept": ".toml"})

    @classmethod
    def of(cls, latest: str | None) -> Self:
        return cls(data={"source": latest or ""})

    def validate_file(self, field: Any) -> None:
        """Take the file's text in place of what is typed, so that faults are mended there."""
        if not field.data or not field.data.filename:
            return
        field.data.stream.seek(0)
        content = field.data.stream.read(4 * LONGEST_RULEBOOK + 1)
        try:
            self.source.data = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as wrong:
            raise ValidationError("UTF-8の文字のファイルを選んでください。") from wrong

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the rules and say at the text what is wrong in which line."""
        if not super().validate(extra_validators):
            return False
        source, rules = self.source, self.source.data or ""
        if len(rules) > LONGEST_RULEBOOK or not rules.strip():
            source.errors = [f"規則を、{LONGEST_RULEBOOK:,}文字以内で入力してください。"]
            return False
        try:
            read(rules)
        except BadRulebook as bad:
            source.errors = [
                f"{fault.line}行目{fault.column}文字目 {fault.place} {fault.message}"
                for fault in bad.faults
            ]
        return not source.errors
