"""Tokens from the command line."""

from otameshi.db import db
from otameshi.statistics.api import actions


def test_a_token_is_created_listed_and_revoked(app):
    run = app.test_cli_runner().invoke
    made = run(args=["token", "create", "連携基盤", "--scope", "groups:read", "--days", "30"])
    assert made.exit_code == 0, made.output
    text = made.output.splitlines()[1]
    found = actions.found(text)
    assert found is not None
    listed = run(args=["token", "list"]).output
    assert "連携基盤" in listed
    assert "groups:read" in listed
    assert text not in listed
    ended = run(args=["token", "revoke", str(found.id)])
    assert "取り消しました" in ended.output
    db.session.refresh(found)
    assert found.revoked_at is not None
    assert run(args=["token", "revoke", str(found.id)]).exit_code == 1
    assert "ありません" in run(args=["token", "revoke", "99"]).output
    assert run(args=["token", "create", "二\n行"]).exit_code == 2
