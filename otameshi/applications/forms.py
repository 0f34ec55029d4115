"""What the pages of an application ask for. Shape only: half-filled pages may be saved."""

from collections.abc import Callable, Sequence
from typing import Any, Self

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
)
from wtforms.validators import Optional, ValidationError

from otameshi.applications import costs
from otameshi.applications.answers import (
    BusinessAnswers,
    CostAnswers,
    KindAnswers,
    MemberAnswers,
    PlanAnswers,
)
from otameshi.applications.models import Application, Member
from otameshi.applications.prefectures import PREFECTURES
from otameshi.applications.reading import (
    corporate_number,
    homepage,
    is_corporate_number,
    is_homepage,
    is_kana,
    is_phone,
    is_postal_code,
    kana,
    on_paper,
    phone,
    postal_code,
)
from otameshi.applications.requirements import OTHER_WORK
from otameshi.applications.rules import MOST_COSTS, MOST_WISHES, Kind
from otameshi.core.yen import Yen
from otameshi.programme import actions as programme
from otameshi.programme.models import Host, ProgrammeYear
from otameshi.subsidy import Rulebook
from otameshi.web.forms import (
    DIGITS,
    DateParts,
    NumberField,
    PageForm,
    YenField,
    given,
    labelled,
    long_text,
    options,
    row_key,
    text,
)

MOST_NIGHTS = 31
MOST_YEN = 100_000_000
SPARE_ROWS = 2
UNSET = "選んでください"


def short(label: str, most: int = 100, **kw: Any) -> Any:
    """Make a line that may stay empty and can be printed on a paper."""
    return text(label, most, required=False, **_printed(kw))


def long(label: str, most: int = 2_000, **kw: Any) -> Any:
    return long_text(label, most, required=False, **_printed(kw))


def explanation(label: str) -> Any:
    """Make the place where an applicant explains what a soft condition (概ね) asks about."""
    return long(label, 500, render_kw={"rows": 3})


def _printed(kw: dict[str, Any]) -> dict[str, Any]:
    return {**kw, "validators": [on_paper, *kw.get("validators", [])]}


def _checked(reads: Callable[[str], bool], message: str) -> Callable[[Form, Any], None]:
    def check(_: Form, field: Any) -> None:
        if field.data and not reads(field.data):
            raise ValidationError(message)

    return check


def _within(least: int, most: int) -> Callable[[Form, Any], None]:
    def check(_: Form, field: Any) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise ValidationError(f"{least:,}から{most:,}までの数で入力してください。")

    return check


class KindForm(PageForm):
    kind = labelled("応募区分", Kind, radio=True, validators=[Optional()])
    company = short("法人名", render_kw={"autocomplete": "organization"})
    corporate_number = short(
        "法人番号",
        filters=[corporate_number],
        validators=[
            _checked(
                is_corporate_number,
                "法人番号は13桁の数字です。国税庁の法人番号公表サイトで確かめてください。",
            )
        ],
        render_kw=DIGITS,
    )
    leader = short("法人の代表者の職・氏名")
    shop = short("屋号")
    employer = short("勤務先")
    employer_consent = BooleanField("おためしナガノへの参加について、勤務先の承諾を得ています")

    @classmethod
    def of(cls, application: Application) -> Self:
        name = {Kind.COMPANY: "company", Kind.SOLE: "shop", Kind.EMPLOYEE: "employer"}
        kind = application.kind
        known = {name[kind]: application.trade_name} if kind in name else {}
        return cls(obj=application, data=known)

    def answers(self) -> KindAnswers:
        """Return what belongs to the chosen kind; the rest of the page is not asked of it."""
        kind = self.kind.data or None
        names = {Kind.COMPANY: self.company, Kind.SOLE: self.shop, Kind.EMPLOYEE: self.employer}
        if kind is None or kind not in names:
            return KindAnswers(kind)
        company = kind is Kind.COMPANY
        return KindAnswers(
            kind=kind,
            trade_name=names[kind].data or "",
            corporate_number=(self.corporate_number.data or "") if company else "",
            leader=(self.leader.data or "") if company else "",
            employer_consent=kind is Kind.EMPLOYEE and bool(self.employer_consent.data),
        )


