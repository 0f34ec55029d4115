"""面談: slots, places, panel, bookings, records; files that go with a letter."""

import sqlalchemy as sa
from alembic import op


revision = "interviews"
down_revision = "members"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "interview_rounds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("choose_until", MOMENT, nullable=False),
        sa.Column("change_days", sa.Integer(), nullable=False),
        sa.Column("remind_days", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "change_days BETWEEN 0 AND 30", name=op.f("ck_interview_rounds_change_days")
        ),
        sa.CheckConstraint(
            "remind_days BETWEEN 1 AND 14", name=op.f("ck_interview_rounds_remind_days")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_interview_rounds_call_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_rounds")),
        sa.UniqueConstraint("call_id", name=op.f("uq_interview_rounds_call_id")),
    )
    op.create_table(
        "letter_enclosures",
        sa.Column("id", KEY, nullable=False),
        sa.Column("letter_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_letter_enclosures_letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_enclosures")),
    )
    with op.batch_alter_table("letter_enclosures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_enclosures_letter_id"), ["letter_id"], unique=False
        )

    op.create_table(
        "interview_criteria",
        sa.Column("id", KEY, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_interview_criteria_counts")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["interview_rounds.id"], name=op.f("fk_interview_criteria_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_criteria")),
        sa.UniqueConstraint(
            "round_id", "position", name=op.f("uq_interview_criteria_round_id_position")
        ),
    )
    op.create_table(
        "interview_places",
        sa.Column("id", KEY, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("room", "video", name="placekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["interview_rounds.id"], name=op.f("fk_interview_places_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_places")),
    )
    with op.batch_alter_table("interview_places", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interview_places_round_id"), ["round_id"], unique=False
        )

    op.create_table(
        "interview_slots",
        sa.Column("id", KEY, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_interview_slots_takes_time")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["interview_places.id"], name=op.f("fk_interview_slots_place_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["interview_rounds.id"], name=op.f("fk_interview_slots_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_slots")),
        sa.UniqueConstraint(
            "place_id", "starts_at", name=op.f("uq_interview_slots_place_id_starts_at")
        ),
    )
    with op.batch_alter_table("interview_slots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_slots_round_id"), ["round_id"], unique=False)

    op.create_table(
        "interview_seats",
        sa.Column("id", KEY, nullable=False),
        sa.Column("slot_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_interview_seats_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["interview_slots.id"], name=op.f("fk_interview_seats_slot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_seats")),
        sa.UniqueConstraint(
            "slot_id", "person_id", name=op.f("uq_interview_seats_slot_id_person_id")
        ),
    )
    with op.batch_alter_table("interview_seats", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interview_seats_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "interviews",
        sa.Column("id", KEY, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("candidacy_id", KEY, nullable=False),
        sa.Column("slot_id", KEY, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "none",
                "invited",
                "asked",
                "booked",
                "declined",
                "cancelled",
                "held",
                "no_show",
                name="state",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=True),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("chased_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('booked', 'held', 'no_show')) = (slot_id IS NOT NULL)",
            name=op.f("ck_interviews_a_time_when_booked"),
        ),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_interviews_sequence")),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacies.id"], name=op.f("fk_interviews_candidacy_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["interview_rounds.id"], name=op.f("fk_interviews_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["interview_slots.id"], name=op.f("fk_interviews_slot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
        sa.UniqueConstraint("candidacy_id", name=op.f("uq_interviews_candidacy_id")),
        sa.UniqueConstraint("slot_id", name=op.f("uq_interviews_slot_id")),
    )
    with op.batch_alter_table("interviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interviews_round_id"), ["round_id"], unique=False)

    op.create_table(
        "interview_links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("interview_id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_interview_links_interview_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_interview_links_token_hash")),
    )
    with op.batch_alter_table("interview_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interview_links_interview_id"), ["interview_id"], unique=False
        )

    op.create_table(
        "interview_records",
        sa.Column("id", KEY, nullable=False),
        sa.Column("interview_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column(
            "state",
            sa.Enum("none", "draft", "final", name="recordstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'final' OR finished_at IS NOT NULL",
            name=op.f("ck_interview_records_finished"),
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_interview_records_interview_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_interview_records_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_records")),
        sa.UniqueConstraint(
            "interview_id", "person_id", name=op.f("uq_interview_records_interview_id_person_id")
        ),
    )
    with op.batch_alter_table("interview_records", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interview_records_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "interview_recusals",
        sa.Column("id", KEY, nullable=False),
        sa.Column("interview_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_interview_recusals_interview_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_interview_recusals_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_recusals")),
        sa.UniqueConstraint(
            "interview_id", "person_id", name=op.f("uq_interview_recusals_interview_id_person_id")
        ),
    )
    op.create_table(
        "interview_points",
        sa.Column("id", KEY, nullable=False),
        sa.Column("record_id", KEY, nullable=False),
        sa.Column("criterion_id", KEY, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 1 AND 5", name=op.f("ck_interview_points_on_the_scale")),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["interview_criteria.id"],
            name=op.f("fk_interview_points_criterion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["interview_records.id"], name=op.f("fk_interview_points_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_points")),
        sa.UniqueConstraint(
            "record_id", "criterion_id", name=op.f("uq_interview_points_record_id_criterion_id")
        ),
    )


def downgrade():
    op.drop_table("interview_points")
    op.drop_table("interview_recusals")
    op.drop_table("interview_records")
    op.drop_table("interview_links")
    op.drop_table("interviews")
    op.drop_table("interview_seats")
    op.drop_table("interview_slots")
    op.drop_table("interview_places")
    op.drop_table("interview_criteria")
    op.drop_table("letter_enclosures")
    op.drop_table("interview_rounds")
