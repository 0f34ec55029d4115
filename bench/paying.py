"""What a payment run of 1,000 claims costs the treasurer: preparing it, and making its file."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import select

from bench import copying
from bench.measure import Result, counted, peak_rss
from config import Config
from otameshi.app import create_app
from otameshi.claims.models import Claim
from otameshi.claims.paying import actions, seeing
from otameshi.claims.paying.models import PaymentRun
from otameshi.claims.paying.zengin import RECORD
from otameshi.core.yen import Yen
from otameshi.db import db
from tests.claims.paying import make  # the makers know what a claim that can be paid is made of

CLAIMS = 1_000


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Config(
                SECRET_KEY="only-for-the-benchmarks-" + "0" * 16,
                SQLALCHEMY_DATABASE_URI=f"sqlite:///{Path(folder) / 'bench.db'}",
                FILE_STORE=(Path(folder) / "files").as_uri(),
                SITE_URL="http://localhost",
                MAIL_SERVER="",
                TESTING=True,
            )
        )
        with app.app_context():
            db.create_all()
            _fill()
            yield from _steps()


def _fill() -> None:
    """Make one claim that can be paid, and as many more of other groups by copying its rows."""
    claim = make.payable()
    group = claim.grant.participation
    chain: copying.Chain = [
        (group.representative, {"email": "b{}@example.jp"}),
        (group.candidacy.application, {"number": "B-{}"}),
        (group.candidacy, {}),
        (group, {"title": "見本{}組"}),
        (claim.grant, {"document_number": "見本交第{}号"}),
        (claim, {"document_number": "見本確第{}号", "account_number": "{:07}"}),
    ]
    copying.fill(chain, CLAIMS)


def _steps() -> Iterator[Result]:
    keys = list(db.session.scalars(select(Claim.id)))
    by, run = make.treasurer(), list[int]()
    year = make.paying_year()
    db.session.commit()

    def prepare() -> None:
        run.append(actions.prepare(year, keys, make.PAY_ON, by, make.PREPARED).id)
        db.session.commit()

    yield _once("payment_run_prepare", prepare)
    made = db.session.get_one(PaymentRun, run[0])
    boss = make.manager()
    counted_by_hand = CLAIMS, Yen(sum(one.amount for one in made.items))
    actions.approve(made, counted_by_hand, boss, make.APPROVED, "見本")
    db.session.commit()

    def file() -> None:
        actions.take(made, "send", by, make.SENT)
        db.session.commit()
        found = seeing.find(run[0], by)
        assert found is not None
        assert len(actions.content(found)) == (CLAIMS + 3) * (RECORD + 2)

    yield _once("payment_run_file", file)


def _once(name: str, act: Callable[[], None]) -> Result:
    """Measure something that can be done only once, with nothing loaded yet."""
    db.session.expire_all()
    with counted() as statements:
        begun, cpu = perf_counter(), process_time()
        act()
        cpu, wall = (process_time() - cpu) * 1000, (perf_counter() - begun) * 1000
    wall = round(wall, 2)
    return Result(name, CLAIMS, round(cpu, 2), wall, wall, len(statements), round(peak_rss(), 1))


if __name__ == "__main__":
    for one in results():
        print(one)
