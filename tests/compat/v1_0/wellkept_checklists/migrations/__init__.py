"""The migrations, oldest first by name; a migration that was released is never edited."""
