"""What the 募集要項 asks of a group, judged on the answers given so far. No database, no web.

The applicant reads these findings page by page, the officer reads them again in the 形式審査. What
is not answered yet gives no finding: that is a matter of `rules.missing`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from otameshi.applications.rules import (
    ApplicationFact,
    MemberFact,
    Missing,
    PageName,
    in_words,
    member_title,
    missing,
)
from otameshi.core.labels import Labelled
from otameshi.core.period import Period, age_on, whole_months
from otameshi.programme.rules import Terms

HOME = "長野県"  # the programme is for people who live outside it
OTHER_WORK = "その他"


class Severity(Labelled):
    """A remark asks for a person's judgement (概ね); a block means a condition is not met."""

    OK = "ok", "満たす"
    REMARK = "remark", "要確認"
    BLOCK = "block", "満たさない"


# The same standing in the applicant's words, and its tone.
TOLD = {
    Severity.OK: ("満たしています", "good"),
    Severity.REMARK: ("説明が必要です", "warn"),
    Severity.BLOCK: ("対象外です", "bad"),
}
EXPLAINED = ("説明があります", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition and how the group stands to it.

    `page`, `position` (of a member) and `field` say where the applicant explains or mends it.
    """

    key: str
    severity: Severity
    text: str
    page: PageName = PageName.CONFIRM
    position: int = 0
    field: str = ""
    explanation: str = ""

    @property
    def doubtful(self) -> bool:
        return self.severity is not Severity.OK

    @property
    def unexplained(self) -> bool:
        return self.severity is Severity.REMARK and not self.explanation.strip()

    @property
    def told(self) -> tuple[str, str]:
        """Return the words and the tone of the badge that the applicant sees."""
        if self.severity is Severity.REMARK and not self.unexplained:
            return EXPLAINED
        return TOLD[self.severity]

    def kept(self) -> dict[str, str]:
        """Return what is stored when an officer decides with this before them."""
        return {
            "key": self.key,
            "severity": str(self.severity),
            "text": self.text,
            "explanation": self.explanation if self.severity is Severity.REMARK else "",
        }


def restored(kept: Mapping[str, str]) -> Finding:
    """Return a finding as it stood when it was kept."""
    explanation = kept.get("explanation", "")
    return Finding(kept["key"], Severity(kept["severity"]), kept["text"], explanation=explanation)


def findings(fact: ApplicationFact, terms: Terms) -> tuple[Finding, ...]:
    """Compare what is answered with the year's conditions, in the order of the pages."""
    return (
        *_size(fact, terms),
        *(
            found
            for position, member in enumerate(fact.members, start=1)
            for found in _person(member, position, terms)
        ),
        *_work(fact, terms),
        *_stay(fact, terms),
        *_nights(fact, terms),
    )


def wanting(fact: ApplicationFact, terms: Terms) -> tuple[Missing, ...]:
    """List all that stands in the way of submitting: what is missing and what is not met."""
    found = (*missing(fact, terms), *obstacles(findings(fact, terms)))
    pages = list(PageName)
    return tuple(sorted(found, key=lambda one: (pages.index(one.page), one.position)))


def obstacles(found: Sequence[Finding]) -> Iterator[Missing]:
    """Return the conditions not met, and the soft ones (概ね) that nobody has explained yet."""
    for one in found:
        if one.severity is Severity.BLOCK:
            yield Missing(one.page, f"対象外です：{one.text}", one.position, one.field, one.key)
        elif one.unexplained:
            text = f"説明が必要です：{one.text}"
            yield Missing(one.page, text, one.position, one.field, one.key)


def remark(found: Sequence[Finding], key: str, position: int = 0) -> Finding | None:
    """Return the finding that asks for an explanation, if it does."""
    for one in found:
        if (one.key, one.position, one.severity) == (key, position, Severity.REMARK):
            return one
    return None


def _size(fact: ApplicationFact, terms: Terms) -> Iterator[Finding]:
    count, page = len(fact.members), PageName.MEMBERS
    if count:
        severity = Severity.BLOCK if count > terms.group_limit else Severity.OK
        text = f"{count}名の組です（1組{terms.group_limit}名まで）。"
        yield Finding("size", severity, text, page)


def _person(member: MemberFact, position: int, terms: Terms) -> Iterator[Finding]:
    page, who = PageName.MEMBERS, member.name or member_title(position)
    yield from _age(member, who, position, terms)
    if terms.outside_only and member.prefecture == HOME:
        text = f"{who}：今の住所が{HOME}内です（県外に住む方が対象です）。"
        yield Finding("home", Severity.BLOCK, text, page, position, "prefecture")
    elif terms.outside_only and member.prefecture:
        text = f"{who}：今の住所は{member.prefecture}です。"
        yield Finding("home", Severity.OK, text, page, position, "prefecture")
    if terms.without_base and member.has_base:
        text = f"{who}：県内にすでに拠点（本社・支社・事業所等）があります。"
        yield Finding("base", Severity.BLOCK, text, page, position, "has_base")
    elif terms.without_base:
        text = f"{who}：県内に拠点はありません。"
        yield Finding("base", Severity.OK, text, page, position, "has_base")


def _age(member: MemberFact, who: str, position: int, terms: Terms) -> Iterator[Finding]:
    if terms.age_base is None or member.birth_date is None:
        return
    age = age_on(terms.age_base, member.birth_date)
    text, severity = f"{who}：{in_words(terms.age_base)}現在{age}歳です", Severity.OK
    if terms.age_least is not None and age < terms.age_least:
        severity, text = Severity.BLOCK, f"{text}（{terms.age_least}歳以上が対象です）"
    elif terms.age_most is not None and age > terms.age_most:
        limit = f"{'概ね' if terms.age_most_soft else ''}{terms.age_most}歳まで"
        severity, text = _soft(soft=terms.age_most_soft), f"{text}（{limit}が対象です）"
    field = "age_explanation" if severity is Severity.REMARK else "birth_date"
    told = member.age_explanation
    yield Finding("age", severity, f"{text}。", PageName.MEMBERS, position, field, told)


def _work(fact: ApplicationFact, terms: Terms) -> Iterator[Finding]:
    if not terms.works or not fact.work:
        return
    page, text = PageName.BUSINESS, f"事業の分野は「{fact.work}」です"
    if fact.work in terms.works:
        yield Finding("work", Severity.OK, f"{text}。", page)
        return
    text = f"{text}（ITやクリエイティブの仕事が対象です）。"
    told = fact.work_explanation
    yield Finding("work", Severity.REMARK, text, page, 0, "work_explanation", told)


def _stay(fact: ApplicationFact, terms: Terms) -> Iterator[Finding]:
    if fact.stay_from is None or fact.stay_to is None:
        return
    first, last, page = fact.stay_from, fact.stay_to, PageName.PLAN
    asked = f"おためし期間は{in_words(first)}から{in_words(last)}まで"
    if last < first:
        text = f"{asked}で、終わりの日が始まりの日より前です。"
        yield Finding("period", Severity.BLOCK, text, page, 0, "stay_to")
        return
    if first in terms.trial and last in terms.trial:
        yield Finding("period", Severity.OK, f"{asked}です。", page)
    else:
        span = f"{in_words(terms.trial.first)}から{in_words(terms.trial.last)}まで"
        text = f"{asked}で、{span}の外に出ています。"
        yield Finding("period", Severity.BLOCK, text, page, 0, "stay_from")
    yield _months(first, last, terms, fact.months_explanation)


def _months(first: date, last: date, terms: Terms, told: str) -> Finding:
    months, page = whole_months(Period(first, last)), PageName.PLAN
    # A day less would still be as long as is allowed: so it is longer than that.
    too_long = last > first and (
        whole_months(Period(first, last - timedelta(days=1))) >= terms.months_most
    )
    if months < terms.months_least:
        text = f"満{months}か月の滞在です（最短{terms.months_least}か月）。"
        return Finding("months", Severity.BLOCK, text, page, 0, "stay_to")
    if too_long:
        most = f"{'約' if terms.months_soft else ''}{terms.months_most}か月"
        text = f"{terms.months_most}か月を超える滞在です（最長{most}）。"
        severity = _soft(soft=terms.months_soft)
        field = "months_explanation" if terms.months_soft else "stay_to"
        return Finding("months", severity, text, page, 0, field, told)
    return Finding("months", Severity.OK, f"満{months}か月の滞在です。", page)


def _nights(fact: ApplicationFact, terms: Terms) -> Iterator[Finding]:
    if fact.nights_a_month is None:
        return
    page, text = PageName.PLAN, f"月に{fact.nights_a_month}泊の予定です"
    if fact.nights_a_month >= terms.nights_a_month:
        yield Finding("nights", Severity.OK, f"{text}。", page)
        return
    limit = f"{'概ね' if terms.nights_soft else ''}{terms.nights_a_month}泊以上"
    field = "nights_explanation" if terms.nights_soft else "nights_a_month"
    severity, told = _soft(soft=terms.nights_soft), fact.nights_explanation
    text = f"{text}（月平均{limit}が必要です）。"
    yield Finding("nights", severity, text, page, 0, field, told)


def _soft(*, soft: bool) -> Severity:
    return Severity.REMARK if soft else Severity.BLOCK
