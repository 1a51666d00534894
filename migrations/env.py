"""Alembic's entry: runs the migrations on the connection handed over. No application code here."""

from alembic import context
from sqlalchemy import Connection, text

UPGRADE_LOCK = 4_866_217_305
"""Any constant; processes that upgrade at the same time wait for each other on it."""


def run() -> None:
    connection: Connection = context.config.attributes["connection"]
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
    context.configure(connection=connection, target_metadata=None, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run()
