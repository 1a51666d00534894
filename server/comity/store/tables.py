"""The schema. `migrations/` builds the same, step by step; a test holds the two together.

Column names are the field names of `comity.game.records`. Tokens are kept as SHA-256 only. People's names
stand in `person`; copies stand in an instructor's `login` and in `delivery`, as what was told, and
`store/erasures.py` finds them there. The seed of a game has a table of its own.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from comity.store.types import Instant, Keys

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
)

instructor = Table(
    "instructor",
    metadata,
    Column("person", Text, ForeignKey("person.id"), primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

classroom = Table(
    "classroom",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instructor", Text, ForeignKey("instructor.person"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("delete_on", Date),
    Column("created_at", Instant, nullable=False),
)

scenario = Table(
    "scenario",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("sources", Text, nullable=False),
)

game = Table(
    "game",
    metadata,
    Column("id", Text, primary_key=True),
    Column("classroom", Text, ForeignKey("classroom.id"), nullable=False, index=True),
    Column("instructor", Text, ForeignKey("instructor.person"), nullable=False),
    Column("title", Text, nullable=False),
    Column("scenario_key", Text, nullable=False),
    Column("scenario_title", Text, nullable=False),
    Column("scenario_digest", Text, ForeignKey("scenario.digest"), nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("turn_no", Integer, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("minutes_per_turn", Integer),
    Column("early", Boolean(create_constraint=False), nullable=False),
    Column("spectator_delay", Integer, nullable=False),
    Column("bots_fill", Boolean(create_constraint=False), nullable=False),
    Column("join_code", Text, nullable=False, unique=True),
    Column("seed_commitment", Text, nullable=False),
    Column("paused_ms", BigInteger),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("erased_at", Instant),
    CheckConstraint("status IN ('lobby', 'running', 'paused', 'ended')", name="status"),
)

secret_seed = Table(
    "secret_seed",
    metadata,
    Column("game", Text, ForeignKey("game.id"), primary_key=True),
    Column("seed", LargeBinary, nullable=False),
)

turn = Table(
    "turn",
    metadata,
    Column("game", Text, ForeignKey("game.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("status", Text, nullable=False),
    Column("close_no", Integer, nullable=False),
    Column("deadline_at", Instant),
    Column("deadline_version", Integer, nullable=False),
    Column("closed_at", Instant),
    Column("tries", Integer, nullable=False),
    Column("bot_seats", Keys, nullable=False),
    CheckConstraint("status IN ('open', 'closed', 'resolved', 'failed', 'void')", name="status"),
    Index("ix_turn_status_deadline_at", "status", "deadline_at"),
)

seat = Table(
    "seat",
    metadata,
    Column("game", Text, ForeignKey("game.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("bot", Boolean(create_constraint=False), nullable=False),
    Column("ready_turn", Integer, nullable=False),
    Column("credential_version", Integer, nullable=False),
)

holder = Table(
    "holder",
    metadata,
    Column("game", Text, primary_key=True),
    Column("seat", Text, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), primary_key=True),
    Column("joined_at", Instant, nullable=False),
    Column("here_until", Instant),
    ForeignKeyConstraint(["game", "seat"], ["seat.game", "seat.key"]),
)

link = Table(
    "link",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("game", Text, ForeignKey("game.id"), index=True),
    Column("seat", Text),
    Column("person", Text, ForeignKey("person.id")),
    Column("credential_version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("kind IN ('invite', 'seat', 'person', 'spectator')", name="kind"),
)

session = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("person", Text, ForeignKey("person.id"), index=True),
    Column("game", Text, ForeignKey("game.id")),
    Column("seat", Text),
    Column("credential_version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    CheckConstraint("kind IN ('instructor', 'seat', 'spectator')", name="kind"),
    Index("ix_session_game_seat", "game", "seat"),
)

ticket = Table(
    "ticket",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("session", Text, ForeignKey("session.id", ondelete="CASCADE"), nullable=False),
    Column("game", Text, ForeignKey("game.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

move = Table(
    "move",
    metadata,
    Column("id", Text, primary_key=True),
    Column("game", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("seat", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("body", Text),
    Column("body_hash", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("idem_key", Text, nullable=False),
    Column("person", Text, ForeignKey("person.id")),
    Column("actor_session", Text),
    Column("by_bot", Boolean(create_constraint=False), nullable=False),
    Column("received_at", Instant, nullable=False),
    ForeignKeyConstraint(["game", "turn"], ["turn.game", "turn.n"]),
    ForeignKeyConstraint(["game", "seat"], ["seat.game", "seat.key"]),
    UniqueConstraint("game", "turn", "seat", "rev"),
    UniqueConstraint("game", "seat", "idem_key"),
)

resolution = Table(
    "resolution",
    metadata,
    Column("game", Text, ForeignKey("game.id"), primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("close_no", Integer, nullable=False),
    Column("input_digest", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("ledger", LargeBinary, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("over", Boolean(create_constraint=False), nullable=False),
    Column("resolved_at", Instant, nullable=False),
)

stream = Table(
    "stream",
    metadata,
    Column("game", Text, ForeignKey("game.id"), primary_key=True),
    Column("viewer", Text, primary_key=True),
    Column("epoch", Text, nullable=False),
    Column("head", Integer, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("game", Text, primary_key=True),
    Column("viewer", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("turn", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    ForeignKeyConstraint(["game", "viewer"], ["stream.game", "stream.viewer"]),
)

message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("game", Text, ForeignKey("game.id"), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("recipients", Keys, nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("person", Text, ForeignKey("person.id")),
    CheckConstraint("kind IN ('statement', 'cable')", name="kind"),
    Index("ix_message_game_sent_at", "game", "sent_at"),
)

journal = Table(
    "journal",
    metadata,
    Column("game", Text, ForeignKey("game.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("payload", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("process", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)

server_secret = Table(
    "server_secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
