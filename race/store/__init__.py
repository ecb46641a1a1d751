"""All SQL and all stored bytes. Queries stand by subject, as functions that take a Connection.

Who writes opens `database.transaction(engine)`, who only reads `database.reading(engine)`; what
comes out are frozen dataclasses, read by column name. Nothing found is None or an empty list: what
that means to a person is said one level above.
"""
