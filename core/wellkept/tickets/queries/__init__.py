"""Questions about tickets: reads only, one statement for each question."""
