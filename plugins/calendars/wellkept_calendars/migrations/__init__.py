"""The migrations of calendars, in the order of their names."""
