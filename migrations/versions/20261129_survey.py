"""A survey becomes data: versions of its questions, replies that are never changed, what they mean."""

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, time

import sqlalchemy as sa
from alembic import op

revision = "survey"
down_revision = "visits"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
ENUM = sa.String(length=24)
ONE_GROUP = sa.text("participant_id IS NULL")


def upgrade():
    _new_tables()
    with op.batch_alter_table("waves") as table:
        table.add_column(sa.Column("months", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("open_days", sa.Integer(), nullable=False, server_default="30"))
        table.add_column(sa.Column("addressee", ENUM, nullable=False, server_default="group"))
    with op.batch_alter_table("invitations") as table:
        table.add_column(sa.Column("participant_id", KEY))
        table.add_column(sa.Column("opens_on", sa.Date()))
        table.add_column(sa.Column("closes_on", sa.Date()))
        table.add_column(sa.Column("letter_id", KEY))
        table.add_column(sa.Column("refused_at", AT))
        table.add_column(sa.Column("draft", sa.JSON()))
        table.add_column(sa.Column("draft_at", AT))
    with op.batch_alter_table("replies") as table:
        table.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("questions_id", KEY))
        table.add_column(sa.Column("answers", sa.JSON()))
        table.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
    _carry_over()
    with op.batch_alter_table("waves") as table:
        for name in ("months", "open_days", "addressee"):
            table.alter_column(name, server_default=None)
        table.alter_column("asked_on", nullable=True)
        table.alter_column("closes_on", nullable=True)
        table.drop_column("question")
        table.create_check_constraint("has_both_days", "(asked_on IS NULL) = (closes_on IS NULL)")
        table.create_check_constraint("after_the_stay", "months >= 0")
        table.create_check_constraint("open_for_a_day", "open_days >= 1")
    with op.batch_alter_table("invitations") as table:
        table.alter_column("opens_on", nullable=False)
        table.alter_column("closes_on", nullable=False)
        table.drop_constraint("uq_invitations_wave_id_participation_id", type_="unique")
        table.create_unique_constraint(
            "uq_invitations_wave_id_participation_id_participant_id",
            ["wave_id", "participation_id", "participant_id"],
        )
        table.create_check_constraint("runs_forward", "opens_on <= closes_on")
        table.create_foreign_key(
            "fk_invitations_participant_id", "participants", ["participant_id"], ["id"]
        )
        table.create_foreign_key("fk_invitations_letter_id", "letters", ["letter_id"], ["id"])
    op.create_index("ix_invitations_letter_id", "invitations", ["letter_id"])
    op.create_index(
        "uq_invitations_group",
        "invitations",
        ["wave_id", "participation_id"],
        unique=True,
        sqlite_where=ONE_GROUP,
        postgresql_where=ONE_GROUP,
    )
    with op.batch_alter_table("replies") as table:
        table.alter_column("number", server_default=None)
        table.alter_column("note", server_default=None)
        table.alter_column("questions_id", nullable=False)
        table.alter_column("answers", nullable=False)
        table.drop_constraint("uq_replies_invitation_id", type_="unique")
        table.drop_constraint("fk_replies_choice_id", type_="foreignkey")
        table.drop_column("choice_id")
        table.drop_column("comment")
        table.drop_column("version")
        table.create_unique_constraint(
            "uq_replies_invitation_id_number", ["invitation_id", "number"]
        )
        table.create_foreign_key(
            "fk_replies_questions_id", "wave_questions", ["questions_id"], ["id"]
        )
    op.create_index("ix_replies_answered_at", "replies", ["answered_at"])
    op.drop_table("base_choices")


