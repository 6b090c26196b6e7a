"""The plugin host: which plugins there are, in which order they are called, and how a call is kept harmless."""
