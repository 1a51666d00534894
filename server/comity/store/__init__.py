"""The only room that knows SQL: one code for Postgres and SQLite behind the ports of `comity.game`."""
