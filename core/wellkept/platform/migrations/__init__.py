"""Migrations: from the tables of every app to the schema of the database, in one step, under a lock."""
