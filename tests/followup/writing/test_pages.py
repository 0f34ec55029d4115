"""The workshop of a wave's questions, at the pages."""

import pytest

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup.writing.actions import PEN, SHELF
from tests import make
from tests.followup.make import wave


@pytest.fixture
def asked(app):
    del app
    made = wave()
    db.session.commit()
    return made


@pytest.fixture
def desk(browse, asked):
    del asked
    return browse(make.person(Role.OFFICER))


def home(asked):
    return f"/desk/followup/{asked.id}/questions/"


def test_an_officer_writes_tries_compares_and_publishes(desk, asked):
    page = desk.read(home(asked))
    for heading in ("拠点について", "支援について", "第1版が公開中です"):
        assert heading in page
    assert "を選んだ方" not in page
    form = desk.read(f"{home(asked)}new/support")
    assert "ファイル" not in form.partition("答え方")[2].partition("選択肢")[0]
    page = desk.send(
        f"{home(asked)}new/support", label="お勧めしたい度合い", place="support", kind="scale",
        least="1", most="10", help="10が「強く勧める」です。",
    )  # fmt: skip
    assert "「お勧めしたい度合い」を下書きに加えました" in page
    assert "公開していない下書きがあります" in page
    tried = desk.send(f"{home(asked)}trial", own_q1="維持しない", own_q9="11")
    assert "1から10までの中から選んでください" in tried
    tried = desk.send(f"{home(asked)}trial", own_q1="維持しない", own_q9="10")
    assert "この入力で提出できます" in tried
    assert "加わる" in desk.read(f"{home(asked)}compare")
    moved = desk.send(f"{home(asked)}move/q9/up", page=home(asked))
    assert "質問の順を変えました" in moved
    done = desk.send(f"{home(asked)}publish", page=f"{home(asked)}compare")
    assert "第2版を公開しました" in done
    assert "お勧めしたい度合い" in desk.read(f"{home(asked)}versions/2")
    assert "お勧めしたい度合い" not in desk.read(f"{home(asked)}versions/1")


def test_a_question_is_changed_and_taken_out_and_the_draft_thrown_away(desk, asked):
    page = desk.send(f"{home(asked)}edit/q6", label="満足度", place="support", kind="scale")
    assert "下書きで変えました" in page
    desk.send(f"{home(asked)}remove/q7", page=f"{home(asked)}edit/q7")
    assert "なくなる" in desk.read(f"{home(asked)}compare")
    page = desk.send(f"{home(asked)}discard", page=f"{home(asked)}compare")
    assert "下書きを取り消しました" in page
    db.session.expire_all()
    assert SHELF.draft_of(asked) is None


def test_what_cannot_be_asked_is_refused_with_what_was_typed(desk, asked):
    answer = desk.post(
        f"{home(asked)}new/base", label="残る言葉", place="base", kind="scale", least="5", most="3"
    )
    assert answer.status_code == 422
    assert "最小より大きい最大" in answer.text
    assert "残る言葉" in answer.text
    forged = desk.post(f"{home(asked)}new/base", label="書類", place="base", kind="file")
    assert forged.status_code == 422
    assert PEN.being_written(asked) == asked.whole
    assert desk.get(f"{home(asked)}new/attic").status_code == 404


def test_questions_are_copied_from_another_wave(desk, asked):
    other = wave(name="1年後", decisive=False, months=12)
    PEN.remove(other, "q7", make.person(Role.OFFICER), make.NOON)
    SHELF.publish(other, make.person(Role.OFFICER), make.NOON)
    db.session.commit()
    assert "1年後" in desk.read(f"{home(asked)}copy")
    page = desk.send(f"{home(asked)}copy", source=str(other.id))
    assert "質問を写しました" in page
    assert "なくなる" in desk.read(f"{home(asked)}compare")
    assert "標準の質問" in desk.read(f"{home(asked)}copy")
    desk.send(f"{home(asked)}copy", source="standard")
    assert desk.post(f"{home(asked)}copy", source="9999").status_code == 422


def test_an_auditor_reads_and_nobody_else_comes_near(browse, asked):
    auditor = browse(make.person(Role.AUDITOR))
    for page in ("", "compare", "trial", "versions/1"):
        answer = auditor.get(f"{home(asked)}{page}")
        assert answer.status_code == 200
        assert "質問を追加する" not in answer.text
    for page in ("new/base", "edit/q1", "copy"):
        assert auditor.get(f"{home(asked)}{page}").status_code == 403
    assert browse(make.person()).get(home(asked)).status_code == 403
    assert browse(make.person(Role.OFFICER)).get("/desk/followup/999/questions/").status_code == 404
