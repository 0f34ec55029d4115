"""Runs migrations so that one killed half-way leaves nothing behind, on SQLite as on PostgreSQL."""

from alembic import context
from flask import current_app
from otameshi.db import Moment

db = current_app.extensions["migrate"].db
metadata = db.metadata


def render(kind, thing, autogen):
    """Write our instants as what the database holds, so that a migration needs none of our code."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def same_type(_context, _inspected, _meta, _inspected_type, meta_type):
    return False if isinstance(meta_type, Moment) else None


def nothing_to_do(_context, _revision, directives):
    if (
        getattr(context.config.cmd_opts, "autogenerate", False)
        and directives[0].upgrade_ops.is_empty()
    ):
        directives[:] = []


def run(connection):
    # A batch migration copies and drops tables: with foreign keys on, the drop would take the rows
    # of other tables along. The switch has no effect inside a transaction, so it is set before it.
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render,
        compare_type=same_type,
        render_as_batch=True,
        process_revision_directives=nothing_to_do,
        # Our engine begins with BEGIN IMMEDIATE, so that SQLite too can undo a half-done migration.
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        connection.rollback()
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = ON")
        if broken:
            raise RuntimeError(f"rows that refer to nothing after the migration: {broken[:10]}")


if context.is_offline_mode():
    context.configure(url=str(db.engine.url), target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with db.engine.connect() as connection:
        run(connection)
