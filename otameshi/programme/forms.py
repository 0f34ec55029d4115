"""What the pages of a programme year ask for. Shape only."""

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Self

from flask_wtf.file import FileField
from wtforms import BooleanField, Form
from wtforms.validators import Email, Optional, ValidationError

from otameshi.core.clock import in_japan
from otameshi.core.yen import Yen
from otameshi.programme.models import Call, Criterion, Host, Office, ProgrammeYear
from otameshi.programme.rules import (
    CRITERION_WORDS,
    PLEDGES,
    PRIVACY,
    WORDS,
    WORKS,
    CallSettings,
    CriterionSettings,
    HostSettings,
    Housing,
    OfficeSettings,
    PlaceUnit,
    YearSettings,
)
from otameshi.subsidy import BadRulebook, read
from otameshi.web.forms import (
    DIGITS,
    DateParts,
    NumberField,
    PageForm,
    Required,
    YenField,
    clock,
    given,
    half_width,
    labelled,
    long_text,
    moment_of,
    text,
    within,
)

MUNICIPALITY = re.compile(r"[0-9]{5}")
LONGEST_RULEBOOK = 200_000
MOST_BUDGET = 10_000_000_000


def _number(
    name: str, least: int, most: int, *, required: bool = True, description: str = ""
) -> NumberField:
    checks = [Required() if required else Optional(), within(least, most)]
    return NumberField(WORDS[name], checks, render_kw=DIGITS, description=description)


def _date(name: str, *, required: bool = True) -> DateParts:
    return DateParts(WORDS[name], validators=[Required()] if required else [])


def _text(name: str, most: int = 100, **kw: Any) -> Any:
    return text(WORDS[name], most, **kw)


def _lines(name: str, first: Sequence[str]) -> Any:
    words = WORDS[name]
    return long_text(words, required=False, default="\n".join(first), render_kw={"rows": 6})


