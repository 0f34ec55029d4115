"""形式審査: what speaks against an application, with the figures. No database, no web."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from otameshi.applications.rules import ApplicationFact, Kind, MemberFact
from otameshi.core.labels import Labelled
from otameshi.core.period import Period, age_on, whole_months
from otameshi.programme.rules import Terms

HOME = "長野県"  # the programme is for people who live outside it


class Severity(Labelled):
    """A remark asks for a person's judgement (概ね); a block means a condition is not met."""

    OK = "ok", "満たす"
    REMARK = "remark", "要確認"
    BLOCK = "block", "満たさない"


@dataclass(frozen=True, slots=True)
class Finding:
    key: str
    severity: Severity
    text: str

    @property
    def doubtful(self) -> bool:
        return self.severity is not Severity.OK

    def kept(self) -> dict[str, str]:
        """Return what is stored when an officer decides with this before them."""
        return {key: str(value) for key, value in asdict(self).items()}


def restored(kept: Mapping[str, str]) -> Finding:
    """Return a finding as it stood when it was kept."""
    return Finding(kept["key"], Severity(kept["severity"]), kept["text"])


def findings(fact: ApplicationFact, terms: Terms) -> tuple[Finding, ...]:
    """Compare an application with the year's conditions; every condition gives a finding."""
    return (
        _size(fact, terms),
        *(found for member in fact.members for found in _person(member, terms)),
        *_stay(fact, terms),
        _nights(fact, terms),
        _wishes(fact),
        *_papers(fact, terms),
        *_declarations(fact),
    )


def doubts(found: Sequence[Finding]) -> list[str]:
    """Return what must be explained before the application may pass."""
    return [one.text for one in found if one.doubtful]


def worst(found: Sequence[Finding]) -> Severity:
    seen = {one.severity for one in found}
    return next(one for one in (*reversed(Severity), Severity.OK) if one in seen | {Severity.OK})


def _ok(key: str, text: str) -> Finding:
    return Finding(key, Severity.OK, text)


def _block(key: str, text: str) -> Finding:
    return Finding(key, Severity.BLOCK, text)


def _soft(key: str, text: str, *, soft: bool) -> Finding:
    return Finding(key, Severity.REMARK if soft else Severity.BLOCK, text)


def _size(fact: ApplicationFact, terms: Terms) -> Finding:
    count = len(fact.members)
    if count == 0:
        return _block("size", "代表者が記入されていません。")
    if count > terms.group_limit:
        return _block("size", f"{count}名の組です（1組{terms.group_limit}名まで）。")
    return _ok("size", f"{count}名の組です（1組{terms.group_limit}名まで）。")


def _person(member: MemberFact, terms: Terms) -> Iterator[Finding]:
    who = member.name
    yield _age(member, terms)
    if member.prefecture == HOME:
        yield _block("home", f"{who}：今の住所が{HOME}内です（県外に住む方が対象です）。")
    elif not member.prefecture:
        yield _block("home", f"{who}：今の住所の都道府県が記入されていません。")
    else:
        yield _ok("home", f"{who}：今の住所は{member.prefecture}です。")
    if member.has_base:
        yield _block("base", f"{who}：県内にすでに拠点（本社・支社・事業所等）があります。")
    else:
        yield _ok("base", f"{who}：県内に拠点はありません。")


def _age(member: MemberFact, terms: Terms) -> Finding:
    who = member.name
    if terms.age_base is None:
        return _ok("age", f"{who}：年齢の条件はありません。")
    if member.birth_date is None:
        return _block("age", f"{who}：生年月日が記入されていません。")
    age = age_on(terms.age_base, member.birth_date)
    stands = f"{who}：{_day(terms.age_base)}現在{age}歳です"
    if terms.age_least is not None and age < terms.age_least:
        return _block("age", f"{stands}（{terms.age_least}歳以上が対象です）。")
    if terms.age_most is not None and age > terms.age_most:
        limit = f"{'概ね' if terms.age_most_soft else ''}{terms.age_most}歳まで"
        return _soft("age", f"{stands}（{limit}が対象です）。", soft=terms.age_most_soft)
    return _ok("age", f"{stands}。")


def _stay(fact: ApplicationFact, terms: Terms) -> Iterator[Finding]:
    if fact.stay_from is None or fact.stay_to is None:
        yield _block("period", "おためし期間が記入されていません。")
        return
    yield from stay(fact.stay_from, fact.stay_to, terms)


def stay(first: date, last: date, terms: Terms) -> Iterator[Finding]:
    """Judge the asked or accepted period of a stay."""
    asked = f"おためし期間は{_day(first)}から{_day(last)}まで"
    if last < first:
        yield _block("period", f"{asked}で、終わりの日が始まりの日より前です。")
        return
    if first in terms.trial and last in terms.trial:
        yield _ok("period", f"{asked}です。")
    else:
        span = f"{_day(terms.trial.first)}から{_day(terms.trial.last)}まで"
        yield _block("period", f"{asked}で、{span}の外に出ています。")
    months = whole_months(Period(first, last))
    # A day less would still be as long as is allowed: so it is longer than that.
    too_long = last > first and (
        whole_months(Period(first, last - timedelta(days=1))) >= terms.months_most
    )
    if months < terms.months_least:
        text = f"満{months}か月の滞在です（最短{terms.months_least}か月）。"
        yield _block("months", text)
    elif too_long:
        text = f"{terms.months_most}か月を超える滞在です（最長約{terms.months_most}か月）。"
        yield _soft("months", text, soft=True)
    else:
        yield _ok("months", f"満{months}か月の滞在です。")


def _nights(fact: ApplicationFact, terms: Terms) -> Finding:
    if fact.nights_a_month is None:
        return _block("nights", "月の泊数が記入されていません。")
    stands = f"月に{fact.nights_a_month}泊の予定です"
    if fact.nights_a_month < terms.nights_a_month:
        limit = f"{'概ね' if terms.nights_soft else ''}{terms.nights_a_month}泊以上"
        return _soft("nights", f"{stands}（月平均{limit}が必要です）。", soft=terms.nights_soft)
    return _ok("nights", f"{stands}。")


def _wishes(fact: ApplicationFact) -> Finding:
    if not fact.wishes:
        return _block("wishes", "希望する市町村がありません。")
    return _ok("wishes", f"希望する市町村：{'、'.join(fact.wishes)}。")


def _papers(fact: ApplicationFact, terms: Terms) -> Iterator[Finding]:
    for paper in terms.papers:
        if paper.key in fact.papers:
            yield _ok("papers", f"{paper.label}が添付されています。")
        elif paper.required:
            yield _block("papers", f"{paper.label}が添付されていません。")


def _declarations(fact: ApplicationFact) -> Iterator[Finding]:
    if fact.kind is Kind.EMPLOYEE and not fact.employer_consent:
        yield _block("employer", "会社員の応募ですが、勤務先の同意が確かめられていません。")
    if not fact.pledged:
        yield _block("pledge", "誓約がされていません。")
    if not fact.consented:
        yield _block("consent", "個人情報の取扱いへの同意がされていません。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