def _new_tables():
    op.create_table(
        "wave_questions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("wave_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("person_id", KEY),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name="fk_wave_questions_wave_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_wave_questions_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wave_questions"),
        sa.UniqueConstraint("wave_id", "number", name="uq_wave_questions_wave_id_number"),
    )
    op.create_table(
        "wave_drafts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("wave_id", KEY, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.Column("person_id", KEY),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name="fk_wave_drafts_wave_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_wave_drafts_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wave_drafts"),
        sa.UniqueConstraint("wave_id", name="uq_wave_drafts_wave_id"),
    )
    op.create_table(
        "retention_plans",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("keeps", sa.JSON(), nullable=False),
        sa.Column("members", ENUM, nullable=False),
        sa.Column("unit", ENUM, nullable=False),
        sa.Column("denominator", ENUM, nullable=False),
        sa.Column("rounding", ENUM, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name="fk_retention_plans_year_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_retention_plans"),
        sa.UniqueConstraint("year_id", name="uq_retention_plans_year_id"),
    )
    op.create_table(
        "outcomes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("wave_id", KEY, nullable=False),
        sa.Column("participation_id", KEY, nullable=False),
        sa.Column("answer", ENUM, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("stayed", "went", "silent", "refused")
        ),
        sa.Column("at", AT, nullable=False),
        sa.CheckConstraint(
            "stayed >= 0 AND went >= 0 AND silent >= 0 AND refused >= 0",
            name="ck_outcomes_not_negative",
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name="fk_outcomes_wave_id"),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participations.id"], name="fk_outcomes_participation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outcomes"),
        sa.UniqueConstraint(
            "wave_id", "participation_id", name="uq_outcomes_wave_id_participation_id"
        ),
    )
    op.create_index("ix_outcomes_participation_id", "outcomes", ["participation_id"])
    op.create_index("ix_outcomes_figures", "outcomes", ["wave_id", "answer", "participation_id"])


def _tables():
    """Return the tables as they stand between the old shape and the new one."""
    meta = sa.MetaData()
    names = (
        "waves", "base_choices", "invitations", "replies", "wave_questions", "retention_plans",
        "outcomes", "participants",
    )  # fmt: skip
    meta.reflect(op.get_bind(), only=names)
    return meta.tables


def _carry_over():
    bind, tables = op.get_bind(), _tables()
    waves, choices = tables["waves"], tables["base_choices"]
    heads = _heads(bind, tables["participants"])
    keeps = {}
    for wave in bind.execute(sa.select(waves).order_by(waves.c.id)).mappings().all():
        own = bind.execute(
            sa.select(choices).where(choices.c.wave_id == wave["id"]).order_by(choices.c.position)
        ).mappings().all()  # fmt: skip
        version = _questions(bind, tables["wave_questions"], wave, [one["label"] for one in own])
        counting = keeps.setdefault(wave["year_id"], [])
        counting += [one["label"] for one in own if one["counts"] and one["label"] not in counting]
        _answers(bind, tables, wave, {one["id"]: one for one in own}, version, heads)
    for year_id, values in keeps.items():
        bind.execute(
            sa.insert(tables["retention_plans"]).values(
                year_id=year_id, keeps=[{"source": "q1", "values": values}], members="any",
                unit="group", denominator="all", rounding="half_up", version=1,
            )
        )  # fmt: skip


def _heads(bind, participants):
    rows = sa.select(participants.c.participation_id, sa.func.count()).group_by(
        participants.c.participation_id
    )
    return Counter(dict(tuple(row) for row in bind.execute(rows)))


def _questions(bind, table, wave, labels):
    """Write what the wave asked as the first version of its questions."""
    asked = [
        {"key": "q1", "kind": "choice", "label": wave["question"], "options": labels,
         "required": True},
        {"key": "q2", "kind": "long", "label": "補足・ご意見", "most": 1000},
    ]  # fmt: skip
    text = json.dumps({"questions": asked}, ensure_ascii=False, indent=1, sort_keys=True)
    at = datetime.combine(wave["asked_on"], time(), UTC)
    digest = hashlib.sha256(text.encode()).hexdigest()
    made = sa.insert(table).values(wave_id=wave["id"], number=1, text=text, sha256=digest, at=at)
    return bind.execute(made).inserted_primary_key[0]


