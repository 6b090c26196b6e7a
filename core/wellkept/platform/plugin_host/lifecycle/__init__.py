"""What a plugin keeps in the database: making it, exporting it, removing it."""
