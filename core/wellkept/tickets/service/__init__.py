"""Verbs that change tickets: one function, one transaction."""
