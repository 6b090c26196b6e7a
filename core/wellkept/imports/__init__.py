"""Records from other systems: mapping files, readers, the history of imported tickets, and the way back out."""
