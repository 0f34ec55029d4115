"""Decisions with notices that are told when they are sent; changes proposed; meetings."""

import sqlalchemy as sa
from alembic import op

revision = "decisions"
down_revision = "list_order"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STATES = (
    "screening",
    "ineligible",
    "reviewing",
    "proposed",
    "selected",
    "waitlisted",
    "rejected",
    "declined",
)
OUTCOMES = ("selected", "waitlisted", "rejected")


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, length=24)


def upgrade():
    with op.batch_alter_table("candidacies") as batch_op:
        batch_op.add_column(sa.Column("told", one_of("state", *STATES), nullable=True))
        batch_op.add_column(sa.Column("told_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
    with op.batch_alter_table("issued_papers") as batch_op:
        batch_op.alter_column("person_id", existing_type=KEY, nullable=True)
        batch_op.add_column(sa.Column("replaced_by", sa.String(), nullable=True))
    dispatches()
    meetings()
    decisions()
    revisions()
    # Until now a decision was told at once.
    op.execute(
        "UPDATE candidacies SET told = state, told_at = decided_at WHERE state IN "
        "('ineligible', 'selected', 'waitlisted', 'rejected', 'declined')"
    )
    op.execute(
        "INSERT INTO decisions (candidacy_id, round, way, outcome, waitlist_rank, note, reason, "
        "own_reason, proposed_by_id, decided_by_id, at, number, notice, made, paper_id, version) "
        "SELECT c.id, 1, 'decided', "
        "CASE WHEN c.state = 'declined' THEN 'selected' ELSE c.state END, "
        "c.waitlist_rank, '', '', FALSE, c.proposed_by_id, c.decided_by_id, c.decided_at, "
        "c.document_number, 'sent', '{}', p.id, 1 "
        "FROM candidacies c LEFT JOIN issued_papers p ON p.number = c.document_number "
        "WHERE c.state IN ('selected', 'waitlisted', 'rejected', 'declined') "
        "AND c.decided_by_id IS NOT NULL AND c.decided_at IS NOT NULL "
        "AND c.document_number IS NOT NULL "
        "AND (c.state <> 'waitlisted' OR c.waitlist_rank IS NOT NULL)"
    )


def dispatches():
    op.create_table(
        "dispatches",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("sent_by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("hold_until", MOMENT, nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("recalled_at", MOMENT, nullable=True),
        sa.Column("recalled_by_id", KEY, nullable=True),
        sa.CheckConstraint(
            "released_at IS NULL OR recalled_at IS NULL", name=op.f("ck_dispatches_one_end")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_dispatches_call_id")),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["people.id"], name=op.f("fk_dispatches_sent_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recalled_by_id"], ["people.id"], name=op.f("fk_dispatches_recalled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatches")),
    )
    with op.batch_alter_table("dispatches") as batch_op:
        batch_op.create_index(batch_op.f("ix_dispatches_call_id"), ["call_id"])
        batch_op.create_index("ix_dispatches_due", ["released_at", "recalled_at", "hold_until"])


def meetings():
    op.create_table(
        "selection_meetings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("present", sa.String(), nullable=False),
        sa.Column("absent", sa.String(), nullable=False),
        sa.Column("gist", sa.String(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=True),
        sa.Column("issued_by_id", KEY, nullable=True),
        sa.Column("paper_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(issued_at IS NULL) = (paper_id IS NULL)",
            name=op.f("ck_selection_meetings_issued_as_a_paper"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_selection_meetings_call_id")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["people.id"], name=op.f("fk_selection_meetings_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["issued_papers.id"], name=op.f("fk_selection_meetings_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_meetings")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_selection_meetings_paper_id")),
    )
    with op.batch_alter_table("selection_meetings") as batch_op:
        batch_op.create_index(batch_op.f("ix_selection_meetings_call_id"), ["call_id"])


def decisions():
    op.create_table(
        "decisions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("candidacy_id", KEY, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("way", one_of("way", "decided", "promoted", "changed"), nullable=False),
        sa.Column("outcome", one_of("outcome", *OUTCOMES), nullable=False),
        sa.Column("waitlist_rank", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("own_reason", sa.Boolean(), nullable=False),
        sa.Column("proposed_by_id", KEY, nullable=True),
        sa.Column("decided_by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("notice", one_of("notice", "ready", "held", "sent", "dropped"), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("dispatch_id", KEY, nullable=True),
        sa.Column("letter_id", KEY, nullable=True),
        sa.Column("attachment_id", KEY, nullable=True),
        sa.Column("paper_id", KEY, nullable=True),
        sa.Column("meeting_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("decided_by_id <> proposed_by_id", name=op.f("ck_decisions_four_eyes")),
        sa.CheckConstraint(
            "outcome <> 'waitlisted' OR waitlist_rank IS NOT NULL",
            name=op.f("ck_decisions_in_line"),
        ),
        sa.CheckConstraint(
            "notice <> 'held' OR dispatch_id IS NOT NULL",
            name=op.f("ck_decisions_sent_by_an_act"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_decisions_{column}"))
            for column, table in (
                ("candidacy_id", "candidacies"),
                ("proposed_by_id", "people"),
                ("decided_by_id", "people"),
                ("replaces_id", "decisions"),
                ("dispatch_id", "dispatches"),
                ("letter_id", "letters"),
                ("attachment_id", "attachments"),
                ("paper_id", "issued_papers"),
                ("meeting_id", "selection_meetings"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("candidacy_id", "round", name=op.f("uq_decisions_candidacy_id_round")),
        sa.UniqueConstraint("number", name=op.f("uq_decisions_number")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_decisions_attachment_id")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_decisions_paper_id")),
    )
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.create_index("ix_decisions_notice", ["notice"])
        batch_op.create_index(batch_op.f("ix_decisions_dispatch_id"), ["dispatch_id"])
        batch_op.create_index(batch_op.f("ix_decisions_meeting_id"), ["meeting_id"])


def revisions():
    op.create_table(
        "revisions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("candidacy_id", KEY, nullable=False),
        sa.Column("outcome", one_of("outcome", *OUTCOMES), nullable=False),
        sa.Column("waitlist_rank", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "state",
            one_of("revisionstate", "open", "approved", "refused", "withdrawn"),
            nullable=False,
        ),
        sa.Column("proposed_by_id", KEY, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("settled_by_id", KEY, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'withdrawn' OR settled_by_id <> proposed_by_id",
            name=op.f("ck_revisions_four_eyes"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)", name=op.f("ck_revisions_settled_or_open")
        ),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacies.id"], name=op.f("fk_revisions_candidacy_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_revisions_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["people.id"], name=op.f("fk_revisions_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
    )
    with op.batch_alter_table("revisions") as batch_op:
        batch_op.create_index(batch_op.f("ix_revisions_candidacy_id"), ["candidacy_id"])
        batch_op.create_index(
            "ix_revisions_one_open",
            ["candidacy_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )


def downgrade():
    for table in ("revisions", "decisions", "selection_meetings", "dispatches"):
        op.drop_table(table)
    op.execute("DELETE FROM issued_papers WHERE person_id IS NULL")
    with op.batch_alter_table("issued_papers") as batch_op:
        batch_op.drop_column("replaced_by")
        batch_op.alter_column("person_id", existing_type=KEY, nullable=False)
    with op.batch_alter_table("candidacies") as batch_op:
        for column in ("answer_by", "told_at", "told"):
            batch_op.drop_column(column)
