"""The interviews of the call in selection: one heard, one booked, one asked to choose."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.interviews import actions
from otameshi.selection.interviews.actions import Candidate, Plan, Written
from otameshi.selection.interviews.rules import PlaceKind, Span, series
from otameshi.selection.models import Candidacy

MINUTES, PAUSE = 20, 10
NOTE = "顔写真のある本人確認書類をお持ちください（見本）。"
ANCHORS = ("不十分", "やや不十分", "普通", "良い", "とても良い")
CRITERIA = (("計画の具体性", 2), ("地域への関わり", 1))


def hold(
    call: Call,
    candidates: Sequence[Candidacy],
    staff: Mapping[str, Person],
    at: Callable[[int, int], datetime],
) -> None:
    """Invite three candidates of a call; the last one was heard yesterday."""
    officer, panel = staff["tantou"], [staff["senkou"], staff["senkou2"]]
    begun = at(-2, 16)
    plan = Plan(at(5, 17), 2, 2, NOTE, ANCHORS, CRITERIA)
    held = actions.set_round(call, plan, officer, begun)
    room = actions.add_place(
        held, PlaceKind.ROOM, "銀座NAGANO（東京都中央区）", "5階 会議室A（見本）", officer, begun
    )
    video = actions.add_place(
        held, PlaceKind.VIDEO, "オンライン", "https://meet.example.jp/mihon", officer, begun
    )
    people = {one.id for one in panel}
    first = actions.make_slots(room, _spans(at(-1, 11), 1), people, officer, begun)
    later = actions.make_slots(room, _spans(at(9, 13), 4), people, officer, begun)
    actions.make_slots(video, _spans(at(10, 18), 3), {panel[0].id}, officer, begun)
    seen = {one.id: one.version for one in candidates}
    _, booked, heard = actions.invite(held, seen, officer, begun)
    actions.place(heard, first[0].id, officer, begun, "お電話で伺った日時です（見本）。")
    mine = Candidate(booked.candidacy.application.applicant)
    actions.choose(booked, later[1].id, mine, at(-1, 9))
    for reviewer, marks in zip(panel, ((4, 5), (4, 3)), strict=True):
        points = dict(zip((one.id for one in held.criteria), marks, strict=True))
        written = Written(points, "質問に具体的に答えた（見本）。")
        actions.keep(heard, "finish", written, reviewer, at(-1, 12))


def _spans(first: datetime, count: int) -> list[Span]:
    return series(first, first + count * timedelta(minutes=MINUTES + PAUSE), MINUTES, PAUSE)
