"""Projects: what was delivered, and where it stands."""
