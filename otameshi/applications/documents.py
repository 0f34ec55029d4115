"""An application in words: for its receipt, for the summary page, for the history."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from otameshi.applications.costs import label_of
from otameshi.applications.models import Application, ApplicationPaper, Member
from otameshi.applications.questions import standing as questions
from otameshi.applications.requirements import findings, remark
from otameshi.applications.rules import Kind, PageName, member_title
from otameshi.core.clock import day_in_japan, in_japan
from otameshi.core.states import Refused
from otameshi.core.wareki import wareki
from otameshi.core.yen import total
from otameshi.documents import paper
from otameshi.documents.paper import Attachment, Entries, Files, Heading, Look, Part
from otameshi.documents.typefaces import Face, typeface
from otameshi.subsidy import Rulebook

Rows = list[tuple[str, str]]

RECEIPT, COPY = "応募受付票", "応募内容の控え"
TRADE_NAME = {Kind.COMPANY: "法人名", Kind.SOLE: "屋号", Kind.EMPLOYEE: "勤務先"}
WEEKDAYS = "月火水木金土日"


def in_words(value: date | None) -> str:
    return "" if value is None else wareki(value)


def moment_in_words(moment: datetime) -> str:
    """Return 「令和8年5月18日（月）16時59分59秒」 by the clock in Japan; 「…17時」 on the hour."""
    local = in_japan(moment)
    clock = f"{local:%H時%M分%S秒}" if local.minute or local.second else f"{local.hour}時"
    return f"{wareki(local.date())}（{WEEKDAYS[local.weekday()]}）{clock}"


def must_print(name: str) -> None:
    """Refuse a file's name that the receipt could not show."""
    try:
        typeface(Face.SANS).prepared(name)
    except Refused as missing:
        raise Refused(
            f"「{name}」の名前に、書類に印刷できない文字があります。名前を変えてから選んでください。"
        ) from missing


def yes(given: bool | None, positive: str, negative: str) -> str:  # noqa: FBT001  # a column's value
    return "" if given is None else positive if given else negative


def rows(application: Application, page: PageName, rulebook: Rulebook | None = None) -> Rows:
    """Return the answers of one page as labels and values; what is empty stays empty."""
    return [*fixed_rows(application, page, rulebook), *questions.rows(application, page)]


def fixed_rows(application: Application, page: PageName, rulebook: Rulebook | None = None) -> Rows:
    """Return what every year asks: nobody knows beforehand whom the year's own answers name."""
    if page is PageName.COSTS:
        return list(_costs(application, rulebook))
    return list(ANSWERS[page](application)) if page in ANSWERS else []


def _kind(application: Application) -> Iterator[tuple[str, str]]:
    kind = application.kind
    yield "応募区分", kind.label if kind else ""
    if kind in TRADE_NAME:
        yield TRADE_NAME[kind], application.trade_name
    if kind is Kind.COMPANY:
        yield "法人番号", application.corporate_number
        yield "法人の代表者", application.leader
    if kind is Kind.EMPLOYEE:
        yield "勤務先の承諾", yes(application.employer_consent, "得ている", "まだ得ていない")


def member_rows(one: Member) -> Rows:
    who = member_title(one.position)
    return [
        (f"{who}の氏名", one.name),
        (f"{who}のフリガナ", one.kana),
        (f"{who}の生年月日", in_words(one.birth_date)),
        (f"{who}の住所", address(one)),
        (f"{who}の電話番号", one.phone),
        (f"{who}の職業・職種", one.occupation),
        (f"{who}の県内の拠点", yes(one.has_base, "ある", "ない")),
    ]


def address(one: Member) -> str:
    code = f"〒{one.postal_code[:3]}-{one.postal_code[3:]} " if one.postal_code else ""
    return f"{code}{one.prefecture}{one.address}"


def _members(application: Application) -> Iterator[tuple[str, str]]:
    for one in application.members:
        yield from member_rows(one)
        who = member_title(one.position)
        yield from explained(application, f"{who}の年齢についての説明", "age", one.position)


def explained(
    application: Application, label: str, key: str, position: int = 0
) -> Iterator[tuple[str, str]]:
    """Give what the applicant says of a soft condition, where one asks for it."""
    found = remark(findings(application.fact, application.call.year.terms), key, position)
    if found is not None:
        yield label, found.explanation


