"""Numbers without gaps and never twice, on both databases."""

import threading

from flask import Flask

from otameshi.db import db, reading
from otameshi.documents.numbering import following


def test_each_series_counts_from_one_in_each_year(app: Flask) -> None:
    assert [following("8産立", 2026) for _ in range(3)] == [1, 2, 3]
    assert following("8産立", 2027) == 1
    assert following("R8", 2026) == 1


def test_a_number_taken_in_vain_is_given_again(app: Flask) -> None:
    following("8産立", 2026)
    db.session.commit()
    assert following("8産立", 2026) == 2
    db.session.rollback()
    assert following("8産立", 2026) == 2


def test_many_who_take_a_number_at_once_get_each_their_own_from_the_first_on(app: Flask) -> None:
    begin, taken = threading.Barrier(4), []

    def take() -> None:
        with app.app_context():
            reading.set(False)
            begin.wait()
            for _ in range(5):
                taken.append(following("8産立", 2026))
                db.session.commit()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 21))