def listed(field: Any) -> list[str]:
    """Return the lines of a field, each once, without empty ones."""
    lines = (line.strip(" \t\u3000") for line in (field.data or "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


class YearForm(PageForm):
    name = _text("name")
    group_limit = _number("group_limit", 1, 10)
    months_soft = BooleanField(WORDS["months_soft"], default=True)
    outside_only = BooleanField(WORDS["outside_only"], default=True)
    without_base = BooleanField(WORDS["without_base"], default=True)
    works = _lines("works", WORKS)
    pledges = _lines("pledges", PLEDGES)
    privacy = long_text(WORDS["privacy"], 2_000, default=PRIVACY, render_kw={"rows": 5})
    budget = YenField(WORDS["budget"], [Required(), within(0, MOST_BUDGET)], render_kw=DIGITS)
    reviewers_each = _number("reviewers_each", 1, 10)
    trial_first = _date("trial_first")
    trial_last = _date("trial_last")
    paid_by = _date("paid_by")
    months_least = _number("months_least", 1, 12)
    months_most = _number("months_most", 1, 12)
    nights_a_month = _number("nights_a_month", 0, 31)
    nights_soft = BooleanField(WORDS["nights_soft"])
    age_base = _date("age_base", required=False)
    age_least = _number("age_least", 0, 120, required=False)
    age_most = _number("age_most", 0, 120, required=False)
    age_most_soft = BooleanField(WORDS["age_most_soft"])
    member_consent = BooleanField(WORDS["member_consent"])
    guidelines = _text("guidelines", 200)
    document_code = _text("document_code", 20)
    issuer = _text("issuer")
    section = _text("section")
    phone = _text("phone", 30)
    email = _text("email", validators=[Email(message="メールアドレスの形で入力してください。")])

    @classmethod
    def of(cls, year: ProgrammeYear | None) -> Self:
        if year is None:
            return cls()
        known = {each.name: getattr(year, each.name) for each in fields(YearSettings)}
        listed = {name: "\n".join(known[name]) for name in ("works", "pledges")}
        return cls(data={**known, **listed})

    def settings(self) -> YearSettings:
        return YearSettings(
            name=given(self.name.data),
            group_limit=given(self.group_limit.data),
            age_base=self.age_base.data,
            age_least=self.age_least.data,
            age_most=self.age_most.data,
            age_most_soft=bool(self.age_most_soft.data),
            trial_first=given(self.trial_first.data),
            trial_last=given(self.trial_last.data),
            months_least=given(self.months_least.data),
            months_most=given(self.months_most.data),
            nights_a_month=given(self.nights_a_month.data),
            nights_soft=bool(self.nights_soft.data),
            paid_by=given(self.paid_by.data),
            budget=Yen(given(self.budget.data)),
            reviewers_each=given(self.reviewers_each.data),
            months_soft=bool(self.months_soft.data),
            outside_only=bool(self.outside_only.data),
            without_base=bool(self.without_base.data),
            works=listed(self.works),
            pledges=listed(self.pledges),
            privacy=given(self.privacy.data),
            guidelines=given(self.guidelines.data),
            document_code=given(self.document_code.data),
            issuer=given(self.issuer.data),
            section=given(self.section.data),
            phone=given(self.phone.data),
            email=given(self.email.data),
            member_consent=bool(self.member_consent.data),
        )


class FirstYearForm(YearForm):
    fiscal_year = NumberField("年度（西暦）", [Required(), within(2000, 2100)], render_kw=DIGITS)


class NextYearForm(PageForm):
    fiscal_year = NumberField(
        "作成する年度（西暦）", [Required(), within(2000, 2100)], render_kw=DIGITS
    )


class CallForm(PageForm):
    title = _text("title")
    opens_on = DateParts("募集を始める日", validators=[Required()])
    opens_time = clock("募集を始める時刻")
    closes_on = DateParts(
        "締切の日",
        validators=[Required()],
        description="日本の日付と時刻です。締切の時刻ちょうどは遅れになります。",
    )
    closes_time = clock("締切の時刻")
    quota = _number("quota", 1, 1000)
    quota_soft = BooleanField(WORDS["quota_soft"])
    grace_seconds = _number(
        "grace_seconds",
        0,
        600,
        required=False,
        description=(
            "締切の前に送信が始まった提出を、締切の後も受け付ける秒数です。"
            "0は猶予なし。0より大きいときは、応募のページに表示します。"
        ),
    )

    @classmethod
    def of(cls, call: Call | None) -> Self:
        if call is None:
            return cls(data={"opens_time": "9:00", "closes_time": "17:00", "grace_seconds": 0})
        opens, closes = in_japan(call.opens_at), in_japan(call.closes_at)
        known = {
            "opens_on": opens.date(),
            "opens_time": f"{opens.hour}:{opens.minute:02}",
            "closes_on": closes.date(),
            "closes_time": f"{closes.hour}:{closes.minute:02}",
        }
        return cls(obj=call, data=known)

    def settings(self) -> CallSettings:
        return CallSettings(
            title=given(self.title.data),
            opens_at=moment_of(self.opens_on.data, self.opens_time.data),
            closes_at=moment_of(self.closes_on.data, self.closes_time.data),
            quota=given(self.quota.data),
            quota_soft=bool(self.quota_soft.data),
            grace_seconds=self.grace_seconds.data or 0,
        )


class CriterionForm(PageForm):
    position = _number("position", 1, 99)
    name = text(CRITERION_WORDS["name"], 100)
    description = long_text(WORDS["description"], 1000, required=False, render_kw={"rows": 3})
    weight = _number("weight", 1, 100)
    most = _number("most", 1, 100)
    floor = _number(
        "floor", 0, 100, description="平均点がこれを下回ると不可とします。0は足切りなし。"
    )
    anchors = long_text(
        WORDS["anchors"],
        1000,
        required=False,
        render_kw={"rows": 5},
        description="1点の目安から順に、1行に1つずつ書きます。空でもかまいません。",
    )

    remark_needed = BooleanField(
        WORDS["remark_needed"],
        description="採点を確定するときに、この基準についての所見がないと知らせます。",
    )

    @classmethod
    def of(cls, criterion: Criterion | None, position: int = 1) -> Self:
        if criterion is None:
            return cls(data={"position": position, "weight": 1, "most": 5, "floor": 0})
        known = {each.name: getattr(criterion, each.name) for each in fields(CriterionSettings)}
        return cls(data={**known, "anchors": "\n".join(criterion.anchors)})

    def settings(self) -> CriterionSettings:
        lines = (line.strip() for line in (self.anchors.data or "").splitlines())
        return CriterionSettings(
            position=given(self.position.data),
            name=given(self.name.data),
            description=self.description.data or "",
            weight=given(self.weight.data),
            most=given(self.most.data),
            floor=given(self.floor.data),
            anchors=[line for line in lines if line],
            remark_needed=bool(self.remark_needed.data),
        )


def _is_code(_: Form, field: Any) -> None:
    if field.data and not MUNICIPALITY.fullmatch(field.data):
        raise ValidationError("団体コードは5桁の数字です（検査数字を除く）。例：20201")


def _places() -> NumberField:
    words = "この年度に受け入れられる数です。空にすると、上限なしとして扱います。"
    return _number("places", 0, 999, required=False, description=words)


def _place_unit() -> Any:
    return labelled(WORDS["place_unit"], PlaceUnit, radio=True, default=PlaceUnit.GROUPS)


class HostForm(PageForm):
    area = _text("area", 50)
    housing = labelled(WORDS["housing"], Housing, radio=True)
    note = long_text(WORDS["note"], 500, required=False, render_kw={"rows": 3})
    places = _places()
    place_unit = _place_unit()

    @classmethod
    def of(cls, host: Host) -> Self:
        return cls(obj=host)

    def settings(self) -> HostSettings:
        return HostSettings(
            area=given(self.area.data),
            housing=self.housing.data,
            note=self.note.data or "",
            places=self.places.data,
            place_unit=self.place_unit.data,
        )


class NewHostForm(HostForm):
    code = text(
        "全国地方公共団体コード",
        5,
        filters=[half_width],
        validators=[_is_code],
        render_kw=DIGITS,
        description="検査数字を除いた5桁。例：長野市は20201",
    )
    name = text("市町村名", 50)


class OfficeForm(PageForm):
    name = text("オフィスの名称", 100)
    address = text(WORDS["address"], 200, required=False)
    places = _places()
    place_unit = _place_unit()

    @classmethod
    def of(cls, office: Office | None) -> Self:
        return cls() if office is None else cls(obj=office)

    def settings(self) -> OfficeSettings:
        return OfficeSettings(
            name=given(self.name.data),
            address=self.address.data or "",
            places=self.places.data,
            place_unit=self.place_unit.data,
        )


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
