"""Verbs that change things, and working calendars as others ask for them."""
