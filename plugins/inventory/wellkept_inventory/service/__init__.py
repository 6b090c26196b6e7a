"""Verbs that change things: one function, one transaction."""
