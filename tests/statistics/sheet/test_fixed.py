"""A fixed figure not yet published: every page tells it, whatever is answered later."""

from sqlalchemy import select

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions as followup
from otameshi.followup.locking import actions as locking
from otameshi.followup.models import Wave
from otameshi.statistics import welcome
from otameshi.statistics.sheet import figures, totals
from otameshi.statistics.sheet.rules import Output
from tests import make
from tests.followup.make import saying
from tests.statistics.sheet.make import AFTER, year_of_groups
from tests.statistics.sheet.test_pages import words


def test_no_page_tells_more_than_was_fixed(app, browse):
    """3 of 4 keep a base and are fixed; then the fourth says that it does: 4/4 is not told."""
    officer, manager = make.person(Role.OFFICER), make.person(Role.MANAGER)
    year_of_groups(2024, 4, 3, 5, officer)
    wave = db.session.scalars(select(Wave)).one()
    lock = locking.prepare(wave.year, officer, AFTER)
    locking.take(lock, "approve", manager, AFTER)
    left = next(one for one in wave.invitations if one.replies[-1].given["q1"] == "維持しない")
    late = saying(wave, counts=True)
    followup.record(left, late, by=officer, at=japan(2026, 11, 3), note="訂正の申し出")
    db.session.commit()

    sheet = figures.sheet(2024, AFTER)
    assert sheet
    assert sheet.output(Output.KEEPING).figure == 3
    assert sheet.sentence == "4組5名が参加し、うち3組が引き続き拠点を維持"
    year = next(one for one in totals.totals() if one.fiscal_year == 2024)
    assert (year.rate, year.figure(Output.KEEPING)) == (750, 3)
    own = figures.computed_of(2024)
    assert own
    assert (own.name, own.words) == ("確定値", "3/4 = 75.0")
    shown = welcome.welcome(AFTER).results
    assert [one.shown for one in shown] == [750]
    line = figures.retention_table(AFTER.date())[0]
    assert line.rates["all"] == 1000  # the officer sees both
    assert line.remark.startswith("確定値 3/4 = 75.0。")
    page = browse().read("/")
    assert "3/4 = 75.0％（確定値）" in page
    assert "4/4" not in page


def test_of_a_year_that_was_not_asked_nobody_is_called_silent(app, browse):
    make.participation(make.selected(make.application()))
    page = words(browse(make.person(Role.OFFICER)).read("/desk/statistics/"))
    assert "1組1名 0組 — — — — — — — — —" in page