def _answers(bind, tables, wave, choices, version, heads):
    """Give every invitation its days, every reply its answers, every group its outcome."""
    invitations, replies = tables["invitations"], tables["replies"]
    bind.execute(
        sa.update(invitations)
        .where(invitations.c.wave_id == wave["id"])
        .values(opens_on=wave["asked_on"], closes_on=wave["closes_on"])
    )
    given = {
        row["invitation_id"]: row
        for row in bind.execute(
            sa.select(replies).join(invitations, invitations.c.id == replies.c.invitation_id)
            .where(invitations.c.wave_id == wave["id"])
        ).mappings()
    }  # fmt: skip
    asked = sa.select(invitations).where(invitations.c.wave_id == wave["id"])
    for one in bind.execute(asked).mappings().all():
        people, reply = heads[one["participation_id"]], given.get(one["id"])
        answer = "silent"
        if reply is not None:
            choice = choices[reply["choice_id"]]
            answer = "stayed" if choice["counts"] else "left"
            said = {"q1": choice["label"]}
            if reply["comment"]:
                said["q2"] = reply["comment"]
            bind.execute(
                sa.update(replies).where(replies.c.id == reply["id"]).values(
                    answers=said, questions_id=version,
                    source="telephone" if reply["source"] == "staff" else reply["source"],
                )
            )  # fmt: skip
        at = reply["answered_at"] if reply else one["sent_at"] or wave["written_at"]
        bind.execute(
            sa.insert(tables["outcomes"]).values(
                wave_id=wave["id"], participation_id=one["participation_id"], answer=answer,
                stayed=people * (answer == "stayed"), went=people * (answer == "left"),
                silent=people * (answer == "silent"), refused=0, at=at or sa.func.now(),
            )
        )  # fmt: skip


def downgrade():
    """Go back to one question a wave: only while nobody has been asked, as answers have no place."""
    if op.get_bind().execute(sa.text("SELECT COUNT(*) FROM waves")).scalar():
        raise RuntimeError("waves with several questions have no place in the older tables")
    for table in ("outcomes", "retention_plans", "wave_drafts", "replies", "wave_questions",
                  "invitations", "waves"):  # fmt: skip
        op.drop_table(table)
    op.create_table(
        "waves",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "question")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("asked_on", "closes_on")),
        sa.Column("decisive", sa.Boolean(), nullable=False),
        sa.Column("written_at", AT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("asked_on <= closes_on", name="ck_waves_runs_forward"),
        sa.ForeignKeyConstraint(["year_id"], ["programme_years.id"], name="fk_waves_year_id"),
        sa.PrimaryKeyConstraint("id", name="pk_waves"),
        sa.UniqueConstraint("year_id", "name", name="uq_waves_year_id_name"),
    )
    op.create_index("ix_waves_year_id", "waves", ["year_id"])
    op.create_index(
        "uq_waves_one_decisive", "waves", ["year_id"], unique=True,
        sqlite_where=sa.text("decisive"), postgresql_where=sa.text("decisive"),
    )  # fmt: skip
    op.create_table(
        "base_choices",
        sa.Column("id", KEY, nullable=False),
        sa.Column("wave_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name="fk_base_choices_wave_id"),
        sa.PrimaryKeyConstraint("id", name="pk_base_choices"),
        sa.UniqueConstraint("wave_id", "position", name="uq_base_choices_wave_id_position"),
    )
    _old_answers()


def _old_answers():
    op.create_table(
        "invitations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("wave_id", KEY, nullable=False),
        sa.Column("participation_id", KEY, nullable=False),
        sa.Column("token_hash", sa.String()),
        sa.Column("sent_at", AT),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("revoked_at", AT),
        sa.Column("answered_at", AT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participations.id"], name="fk_invitations_participation_id"
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name="fk_invitations_wave_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
        sa.UniqueConstraint(
            "wave_id", "participation_id", name="uq_invitations_wave_id_participation_id"
        ),
    )
    op.create_index("ix_invitations_participation_id", "invitations", ["participation_id"])
    op.create_table(
        "replies",
        sa.Column("id", KEY, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("choice_id", KEY, nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("source", ENUM, nullable=False),
        sa.Column("person_id", KEY),
        sa.Column("answered_at", AT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["choice_id"], ["base_choices.id"], name="fk_replies_choice_id"),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name="fk_replies_invitation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_replies_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_replies"),
        sa.UniqueConstraint("invitation_id", name="uq_replies_invitation_id"),
    )
