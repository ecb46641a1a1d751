"""Runs the migrations of `versions/` in the transaction that `race.store.migrate` opened."""

from alembic import context

from race.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
