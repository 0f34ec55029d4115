"""Who came is counted in the database, before and after the names are forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from otameshi.applications.rules import Channel
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents import post
from otameshi.documents.post import Enclosure, Letter
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits import counting, forgetting, reading
from otameshi.outreach.visits.models import ApplicationVisit, Booking
from otameshi.outreach.visits.reading import Funnel, Step
from otameshi.participation.rules import State as Taking
from tests import make
from tests.outreach.visits.make import APRIL, BEFORE, booking, came, gathering
from tests.statements import statements

MAY_DAY = japan(2027, 5, 1, 3)


def attended() -> dict[int, tuple[int, int, int]]:
    table = reading.attended()
    rows = db.session.execute(select(table))
    return {row.participation_id: (row.gatherings, row.large, row.as_alumni) for row in rows}


def visited() -> dict[int, tuple[int, int]]:
    rows = db.session.execute(select(reading.visited()))
    return {row.application_id: (row.booked, row.came) for row in rows}


def apply(email: str, **facts):
    return make.application(by=make.person(email=email), **facts)


def test_a_group_is_counted_once_for_each_gathering_it_came_to(app):
    group, other = make.participation(), make.participation()
    small = gathering(kind=GatheringKind.MEETING)
    large = gathering(kind=GatheringKind.LARGE)
    later = gathering(make.year(2027), kind=GatheringKind.LARGE)
    off = gathering(kind=GatheringKind.MEETING, cancelled_at=BEFORE)
    for one in (small, large, later, off):
        came(one, group)
    signed = came(small, other)
    signed.came = False  # it had signed up, and stayed away
    assert attended() == {group.id: (2, 1, 1)}


def test_an_applicant_had_visited_by_the_mailbox_whatever_its_letters(app):
    session = gathering()
    booking(session, "Hanako+nagano@Example.JP", came=True)
    booking(gathering(), "hanako@example.jp")
    booking(gathering(), "hanako@example.jp", cancelled_at=BEFORE)
    booking(gathering(cancelled_at=BEFORE), "hanako@example.jp")
    booking(session, "somebody@example.jp", came=True)
    one = apply("hanako@example.jp")
    assert visited() == {one.id: (2, 1)}


def test_a_visit_counts_for_the_own_year_and_before_the_application(app):
    one = apply("hanako@example.jp", submitted_at=APRIL - timedelta(days=1))
    booking(gathering(), "hanako@example.jp", came=True)
    booking(gathering(make.year(2025)), "hanako@example.jp", came=True)
    assert visited() == {}
    one.submitted_at = APRIL
    assert visited() == {one.id: (1, 1)}
    one.entered_by = make.person(Role.OFFICER)
    one.received_at, one.channel = APRIL - timedelta(days=1), Channel.PAPER
    assert visited() == {}  # what an officer enters counts by when it came


def path() -> None:
    """Make 4 mailboxes that booked, 3 that came; 3 applied, 2 chosen, 1 takes part after all."""
    first, second = gathering(ticked_at=APRIL), gathering()
    for mailbox, here in (("a", True), ("b", True), ("c", True), ("d", False)):
        booking(first, f"{mailbox}@example.jp", came=here)
    booking(second, "a@example.jp", came=True)
    booking(second, "gone@example.jp", cancelled_at=BEFORE)
    make.participation(make.selected(apply("a@example.jp")))
    given_up = make.selected(apply("b@example.jp"))
    make.participation(given_up, state=Taking.DECLINED, host=None)
    make.candidacy(apply("x@example.jp"))
    apply("c@example.jp", state=ApplicationState.DRAFT)


PATH = Funnel(
    2026,
    booked=4,
    came=3,
    known=True,
    applied=Step(3, 2),
    selected=Step(2, 2),
    took_part=Step(1, 1),
)


def test_the_path_from_a_visit_to_taking_part(app):
    path()
    assert reading.funnel() == [PATH]


def test_where_nobody_ticked_nothing_is_known(app):
    booking(gathering(), "a@example.jp")
    apply("a@example.jp")
    [found] = reading.funnel()
    assert (found.booked, found.came, found.known) == (1, 0, False)
    assert db.session.execute(reading.ticked_years()).all() == []


def test_the_path_takes_as_many_statements_for_30_bookings_as_for_3(app):
    def count() -> int:
        with statements() as sent:
            reading.funnel()
        return len(sent)

    session = gathering()
    booking(session)
    few = count()
    for n in range(30):
        booking(session, f"n{n}@example.jp")
    assert count() == few == 4


def test_when_the_year_is_over_names_go_and_every_figure_stays(app):
    path()
    letter = post.keep("visit_booked", "a@example.jp", BEFORE, "説明会", "見本様")
    letter.enclosures = [Enclosure(name="a.ics", media_type="text/calendar", text="")]
    post.keep("sign_up", "a@example.jp", BEFORE, "登録", "")
    before = reading.funnel(), visited()
    assert list(forgetting.due(MAY_DAY - timedelta(hours=4))) == []
    [(task, key)] = list(forgetting.due(MAY_DAY))
    task(key, MAY_DAY)
    db.session.commit()
    db.session.expire_all()
    assert (reading.funnel(), visited()) == before
    assert list(forgetting.due(MAY_DAY)) == []
    rows = db.session.scalars(select(Booking)).all()
    named = {(one.name, one.email, one.address, one.token_hash) for one in rows}
    assert named == {("", "", "", None)}
    assert not any("@" in one.email_key for one in rows)
    assert {one.people for one in rows} == {1}
    assert db.session.scalars(select(Letter.kind)).all() == ["sign_up"]
    assert key == make.year().id


def test_who_leaves_for_good_is_forgotten_where_it_is_over_and_stays_booked_where_not(app):
    over, ahead = gathering(), gathering(held_at=japan(2026, 6, 1))
    for session in (over, ahead):
        booking(session, "a@example.jp")
        booking(session, "b@example.jp")
    forgetting.forget_mailbox("a@example.jp", APRIL)
    forgetting.forget_mailbox("", APRIL)
    db.session.expire_all()
    rows = db.session.scalars(select(Booking).order_by(Booking.id))
    assert [one.email for one in rows] == ["", "b@example.jp", "a@example.jp", "b@example.jp"]
    forgetting.forget(over.year_id, MAY_DAY)
    assert db.session.scalars(select(Booking.email).distinct()).all() == [""]


def test_what_is_entered_after_the_year_is_added_to_what_was_kept(app):
    one = apply("a@example.jp")
    session = gathering()
    booking(session, "a@example.jp", came=True)
    forgetting.forget(session.year_id, MAY_DAY)
    booking(gathering(), "a@example.jp")
    assert visited() == {one.id: (2, 1)}
    forgetting.forget(session.year_id, MAY_DAY)
    kept = db.session.scalars(select(ApplicationVisit)).one()
    assert (kept.booked, kept.came) == (2, 1)


def test_one_mailbox_books_a_gathering_once_and_may_again_after_it_took_back(app):
    session = gathering()
    booking(session, "a@example.jp", cancelled_at=BEFORE)
    booking(session, "a@example.jp")
    booking(session, "", name="当日の人", source="walk_in")
    booking(session, "", name="当日の別の人", source="walk_in")
    with pytest.raises(IntegrityError):
        booking(session, "A@example.jp")


def test_a_gathering_that_is_over_waits_until_somebody_notes_who_came(app):
    over, evening = APRIL + timedelta(days=1), APRIL + timedelta(hours=2)

    def waiting(at):
        query = select(Gathering.id).where(counting.unrecorded(at)).order_by(Gathering.id)
        return list(db.session.scalars(query))

    one = gathering()
    counted = gathering(title="人数だけ記録", attendance=12)
    named = gathering(title="申込みもある", attendance=12)
    booking(named)
    gathering(title="中止", cancelled_at=BEFORE)
    booking(counted, cancelled_at=BEFORE)
    assert waiting(evening) == []  # the same day
    assert waiting(over) == [one.id, named.id]
    one.ticked_at = named.ticked_at = over
    db.session.flush()
    assert waiting(over) == []
