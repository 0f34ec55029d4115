"""補助事業実績報告書 with 収支決算書, 経費明細書, and the bundle of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from otameshi.claims import told
from otameshi.claims.judged import Judged, Judgement
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.report.rules import Accounts, Balance
from otameshi.core.wareki import wareki
from otameshi.documents.official import yen_words
from otameshi.documents.paper import Entries, Grid, Heading, Items, Paper, Part, Prose, sheet
from otameshi.grants import letterhead
from otameshi.grants.letterhead import as_decided, project
from otameshi.participation.stay.rules import Sum


@dataclass(frozen=True, slots=True)
class Reported:
    """What stands in a report beside the sums of the costs."""

    on: date
    accounts: Accounts
    stayed: Sum | None
    numbers: Mapping[int, str]  # of the evidence, by line


def report(claim: Claim, judgement: Judgement, facts: Reported) -> bytes:
    """Return 補助事業実績報告書 with its 収支決算書."""
    group = claim.grant.participation
    stay = f"{wareki(group.first_day)}から{wareki(group.last_day)}まで"
    return sheet(
        letterhead.submission(
            group,
            "補助事業実績報告書",
            f"{as_decided(claim.grant)}補助事業の実績を、下記のとおり報告します。",
            (
                Items(
                    (
                        project(group),
                        ("報告の回", f"第{claim.round}回"),
                        ("参加の期間", stay),
                        ("交付決定額", yen_words(judgement.terms.amount)),
                        ("支出した額", yen_words(judgement.claimed)),
                        ("補助対象経費", yen_words(judgement.eligible)),
                        ("実績による補助金の額", yen_words(judgement.granted)),
                    )
                ),
                *_results(claim, facts),
                *_accounts(facts.accounts),
            ),
            dated=facts.on,
        )
    )


def _results(claim: Claim, facts: Reported) -> list[Part]:
    found: list[Part] = []
    if claim.outcome:
        found += [Heading("活動の内容と成果"), Prose(claim.outcome)]
    if facts.stayed is not None:
        one = facts.stayed
        words = f"滞在{one.days}日、宿泊{one.nights}泊、仕事{one.work_days}日（組の全員の合計）"
        found += [Heading("滞在の記録"), Prose(words)]
    return found


def _accounts(found: Accounts) -> list[Part]:
    return [
        Heading("収支決算書"),
        Prose("収入（円）", indent=False),
        _balances(found.income, found),
        Prose("支出（円）", indent=False),
        _balances(found.expenditure, found),
    ]


def _balances(rows: tuple[Balance, ...], found: Accounts) -> Grid:
    return Grid(
        ("区分", "予算額", "決算額", "増減"),
        [[one.label, f"{one.planned:,}", f"{one.actual:,}", _more(one.difference)] for one in rows],
        aligns="lrrr",
        widths=(40, 20, 20, 20),
        total=(
            "合計",
            f"{found.planned:,}",
            f"{found.actual:,}",
            _more(found.actual - found.planned),
        ),
    )


def _more(yen: int) -> str:
    """Return a difference as accounts write it: ▲ for less."""
    return f"▲{-yen:,}" if yen < 0 else f"{yen:,}"


def costs(claim: Claim, judgement: Judgement, facts: Reported) -> bytes:
    """Return 経費明細書: each line with its judged amount and the numbers of its evidence."""
    group = claim.grant.participation
    rows = [
        _cells(number, line, judgement.line(str(line.id)), facts.numbers.get(line.id, "－"))
        for number, line in enumerate(claim.lines, start=1)
    ]
    return sheet(
        Paper(
            title="経費明細書",
            dated=facts.on,
            body=(
                Entries(
                    (
                        project(group),
                        ("組", group.title),
                        ("報告の回", f"第{claim.round}回"),
                    )
                ),
                Prose("日付は上が発生日、下が支払日。金額は円・税込。", indent=False),
                Grid(
                    ("行", "日付", "費目", "支払先・内容", "金額", "対象額", "証拠"),
                    rows,
                    aligns="rcllrrc",
                    widths=(4, 13, 17, 22, 10, 10, 7),
                    total=("", "", "合計", "", f"{claim.claimed:,}", f"{judgement.eligible:,}", ""),
                ),
                *_by_kind(judgement),
            ),
        )
    )


def _by_kind(judgement: Judgement) -> list[Part]:
    rows = [(one.label, f"{one.claimed:,}", f"{one.eligible:,}") for one in judgement.by_kind]
    return [
        Heading("費目別の合計"),
        Grid(
            ("区分", "支出した額", "補助対象経費"),
            rows,
            aligns="lrr",
            widths=(50, 25, 25),
            total=("合計", f"{judgement.claimed:,}", f"{judgement.eligible:,}"),
        ),
    ]


def _cells(number: int, line: ClaimLine, judged: Judged, evidence: str) -> list[str]:
    more = [one for one in (told.way(line), line.traveller, told.time(line)) if one]
    way = f"（{'　'.join(more)}）" if more else ""
    return [
        str(number),
        f"{line.incurred_on:%Y.%m.%d}\n{line.paid_on:%Y.%m.%d}",
        f"{judged.label}{way}",
        f"{line.payee}\n{line.purpose}",
        f"{line.amount:,}",
        f"{judged.result.eligible:,}",
        evidence,
    ]
