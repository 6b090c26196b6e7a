"""From what is installed to what is active: finding, checking and ordering plugins, each with one state."""
