"""Everything between the socket and a handler: problems, strict input, limits, units of work, conditional requests."""
