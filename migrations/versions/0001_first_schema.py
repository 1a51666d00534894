"""The first schema: people, classes, games, turns, moves, resolutions, streams, journal.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
"""An instant in UTC; SQLite has no such type and keeps text of fixed width."""


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "instructor",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_instructor"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_instructor_person"),
        sa.UniqueConstraint("login", name="uq_instructor_login"),
    )
    op.create_table(
        "classroom",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("instructor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("delete_on", sa.Date()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_classroom"),
        sa.ForeignKeyConstraint(["instructor"], ["instructor.person"], name="fk_classroom_instructor"),
    )
    op.create_index("ix_classroom_instructor", "classroom", ["instructor"])
    op.create_table(
        "scenario",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_scenario"),
    )
    op.create_table(
        "game",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("classroom", sa.Text(), nullable=False),
        sa.Column("instructor", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("scenario_key", sa.Text(), nullable=False),
        sa.Column("scenario_title", sa.Text(), nullable=False),
        sa.Column("scenario_digest", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("turn_no", sa.Integer(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("minutes_per_turn", sa.Integer()),
        sa.Column("early", sa.Boolean(), nullable=False),
        sa.Column("spectator_delay", sa.Integer(), nullable=False),
        sa.Column("bots_fill", sa.Boolean(), nullable=False),
        sa.Column("join_code", sa.Text(), nullable=False),
        sa.Column("seed_commitment", sa.Text(), nullable=False),
        sa.Column("paused_ms", sa.BigInteger()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_game"),
        sa.ForeignKeyConstraint(["classroom"], ["classroom.id"], name="fk_game_classroom"),
        sa.ForeignKeyConstraint(["instructor"], ["instructor.person"], name="fk_game_instructor"),
        sa.ForeignKeyConstraint(["scenario_digest"], ["scenario.digest"], name="fk_game_scenario_digest"),
        sa.UniqueConstraint("join_code", name="uq_game_join_code"),
        sa.CheckConstraint("status IN ('lobby', 'running', 'paused', 'ended')", name="ck_game_status"),
    )
    op.create_index("ix_game_classroom", "game", ["classroom"])
    op.create_table(
        "secret_seed",
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("game", name="pk_secret_seed"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_secret_seed_game"),
    )
    op.create_table(
        "turn",
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("close_no", sa.Integer(), nullable=False),
        sa.Column("deadline_at", INSTANT),
        sa.Column("deadline_version", sa.Integer(), nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("bot_seats", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("game", "n", name="pk_turn"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_turn_game"),
        sa.CheckConstraint(
            "status IN ('open', 'closed', 'resolved', 'failed', 'void')", name="ck_turn_status"
        ),
    )
    op.create_index("ix_turn_status_deadline_at", "turn", ["status", "deadline_at"])
    op.create_table(
        "seat",
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.Column("ready_turn", sa.Integer(), nullable=False),
        sa.Column("credential_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("game", "key", name="pk_seat"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_seat_game"),
    )
    op.create_table(
        "holder",
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("here_until", INSTANT),
        sa.PrimaryKeyConstraint("game", "seat", "person", name="pk_holder"),
        sa.ForeignKeyConstraint(["game", "seat"], ["seat.game", "seat.key"], name="fk_holder_game_seat"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_holder_person"),
    )
    op.create_table(
        "link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("game", sa.Text()),
        sa.Column("seat", sa.Text()),
        sa.Column("person", sa.Text()),
        sa.Column("credential_version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_link"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_link_game"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_link_person"),
        sa.CheckConstraint("kind IN ('invite', 'seat', 'person', 'spectator')", name="ck_link_kind"),
    )
    op.create_index("ix_link_game", "link", ["game"])
    op.create_table(
        "session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("game", sa.Text()),
        sa.Column("seat", sa.Text()),
        sa.Column("credential_version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_session_game"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_session_person"),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
        sa.CheckConstraint("kind IN ('instructor', 'seat', 'spectator')", name="ck_session_kind"),
    )
    op.create_index("ix_session_game_seat", "session", ["game", "seat"])
    op.create_index("ix_session_person", "session", ["person"])
    op.create_table(
        "ticket",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_ticket"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_ticket_game"),
        sa.ForeignKeyConstraint(["session"], ["session.id"], ondelete="CASCADE", name="fk_ticket_session"),
    )
    op.create_table(
        "move",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text()),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("idem_key", sa.Text(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("actor_session", sa.Text()),
        sa.Column("by_bot", sa.Boolean(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_move"),
        sa.ForeignKeyConstraint(["game", "seat"], ["seat.game", "seat.key"], name="fk_move_game_seat"),
        sa.ForeignKeyConstraint(["game", "turn"], ["turn.game", "turn.n"], name="fk_move_game_turn"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_move_person"),
        sa.UniqueConstraint("game", "seat", "idem_key", name="uq_move_game_seat_idem_key"),
        sa.UniqueConstraint("game", "turn", "seat", "rev", name="uq_move_game_turn_seat_rev"),
    )
    op.create_table(
        "resolution",
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("close_no", sa.Integer(), nullable=False),
        sa.Column("input_digest", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("ledger", sa.LargeBinary(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("resolved_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("game", "turn", name="pk_resolution"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_resolution_game"),
    )
    op.create_table(
        "stream",
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("game", "viewer", name="pk_stream"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_stream_game"),
    )
    op.create_table(
        "delivery",
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("game", "viewer", "seq", name="pk_delivery"),
        sa.ForeignKeyConstraint(
            ["game", "viewer"], ["stream.game", "stream.viewer"], name="fk_delivery_game_viewer"
        ),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_message_game"),
        sa.CheckConstraint("kind IN ('statement', 'cable')", name="ck_message_kind"),
    )
    op.create_index("ix_message_game_sent_at", "message", ["game", "sent_at"])
    op.create_table(
        "journal",
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("game", "seq", name="pk_journal"),
        sa.ForeignKeyConstraint(["game"], ["game.id"], name="fk_journal_game"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("process", name="pk_heartbeat"),
    )
    op.create_table(
        "server_secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_server_secret"),
    )
