"""選考会議: its particulars, and the minutes of it, numbered and kept as they were issued."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.applications import numbers
from otameshi.applications.models import Application
from otameshi.core.clock import day_in_japan, in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.wareki import wareki
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue
from otameshi.history import Event
from otameshi.people import Person
from otameshi.programme.method import WORDS
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection import ranking
from otameshi.selection.actions.reading import of_call
from otameshi.selection.board.reading import Scene, scene_of
from otameshi.selection.decision import documents
from otameshi.selection.decision.models import Decision, Meeting
from otameshi.selection.decision.rules import Way
from otameshi.selection.interviews import actions as interviews
from otameshi.selection.models import Candidacy
from otameshi.selection.panel import actions as panel

UNNUMBERED = "（文書番号は発行のときに付きます）"
KIND = "selection_minutes"


def meetings(call: Call) -> Sequence[Meeting]:
    query = select(Meeting).where(Meeting.call_id == call.id).order_by(Meeting.id)
    return db.session.scalars(query.options(joinedload(Meeting.paper))).all()


def save(  # which, of what, what, who, when, and the page's version
    meeting: Meeting | None,
    call: Call,
    written: Mapping[str, Any],
    by: Person,
    at: datetime,
    version: int | None = None,
) -> Meeting:
    """Keep the particulars of a meeting; refused once its minutes are issued."""
    _must_be_officer(by)
    if meeting is None:
        meeting = Meeting(call=call)
        db.session.add(meeting)
    else:
        meeting = locked(Meeting, meeting.id)
        unchanged(meeting, version)
        _must_be_open(meeting)
    for name, value in written.items():
        setattr(meeting, name, value)
    label = "選考会議の記録を保存する"
    history.record(call, "save_meeting", label, by=by, at=at, meeting=str(meeting.on))
    return meeting


def issue_minutes(
    meeting: Meeting, by: Person, at: datetime, version: int | None = None
) -> Meeting:
    """Give the minutes a number and keep them; what was decided so far is theirs from now on."""
    _must_be_officer(by)
    locked(Call, meeting.call_id)
    meeting = locked(Meeting, meeting.id)
    unchanged(meeting, version)
    _must_be_open(meeting)
    decided = covered(meeting)
    if not decided:
        raise Refused("会議録に載せる決定がありません。案を決定してから発行してください。")
    call = meeting.call
    number = issue.next_number(call.year.document_code, at)
    content = documents.minutes(facts(meeting, decided, number, at))
    paper = issue.issue(meeting, KIND, documents.TITLE, content, to=None, at=at, number=number)
    meeting.paper, meeting.issued_at, meeting.issued_by_id = paper, at, by.id
    for one in decided:
        one.meeting_id = meeting.id
    history.record(call, "issue_minutes", "選考会議録を発行する", by=by, at=at, number=number)
    return meeting


def preview(meeting: Meeting, at: datetime) -> bytes:
    """Set the minutes as they would be issued now; nothing is numbered or kept."""
    return documents.minutes(facts(meeting, covered(meeting), UNNUMBERED, at))


def covered(meeting: Meeting) -> Sequence[Decision]:
    """Return the decisions of these minutes; before they are issued, those of no others yet."""
    mine = Decision.meeting_id == meeting.id
    return (
        db.session.scalars(
            select(Decision)
            .join(Decision.candidacy)
            .join(Candidacy.application)
            .where(
                Application.call_id == meeting.call_id,
                mine if meeting.issued_at else Decision.meeting_id.is_(None),
            )
            .order_by(*numbers.in_order(Application.number), Decision.round)
            .options(
                joinedload(Decision.proposed_by),
                joinedload(Decision.decided_by),
                joinedload(Decision.candidacy).joinedload(Candidacy.application),
            )
        )
        .unique()
        .all()
    )


def facts(
    meeting: Meeting, decided: Sequence[Decision], number: str, at: datetime
) -> documents.Minutes:
    """Gather what the minutes say."""
    call, scene = meeting.call, scene_of(meeting.call)
    year = call.year
    said = _proposals(decided)
    return documents.Minutes(
        fiscal_year=year.fiscal_year,
        programme=year.name,
        call=call.title,
        number=number,
        dated=day_in_japan(at),
        contact=year.letterhead.contact,
        on=meeting.on,
        hours=meeting.hours,
        place=meeting.place,
        present=meeting.present,
        absent=meeting.absent,
        gist=meeting.gist,
        method=_method(year),
        criteria=[
            (one.name, str(one.weight), str(one.most), str(one.floor or "なし"))
            for one in year.criteria
        ],
        kept_away=_kept_away(call),
        ranking=_ranking(call, scene),
        outcomes=[_outcome(one, scene, said) for one in decided],
        sent_back=_sent_back(decided),
    )


def _kept_away(call: Call) -> list[tuple[str, str, str]]:
    """Return who was kept from the papers of a candidate, and who left an interview."""
    return [
        *((one.reviewer.name, _candidate(one.candidacy), one.reason) for one in panel.absent(call)),
        *(
            (one.person, _candidate(one.candidacy), f"面談で席を外した（{one.reason}）")
            for one in interviews.absences(call)
        ),
    ]


def _method(year: ProgrammeYear) -> list[tuple[str, str]]:
    method = year.selection_plan.fact
    last = year.rubrics[-1] if year.rubrics else None
    version = f"第{last.number}版（{wareki(day_in_japan(last.at))}から）" if last else "採点前"
    return [
        (WORDS["averaging"], method.averaging.label),
        (WORDS["unfinished"], method.unfinished.label),
        (WORDS["tie_rule"], method.tie_rule.label),
        (WORDS["interview_share"], f"{method.interview_share}％"),
        ("採点基準の版", version),
    ]


def _candidate(one: Candidacy) -> str:
    return f"{one.application.number}　{one.title}"


def _ranking(call: Call, scene: Scene) -> list[tuple[str, ...]]:
    names = {one.id: one.title for one in db.session.scalars(of_call(call)).unique()}
    ranks, tied = scene.ranking.ranks, ranking.tied(scene.ranking.ranks)
    return [
        (
            _rank(ranks.get(key), same=key in tied),
            scene.lines[key].number,
            names.get(key, "－"),
            f"{scene.lines[key].heads}名",
            ranking.shown(scene.ranking.standings[key].score),
            _remarks(scene.ranking.standings[key]),
        )
        for key in scene.ranking.order
    ]


def _rank(rank: int | None, *, same: bool) -> str:
    if rank is None:
        return "－"
    return f"{rank}位\n（同点）" if same else f"{rank}位"


def _remarks(one: ranking.Standing) -> str:
    found = (
        ("基準点に届かない", one.below_floor),
        ("採点が終わっていない", one.missing),
        ("利害関係のため辞退", one.recused),
        ("判断できない", one.abstained),
    )
    return "\n".join(f"{label}：{'、'.join(names)}" for label, names in found if names) or "なし"


def _outcome(one: Decision, scene: Scene, said: Mapping[int, str]) -> tuple[str, ...]:
    proposed = one.proposed_by.name if one.proposed_by else "－"
    way = "" if one.way is Way.DECIDED else f"\n（{one.way.label}）"
    return (
        one.candidacy.application.number or "－",
        one.candidacy.title,
        f"{one.result}{way}",
        _reason(one, scene, said.get(one.candidacy_id, "")),
        f"案：{proposed}\n決裁：{one.decided_by.name}",
        one.number,
    )


def _reason(one: Decision, scene: Scene, proposal: str) -> str:
    """Say why: in the words of who proposed and who decided, else by the ranking."""
    written = [text for text in (proposal, one.note, one.reason) if text]
    if written:
        return "\n".join(dict.fromkeys(written))
    rank = scene.ranking.ranks.get(one.candidacy_id)
    if rank is None:
        standing = scene.ranking.standings.get(one.candidacy_id)
        below = standing.below_floor if standing else ()
        return f"基準点に届かない：{'、'.join(below)}" if below else "順位なし"
    score = ranking.shown(scene.ranking.standings[one.candidacy_id].score)
    return f"順位{rank}位、{score}点による"


def _proposals(decided: Sequence[Decision]) -> dict[int, str]:
    """Return the reason written with the last proposal of each candidate."""
    return {one.subject_id: one.note for one in _events(decided, "propose") if one.note}


def _sent_back(decided: Sequence[Decision]) -> list[tuple[str, ...]]:
    """Gather the refusals of proposals: those of one act stand in one row."""
    acts: dict[tuple[datetime, str, str], int] = {}
    for one in _events(decided, "send_back"):
        key = (one.at, one.person.name if one.person else "－", one.note)
        acts[key] = acts.get(key, 0) + 1
    return [(_moment(at), f"{count}件", name, note) for (at, name, note), count in acts.items()]


def _moment(at: datetime) -> str:
    return f"{wareki(day_in_japan(at))} {in_japan(at):%H:%M}"


def _events(decided: Sequence[Decision], act: str) -> Sequence[Event]:
    keys = [one.candidacy_id for one in decided]
    return (
        db.session.scalars(
            select(Event)
            .where(
                Event.subject == Candidacy.__tablename__,
                Event.subject_id.in_(keys),
                Event.act == act,
            )
            .order_by(Event.id)
        )
        .unique()
        .all()
    )


def _must_be_officer(by: Person) -> None:
    if not by.has(Role.OFFICER):
        raise Refused("会議録は、担当者が作ります。")


def _must_be_open(meeting: Meeting) -> None:
    if meeting.issued_at is not None:
        raise Refused("発行した会議録は変えられません。次の会議は、新しい記録に書いてください。")
