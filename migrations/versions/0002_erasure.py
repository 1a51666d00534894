"""Erasure: who wrote a message, so that it goes with its author; when a game's people were erased.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.add_column("game", sa.Column("erased_at", INSTANT))
    # SQLite cannot add a named foreign key; a batch copies the table there, and alters it on Postgres.
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("person", sa.Text()))
        message.create_foreign_key("fk_message_person", "person", ["person"], ["id"])