class MemberForm(PageForm):
    name = short("氏名", render_kw={"autocomplete": "name"})
    kana = short(
        "フリガナ",
        filters=[kana],
        validators=[_checked(is_kana, "フリガナは、ひらがなかカタカナで入力してください。")],
    )
    birth_date = DateParts("生年月日", birth=True)
    age_explanation = explanation("年齢についての説明")
    postal_code = short(
        "郵便番号",
        filters=[postal_code],
        validators=[_checked(is_postal_code, "郵便番号は7桁の数字で入力してください。")],
        render_kw={"autocomplete": "postal-code", "inputmode": "numeric"},
    )
    place = RadioField("郵便番号の地域", choices=[], validate_choice=False)
    prefecture = SelectField(
        "都道府県",
        choices=options(((one, one) for one in PREFECTURES), unset=UNSET),
        validators=[Optional()],
        render_kw={"autocomplete": "address-level1"},
    )
    address = short("住所（市区町村から）", 200, render_kw={"autocomplete": "street-address"})
    phone = short(
        "電話番号",
        filters=[phone],
        validators=[_checked(is_phone, "電話番号は、市外局番から数字で入力してください。")],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    occupation = short("職業・職種")
    has_base = BooleanField("長野県内に、すでに事業の拠点（事務所など）があります")

    @classmethod
    def of(cls, member: Member | None) -> Self:
        return cls(obj=member)

    def answers(self) -> MemberAnswers:
        return MemberAnswers(
            name=self.name.data or "",
            kana=self.kana.data or "",
            birth_date=self.birth_date.data,
            postal_code=self.postal_code.data or "",
            prefecture=self.prefecture.data or "",
            address=self.address.data or "",
            phone=self.phone.data or "",
            occupation=self.occupation.data or "",
            has_base=bool(self.has_base.data),
            age_explanation=self.age_explanation.data or "",
        )


def works_of(year: ProgrammeYear) -> list[str]:
    """Return the fields of work (事業の分野) to choose from, where the year asks for one."""
    return [*year.works, OTHER_WORK] if year.works else []


class BusinessForm(PageForm):
    work = RadioField("事業の分野", choices=[], validators=[Optional()])
    work_explanation = explanation("「その他」の内容")
    business = long("事業の内容", render_kw={"rows": 8})
    career = long("経歴", render_kw={"rows": 8})
    homepage = short(
        "ホームページ・作品集",
        500,
        filters=[homepage],
        validators=[
            _checked(
                is_homepage,
                "「https://」で始まるアドレスを入力してください。例：https://example.jp/works",
            )
        ],
        render_kw={"inputmode": "url", "autocomplete": "url", "spellcheck": "false"},
    )

    @classmethod
    def of(cls, application: Application) -> Self:
        form = cls(obj=application)
        form.offer(works_of(application.call.year))
        return form

    def offer(self, works: Sequence[str]) -> None:
        """Offer these fields of work; a year that has none does not ask."""
        if works:
            self.work.choices = options((one, one) for one in works)
        else:
            del self.work, self.work_explanation

    def answers(self) -> BusinessAnswers:
        return BusinessAnswers(
            business=self.business.data or "",
            career=self.career.data or "",
            work=(self.work.data or "") if "work" in self else "",
            work_explanation=(self.work_explanation.data or "") if "work" in self else "",
            homepage=self.homepage.data or "",
        )


class PlanForm(PageForm):
    hosts: Sequence[Host] = ()
    wish1 = SelectField("第1希望の市町村", coerce=row_key)
    wish2 = SelectField("第2希望の市町村", coerce=row_key)
    wish3 = SelectField("第3希望の市町村", coerce=row_key)
    office_id = SelectField("希望するオフィス", coerce=row_key)
    stay_from = DateParts("おためしを始める日")
    stay_to = DateParts("おためしを終える日")
    months_explanation = explanation("滞在の月数についての説明")
    nights_a_month = NumberField(
        "1か月に泊まる数",
        [_within(0, MOST_NIGHTS)],
        render_kw=DIGITS,
    )
    nights_explanation = explanation("泊まる数についての説明")
    housing_help = RadioField(
        "市町村の住居の支援",
        choices=options((("yes", "希望する"), ("no", "希望しない"))),
        validators=[Optional()],
    )
    plan = long("期間中の活動計画", render_kw={"rows": 10})
    other_support = long("ほかの補助金・支援", 500, render_kw={"rows": 3})
    heard_from = short("おためしナガノを知ったきっかけ")

    @classmethod
    def of(cls, application: Application) -> Self:
        help_ = {True: "yes", False: "no", None: None}[application.housing_help]
        wished = {f"wish{wish.rank}": wish.host_id for wish in application.wishes}
        known = {**dict.fromkeys(("wish1", "wish2", "wish3")), **wished}
        form = cls(
            data={
                **{name: getattr(application, name) for name in PlanAnswers.__slots__[1:]},
                **known,
                "housing_help": help_,
            }
        )
        form.offer(programme.hosts_of(application.call.year))
        return form

    def offer(self, hosts: Sequence[Host]) -> None:
        """Offer these municipalities and their offices."""
        self.hosts = hosts
        towns = [(str(one.id), f"{one.name}（{one.area}）") for one in hosts]
        for rank, field in enumerate(self.wished, start=1):
            field.choices = options(towns, unset=UNSET if rank == 1 else "希望なし")
        offices = [
            (str(office.id), f"{host.name}：{office.name}")
            for host in hosts
            for office in host.offices
        ]
        self.office_id.choices = options(offices, unset="決めていない")

    @property
    def wished(self) -> list[SelectField]:
        return [getattr(self, f"wish{rank}") for rank in range(1, MOST_WISHES + 1)]

    def validate_wish2(self, field: Any) -> None:
        self._distinct(field, [self.wish1])

    def validate_wish3(self, field: Any) -> None:
        self._distinct(field, [self.wish1, self.wish2])

    def _distinct(self, field: Any, before: Sequence[Any]) -> None:
        if field.data is not None and field.data in [other.data for other in before]:
            raise ValidationError("同じ市町村が選ばれています。別の市町村を選んでください。")

    def validate_stay_to(self, field: Any) -> None:
        if field.data and self.stay_from.data and field.data < self.stay_from.data:
            raise ValidationError("おためしを終える日は、始める日以後にしてください。")

    def answers(self) -> PlanAnswers:
        return PlanAnswers(
            wishes=tuple(field.data for field in self.wished if field.data is not None),
            office_id=self.office_id.data,
            stay_from=self.stay_from.data,
            stay_to=self.stay_to.data,
            nights_a_month=self.nights_a_month.data,
            housing_help={"yes": True, "no": False}.get(self.housing_help.data or ""),
            plan=self.plan.data or "",
            other_support=self.other_support.data or "",
            heard_from=self.heard_from.data or "",
            months_explanation=self.months_explanation.data or "",
            nights_explanation=self.nights_explanation.data or "",
        )


class CostRow(Form):
    """One row of the table of costs; a row in which nothing is typed is no row."""

    what = SelectField("経費の種類", validate_choice=True)
    amount = YenField("金額", [_within(1, MOST_YEN)], render_kw=DIGITS)
    note = short("内容")

    @property
    def empty(self) -> bool:
        typed = "".join(str(part) for part in self.amount.raw_data or ())
        return not self.what.data and not typed.strip() and not self.note.data

    def validate_what(self, field: Any) -> None:
        if not field.data and not self.empty:
            raise ValidationError(
                "経費の種類を選んでください。行を消すときは金額と内容も空にします。"
            )

    def validate_amount(self, field: Any) -> None:
        if field.data is None and not field.errors and not self.empty:
            raise ValidationError("金額を入力してください。行を消すときは種類と内容も空にします。")

    def answers(self) -> CostAnswers:
        kind, sub_kind, contract = self.what.data.split(costs.MARK)
        amount = Yen(given(self.amount.data))
        return CostAnswers(kind, amount, self.note.data or "", sub_kind, contract)


class CostsForm(PageForm):
    lines = FieldList(FormField(CostRow), label="経費", max_entries=MOST_COSTS + SPARE_ROWS)

    @classmethod
    def of(cls, application: Application) -> Self:
        rows = [
            {
                "what": costs.key_of(one.kind, one.sub_kind, one.contract),
                "amount": one.amount,
                "note": one.note,
            }
            for one in application.costs
        ]
        form = cls(data={"lines": [*rows, *({} for _ in range(SPARE_ROWS + (not rows)))]})
        form.offer(programme.rules_of(application.call.year))
        return form

    def offer(self, rulebook: Rulebook | None) -> None:
        known = costs.choices(rulebook) if rulebook else []
        choices = options(((one.key, one.label) for one in known), unset=UNSET)
        for entry in self.lines.entries:
            entry.form.what.choices = choices

    def answers(self) -> list[CostAnswers]:
        rows = [entry.form for entry in self.lines.entries]
        return [row.answers() for row in rows if not row.empty]
