"""When a request reached the server: the proxy is believed only where one is trusted."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, g

from otameshi.core.clock import now
from otameshi.web import arrival, files_first, transaction

MS = timedelta(milliseconds=1)


class Slow(BytesIO):
    """A body that is there only after a while."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked_at: list[datetime] = []

    def read(self, size: int | None = -1) -> bytes:
        self.asked_at.append(now())
        return super().read(size)

    def readinto(self, buffer: Any) -> int:
        self.asked_at.append(now())
        return super().readinto(buffer)


def said(moment: datetime) -> str:
    return f"t={int(moment.timestamp())}.{moment.microsecond // 1000:03}"


def arrive(app: Flask, **headers: str) -> tuple[datetime, datetime]:
    with app.test_request_context("/", method="POST", data={"a": "b"}, headers=headers):
        arrival.notice()
        transaction.begin()
        return arrival.begun(), arrival.arrived()


def test_a_form_has_arrived_when_its_last_part_has(app: Flask) -> None:
    body = Slow(b"a=b")
    with app.test_request_context(
        "/",
        method="POST",
        input_stream=body,
        content_length=3,
        content_type="application/x-www-form-urlencoded",
    ):
        arrival.notice()
        transaction.begin()
        assert arrival.begun() <= body.asked_at[0] <= body.asked_at[-1] <= arrival.arrived()


def test_nobody_is_believed_unless_a_proxy_is_trusted(app: Flask) -> None:
    before = now()
    headers = {"X-Request-Start": said(before - timedelta(minutes=5))}
    begun, arrived = arrive(app, **headers)
    assert before <= begun <= arrived


def test_a_trusted_proxy_says_when_the_request_began_and_when_it_was_whole(app: Flask) -> None:
    app.config["TRUST_ARRIVAL"] = True
    first, whole = now() - timedelta(seconds=3), now() - timedelta(seconds=1)
    found = arrive(app, **{"X-Request-Start": said(first), "X-Request-Received": said(whole)})
    assert [abs(one - noted) < MS for one, noted in zip(found, (first, whole), strict=True)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    "written", ["", "t=", "1747555200.000", "t=17475552000.000", "t=now", "t=1747555200.000"]
)
def test_a_moment_that_cannot_be_is_passed_over(app: Flask, written: str) -> None:
    app.config["TRUST_ARRIVAL"] = True
    before = now()
    begun, arrived = arrive(app, **{"X-Request-Start": written, "X-Request-Received": written})
    assert before <= begun <= arrived


def test_a_proxy_whose_clock_is_ahead_makes_nobody_late(app: Flask) -> None:
    app.config["TRUST_ARRIVAL"] = True
    ahead = said(datetime.now(UTC) + timedelta(minutes=1))
    _, arrived = arrive(app, **{"X-Request-Received": ahead})
    assert arrived <= now()


def test_a_form_with_files_has_arrived_before_its_files_are_looked_into(app: Flask) -> None:
    form = {"a": "b", "file": (BytesIO(b"x" * 100), "a.txt")}
    with app.test_request_context("/accounts/sign-in", method="POST", data=form):
        arrival.notice()
        transaction.begin()
        assert "arrived" not in g
        before = now()
        files_first.look()
        assert before <= arrival.arrived() <= now()
        transaction.end(None)
