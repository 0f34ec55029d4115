"""選考会議録: the meeting, who was kept from what, the ranking, and what was decided and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from otameshi.core.wareki import fiscal_year_label, wareki
from otameshi.documents.paper import Contact, Entries, Grid, Heading, Paper, Part, Prose, sheet

TITLE = "選考会議録"
Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """All that the minutes say; the same facts give the same bytes."""

    fiscal_year: int
    programme: str
    call: str
    number: str
    dated: date | None
    contact: Contact
    on: date
    hours: str
    place: str
    present: str
    absent: str
    gist: str
    method: Sequence[tuple[str, str]]
    criteria: Table  # name, weight, most, floor
    kept_away: Table  # reviewer, candidate, reason
    ranking: Table  # rank, number, title, people, score, remarks
    outcomes: Table  # number, title, result, reason, people, document
    sent_back: Table  # when, how many, by, why


def minutes(facts: Minutes) -> bytes:
    return sheet(written(facts))


def written(facts: Minutes) -> Paper:
    return Paper(
        title=f"{fiscal_year_label(facts.fiscal_year)}{facts.programme}{TITLE}",
        number=facts.number,
        dated=facts.dated,
        body=[
            *_meeting(facts),
            *_judged_by(facts),
            *_kept_away(facts.kept_away),
            *_ranking(facts.ranking),
            *_outcomes(facts),
        ],
        contact=facts.contact,
    )


def _meeting(facts: Minutes) -> list[Part]:
    return [
        Entries(
            [
                ("議題", f"{facts.call}の応募者の選考について"),
                ("日時", f"{wareki(facts.on)}　{facts.hours}"),
                ("場所", facts.place),
                ("出席者", facts.present),
                ("欠席者", facts.absent or "なし"),
            ]
        ),
        Heading("１　議事の要旨"),
        Prose(facts.gist),
    ]


def _judged_by(facts: Minutes) -> list[Part]:
    return [
        Heading("２　選考の方法"),
        Entries(facts.method),
        Grid(
            header=("審査基準", "重み", "満点", "基準点"),
            rows=facts.criteria,
            aligns="lrrr",
            widths=(6, 1, 1, 1),
        ),
    ]


def _kept_away(rows: Table) -> list[Part]:
    heading = Heading("３　利害関係などにより審査に加わらなかった委員")
    if not rows:
        return [heading, Prose("該当する委員はいなかった。")]
    table = Grid(header=("選考委員", "応募", "理由"), rows=rows, aligns="lll", widths=(2.2, 3.2, 4))
    return [heading, table]


def _ranking(rows: Table) -> list[Part]:
    return [
        Heading("４　順位"),
        Grid(
            header=("順位", "受付番号", "応募者", "人数", "点", "確かめたこと"),
            rows=rows,
            aligns="cllrrl",
            widths=(1.7, 2, 3.6, 1.2, 1.2, 4),
        ),
    ]


def _outcomes(facts: Minutes) -> list[Part]:
    parts: list[Part] = [
        Heading("５　決定"),
        Grid(
            header=("受付番号", "応募者", "結果", "理由", "案を作った人・決裁者", "文書番号"),
            rows=facts.outcomes,
            aligns="llllll",
            widths=(1.9, 2.8, 1.9, 3.6, 2.6, 2),
        ),
    ]
    if facts.sent_back:
        parts += [
            Heading("６　案の差戻し"),
            Grid(
                header=("日時", "件数", "差し戻した人", "理由"),
                rows=facts.sent_back,
                aligns="lrll",
                widths=(2.6, 1, 2.2, 4.2),
            ),
        ]
    return parts
