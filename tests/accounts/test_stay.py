"""Until when one stays signed in: said on each page, told to a script, prolonged when asked."""

from datetime import timedelta

from otameshi.core.clock import in_japan, now
from otameshi.web.visit import IDLE_APPLICANT, SEEN
from tests import make

STAY = "/accounts/me/stay"
AS_A_SCRIPT = {"Accept": "application/json"}
SLEPT = timedelta(minutes=50)


def sleep(browser) -> None:
    with browser.client.session_transaction() as session:
        session[SEEN] = (now() - SLEPT).timestamp()


def test_a_page_says_until_when_one_stays_signed_in(browse) -> None:
    soonest = in_japan(now() + IDLE_APPLICANT)
    page = browse(make.person()).read("/my/")
    latest = in_japan(now() + IDLE_APPLICANT)
    assert any(f">{one:%H:%M}</span>までログイン" in page for one in (soonest, latest))
    assert "までログイン" not in browse().read("/")


def test_asking_prolongs_nothing_and_the_button_does(browse) -> None:
    browser, all_ = browse(make.person()), int(IDLE_APPLICANT.total_seconds())
    sleep(browser)
    left = int((IDLE_APPLICANT - SLEPT).total_seconds())
    browser.client.set_cookie("kept", "k" * 43)  # a page is kept: that must not wake it either
    for _ in range(2):
        told = browser.client.get(STAY, headers=AS_A_SCRIPT).json
        assert left - 60 < told["seconds"] <= left
    form = browser.hidden("/my/")
    sleep(browser)
    told = browser.client.post(STAY, data=form, headers=AS_A_SCRIPT).json
    assert all_ - 60 < told["seconds"] <= all_
    assert browser.client.get(STAY, headers=AS_A_SCRIPT).json["seconds"] > left


def test_who_is_not_signed_in_has_nothing_left(browse) -> None:
    visitor = browse()
    assert visitor.client.get(STAY).json == {"seconds": 0, "until": ""}
    form = visitor.hidden("/accounts/sign-in")
    assert visitor.client.post(STAY, data=form, headers=AS_A_SCRIPT).status_code == 401
