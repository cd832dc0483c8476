"""Alembic's entry: our tables, the connection handed over by bot.migrate."""

from alembic import context
from sqlmodel import SQLModel

import models.every  # noqa: F401  (registers all tables)

with_batches = context.config.attributes["connection"].dialect.name == "sqlite"
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=with_batches,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