def _business(application: Application) -> Iterator[tuple[str, str]]:
    if application.work or application.call.year.works:
        yield "事業の分野", application.work
        yield from explained(application, "「その他」の内容", "work")
    yield "事業の内容", application.business
    yield "経歴", application.career
    yield "ホームページ・作品集", application.homepage


def _plan(application: Application) -> Iterator[tuple[str, str]]:
    if not application.wishes:
        yield "第1希望の市町村", ""
    for wish in application.wishes:
        yield f"第{wish.rank}希望の市町村", wish.host.name
    yield "希望するオフィス", application.office.name if application.office else ""
    first, last = application.stay_from, application.stay_to
    yield "おためしの期間", f"{in_words(first)} ～ {in_words(last)}" if first or last else ""
    yield from explained(application, "滞在の月数についての説明", "months")
    nights = application.nights_a_month
    yield "1か月に泊まる数", "" if nights is None else f"{nights}泊"
    yield from explained(application, "泊まる数についての説明", "nights")
    yield "住居の支援", yes(application.housing_help, "希望する", "希望しない")
    yield "期間中の活動計画", application.plan
    yield "ほかの補助金など", application.other_support
    yield "知ったきっかけ", application.heard_from


def _costs(application: Application, rulebook: Rulebook | None) -> Iterator[tuple[str, str]]:
    for number, cost in enumerate(application.costs, start=1):
        note = f" {cost.note}" if cost.note else ""
        yield f"経費{number}　{label_of(cost, rulebook)}", f"{cost.amount:,}円{note}"
    if application.costs:
        yield "経費の合計", f"{total(cost.amount for cost in application.costs):,}円"


def _files(application: Application) -> Iterator[tuple[str, str]]:
    for one in application.papers:
        yield one.label, one.attachment.name


def _promises(application: Application) -> Iterator[tuple[str, str]]:
    """Give what was declared, in the wording that stood there then."""
    for number, words in enumerate(application.pledged_words, start=1):
        yield f"誓約{number}", words
    if application.consented_words:
        yield "個人情報の取扱いへの同意", application.consented_words


ANSWERS: dict[PageName, Callable[[Application], Iterator[tuple[str, str]]]] = {
    PageName.KIND: _kind,
    PageName.MEMBERS: _members,
    PageName.BUSINESS: _business,
    PageName.PLAN: _plan,
    PageName.FILES: _files,
    PageName.CONFIRM: _promises,
}


def snapshot(application: Application, rulebook: Rulebook | None) -> dict[str, str]:
    """Return all answers by their labels, to compare before and after a correction."""
    found: dict[str, str] = {}
    for page in PageName:
        for label, value in rows(application, page, rulebook):
            found[label] = f"{found[label]}、{value}" if label in found else value
    return found


def receipt(application: Application, rulebook: Rulebook | None) -> bytes:
    """Return the 応募受付票: the number, the moment, every answer, every file with its SHA-256."""
    return _sheet(application, rulebook, RECEIPT, [])


def copy(application: Application, rulebook: Rulebook | None) -> bytes:
    """Return the application as it stands, with the moment of the last correction."""
    last = ("最後に保存した日時", moment_in_words(application.saved_at))
    return _sheet(application, rulebook, COPY, [last])


def _sheet(application: Application, rulebook: Rulebook | None, title: str, more: Rows) -> bytes:
    year, moment = application.call.year, application.submitted_at
    if moment is None or application.number is None:
        raise ValueError(application.id)
    head: Rows = [
        ("受付番号", application.number),
        ("受付日時", moment_in_words(moment)),
        ("募集", f"{year.name}　{application.call.title}"),
        *more,
    ]
    return paper.sheet(
        paper.Paper(
            look=Look.COPY,
            title=title,
            number=application.number,
            dated=day_in_japan(moment),
            addressee=(f"{application.title}　様",),
            body=(Entries(head), *_sections(application, rulebook)),
            contact=year.letterhead.contact,
        )
    )


def _sections(application: Application, rulebook: Rulebook | None) -> Iterator[Part]:
    for page in PageName:
        given = rows(application, page, rulebook)
        if not given:
            continue
        yield Heading(page.label)
        if page is PageName.FILES:
            yield Files([_file(one) for one in application.papers])
            given = questions.rows(application, page)
        if page is PageName.MEMBERS:
            given = [*given, *application.consents]
        if given:
            yield Entries([(label, value or "（記入なし）") for label, value in given])


def _file(one: ApplicationPaper) -> Attachment:
    kept = one.attachment
    return Attachment(f"{one.label}：{kept.name}", kept.size, kept.sha256)
